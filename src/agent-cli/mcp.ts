import { type Command, readOptions, UsageError } from '../cli/command.js';
import { OPTIONS, OPTIONS_HELP, withLedger } from './open.js';

const HELP = `Usage: relbutton-agent mcp --keyring | --passphrase-file <file> [options]

It serves an AI assistant over the Model Context Protocol, by standard input and output. The tools read and prepare. What is prepared is
shown in a window of its own in the person's browser, and only their press there signs.

Options:
${OPTIONS_HELP}
It ends when the assistant closes standard input. It needs the packages @modelcontextprotocol/sdk and libsql.
`;

/** Imports the protocol's package, which the person installs. */
const importServer = (): Promise<
  [typeof import('./mcp/server.js'), typeof import('@modelcontextprotocol/sdk/server/stdio.js')]
> =>
  Promise.all([import('./mcp/server.js'), import('@modelcontextprotocol/sdk/server/stdio.js')]).catch(
    (cause: Error & { code?: string }) => {
      if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
      throw new UsageError('The package @modelcontextprotocol/sdk is missing: npm install @modelcontextprotocol/sdk', { cause });
    },
  );

const run = async (args: string[]): Promise<number> => {
  const { json, ...options } = readOptions(args, OPTIONS);
  if (json) throw new UsageError('--json has no meaning here: the protocol is JSON.');
  if (options['passphrase-file'] === undefined && !options.keyring)
    throw new UsageError('Name --keyring or --passphrase-file: standard input belongs to the assistant.');
  const [{ serveAssistant }, { StdioServerTransport }] = await importServer();
  return withLedger(
    options,
    async (opened) => {
      const { close, closed } = await serveAssistant(opened, new StdioServerTransport());
      process.stdin.once('end', () => void close());
      await closed;
      return 0;
    },
    true,
  );
};

export const mcpCommand: Command = { about: 'serves an AI assistant, which can only prepare', help: HELP, run };
