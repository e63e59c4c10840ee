/**
 * The shop's own desk, where its people see relationships and act in them. Here anybody who can reach this machine may use it; put
 * yours behind a login.
 */
import { AGREEMENTS } from 'relbutton';
import { readClaims, RecordError, signedBy } from 'relbutton/server';

/** The acts of the desk. */
const SAYS = {
  pause: (vendor, { iss }) => vendor.pause(iss),
  resume: (vendor, { iss }) => vendor.resume(iss),
  leave: (vendor, { iss }) => vendor.leave(iss),
  converse: (vendor, { iss, text }) => vendor.converse(iss, text),
  accept: (vendor, { iss }) => vendor.decide(iss, 'accept'),
  refuse: (vendor, { iss }) => vendor.decide(iss, 'refuse'),
};
const EXPORTS = {
  '/relationships.csv': ['csv', 'text/csv; charset=utf-8'],
  '/relationships.jsonld': ['json-ld', 'application/ld+json'],
};

const readJson = async (request) => {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 20_000) throw new SyntaxError('Too long.');
  }
  return JSON.parse(text);
};

const PURPOSES = {
  service: 'the service they ask for',
  analytics: 'analytics',
  tracking: 'tracking',
  profiling: 'profiling',
  sharing: 'sharing it anonymised',
  intent: 'answering their need',
  ai: 'training and operating AI',
  good: 'the public good',
};
/** Describes in plain words what an agreement permits the shop. */
const inPlainWords = (id) => {
  const { permits, portability } = AGREEMENTS[id];
  const uses = new Intl.ListFormat('en').format(permits.map((use) => PURPOSES[use]));
  return `We use their data only for ${uses}.${portability ? ' They can take it with them.' : ''}`;
};

/** Returns a record as the desk lists it. */
const listed = (record) => {
  const { act, agreement, iat, iss, body } = readClaims(record);
  return { act, agreement, at: iat, side: iss.includes('://') ? 'vendor' : 'customer', text: body?.text ?? body?.reason, record };
};

/**
 * Summarises a relationship from its records and a proposal that waits: its first day, where to answer the customer, and what signs for
 * them.
 */
const summaryOf = (records) => {
  const all = records.map((record) => ({ ...readClaims(record), record }));
  const relates = all.filter(({ act }) => act === 'relate');
  const reach = relates.findLast(({ body }) => body?.reach)?.body.reach;
  return { since: relates[0]?.iat, reach, signedBy: relates[0] && signedBy(relates[0].record) };
};

/**
 * @param {import('relbutton/server').Vendor} vendor
 * @returns a function that answers a request for the desk, and returns whether it was one
 */
export const createDesk = (vendor) => async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const send = (status, body, type = 'application/json') =>
    response
      .writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
      .end(body);

  if (pathname === '/relationships.json') {
    const rows = [];
    for await (const { iss, proposal } of vendor.relationships({ limit: 100 })) {
      const { records, ...rest } = await vendor.relationship(iss);
      const asks = proposal?.claims.agreement;
      rows.push({
        ...rest,
        ...summaryOf([...records, ...(proposal ? [proposal.record] : [])]),
        asks,
        words: inPlainWords(asks ?? rest.agreement ?? 'SD-BASE'),
        records: records.map(listed),
      });
    }
    send(200, JSON.stringify(rows));
  } else if (Object.hasOwn(EXPORTS, pathname)) {
    const [format, type] = EXPORTS[pathname];
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    for await (const part of vendor.export(format)) response.write(part);
    response.end();
  } else if (pathname === '/desk' && request.method === 'POST') {
    // Only pages of the shop can send this: a form elsewhere cannot send JSON, and a script elsewhere needs CORS.
    if (request.headers['content-type'] !== 'application/json') {
      send(415, '{}');
      return true;
    }
    try {
      const said = await readJson(request);
      if (!Object.hasOwn(SAYS, said?.say)) throw new SyntaxError('Unknown.');
      await SAYS[said.say](vendor, said);
      send(200, '{}');
    } catch (error) {
      if (!(error instanceof RecordError) && !(error instanceof SyntaxError)) throw error;
      send(400, JSON.stringify({ message: error.message }));
    }
  } else return false;
  return true;
};
