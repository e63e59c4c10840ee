import { type Command, readOptions, UsageError } from '../cli/command.js';
import { print } from '../cli/output.js';
import type { Room } from './mcp/room.js';
import { LEDGER_OPTIONS, LEDGER_OPTIONS_HELP, type Opened, withLedger } from './open.js';

/** The port of HTTP, unless the person names another one. */
const PORT = 7012;

const HELP = `Usage: relbutton-agent mcp --keyring | --passphrase-file <file> [options]
       relbutton-agent mcp --http [port] [options]

It serves AI assistants over the Model Context Protocol: one by standard input and output, or several by HTTP on this machine. The tools
read and prepare. What is prepared is shown in a window of its own in the person's browser, and only their press there signs it, or, for a
need, a standing permission that they made in that window.

Options:
  --http [port]             serves HTTP at 127.0.0.1 and ::1. Default: ${PORT}; 0 takes any that is free
  --token-file <file>       the file whose first line is the token that assistants send over HTTP; it is created if it is missing.
                            Default: a new token at each start, which is printed
  --terminal                asks at the terminal from which it was started, where no browser can open a window. Default with --http:
                            only if this machine shows no windows
${LEDGER_OPTIONS_HELP}
It ends when the assistant closes standard input, or by Ctrl+C. It needs the packages @modelcontextprotocol/sdk and libsql.
`;

const OWN = {
  http: { type: 'string' },
  'token-file': { type: 'string' },
  terminal: { type: 'boolean' },
  ...LEDGER_OPTIONS,
} as const;

/** Gives a bare `--http` its port. */
const withPort = (args: readonly string[]): string[] =>
  args.map((arg, i) => (arg === '--http' && !/^[^-]/.test(args[i + 1] ?? '') ? `--http=${PORT}` : arg));

const portOf = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new UsageError(`"${text}" is no port. Write it like --http ${PORT}.`);
  return Number(text);
};

/** Returns whether this machine can open a browser for the person who started the program. */
const showsWindows = (): boolean => {
  const { DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION } = process.env;
  return !SSH_CONNECTION && (process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY));
};

/** Imports what needs the protocol's package, which the person installs. */
const importParts = async () => {
  try {
    return {
      ...(await import('./mcp/room.js')),
      ...(await import('./mcp/http.js')),
      ...(await import('./mcp/token.js')),
      ...(await import('./mcp/secrets.js')),
      ...(await import('./mcp/stdio.js')),
    };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new UsageError('The package @modelcontextprotocol/sdk is missing: npm install @modelcontextprotocol/sdk', { cause });
  }
};
type Parts = Awaited<ReturnType<typeof importParts>>;

/** Resolves when the person or the system ends the process. */
const signalled = (): Promise<unknown> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });

const serveOverHttp = async (parts: Parts, room: Room, port: number, file: string | undefined): Promise<void> => {
  const token = file === undefined ? parts.makeSecret() : parts.tokenIn(file);
  const ended = signalled();
  const { address, close } = await parts.serveHttp(room, port, token);
  const shown = file === undefined ? token : `<the first line of ${file}>`;
  await print(`Address: ${address}\nHeader:  Authorization: Bearer ${shown}\nPermissions: ${room.window.permissions}\n`);
  await ended;
  await close();
};

const run = async (args: string[]): Promise<number> => {
  const { http, terminal, 'token-file': tokenFile, ...options } = readOptions(withPort(args), OWN);
  if (http === undefined && tokenFile !== undefined) throw new UsageError('--token-file has a meaning only with --http.');
  if (http === undefined && options['passphrase-file'] === undefined && !options.keyring)
    throw new UsageError('Name --keyring or --passphrase-file: standard input belongs to the assistant.');
  const port = http === undefined ? undefined : portOf(http);
  const asksAtTerminal = terminal ?? (port !== undefined && process.stdin.isTTY && !showsWindows());
  const parts = await importParts();
  const serve = async (opened: Opened): Promise<number> => {
    const room = await parts.openRoom(opened, { asksAtTerminal });
    try {
      await (port === undefined ? parts.serveStdio(room, signalled()) : serveOverHttp(parts, room, port, tokenFile));
    } finally {
      room.close();
    }
    return 0;
  };
  return withLedger(options, serve, true);
};

export const mcpCommand: Command = { about: 'serves AI assistants, which prepare what you sign', help: HELP, run };
