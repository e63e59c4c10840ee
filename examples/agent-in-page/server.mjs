/**
 * Serves an agent from its own origin: the script that pages include, the window that asks the person, and the ledger. Everything
 * that the person keeps is in their browser; this server holds nothing.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import sirv from 'sirv';

const path = (file) => fileURLToPath(new URL(file, import.meta.url));

/** The scripts with what they import, and the style sheet, by their address. */
const bundle = async () => {
  const { outputFiles } = await build({
    entryPoints: ['agent.js', 'ask.js', 'ledger.js'].map(path),
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  return {
    ...Object.fromEntries(outputFiles.map(({ path: file, text }) => [file.replace(/^.*[\\/]/, '/'), text])),
    '/agent.css': await readFile(path('../shared/agent.css'), 'utf8'),
  };
};

/** @param {{ port?: number }} options */
export const startAgent = async ({ port = 0 } = {}) => {
  const scripts = await bundle();
  const security = {
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src https: http://localhost:*; base-uri 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  };
  const serve = sirv(path('public'), {
    dev: true,
    setHeaders: (response) => Object.entries(security).forEach(([name, value]) => response.setHeader(name, value)),
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (!Object.hasOwn(scripts, pathname)) return serve(request, response, () => response.writeHead(404).end('Not found'));
    // Pages of any origin include the script.
    const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
    const headers = { 'content-type': type, 'access-control-allow-origin': '*', 'cache-control': 'no-store' };
    return response.writeHead(200, headers).end(scripts[pathname]);
  }).listen(port, 'localhost');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const origin = `http://localhost:${server.address().port}`;
  return { origin, script: `${origin}/agent.js`, close: () => server.close().closeAllConnections() };
};
