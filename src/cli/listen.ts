import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { UsageError } from './command.js';
import { warn } from './output.js';
import { codeOf, reasonOf } from './reasons.js';

/** Returns whether a server listens at a port of this machine, on any of the addresses that `localhost` means. */
const isTaken = async (port: number): Promise<boolean> => {
  const answers = ['127.0.0.1', '::1'].map(
    (host) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ host, port });
        socket.once('connect', () => resolve(Boolean(socket.destroy())));
        socket.once('error', () => resolve(false));
      }),
  );
  return (await Promise.all(answers)).includes(true);
};

/** Says what listens at a port. */
const holderOf = async (port: number): Promise<string> => {
  try {
    const url = `http://localhost:${port}/.well-known/relbutton.json`;
    const response = await globalThis.fetch(url, { signal: AbortSignal.timeout(1_000) });
    const { name } = (await response.json()) as { name: string };
    return `a relbutton server of ${name}`;
  } catch {
    return 'another program';
  }
};

const HIGHEST = 65_535;
/** The lowest port that everybody may use. */
const LOWEST = 1024;

/** Returns the next port that is free; 0, for any that is, if there is none above. */
const nextFree = async (port: number): Promise<number> => {
  for (let next = Math.max(port + 1, LOWEST); next <= HIGHEST; next++) if (!(await isTaken(next))) return next;
  return 0;
};
const inUse = async (port: number): Promise<UsageError> =>
  new UsageError(
    `Port ${port} is in use by ${await holderOf(port)}. Stop that, or take a free one: relbutton serve --port ${await nextFree(port)}`,
  );

/** Tells once of each kind of failure of a server that goes on, such as too many open files. */
const goOn = (server: Server): void => {
  const told = new Set<string>();
  server.on('error', (error) => {
    const why = reasonOf(error);
    if (told.has(why)) return;
    told.add(why);
    warn(`The server could not take a connection: ${why}. It goes on.`);
  });
};

/**
 * Listens at a port.
 *
 * @param port 0 for one that is free
 * @throws UsageError if the port is in use, or may not be used
 */
export const listen = async (port: number, host: string): Promise<{ server: Server; port: number }> => {
  // A server on another address of localhost would hide this one, or be hidden by it.
  if (port !== 0 && host === 'localhost' && (await isTaken(port))) throw await inUse(port);
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EADDRINUSE') throw await inUse(port);
    const why =
      code === 'EACCES' ? `only an administrator may use it. Take one from ${LOWEST} on, such as --port 8080` : reasonOf(cause);
    throw new UsageError(`It cannot listen at port ${port} of ${host}: ${why}.`, { cause });
  }
  goOn(server);
  return { server, port: (server.address() as AddressInfo).port };
};

/** The time for the last answers to arrive, in milliseconds. */
const PATIENCE = 1_000;

/** Ends a server without loss: each connection ends once it has its answer, or after a second. */
export const drain = async (server: Server): Promise<void> => {
  server.keepAliveTimeout = 1;
  const late = setTimeout(() => server.closeAllConnections(), PATIENCE);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(late);
};
