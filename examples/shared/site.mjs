/** What the servers of the example vendors share: pages with values, files, and security headers. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';

const path = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Files that every site serves, by address. */
const FILES = {
  '/relbutton.min.js': ['../../dist/relbutton.min.js', 'text/javascript'],
  '/relbutton.css': ['../../dist/relbutton.css', 'text/css'],
  '/sri.json': ['../../dist/sri.json', 'application/json'],
  '/check.html': ['../check/check.html', 'text/html'],
  '/check.js': ['../check/check.js', 'text/javascript'],
  '/check.css': ['../check/check.css', 'text/css'],
  '/site.css': ['site.css', 'text/css'],
  '/status.js': ['status.js', 'text/javascript'],
};

/** The headers of each page. @param {string} [scripts] the origin of scripts besides the site's own */
export const securityHeaders = (scripts = '') => ({
  'content-security-policy': [
    `default-src 'none'; script-src 'self' ${scripts}; style-src 'self'; connect-src 'self'`,
    "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "require-trusted-types-for 'script'; trusted-types lit-html",
  ].join('; '),
  // Passkeys are for the site's own pages.
  'permissions-policy':
    'publickey-credentials-create=(self), publickey-credentials-get=(self), camera=(), geolocation=(), microphone=(), payment=()',
  'x-content-type-options': 'nosniff',
});

/** Sends an answer that is made for this visitor alone. */
export const send = (response, type, body, { status = 200, headers = securityHeaders() } = {}) =>
  response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body);

/**
 * Reads a page, and returns a function that fills in its `{{names}}`. The hashes of the library's files are filled in by themselves.
 *
 * @param {URL} file
 */
export const readPage = async (file) => {
  const [page, integrity] = await Promise.all([
    readFile(file, 'utf8'),
    readFile(path('../../dist/sri.json'), 'utf8').then(JSON.parse),
  ]);
  const hashes = { cssIntegrity: integrity['relbutton.css'], jsIntegrity: integrity['relbutton.min.js'] };
  return (values) => page.replace(/{{(\w+)}}/g, (_, name) => ({ ...hashes, ...values })[name]);
};

/**
 * Listens at a port. Call `serve` once the site is ready.
 *
 * @param {{ port?: number, origin?: string }} options `port`: default one that is free; `origin`: as browsers show it, default that
 * port of localhost
 */
export const openSite = async ({ port = 0, origin }) => {
  const server = createServer().listen(port, 'localhost');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return {
    origin: origin ?? `http://localhost:${server.address().port}`,
    /**
     * @param {URL} folder the files of the site itself
     * @param {((request, response) => Promise<boolean>)[]} parts each answers a request and returns `true`, or leaves it to the next
     */
    serve(folder, ...parts) {
      const setHeaders = (response) =>
        Object.entries(securityHeaders()).forEach(([name, value]) => response.setHeader(name, value));
      const serveFolder = sirv(fileURLToPath(folder), { dev: true, setHeaders });
      server.on('request', async (request, response) => {
        try {
          for (const answer of parts) if (await answer(request, response)) return;
          const { pathname } = new URL(request.url, 'http://localhost');
          if (Object.hasOwn(FILES, pathname)) {
            const [file, type] = FILES[pathname];
            send(response, type, await readFile(path(file)));
          } else serveFolder(request, response, () => response.writeHead(404).end('Not found'));
        } catch (error) {
          console.error(error);
          if (!response.headersSent) response.writeHead(500).end();
        }
      });
    },
    /** Ends without loss, as on SIGTERM: the vendor answers what is under way first. */
    async close(vendor) {
      await vendor.close();
      // The last answers are on their way: end each connection once it has its own, or after a second.
      server.keepAliveTimeout = 1;
      const late = setTimeout(() => server.closeAllConnections(), 1_000);
      await new Promise((resolve) => server.close(resolve));
      clearTimeout(late);
    },
  };
};
