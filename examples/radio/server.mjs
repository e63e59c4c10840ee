/**
 * A public radio: it costs nothing, and each listener names what they will pay. Their agent pledges it; when money arrives, the station
 * sends a receipt from its desk. Without an agent, the button is a link to a page that says how to give.
 */
import { createKey, createVendor } from 'relbutton/server';
import { createDesk } from 'relbutton/server/desk';
import { nodeHandler } from 'relbutton/server/node';
import { openSite, readPage, send } from '../shared/site.mjs';
import { createVisitors } from '../shared/visitors.mjs';

const file = (name) => new URL(name, import.meta.url);

/** The front page, which is the same for all, and the status of the visitor for its button. */
const visitorPages = async (vendor, visitors) => {
  const page = await readPage(file('pages/index.html'));
  return async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname !== '/' && pathname !== '/status.json') return false;
    const { values } = await visitors.visit(vendor, request);
    if (pathname === '/') {
      const customer = values.customer && `customer="${values.customer}"`;
      send(response, 'text/html', page({ ...values, customer }));
    } else send(response, 'application/json', JSON.stringify(values));
    return true;
  };
};

/**
 * @param {object} options
 * @param {number} [options.port] default: one that is free
 * @param {import('relbutton/server').Store} [options.store] default: in memory
 * @param {object} [options.key] default: a new one
 */
export const startRadio = async ({ port, store, key } = {}) => {
  const site = await openSite({ port });
  const { origin } = site;
  const visitors = createVisitors('listener');
  const vendor = createVendor({
    origin,
    name: 'Harbour Radio',
    accepts: ['SD-BASE'],
    key: key ?? (await createKey()),
    perMinute: 600,
    checkChallenge: visitors.checkChallenge,
    ...(store && { store }),
  });
  site.serve(
    file('public/'),
    nodeHandler({ ...vendor, handler: visitors.signIn(vendor) }, origin),
    // Here anybody who can reach this machine may use the desk: return who is signed in at yours.
    nodeHandler(createDesk(vendor, { authorize: () => 'anybody' }), origin),
    await visitorPages(vendor, visitors),
  );
  return { origin, vendor, close: () => site.close(vendor) };
};
