import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKey, createVendor, type Vendor, type VendorOptions } from '../../src/server/index.js';
import { nodeHandler } from '../../src/server/node.js';

export type Wrap = (handler: (request: Request) => Promise<Response | null>) => (request: Request) => Promise<Response | null>;

export const key = await createKey();

/** Takes a request in place of the vendor, if it returns true. @param count how many requests came to the endpoint, with this one */
export type Take = (response: ServerResponse, count: number) => boolean;

/** Serves a vendor on this machine. @param wrap changes its handler @param take takes requests to the endpoint from it */
export const serve = async (
  options: Partial<VendorOptions> = {},
  wrap: Wrap = (handler) => handler,
  take: Take = () => false,
): Promise<{ origin: string; vendor: Vendor; close: () => void }> => {
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
  let count = 0;
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/relbutton') && take(response, ++count)) return;
    void answer(request, response).then((isAnswered) => isAnswered || response.writeHead(404).end());
  });
  return {
    origin,
    vendor,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
