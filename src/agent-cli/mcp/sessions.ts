/**
 * Keeps the sessions of assistants over HTTP. Each has a server of its own, and ends when the client says so, or after an hour without
 * a request.
 *
 * @module
 */
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_MESSAGE } from './limits.js';
import type { Room } from './room.js';
import { serveAssistant } from './server.js';

/** The time without a request after which a session ends, in milliseconds. */
const IDLE = 3_600_000;
/** The most sessions. One more ends the one that has been idle for the longest time. */
const MAX_SESSIONS = 32;

interface Session {
  readonly transport: StreamableHTTPServerTransport;
  /** The number of responses that are open. */
  open: number;
  /** The time of the last response, by the clock of the room. */
  used: number;
}

export interface Sessions {
  /** Answers a request by its session, or begins one. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

export const sessionsIn = (room: Room): Sessions => {
  const sessions = new Map<string, Session>();

  const end = async (id: string): Promise<void> => {
    const session = sessions.get(id);
    sessions.delete(id);
    await session?.transport.close();
  };

  const endIdle = async (): Promise<void> => {
    const idle = [...sessions].filter(([, { open }]) => open === 0).sort(([, a], [, b]) => a.used - b.used);
    const late = idle.filter(([, { used }]) => room.ticks() - used > IDLE);
    const over = idle.slice(0, Math.max(0, sessions.size - MAX_SESSIONS));
    for (const [id] of new Set([...late, ...over])) await end(id);
  };
  const timer = globalThis.setInterval(() => void endIdle(), 60_000).unref();

  const begin = async (): Promise<Session> => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: MAX_MESSAGE,
      onsessioninitialized: (id) => void sessions.set(id, session),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    const session: Session = { transport, open: 0, used: room.ticks() };
    await serveAssistant(room, transport);
    return session;
  };

  return {
    async answer(request, response) {
      const id = request.headers['mcp-session-id'];
      const known = typeof id === 'string' ? sessions.get(id) : undefined;
      if (id !== undefined && !known) return void response.writeHead(404).end('This session has ended. Begin another one.\n');
      // Each has a response that is open: none can end.
      if (!known && sessions.size >= MAX_SESSIONS && [...sessions.values()].every(({ open }) => open > 0))
        return void response
          .writeHead(503, { connection: 'close' })
          .end(`${MAX_SESSIONS} sessions are at work. End one first.\n`);
      const session = known ?? (await begin());
      session.open++;
      response.once('close', () => {
        session.open--;
        session.used = room.ticks();
      });
      await session.transport.handleRequest(request, response);
      // A request without a session that begins none was refused.
      if (session.transport.sessionId === undefined) await session.transport.close();
      await endIdle();
    },
    async close() {
      globalThis.clearInterval(timer);
      await Promise.all(Array.from(sessions.keys(), end));
    },
  };
};
