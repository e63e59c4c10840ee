/**
 * Serves assistants over streamable HTTP on the loopback addresses of this machine. It answers only who has the token, so that neither
 * other users of the machine nor web pages can call a tool.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../../cli/command.js';
import type { Room } from './room.js';
import { isSame } from './secrets.js';
import { sessionsIn } from './sessions.js';

const PATH = '/mcp';

export interface Served {
  /** The address of the server. */
  readonly address: string;
  /** Ends the sessions and the server. */
  close(): Promise<void>;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** @returns `undefined` if the machine has no such address */
const listen = async (listener: Listener, host: string, port: number): Promise<Server | undefined> => {
  const server = createServer(listener);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ host, port, ipv6Only: true }, resolve);
    });
    return server;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return undefined;
    if (code === 'EACCES')
      throw new UsageError(`You may not use port ${port}. Name one from 1024, such as --http 7012.`, { cause });
    if (code !== 'EADDRINUSE') throw cause;
    // Another user's program at the other address would get the token of a client that calls it localhost.
    throw new UsageError(
      `Port ${port} is in use at ${host}. Name another one, such as --http ${port < 65_535 ? port + 1 : port - 1}.`,
      { cause },
    );
  }
};

/** Refuses what does not come from an assistant of the person. @returns status and reason; `undefined` if it does */
const refusalOf = (
  { headers: { host = '', origin, authorization = '' }, url }: IncomingMessage,
  port: number,
  token: string,
): readonly [status: number, reason: string] | undefined => {
  const hosts = [`127.0.0.1:${port}`, `[::1]:${port}`, `localhost:${port}`];
  if (!hosts.includes(host)) return [421, 'This server has another address.'];
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`)) return [403, 'No web page may call this server.'];
  if (url !== PATH) return [404, `The address of this server ends in ${PATH}.`];
  const [, given = ''] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  return isSame(given, token) ? undefined : [401, 'The header "Authorization: Bearer <token>" has not the token of this server.'];
};

/**
 * Serves a room at 127.0.0.1, and at ::1 where the machine has it.
 *
 * @param port 0: any that is free
 * @throws UsageError if the port is in use
 */
export const serveHttp = async (room: Room, port: number, token: string): Promise<Served> => {
  const sessions = sessionsIn(room);
  const answer: Listener = (request, response) => {
    const refusal = refusalOf(request, request.socket.localPort ?? 0, token);
    if (!refusal) return void sessions.answer(request, response).catch(() => response.destroy());
    const [status, reason] = refusal;
    const headers = { 'content-type': 'text/plain; charset=utf-8', connection: 'close' };
    response.writeHead(status, { ...headers, ...(status === 401 && { 'www-authenticate': 'Bearer' }) }).end(`${reason}\n`);
  };
  const first = await listen(answer, '127.0.0.1', port);
  if (!first) throw new UsageError('This machine has no loopback address 127.0.0.1.');
  const closeAll = async (servers: readonly (Server | undefined)[]): Promise<void> => {
    await sessions.close();
    for (const server of servers) server?.close().closeAllConnections();
  };
  const own = (first.address() as AddressInfo).port;
  try {
    const second = await listen(answer, '::1', own);
    return { address: `http://127.0.0.1:${own}${PATH}`, close: () => closeAll([first, second]) };
  } catch (error) {
    await closeAll([first]);
    throw error;
  }
};
