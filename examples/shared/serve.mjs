/**
 * Serves an agent from its own origin. The person's data is in their browser; this server stores nothing.
 */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import sirv from 'sirv';

/** The headers of every page of an agent: no page can frame it, it loads only its own scripts, and it can reach vendors' servers. */
export const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src https: http://localhost:*; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/**
 * Bundles the scripts of a folder, and the style sheet. Returns the files by address.
 *
 * @param {URL} folder
 * @param {string[]} names of the scripts
 */
export const bundle = async (folder, names) => {
  const { outputFiles } = await build({
    entryPoints: [...names.map((name) => new URL(name, folder)), new URL('agent.css', import.meta.url)].map(fileURLToPath),
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]/, '/'), text]));
};

/**
 * @param {{ folder: URL, scripts: string[], port?: number }} options `folder` has the scripts, and the pages in `public/`
 * @returns {Promise<{ origin: string, close: () => void }>}
 */
export const serveAgent = async ({ folder, scripts, port = 0 }) => {
  const files = await bundle(folder, scripts);
  const serve = sirv(fileURLToPath(new URL('public', folder)), {
    dev: true,
    setHeaders: (response) => Object.entries(HEADERS).forEach(([name, value]) => response.setHeader(name, value)),
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (!Object.hasOwn(files, pathname)) return serve(request, response, () => response.writeHead(404).end('Not found'));
    const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
    // Pages of any origin can include the script of an agent that answers in them.
    const headers = { 'content-type': type, 'access-control-allow-origin': '*', 'cache-control': 'no-store' };
    return response.writeHead(200, headers).end(files[pathname]);
  }).listen(port, 'localhost');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close().closeAllConnections() };
};
