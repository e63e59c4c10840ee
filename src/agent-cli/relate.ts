import { type Command, readArguments } from '../cli/command.js';
import { originOf, OPTIONS, OPTIONS_HELP, withLedger } from './open.js';
import { proposeRelate } from './proposals.js';
import { heardInWords, report, reportNo, signAfterYes } from './sign.js';
import { requireTerminal } from './terminal.js';

const HELP = `Usage: relbutton-agent relate <vendor> [options]

It proposes an agreement to a vendor, after your yes at the terminal. If the vendor suggests another one, it asks you again.

Options:
  --agreement <id>          the agreement. Default: SD-BASE
${OPTIONS_HELP}`;

const run = async (args: string[]): Promise<number> => {
  const { options, given } = readArguments(args, { agreement: { type: 'string' }, ...OPTIONS }, ['vendor']);
  const { agreement = 'SD-BASE', json = false } = options;
  const origin = originOf(given[0] as string);
  requireTerminal('Relate');
  return withLedger(options, async (opened) => {
    const { proposal, terms } = await proposeRelate(opened, origin, agreement);
    const heard = await signAfterYes(opened, proposal, terms);
    if (!heard) return reportNo(json);
    if (heard.answer !== 'counter' || heard.agreement === undefined) return report(proposal, heard, json);
    process.stderr.write(heardInWords(proposal.vendor.name, heard));
    const other = { ...proposal, agreement: heard.agreement } as typeof proposal;
    const again = await signAfterYes(opened, other, heard.agreement);
    return again ? report(other, again, json) : reportNo(json);
  });
};

export const relateCommand: Command = { about: 'proposes an agreement to a vendor', help: HELP, run };
