/** Holds a port of this machine until a server is ready for it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';

/** Returns whether a server listens on any address of `localhost`: one on another address would hide this one, or be hidden. */
const isTaken = async (port) => {
  const answers = ['127.0.0.1', '::1'].map(
    (host) =>
      new Promise((resolve) => {
        const socket = connect({ host, port })
          .once('connect', () => resolve(true) || socket.destroy())
          .once('error', () => resolve(false));
      }),
  );
  return (await Promise.all(answers)).includes(true);
};

/**
 * Listens at the first free port from `first` on. Requests wait until `handOver`, and then go to the server that takes over.
 *
 * @param {number} first
 * @returns {Promise<{ origin: string, handOver: <T>(take: (port: number) => Promise<T>) => Promise<T> }>} `take` starts the server
 * that gets the port
 */
export const holdPort = async (first) => {
  const waiting = [];
  const server = createServer((request, response) => waiting.push([request.url, response]));
  const listens = async (port) => {
    if (await isTaken(port)) return false;
    server.listen(port, 'localhost');
    // `once` rejects on an error.
    return once(server, 'listening').then(
      () => true,
      () => false,
    );
  };
  let port = first;
  while (!(await listens(port))) port += 1;
  return {
    origin: `http://localhost:${port}`,
    async handOver(take) {
      server.close();
      server.closeIdleConnections();
      const taken = await take(port);
      for (const [location, response] of waiting) response.writeHead(307, { location, connection: 'close' }).end();
      return taken;
    },
  };
};
