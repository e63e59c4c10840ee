/**
 * The scope of an example in a page: every export of the entries for pages, the elements of the page, and for an agent's example an
 * open ledger that is related to the page's vendor.
 *
 * @module
 */
import 'relbutton/define';
import * as relbutton from 'relbutton';
import * as agent from 'relbutton/agent';
import * as ledgers from 'relbutton/agent/ledger';
import * as web from 'relbutton/agent/web';
import * as english from 'relbutton/locales/en';
import * as webmcp from 'relbutton/webmcp';

const vendor = { origin: location.origin, name: 'Acme Coffee' };
const openLedger = () => ledgers.openLedger(crypto.randomUUID());

/** Sends a record as a page does. */
const propose = async (record) => {
  const headers = { 'content-type': 'application/jose+json' };
  const reply = await (await fetch('/relbutton', { method: 'POST', headers, body: record })).json();
  return reply.record ? { answer: 'accept', record: reply.record } : { answer: 'refuse', code: reply.code };
};

const ofAgent = async () => {
  const ledger = await openLedger();
  await ledger.say({ vendor, act: 'relate', agreement: 'SD-BASE' });
  const [{ iss }] = await ledger.list();
  const file = new Blob([await ledger.export('correct horse')]);
  const record = await ledger.sign({ vendor, act: 'regard', body: { feels: 'fair' } });
  const ask = { acts: ['relate'], lang: 'en', offer: async () => ({ act: 'relate', vendor, accepts: ['SD-BASE'], propose }) };
  return { ledger, iss, file, record, propose, ask, challenge: undefined };
};

/** @param hasLedger `true` if the example needs an open ledger */
export const scopeFor = async (hasLedger) => ({
  ...relbutton,
  ...agent,
  ...ledgers,
  ...web,
  ...english,
  ...webmcp,
  vendor,
  button: document.querySelector('rel-button'),
  badge: document.querySelector('rel-badge'),
  // The agent's own function: it asks the person, and signs.
  askAndSign: async ({ vendor, act, accepts: [agreement] }) => (await openLedger()).sign({ vendor, act, agreement }),
  ...(hasLedger && (await ofAgent())),
});
