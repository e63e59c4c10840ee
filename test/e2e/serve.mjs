/** Serves small pages for tests, each with its own headers, from an origin of its own. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { build } from 'esbuild';

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', json: 'application/json' };
const dist = (name) => readFile(new URL(`../../dist/${name}`, import.meta.url));

/** The tags in the head of a vendor's page. */
export const HEAD = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><link rel="stylesheet" href="/relbutton.css"><script type="module" src="/relbutton.min.js"></script>`;

/** A script with all that it imports. @param conditions of the packages' exports, as `development` */
export const bundle = async (contents, conditions = []) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: new URL('../..', import.meta.url).pathname },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions,
  });
  return outputFiles[0].text;
};

/** An agent that answers in the page and signs without a window, for tests of the page alone. */
export const pageAgent = () =>
  bundle(`
    import { onAsk } from './src/agent/index.js';
    import { signRecord } from './src/records/sign.js';
    onAsk(async (ask) => {
      ask.signal.addEventListener('abort', () => localStorage.setItem('aborted', location.pathname));
      const { act, vendor, accepts, challenge, propose } = await ask.offer({ label: 'Agent' });
      const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
      const record = await signRecord({ aud: vendor.origin, act, agreement: accepts[0], challenge }, keys);
      const { answer } = await propose(record);
      return answer === 'accept' ? 'agreed' : 'asked';
    });`);

/**
 * @param routes by path: text, or `{ body, headers, wait }` with milliseconds to wait; or a function of the request that returns
 * either, or nothing if it answers itself
 */
export const serve = async (routes) => {
  const all = {
    '/relbutton.min.js': { body: await dist('relbutton.min.js') },
    '/relbutton.css': { body: await dist('relbutton.css') },
    '/favicon.ico': { body: '' },
    ...routes,
  };
  const requested = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    requested.push(`${request.method} ${pathname}`);
    let route = all[pathname];
    if (typeof route === 'function') route = await route(request, response);
    if (response.headersSent || (!route && pathname in all)) return;
    if (!route) {
      response.writeHead(404).end();
      return;
    }
    const { body, headers = {}, wait = 0 } = typeof route === 'string' ? { body: route } : route;
    const type = TYPES[pathname.split('.').at(-1)] ?? TYPES.html;
    setTimeout(() => response.writeHead(200, { 'content-type': type, ...headers }).end(body), wait);
  }).listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  return { origin: `http://localhost:${port}`, port, requested, close: () => server.close().closeAllConnections() };
};
