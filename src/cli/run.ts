import { type Command, UsageError } from './command.js';

/**
 * Runs a program of subcommands, and sets the exit code: what the subcommand returns, or 2 if it could not do its work.
 *
 * @param program its name
 * @param commands the subcommands by name
 * @param exitCodeOf the exit code for an error. Default: 2 for all
 */
export const runCommands = async (
  program: string,
  commands: Readonly<Record<string, Command>>,
  exitCodeOf: (error: unknown) => number = () => 2,
): Promise<void> => {
  const width = Math.max(...Object.keys(commands).map(({ length }) => length));
  const list = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  const help = `Usage: ${program} <command> [options]

Commands:
${list.join('\n')}

\`${program} <command> --help\` lists the options of a command.
`;
  const run = async ([name = '', ...rest]: readonly string[]): Promise<number> => {
    if (/^(--help|-h|help)$/.test(name)) {
      process.stdout.write(help);
      return 0;
    }
    if (name === '') throw new UsageError(`name a command.\n\n${help}`);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UsageError(`There is no command ${name}. \`${program} --help\` lists the commands.`);
    if (rest.includes('--help') || rest.includes('-h')) {
      process.stdout.write(command.help);
      return 0;
    }
    return command.run(rest);
  };
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${program}: ${(error as Error).message}\n`);
    process.exitCode = exitCodeOf(error);
  }
};
