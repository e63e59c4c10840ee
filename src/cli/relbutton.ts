#!/usr/bin/env node
/**
 * The command `relbutton`. Each subcommand is a file of its own. It ends with 0 if all is well, 1 if the subcommand found faults, 2 if it
 * could not do its work.
 *
 * @module
 */
import { type Command, UsageError } from './command.js';
import { conformCommand } from './conform.js';
import { verifyStoreCommand } from './verify-store.js';

const COMMANDS: Readonly<Record<string, Command>> = { conform: conformCommand, 'verify-store': verifyStoreCommand };

const HELP = `Usage: relbutton <command> [options]

Commands:
${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name}  ${about}`)
  .join('\n')}

\`relbutton <command> --help\` lists the options of a command.
`;

const run = async ([name = '', ...rest]: readonly string[]): Promise<number> => {
  if (/^(--help|-h|help)$/.test(name)) {
    process.stdout.write(HELP);
    return 0;
  }
  if (name === '') throw new UsageError(`name a command.\n\n${HELP}`);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new UsageError(`There is no command ${name}. \`relbutton --help\` lists the commands.`);
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(command.help);
    return 0;
  }
  return command.run(rest);
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const { message } = error as Error;
  process.stderr.write(`relbutton: ${message}\n`);
  process.exitCode = 2;
}
