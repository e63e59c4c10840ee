/**
 * The commands that say one act in a relationship.
 *
 * @module
 */
import type { CustomerAct } from '../contract/acts.js';
import { type Command, readArguments } from '../cli/command.js';
import { en } from '../locales/en.js';
import { bodyOf } from './bodies.js';
import { originOf, type Options, OPTIONS, OPTIONS_HELP, withLedger } from './open.js';
import { proposeAct } from './proposals.js';
import { signAfterYes } from './sign.js';
import { requireTerminal } from './terminal.js';

interface ActCommand {
  readonly act: CustomerAct;
  readonly about: string;
  /** The fields of the body that are arguments, in their order after the vendor. */
  readonly given?: readonly string[];
  /** The fields of the body that are options, each with its help. A field ending in `!` is a flag. */
  readonly fields?: Readonly<Record<string, string>>;
}

const ACTS: Readonly<Record<string, ActCommand>> = {
  say: {
    act: 'converse',
    about: 'says something to a vendor, or answers it',
    given: ['text'],
    fields: { re: 'the hash of the record that it answers', reach: 'a mailto: or https: address at which you can be answered' },
  },
  pledge: {
    act: 'pledge',
    about: 'promises money',
    given: ['amount', 'currency'],
    fields: { per: 'once, month or year', for: 'what the money is for' },
  },
  share: {
    act: 'share',
    about: 'lets a vendor use something that you say, for one purpose and a time',
    given: ['what'],
    fields: { scope: 'where or for whom it counts', purpose: 'what for', until: 'a date, or a time with its zone' },
  },
  revoke: { act: 'revoke', about: 'ends a share at once', given: ['re'] },
  pause: { act: 'pause', about: 'pauses a relationship', fields: { reason: 'why' } },
  resume: { act: 'resume', about: 'takes it up again', fields: { reason: 'why' } },
  leave: { act: 'leave', about: 'ends a relationship', fields: { 'erase!': 'asks to erase what is held about you' } },
};

const helpOf = (name: string, { about, given = [], fields = {} }: ActCommand): string => {
  const options = Object.entries(fields).map(([field, text]) => {
    const option = field.endsWith('!') ? `--${field.slice(0, -1)}` : `--${field} <${field}>`;
    return `  ${option.padEnd(25)} ${text}\n`;
  });
  return `Usage: relbutton-agent ${[name, '<vendor>', ...given.map((one) => `<${one}>`)].join(' ')} [options]

It ${about}, after your yes at the terminal.

Options:
${options.join('')}${OPTIONS_HELP}
It ends with 0 if the vendor agrees or answers later, 1 if it does not or you do not say yes, 2 if it cannot do its work, 3 without a
terminal.
`;
};

const commandOf = (name: string, command: ActCommand): Command => {
  const { act, about, given: names = [], fields = {} } = command;
  const own: Record<string, { type: 'boolean' | 'string' }> = {};
  for (const field of Object.keys(fields)) own[field.replace('!', '')] = { type: field.endsWith('!') ? 'boolean' : 'string' };
  const run = async (args: string[]): Promise<number> => {
    const read = readArguments(args, { ...own, ...OPTIONS }, ['vendor', ...names]);
    const { given } = read;
    const options: Options = read.options;
    const { json = false } = options;
    const origin = originOf(given[0] as string);
    const said = Object.entries(read.options).filter(([option]) => Object.hasOwn(own, option));
    const fields = { ...Object.fromEntries(said), ...Object.fromEntries(names.map((field, i) => [field, given[i + 1]])) };
    const body = bodyOf(act, fields, `See "relbutton-agent help ${name}".`);
    requireTerminal(en.acts[act]);
    return withLedger(options, async (opened) => signAfterYes(opened, await proposeAct(opened, origin, act, body), json));
  };
  return { about, help: helpOf(name, command), run };
};

export const actCommands: Readonly<Record<string, Command>> = Object.fromEntries(
  Object.entries(ACTS).map(([name, command]) => [name, commandOf(name, command)]),
);
