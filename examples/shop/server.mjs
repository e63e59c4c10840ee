/**
 * A vendor's server: pages, the endpoint that countersigns records, and the desk where the shop's people see and keep up its
 * relationships.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createKey, createVendor, permits } from 'relbutton/server';
import { nodeHandler } from 'relbutton/server/node';
import sirv from 'sirv';
import { createDesk } from './desk.mjs';

const path = (file) => fileURLToPath(new URL(file, import.meta.url));
/** Static files from other folders, by address. */
const FILES = {
  '/relbutton.min.js': ['../../dist/relbutton.min.js', 'text/javascript'],
  '/relbutton.css': ['../../dist/relbutton.css', 'text/css'],
  '/sri.json': ['../../dist/sri.json', 'application/json'],
  '/check.html': ['../check.html', 'text/html; charset=utf-8'],
  '/check.js': ['../check.js', 'text/javascript'],
};
const WORDS = { offered: 'Open to relate', asked: 'Asked', related: 'Related', paused: 'Paused', ended: 'Ended' };
/** The lifetime of a challenge, in milliseconds. */
const CHALLENGE_LIFETIME = 30 * 60_000;

const cookiesOf = (header = '') => Object.fromEntries(header.split(/;\s*/).map((cookie) => cookie.split('=', 2)));

/** The switch for the agent in the page: a link to the other state, kept in a cookie. */
const SWITCH = {
  in: '<a href="/?agent=out">Take the agent out of this page</a>',
  out: '<a href="/?agent=in">Bring an agent into this page</a>',
};

/** Shows each answer to a proposal: one agreement is accepted at once, a person decides on one, and any other gets a counter. */
const decide = ({ agreement }) => {
  if (agreement === 'SD-BASE-DP') return 'pending';
  return ['SD-BASE', 'SD-BASE-A'].includes(agreement) ? 'accept' : { counter: 'SD-BASE' };
};

/**
 * @param {object} options
 * @param {number} [options.port] default: one that is free
 * @param {string} [options.origin] the origin for browsers. Default: that port of localhost
 * @param {string} [options.agent] the address of a script that answers in the page, as a visitor's own agent would, once the visitor
 * switches it on. Default: none, and no switch
 * @param {import('relbutton/server').Store} [options.store] default: in memory
 * @param {object} [options.key] default: a new one
 * @param {import('relbutton/server').OnChange} [options.onchange] default: changes are not sent
 */
export const startShop = async ({ port = 0, origin: publicOrigin, agent, store, key, onchange } = {}) => {
  const [page, integrity, ownKey] = await Promise.all([
    readFile(path('public/index.html'), 'utf8'),
    readFile(path('../../dist/sri.json'), 'utf8').then(JSON.parse),
    key ?? createKey(),
  ]);
  const server = createServer().listen(port, 'localhost');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const origin = publicOrigin ?? `http://localhost:${server.address().port}`;

  /** The challenges given to pages, with the time at which each expires. Each can be answered once. */
  const challenges = new Map();
  const giveChallenge = () => {
    const challenge = randomUUID();
    challenges.set(challenge, Date.now() + CHALLENGE_LIFETIME);
    return challenge;
  };
  /** The customer whose record used up a challenge, by its request. */
  const arrivals = new WeakMap();
  const checkChallenge = (challenge, request, { iss }) => {
    const until = challenges.get(challenge) ?? 0;
    challenges.delete(challenge);
    if (Date.now() >= until) return false;
    arrivals.set(request, iss);
    return true;
  };
  const vendor = createVendor({
    origin,
    name: 'Acme Coffee',
    accepts: ['SD-BASE', 'SD-BASE-DP', 'SD-BASE-A'],
    key: ownKey,
    terms: `${origin}/relate.html`,
    perMinute: 600,
    checkChallenge,
    decide,
    ...(store && { store }),
    ...(onchange && { onchange }),
    // The shop's other data about a customer: here the same for all.
    held: (iss) => ({ customer: iss, greeting: 'One bag of Harbour with the first order' }),
  });
  const desk = createDesk(vendor);

  /** Who is signed in, by the cookie of their browser. A record with a challenge of the shop's page signs in, a `sync` too. */
  const visitors = new Map();
  const relationshipOf = ({ visitor }) => {
    const iss = visitors.get(visitor);
    return iss ? vendor.relationship(iss) : { status: 'offered' };
  };
  const handler = async (request, client) => {
    const response = await vendor.handler(request, client);
    const iss = arrivals.get(request);
    if (!iss || !response.ok) return response;
    const visitor = randomUUID();
    visitors.set(visitor, iss);
    response.headers.append('set-cookie', `visitor=${visitor}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000`);
    return response;
  };

  /** Reads the visitor's status from the shop's records: the button's event is only a hint. */
  const stateOf = async (cookies) => {
    const { iss = '', status, record } = await relationshipOf(cookies);
    return { record, shown: { status, word: WORDS[status], customer: iss, challenge: giveChallenge() } };
  };
  const renderPage = async (cookies, isAgentIn) => {
    const { record, shown } = await stateOf(cookies);
    const { status, customer } = shown;
    // Analytics only if the agreement permits it, and only while it is in force.
    const mayAnalyse = status === 'related' && permits(record, 'analytics');
    const values = {
      ...shown,
      customer: customer && `customer="${customer}"`,
      cssIntegrity: integrity['relbutton.css'],
      jsIntegrity: integrity['relbutton.min.js'],
      agent: isAgentIn ? `<script type="module" src="${agent}"></script>` : '',
      agentSwitch: agent ? SWITCH[isAgentIn ? 'in' : 'out'] : '',
      analytics: mayAnalyse ? '<script type="module" src="/analytics.js"></script>' : '',
    };
    return page.replace(/{{(\w+)}}/g, (_, name) => values[name]);
  };

  const securityOf = (isAgentIn) => ({
    'content-security-policy': [
      `default-src 'none'; script-src 'self' ${isAgentIn ? new URL(agent, origin).origin : ''}; style-src 'self'; connect-src 'self'`,
      "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
      "require-trusted-types-for 'script'; trusted-types lit-html",
    ].join('; '),
    // Passkeys are for the shop's own pages.
    'permissions-policy':
      'publickey-credentials-create=(self), publickey-credentials-get=(self), camera=(), geolocation=(), microphone=(), payment=()',
    'x-content-type-options': 'nosniff',
  });
  const servePublic = sirv(path('public'), {
    dev: true,
    setHeaders: (response) => Object.entries(securityOf(false)).forEach(([name, value]) => response.setHeader(name, value)),
  });
  const answerVendor = nodeHandler({ ...vendor, handler }, origin);

  server.on('request', async (request, response) => {
    try {
      if ((await answerVendor(request, response)) || (await desk(request, response))) return;
      const { pathname, searchParams } = new URL(request.url, origin);
      const cookies = cookiesOf(request.headers.cookie);
      const isAgentIn = agent !== undefined && cookies.agent === 'in';
      const send = (type, body) =>
        response.writeHead(200, { ...securityOf(isAgentIn), 'content-type': type, 'cache-control': 'no-store' }).end(body);
      const wanted = searchParams.get('agent');
      if (pathname === '/' && Object.hasOwn(SWITCH, wanted)) {
        const cookie = `agent=${wanted}; Path=/; HttpOnly; SameSite=Lax`;
        response.writeHead(303, { location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' }).end();
      } else if (pathname === '/') send('text/html; charset=utf-8', await renderPage(cookies, isAgentIn));
      else if (pathname === '/status.json') {
        send('application/json', JSON.stringify((await stateOf(cookies)).shown));
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
