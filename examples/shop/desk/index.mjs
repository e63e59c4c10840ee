/**
 * The shop's own desk, where its people see relationships and act in them. It needs no script in the page. Here anybody who can reach
 * this machine may use it; put yours behind a login.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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

/** The number of relationships in a page. */
const PAGE = 100;

/** Reads a relationship, with the links of its records, and the proposal that waits. */
const readOne = async (vendor, { iss, proposal }) => {
  const relationship = await vendor.relationship(iss);
  const links = await Promise.all(relationship.records.map(async (record) => ({ ...(await linkOf(record)), record })));
  return { ...relationship, links, asked: proposal };
};
/** Reads the relationships of a page, and those with a proposal that waits, at most as many. @param after the last one before the page */
const readPage = async (vendor, after) => {
  const page = [];
  for await (const one of vendor.relationships({ after, limit: PAGE })) page.push(one);
  const pending = [];
  for await (const proposal of vendor.pending({ limit: PAGE })) pending.push({ iss: proposal.iss, proposal });
  const others = page.filter(({ proposal }) => !proposal);
  const [asked, rest] = await Promise.all([pending, others].map((some) => Promise.all(some.map((one) => readOne(vendor, one)))));
  return { asked, rest, next: page.length === PAGE ? page.at(-1).iss : undefined };
};

const list = (items, none) => (items.length ? items : html`<p>${none}</p>`);

const render = async (vendor, said, query) => {
  const { asked, rest, next } = await readPage(vendor, query.get('after') ?? undefined);
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
      <div id="pending">${list(cards(asked), 'Nothing awaits a decision.')}</div>
    </section>
    <section aria-labelledby="answers-heading">
      <h2 id="answers-heading">To answer</h2>
      <div id="answers">${list(answers([...asked, ...rest]), 'Nobody awaits an answer.')}</div>
    </section>
    <section aria-labelledby="list-heading">
      <h2 id="list-heading">All</h2>
      <div id="list">${list(cards(rest.reverse()), 'None yet.')}</div>
      ${next && html`<p><a rel="next" href="/relationships.html?${new URLSearchParams({ after: next })}">Later ones</a></p>`}
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
    // As fast as it is read: what is not read yet is not written.
    await pipeline(Readable.from(vendor.export(format)), response);
    return true;
  };
};
