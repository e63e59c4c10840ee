import { vendorText } from '../agent/vendor-text.js';
import { type Command, readOptions, UsageError } from '../cli/command.js';
import { print } from '../cli/output.js';
import { jsonLine } from './in-words.js';
import { PermissionBook } from './mcp/permission-book.js';
import { permissionParts, usesOf } from './mcp/permission-words.js';
import type { Permission } from './mcp/permissions.js';
import { OPTIONS, OPTIONS_HELP, withLedger } from './open.js';

const HELP = `Usage: relbutton-agent permissions [options]

It lists the standing permissions that you made in the window of "relbutton-agent mcp", and what was said under each. It signs nothing.

Options:
  --revoke <id>             ends a permission
${OPTIONS_HELP}`;

const inWords = (one: Permission, isOpen: boolean): string =>
  [['Permission', one.id] as const, ...permissionParts(one, isOpen), ...usesOf(one)]
    .map(([label, text]) => `${`${label}:`.padEnd(11)} ${vendorText(text).replaceAll('\n', `\n${' '.repeat(12)}`)}\n`)
    .join('');

const run = async (args: string[]): Promise<number> => {
  const { revoke, json = false, ...options } = readOptions(args, { revoke: { type: 'string' }, ...OPTIONS });
  return withLedger(options, async ({ ledger }) => {
    const book = new PermissionBook(ledger.sealed);
    if (revoke !== undefined && !book.revoke(revoke))
      throw new UsageError(`There is no permission ${vendorText(revoke)}. Leave --revoke out to see them all.`);
    for (const one of book.all().filter(({ id }) => revoke === undefined || id === revoke)) {
      const isOpen = book.isOpen(one);
      await print(json ? jsonLine({ ...one, isOpen }) : `${inWords(one, isOpen)}\n`);
    }
    return 0;
  });
};

export const permissionsCommand: Command = { about: 'lists and ends standing permissions', help: HELP, run };
