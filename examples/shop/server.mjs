/**
 * A vendor's server: pages, the endpoint that countersigns records, and the desk where the shop's people see and keep up its
 * relationships.
 */
import { createKey, createVendor, permits } from 'relbutton/server';
import { createDesk } from 'relbutton/server/desk';
import { nodeHandler } from 'relbutton/server/node';
import { openSite, readPage, securityHeaders, send } from '../shared/site.mjs';
import { cookiesOf, createVisitors } from '../shared/visitors.mjs';
import { greet } from './cafe.mjs';
import { answerByStock } from './stock.mjs';

const file = (name) => new URL(name, import.meta.url);
/** The pages that are made for each visitor, by address. */
const PAGES = { '/': 'index.html', '/cafe.html': 'cafe.html', '/need.html': 'need.html' };

/** The switch for the agent in the page: a link to the other state, kept in a cookie. */
const SWITCH = {
  in: '<a href="/?agent=out">Take the agent out of this page</a>',
  out: '<a href="/?agent=in">Bring an agent into this page</a>',
};

const [AT_ONCE, BY_A_PERSON] = [['SD-BASE', 'SD-BASE-A', 'PDC-INTENT'], ['SD-BASE-DP']];
/** Shows each answer to a proposal: most agreements are accepted at once, a person decides on one, and any other gets a counter. */
const decide = ({ agreement }) => {
  if (BY_A_PERSON.includes(agreement)) return 'pending';
  return AT_ONCE.includes(agreement) ? 'accept' : { counter: 'SD-BASE' };
};

/** Makes the pages that know the visitor, and the switch of the agent. */
const visitorPages = async ({ vendor, visitors, origin, agent }) => {
  const pages = new Map();
  for (const [address, name] of Object.entries(PAGES)) pages.set(address, await readPage(file(`pages/${name}`)));

  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, origin);
    const isAgentIn = agent !== undefined && cookiesOf(request).agent === 'in';
    const headers = securityHeaders(isAgentIn ? new URL(agent, origin).origin : '');
    const wanted = searchParams.get('agent');
    if (pathname === '/' && Object.hasOwn(SWITCH, wanted)) {
      const cookie = `agent=${wanted}; Path=/; HttpOnly; SameSite=Lax`;
      response.writeHead(303, { location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' }).end();
      return true;
    }
    if (!pages.has(pathname) && pathname !== '/status.json' && pathname !== '/cafe.txt') return false;
    const { relationship, values } = await visitors.visit(vendor, request);
    const greeting = await greet(relationship, Date.now());
    if (pathname === '/status.json') send(response, 'application/json', JSON.stringify(values), { headers });
    else if (pathname === '/cafe.txt') send(response, 'text/plain', greeting, { headers });
    else {
      // Analytics only if the agreement permits it, and only while it is in force.
      const mayAnalyse = relationship.status === 'related' && permits(relationship.record, 'analytics');
      const body = pages.get(pathname)({
        ...values,
        greeting,
        customer: values.customer && `customer="${values.customer}"`,
        agent: isAgentIn ? `<script type="module" src="${agent}"></script>` : '',
        agentSwitch: agent ? SWITCH[isAgentIn ? 'in' : 'out'] : '',
        analytics: mayAnalyse ? '<script type="module" src="/analytics.js"></script>' : '',
      });
      send(response, 'text/html', body, { headers });
    }
    return true;
  };
};

/**
 * @param {object} options
 * @param {number} [options.port] default: one that is free
 * @param {string} [options.origin] the origin for browsers. Default: that port of localhost
 * @param {string} [options.agent] the address of a script that answers in the page, as a visitor's own agent would, once the visitor
 * switches it on. Default: none, and no switch
 * @param {import('relbutton/server').Store} [options.store] default: in memory
 * @param {object} [options.key] default: a new one
 * @param {import('relbutton/server').OnChange} [options.onchange] gets each change after the stock. Default: the stock alone
 * @param {import('relbutton/server').VendorOptions['erase']} [options.erase] default: the records are all that is erased
 * @param {string} [options.secret] of the desk. Default: a random one
 */
export const startShop = async ({ port, origin: publicOrigin, agent, store, key, onchange, erase, secret } = {}) => {
  const site = await openSite({ port, origin: publicOrigin });
  const { origin } = site;
  const visitors = createVisitors('visitor');
  const vendor = createVendor({
    origin,
    name: 'Acme Coffee',
    accepts: [...AT_ONCE, ...BY_A_PERSON],
    key: key ?? (await createKey()),
    terms: `${origin}/relate.html`,
    perMinute: 600,
    checkChallenge: visitors.checkChallenge,
    decide,
    ...(store && { store }),
    ...(erase && { erase }),
    async onchange(change) {
      await answerByStock(vendor, change);
      await onchange?.(change);
    },
    // The shop's other data about a customer: here the same for all.
    held: (iss) => ({ customer: iss, greeting: 'One bag of Harbour with the first order' }),
  });
  // Here anybody who can reach this machine may use the desk: return who is signed in at yours.
  const desk = createDesk(vendor, { authorize: () => 'anybody', ...(secret && { secret }) });
  site.serve(
    file('public/'),
    nodeHandler({ ...vendor, handler: visitors.signIn(vendor) }, origin),
    nodeHandler(desk, origin),
    await visitorPages({ vendor, visitors, origin, agent }),
  );
  return { origin, vendor, close: () => site.close(vendor) };
};
