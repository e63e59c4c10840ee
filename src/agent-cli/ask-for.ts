import type { Told } from '../agent/ledger.js';
import { vendorLine } from '../agent/vendor-text.js';
import type { Body } from '../contract/bodies.js';
import { INTENT } from '../contract/rules.js';
import { type Command, readArguments, UsageError } from '../cli/command.js';
import { print } from '../cli/output.js';
import { bodyOf } from './bodies.js';
import { inFull, jsonLine, titleOf } from './in-words.js';
import { type Opened, originOf, OPTIONS, OPTIONS_HELP, withLedger } from './open.js';
import { namesOf } from './proposals.js';
import { sideBySide } from './side-by-side.js';
import { heardInWords, reportNo } from './sign.js';
import { askYes, requireTerminal } from './terminal.js';

const HELP = `Usage: relbutton-agent ask-for <need> --to <vendor>[,<vendor>…] [options]

It says one need to several vendors, after your yes at the terminal. No vendor learns of the others.

Options:
  --to <vendors>            their addresses, with commas between
  --budget "<amount> <currency>"  such as "300 EUR". Default: none
  --by <time>               a date, or a time with its zone
  --reach <address>         a mailto: or https: address at which you can be answered
${OPTIONS_HELP}`;

const OWN = { to: { type: 'string' }, budget: { type: 'string' }, by: { type: 'string' }, reach: { type: 'string' } } as const;

const budgetOf = (text: string): Body<'intentcast'>['budget'] => {
  const [amount = '', currency = '', ...rest] = text.split(' ');
  if (rest.length > 0 || !currency) throw new UsageError(`"${text}" is no budget. Write it like --budget "300 EUR".`);
  return { amount, currency };
};

/** One line on the result at one vendor. */
export const toldInWords = ({ vendor, heard, error }: Told): string =>
  heard ? heardInWords(vendor, heard) : `${vendorLine(`${vendor}: ${error?.message ?? ''}`)}\n`;

/** Says a need to one vendor, and prints the result. @returns whether the vendor agrees or answers later */
const sayTo = async ({ ledger }: Opened, vendor: string, need: Body<'intentcast'>, json: boolean): Promise<boolean> => {
  const told = await ledger.intentcast(need, [vendor]);
  for (const one of told)
    await print(json ? jsonLine({ ...one, ...(one.error && { error: one.error.message }) }) : toldInWords(one));
  return told.some(({ heard }) => heard?.answer === 'accept' || heard?.answer === 'pending');
};

const run = async (args: string[]): Promise<number> => {
  const { options, given } = readArguments(args, { ...OWN, ...OPTIONS }, ['need']);
  const { to, budget, by, reach, json = false } = options;
  if (!to) throw new UsageError('Name the vendors: --to a.example,b.example');
  const vendors = [...new Set(to.split(',').map((address) => originOf(address)))];
  const fields = { need: given[0], ...(budget !== undefined && { budget: budgetOf(budget) }), by, reach };
  const need = bodyOf('intentcast', fields, 'See "relbutton-agent help ask-for".');
  requireTerminal(titleOf('intentcast'));
  return withLedger(
    options,
    async (opened) => {
      const names = await namesOf(opened, vendors);
      if (!(await askYes(titleOf('intentcast'), inFull({ to: names, act: 'intentcast', agreement: INTENT, body: need }))))
        return reportNo(json);
      let isHeard = false;
      for await (const one of sideBySide(vendors, vendors.length, (vendor) => sayTo(opened, vendor, need, json))) isHeard ||= one;
      return isHeard ? 0 : 1;
    },
    true,
  );
};

export const askForCommand: Command = { about: 'says one need to several vendors', help: HELP, run };
