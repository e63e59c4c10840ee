/**
 * A vendor's server: pages, the endpoint that countersigns records, and the list of those it holds. Everything is in memory, and
 * gone when it stops.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createKey, createVendor, readClaims } from 'relbutton/server';
import { nodeHandler } from 'relbutton/server/node';
import sirv from 'sirv';

const path = (file) => fileURLToPath(new URL(file, import.meta.url));
/** What is served as it is from elsewhere, by its address. */
const FILES = {
  '/relbutton.min.js': ['../../dist/relbutton.min.js', 'text/javascript'],
  '/relbutton.css': ['../../dist/relbutton.css', 'text/css'],
  '/sri.json': ['../../dist/sri.json', 'application/json'],
  '/check.html': ['../check.html', 'text/html; charset=utf-8'],
  '/check.js': ['../check.js', 'text/javascript'],
};
const WORDS = { offered: 'Open to relate', related: 'Related' };
/** For how long a challenge can be answered, in milliseconds. */
const CHALLENGE_LIFETIME = 30 * 60_000;

const cookiesOf = (header = '') => Object.fromEntries(header.split(/;\s*/).map((cookie) => cookie.split('=', 2)));

/**
 * @param {{ port?: number, agent?: string }} options `agent`: the address of a script that answers in the page, as a visitor's own
 * agent would; none by default
 */
export const startShop = async ({ port = 0, agent } = {}) => {
  const [page, integrity, key] = await Promise.all([
    readFile(path('public/index.html'), 'utf8'),
    readFile(path('../../dist/sri.json'), 'utf8').then(JSON.parse),
    createKey(),
  ]);
  const server = createServer().listen(port, 'localhost');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const origin = `http://localhost:${server.address().port}`;

  /** Challenges that were given to pages, with the time until which each can be answered, once. */
  const challenges = new Map();
  const giveChallenge = () => {
    const challenge = randomUUID();
    challenges.set(challenge, Date.now() + CHALLENGE_LIFETIME);
    return challenge;
  };
  const checkChallenge = (challenge) => {
    const until = challenges.get(challenge) ?? 0;
    challenges.delete(challenge);
    return Date.now() < until;
  };
  const vendor = createVendor({
    origin,
    name: 'Acme Coffee',
    accepts: ['SD-BASE', 'SD-BASE-DP', 'SD-BASE-A'],
    key,
    checkChallenge,
  });

  /** Which relationship a visitor's browser belongs to: the shop remembers only browsers that agreed. */
  const visitors = new Map();
  const handler = async (request) => {
    const response = await vendor.handler(request);
    if (request.method !== 'POST' || !response?.ok) return response;
    const visitor = randomUUID();
    visitors.set(visitor, readClaims((await response.clone().json()).record).iss);
    response.headers.append('set-cookie', `visitor=${visitor}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000`);
    return response;
  };

  const renderPage = async (cookie) => {
    const iss = visitors.get(cookiesOf(cookie).visitor);
    const status = iss ? await vendor.status(iss) : 'offered';
    const values = {
      status,
      statusWord: WORDS[status],
      challenge: giveChallenge(),
      cssIntegrity: integrity['relbutton.css'],
      jsIntegrity: integrity['relbutton.min.js'],
      agent: agent ? `<script type="module" src="${agent}"></script>` : '',
    };
    return page.replace(/{{(\w+)}}/g, (_, name) => values[name]);
  };

  const security = {
    'content-security-policy': [
      `default-src 'none'; script-src 'self' ${agent ? new URL(agent, origin).origin : ''}; style-src 'self'; connect-src 'self'`,
      "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
      "require-trusted-types-for 'script'; trusted-types lit-html",
    ].join('; '),
    'x-content-type-options': 'nosniff',
  };
  const servePublic = sirv(path('public'), {
    dev: true,
    setHeaders: (response) => Object.entries(security).forEach(([name, value]) => response.setHeader(name, value)),
  });
  const answerVendor = nodeHandler({ handler }, origin);

  server.on('request', async (request, response) => {
    try {
      if (await answerVendor(request, response)) return;
      const { pathname } = new URL(request.url, origin);
      const send = (type, body) =>
        response.writeHead(200, { ...security, 'content-type': type, 'cache-control': 'no-store' }).end(body);
      if (pathname === '/') send('text/html; charset=utf-8', await renderPage(request.headers.cookie));
      else if (pathname === '/relationships.json') {
        const records = await vendor.records();
        const rows = records.map(({ record }) => ({ ...readClaims(record), record }));
        send(
          'application/json',
          JSON.stringify(rows.map(({ iss, agreement, iat, record }) => ({ iss, agreement, since: iat, record }))),
        );
      } else if (Object.hasOwn(FILES, pathname)) {
        const [file, type] = FILES[pathname];
        send(type, await readFile(path(file)));
      } else servePublic(request, response, () => response.writeHead(404).end('Not found'));
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500).end();
    }
  });
  return { origin, vendor, close: () => server.close().closeAllConnections() };
};
