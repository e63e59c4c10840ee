#!/usr/bin/env node
/**
 * The command `relbutton`. Each subcommand is a file of its own. It ends with 0 if all is well, 1 if the subcommand found faults, 2 if it
 * could not do its work.
 *
 * @module
 */
import { checkCommand } from './check/check.js';
import { type Command, UsageError } from './command.js';
import { conformCommand } from './conform.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';
import { initCommand } from './init.js';
import { listCommand } from './list.js';
import { didYouMean } from './nearest.js';
import { endWithReader, OutputClosed } from './output.js';
import { rotateKeyCommand } from './rotate-key.js';
import { serveCommand } from './serve.js';
import { verifyStoreCommand } from './verify-store.js';
import { VERSION } from '../version.js';

const COMMANDS: Readonly<Record<string, Command>> = {
  init: initCommand,
  serve: serveCommand,
  check: checkCommand,
  conform: conformCommand,
  list: listCommand,
  export: exportCommand,
  import: importCommand,
  'rotate-key': rotateKeyCommand,
  'verify-store': verifyStoreCommand,
};

const HELP = `Usage: relbutton <command> [options]

Commands:
${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(12)}  ${about}`)
  .join('\n')}

\`relbutton help <command>\` and \`relbutton <command> --help\` list the options of a command. \`relbutton --version\` prints the version.
`;

const find = (name: string): Command => {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command;
  throw new UsageError(
    `There is no command ${name}.${didYouMean(name, Object.keys(COMMANDS))} \`relbutton --help\` lists the commands.`,
  );
};

const run = async ([name = '', ...rest]: readonly string[]): Promise<number> => {
  if (name === '') throw new UsageError(`name a command.\n\n${HELP}`);
  if (/^(--help|-h|help)$/.test(name)) {
    process.stdout.write(rest[0] === undefined ? HELP : find(rest[0]).help);
    return 0;
  }
  if (/^(--version|-v)$/.test(name)) {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const command = find(name);
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(command.help);
    return 0;
  }
  return command.run(rest);
};

endWithReader();
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  // Nobody reads on: there is nothing left to do.
  if (error instanceof OutputClosed) process.exitCode = 0;
  else {
    process.stderr.write(`relbutton: ${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}
