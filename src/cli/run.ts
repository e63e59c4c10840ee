import { VERSION } from '../version.js';
import { CallError, type Command, UsageError } from './command.js';
import { didYouMean } from './nearest.js';
import { finish, OutputClosed, print, watchOutput } from './output.js';
import { messageOf } from './reasons.js';
import { shown } from './shown.js';

type Commands = Readonly<Record<string, Command>>;

/** The exit code of a program that writes to a reader who is gone, as shells have it: 128 and the number of SIGPIPE. */
const READER_IS_GONE = 141;

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
 * Runs a program of subcommands, and sets the exit code: what the subcommand returns, 2 if it could not do its work or write all of its
 * output, or 141 if the reader of the output is gone.
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
    const what = name.startsWith('-') ? `Name a command first: ${name} is none.` : `There is no command ${name}.`;
    throw new UsageError(`${what}${didYouMean(name, Object.keys(commands))} \`${program} --help\` lists the commands.`);
  };
  const tell = (text: string): Promise<number> => print(text).then(() => 0);
  const run = async ([name = '', ...rest]: readonly string[]): Promise<number> => {
    if (name === '') throw new UsageError(`Name a command.\n\n${help}`);
    if (/^(--help|-h|help)$/.test(name)) {
      const [about = name] = rest;
      return tell(/^(--help|-h|help)$/.test(about) ? help : find(about).help);
    }
    if (/^(--version|-v|-V|version)$/.test(name)) return tell(`${VERSION}\n`);
    const command = find(name);
    if (rest.includes('--help') || rest.includes('-h')) return tell(command.help);
    try {
      return await command.run(rest);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      throw new UsageError(`${error.message} \`${program} ${name} --help\` lists its options.`, { cause: error });
    }
  };
  watchOutput();
  try {
    process.exitCode = await run(process.argv.slice(2));
    await finish();
  } catch (error) {
    if (error instanceof OutputClosed) process.exitCode = READER_IS_GONE;
    else {
      process.stderr.write(`${program}: ${shown(messageOf(error))}\n`);
      process.exitCode = exitCodeOf(error);
    }
  }
};
