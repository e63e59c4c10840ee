/**
 * Fills a PostgreSQL store in bulk. Each relationship is a copy of one that a vendor's own code made, with an `iss`, `jti`s and hashes of
 * its own: its chain and its state are true, its signatures are not. Each thousandth one is signed.
 */
import { createHash, randomUUID } from 'node:crypto';
import { payloadHash } from '../../dist/contract/record.js';
import { signRecord } from '../../dist/records/sign.js';
import { createMemoryStore, createVendor } from '../../dist/server/index.js';
import { stateColumns } from '../../dist/server/rows.js';

export const ORIGIN = 'https://shop.example';
const SIGNED = 1_000;
const BATCH = 1_000;
const talk = (count) => Array.from({ length: count }, () => ({ act: 'converse', body: { text: 'Do you have it in green?' } }));
const RELATE = { act: 'relate', agreement: 'SD-BASE' };
const ASK = { act: 'relate', agreement: 'SD-BASE-DP' };
/** What happens in a relationship: of ten, five only began, and two wait for a decision. */
const LIVES = [
  ...Array.from({ length: 5 }, () => [RELATE]),
  [RELATE, { act: 'pause' }, { act: 'resume' }],
  [ASK],
  [RELATE, ASK],
  [RELATE, { act: 'leave' }],
  [RELATE, ...talk(5)],
];

/** @returns a vendor that lets the proposals of `ASK` wait */
export const openVendor = (store, key) =>
  createVendor({
    origin: ORIGIN,
    name: 'Shop',
    accepts: ['SD-BASE', 'SD-BASE-DP'],
    key,
    store,
    perMinute: Infinity,
    decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending'),
  });

/** Lives a relationship. @returns its entries and its state, as a store has them */
const live = async (acts, key) => {
  const store = createMemoryStore();
  const vendor = openVendor(store, key);
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const headers = { 'content-type': 'application/jose+json' };
  let prev;
  for (const said of acts) {
    const body = await signRecord({ aud: ORIGIN, prev, ...said }, keys);
    const response = await vendor.handler(new Request(`${ORIGIN}/relbutton`, { method: 'POST', headers, body }));
    if (!response.ok) throw new Error(await response.text());
    prev = await payloadHash(body);
  }
  const entries = await store.list();
  const { state } = await store.look({ iss: entries[0].iss });
  return { entries, state };
};

/** Copies a relationship. @param entries with the `claims` of each */
const copy = ({ entries, state }, iss) => {
  const hashes = new Map();
  const jtis = new Map();
  const rows = entries.map(({ claims, payload, ...entry }) => {
    const jti = randomUUID();
    const said = { ...claims, iss, jti, ...(claims.prev && { prev: hashes.get(claims.prev) }) };
    const own = Buffer.from(JSON.stringify(said)).toString('base64url');
    const hash = createHash('sha256').update(Buffer.from(own, 'base64url')).digest('base64url');
    hashes.set(entry.hash, hash);
    jtis.set(entry.jti, jti);
    const received = entry.received.replace(payload, own);
    const record = entry.record && entry.record.replace(payload, own);
    return { ...entry, iss, jti, hash, received, record, place: entry.place && hashes.get(entry.place) };
  });
  let text = JSON.stringify(state);
  for (const [before, after] of [...hashes, ...jtis]) text = text.replaceAll(before, after);
  return { entries: rows, state: JSON.parse(text) };
};

/** Inserts rows. @param types of the columns, by name */
const insert = async (pool, table, types, rows) => {
  const names = Object.keys(types);
  const columns = names.map((_, i) => rows.map((row) => row[i]));
  const lists = names.map((name, i) => `$${i + 1}::${types[name]}[]`);
  await pool.query(`INSERT INTO ${table} (${names}) SELECT * FROM unnest(${lists})`, columns);
};
const HEAD = { iss: 'text', version: 'bigint', status: 'text', open: 'text', state: 'text' };
const ENTRY = { iss: 'text', jti: 'text', hash: 'text', place: 'text', received: 'text', record: 'text', answer: 'text' };

/**
 * @param pool of a database with the tables of the store
 * @param count the number of relationships
 * @param key the vendor's
 */
export const fill = async (pool, count, key) => {
  const lives = [];
  for (const acts of LIVES) {
    const { entries, state } = await live(acts, key);
    const known = entries.map((entry) => {
      const { payload } = JSON.parse(entry.received);
      return { ...entry, payload, claims: JSON.parse(Buffer.from(payload, 'base64url')) };
    });
    lives.push({ entries: known, state });
  }
  for (let begun = 0; begun < count; begun += BATCH) {
    const made = [];
    for (let n = begun; n < Math.min(begun + BATCH, count); n++) {
      const iss = createHash('sha256').update(`customer ${n}`).digest('base64url');
      made.push(n % SIGNED ? copy(lives[n % LIVES.length], iss) : await live(LIVES[(n / SIGNED) % LIVES.length], key));
    }
    await insert(
      pool,
      'relbutton_heads',
      HEAD,
      made.map(({ entries, state }) => [entries[0].iss, ...stateColumns(state)]),
    );
    const entries = made.flatMap((one) => one.entries);
    await insert(
      pool,
      'relbutton_records',
      ENTRY,
      entries.map((entry) => Object.keys(ENTRY).map((name) => (name === 'answer' ? JSON.stringify(entry.answer) : entry[name]))),
    );
  }
  await pool.query('VACUUM ANALYZE relbutton_records');
  await pool.query('VACUUM ANALYZE relbutton_heads');
};
