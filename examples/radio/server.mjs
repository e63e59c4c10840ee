/**
 * A public radio: it costs nothing, and each listener names what they will pay. Their agent pledges it; when money arrives, the station
 * sends a receipt from its desk. Without an agent, the button is a link to a page that says how to give.
 */
import { html } from 'hono/html';
import { createKey, createVendor, linkOf } from 'relbutton/server';
import { nodeHandler } from 'relbutton/server/node';
import { createDesk } from '../shared/desk.mjs';
import { deskPage, nameOf } from '../shared/parts.mjs';
import { pledges, RECEIPT } from '../shared/pledges.mjs';
import { openSite, readPage, send } from '../shared/site.mjs';
import { createVisitors } from '../shared/visitors.mjs';

const file = (name) => new URL(name, import.meta.url);

/** Lists the pledges that stand, with a form for what arrived. Here anybody may see them; put yours behind a login. */
const renderDesk = async (vendor, said) => {
  const listed = [];
  for await (const { iss, status } of vendor.relationships()) {
    if (status === 'ended') continue;
    const { records } = await vendor.relationship(iss);
    listed.push([iss, pledges(iss, await Promise.all(records.map(linkOf)))]);
  }
  const body = html`
    <p class="said" role="status">${said}</p>
    <p>What listeners pledged. What they pay comes by the bank: enter it here, and the listener gets a receipt.</p>
    ${listed
      .filter(([, list]) => list)
      .map(([iss, list]) => html`<article class="card"><h2>${nameOf(iss)}</h2>${list}</article>`)}
  `;
  const nav = html`<a href="/give.html">Give</a> <a href="/desk.html" aria-current="page">Receipts</a>`;
  return deskPage({ vendor: 'Harbour Radio', title: 'Pledges and receipts', said, nav, body });
};

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
    createDesk({ vendor, origin, address: '/desk.html', render: renderDesk, acts: { receipt: RECEIPT } }),
    await visitorPages(vendor, visitors),
  );
  return { origin, vendor, close: () => site.close(vendor) };
};
