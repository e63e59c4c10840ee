import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { UsageError } from './command.js';

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
const inUse = async (port: number): Promise<UsageError> => {
  let next = port + 1;
  while (next < HIGHEST && (await isTaken(next))) next++;
  return new UsageError(
    `Port ${port} is in use by ${await holderOf(port)}. Stop that, or take the next free one: relbutton serve --port ${next}`,
  );
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
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw await inUse(port);
    const why = code === 'EACCES' ? 'only an administrator may use it. Take one from 1024 on, such as --port 8080' : message;
    throw new UsageError(`It cannot listen at port ${port} of ${host}: ${why}.`, { cause });
  }
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
