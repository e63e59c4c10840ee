import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKey, createVendor, type VendorOptions } from '../../src/server/index.js';
import { nodeHandler } from '../../src/server/node.js';

export type Wrap = (handler: (request: Request) => Promise<Response | null>) => (request: Request) => Promise<Response | null>;

const key = await createKey();

/** Serves a vendor on this machine. @param wrap changes its handler */
export const serve = async (
  options: Partial<VendorOptions> = {},
  wrap: Wrap = (handler) => handler,
): Promise<{ origin: string; close: () => void }> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const vendor = createVendor({
    origin,
    name: 'Shop',
    accepts: ['SD-BASE', 'SD-BASE-DP', 'PDC-INTENT'],
    key,
    perMinute: Infinity,
    ...options,
  });
  const answer = nodeHandler({ ...vendor, handler: wrap(vendor.handler) }, origin);
  server.on(
    'request',
    (request, response) => void answer(request, response).then((isAnswered) => isAnswered || response.writeHead(404).end()),
  );
  return {
    origin,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
