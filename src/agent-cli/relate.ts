import { fetchOffer } from '../agent/ledger.js';
import { type Command, readArguments, UsageError } from '../cli/command.js';
import { termsOf } from './in-words.js';
import { originOf, OPTIONS, OPTIONS_HELP, withLedger } from './open.js';
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
    const { name, accepts } = await fetchOffer(origin, opened.fetch);
    if (!accepts.includes(agreement))
      throw new UsageError(
        `${origin} does not accept ${agreement}. Name one of these by --agreement:\n${accepts.map((id) => `  ${termsOf(id)}`).join('\n')}`,
      );
    const related = await opened.related(origin);
    if (related?.status === 'related' && related.agreement === agreement)
      throw new UsageError(`You and ${origin} relate under ${agreement} already.`);
    const proposal = { vendor: { origin, name }, act: 'relate', agreement } as const;
    const heard = await signAfterYes(opened, proposal, agreement);
    if (!heard) return reportNo(json);
    if (heard.answer !== 'counter' || heard.agreement === undefined) return report(proposal, heard, json);
    process.stderr.write(heardInWords(name, heard));
    const other = { ...proposal, agreement: heard.agreement };
    const again = await signAfterYes(opened, other, heard.agreement);
    return again ? report(other, again, json) : reportNo(json);
  });
};

export const relateCommand: Command = { about: 'proposes an agreement to a vendor', help: HELP, run };
