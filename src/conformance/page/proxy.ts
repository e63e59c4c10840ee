import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that passes on what another one serves. */
export interface Proxy {
  readonly origin: string;
  close(): void;
}

const SCRIPT = '/relbutton-conformance-kit.js';
/** Goes right after the doctype. It is short, since browsers look for a page's encoding in its first 1,024 bytes. */
const TAG = Buffer.from(`<script src="${SCRIPT}"></script>`);
/** Headers of a connection, of a body that is changed here, and those that would keep the kit's script out. */
const LEFT_OUT =
  /^(connection|keep-alive|transfer-encoding|content-length|content-encoding|strict-transport-security|content-security-policy.*)$/;

const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length ? Buffer.concat(chunks) : undefined;
};

const withTag = (page: Buffer): Buffer => {
  const [doctype = ''] = /^\s*<!doctype[^>]*>/i.exec(page.toString('latin1')) ?? [];
  return Buffer.concat([page.subarray(0, doctype.length), TAG, page.subarray(doctype.length)]);
};

/**
 * Serves what `origin` serves, with a script before each page's own.
 *
 * @param script its text
 */
export const proxyWith = async (origin: string, script: string): Promise<Proxy> => {
  let own = '';
  const pass = async (request: IncomingMessage): Promise<{ status: number; headers: [string, string][]; body: Buffer }> => {
    const headers = new Headers(request.headers as Record<string, string>);
    for (const name of ['host', 'connection', 'accept-encoding']) headers.delete(name);
    const { method = 'GET', url = '/' } = request;
    const body = (await bodyOf(request)) as BodyInit | undefined;
    const response = await globalThis.fetch(origin + url, { method, headers, redirect: 'manual', ...(body && { body }) });
    const answered = Buffer.from(await response.arrayBuffer());
    const isPage = method === 'GET' && response.headers.get('content-type')?.startsWith('text/html');
    return {
      status: response.status,
      headers: [...response.headers]
        .filter(([name]) => !LEFT_OUT.test(name))
        .map(([name, value]) => [name, name === 'location' ? value.replace(origin, own) : value]),
      body: isPage ? withTag(answered) : answered,
    };
  };
  const server = createServer((request, response) => {
    if (request.url === SCRIPT) {
      response.setHeader('content-type', 'text/javascript; charset=utf-8').end(script);
      return;
    }
    void pass(request).then(
      ({ status, headers, body }) => {
        for (const [name, value] of headers) response.appendHeader(name, value);
        response.writeHead(status).end(body);
      },
      (error: Error) => response.writeHead(502).end(error.message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  own = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin: own,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
