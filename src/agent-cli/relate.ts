import { type Command, readArguments } from '../cli/command.js';
import { originOf, OPTIONS, OPTIONS_HELP, withLedger } from './open.js';
import { proposeRelate } from './proposals.js';
import { signAfterYes } from './sign.js';
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
  return withLedger(options, async (opened) => signAfterYes(opened, await proposeRelate(opened, origin, agreement), json), true);
};

export const relateCommand: Command = { about: 'proposes an agreement to a vendor', help: HELP, run };
