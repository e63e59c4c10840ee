/**
 * The shop's own desk, where its people see relationships and act in them. It needs no script in the page. Here anybody who can reach
 * this machine may use it; put yours behind a login.
 */
import { html } from 'hono/html';
import { linkOf } from 'relbutton/server';
import { createDesk } from '../../shared/desk.mjs';
import { deskPage } from '../../shared/parts.mjs';
import { RECEIPT } from '../../shared/pledges.mjs';
import { securityHeaders } from '../../shared/site.mjs';
import { answers } from './answers.mjs';
import { relationshipCard } from './relationship.mjs';

/** The acts of the desk: what each does with a form, and the sentence that says so. */
const ACTS = {
  pause: [(vendor, { iss }) => vendor.pause(iss), (name) => `We paused with ${name}.`],
  resume: [(vendor, { iss }) => vendor.resume(iss), (name) => `We took up again with ${name}.`],
  leave: [(vendor, { iss }) => vendor.leave(iss), (name) => `We left ${name}.`],
  converse: [(vendor, { iss, text, re }) => vendor.converse(iss, text, { re }), (name) => `We wrote to ${name}.`],
  receipt: RECEIPT,
  regard: [
    (vendor, { iss, feels, note }) => vendor.regard(iss, feels, note || undefined),
    (name) => `We told ${name} how we feel.`,
  ],
  accept: [(vendor, { iss }) => vendor.decide(iss, 'accept'), (name) => `${name} and we relate.`],
  refuse: [(vendor, { iss }) => vendor.decide(iss, 'refuse'), (name) => `${name} is refused.`],
};
const EXPORTS = {
  '/relationships.csv': ['csv', 'text/csv'],
  '/relationships.jsonld': ['json-ld', 'application/ld+json'],
};

/** Reads the first 100 relationships, each with the links of its records, and the proposal that waits. */
const readAll = async (vendor) => {
  const all = [];
  for await (const { iss, proposal } of vendor.relationships({ limit: 100 })) {
    const relationship = await vendor.relationship(iss);
    const links = await Promise.all(relationship.records.map(async (record) => ({ ...(await linkOf(record)), record })));
    all.push({ ...relationship, links, asked: proposal });
  }
  return all;
};

const list = (items, none) => (items.length ? items : html`<p>${none}</p>`);

const render = async (vendor, said) => {
  const all = await readAll(vendor);
  const now = Date.now();
  const cards = (relationships) => relationships.map((one) => relationshipCard(one, now));
  const body = html`
    <p class="lead">
      What we received, and from whom. Each belongs to two: what stands here, the customer holds as well, to the byte. Either side can
      pause or leave.
    </p>
    <p class="said" role="status">${said}</p>
    <section aria-labelledby="pending-heading">
      <h2 id="pending-heading">To decide</h2>
      <div id="pending">${list(cards(all.filter(({ asked }) => asked)), 'Nothing awaits a decision.')}</div>
    </section>
    <section aria-labelledby="answers-heading">
      <h2 id="answers-heading">To answer</h2>
      <div id="answers">${list(answers(all), 'Nobody awaits an answer.')}</div>
    </section>
    <section aria-labelledby="list-heading">
      <h2 id="list-heading">All</h2>
      <div id="list">${list(cards(all.filter(({ asked }) => !asked).reverse()), 'None yet.')}</div>
    </section>
    <section aria-labelledby="export-heading">
      <h2 id="export-heading">Take along</h2>
      <p>Every record, for a table or in the vocabulary of IEEE 7012.</p>
      <p class="actions">
        <a class="action" href="/relationships.csv" download>Export as CSV</a>
        <a class="action" href="/relationships.jsonld" download>Export as JSON-LD</a>
      </p>
    </section>
  `;
  const nav = html`<a href="/relationships.html" aria-current="page">Relationships</a>`;
  return deskPage({ vendor: 'Acme Coffee', title: 'Relationships', said, nav, body });
};

/**
 * @param {import('relbutton/server').Vendor} vendor
 * @param {string} origin of its pages
 * @returns a function that answers a request for the desk or for an export, and returns whether it was one
 */
export const openDesk = (vendor, origin) => {
  const desk = createDesk({ vendor, origin, address: '/relationships.html', render, acts: ACTS });
  return async (request, response) => {
    const { pathname } = new URL(request.url, origin);
    if (!Object.hasOwn(EXPORTS, pathname)) return desk(request, response);
    const [format, type] = EXPORTS[pathname];
    response.writeHead(200, { ...securityHeaders(), 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
    for await (const part of vendor.export(format)) response.write(part);
    response.end();
    return true;
  };
};
