import { VERSION } from '../version.js';
import { type Command, UsageError } from './command.js';
import { didYouMean } from './nearest.js';
import { endWithReader, OutputClosed } from './output.js';

type Commands = Readonly<Record<string, Command>>;

const helpOf = (program: string, commands: Commands): string => {
  const width = Math.max(...Object.keys(commands).map(({ length }) => length));
  const list = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  return `Usage: ${program} <command> [options]

Commands:
${list.join('\n')}

\`${program} help <command>\` and \`${program} <command> --help\` list the options of a command. \`${program} --version\` prints the version.
`;
};

/**
 * Runs a program of subcommands, and sets the exit code: what the subcommand returns, or 2 if it could not do its work.
 *
 * @param program its name
 * @param commands the subcommands by name
 * @param exitCodeOf the exit code for an error. Default: 2 for all
 */
export const runCommands = async (
  program: string,
  commands: Commands,
  exitCodeOf: (error: unknown) => number = () => 2,
): Promise<void> => {
  const help = helpOf(program, commands);
  const find = (name: string): Command => {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command) return command;
    const near = didYouMean(name, Object.keys(commands));
    throw new UsageError(`There is no command ${name}.${near} \`${program} --help\` lists the commands.`);
  };
  const print = (text: string): number => {
    process.stdout.write(text);
    return 0;
  };
  const run = ([name = '', ...rest]: readonly string[]): number | Promise<number> => {
    if (name === '') throw new UsageError(`name a command.\n\n${help}`);
    if (/^(--help|-h|help)$/.test(name)) return print(rest[0] === undefined ? help : find(rest[0]).help);
    if (/^(--version|-v)$/.test(name)) return print(`${VERSION}\n`);
    const command = find(name);
    return rest.includes('--help') || rest.includes('-h') ? print(command.help) : command.run(rest);
  };
  endWithReader();
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    // Nobody reads on: there is nothing left to do.
    if (error instanceof OutputClosed) process.exitCode = 0;
    else {
      process.stderr.write(`${program}: ${(error as Error).message}\n`);
      process.exitCode = exitCodeOf(error);
    }
  }
};
