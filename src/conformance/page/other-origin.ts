import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Runs work with the address of an empty page on this machine, whose origin no page under test has. */
export const withOtherOrigin = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Another origin</title><body>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
};
