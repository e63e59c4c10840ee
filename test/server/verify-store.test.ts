/** The state of a relationship follows from its records: after any acts, after a migration, and after a mend. */
import { expect } from 'chai';
import fc from 'fast-check';
import Database from 'libsql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { payloadHash } from '../../src/contract/record.js';
import {
  createMemoryStore,
  type Entry,
  StateError,
  type Store,
  UnreadableEntryError,
  verifyStore,
} from '../../src/server/index.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { stateOf } from '../../src/server/state.js';
import { allOf } from '../support/all-of.mjs';
import { Customer } from '../support/customer.js';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { stores } from '../support/stores.js';
import { open, origin, post, publicJwks } from '../support/vendor.js';

type Vendor = ReturnType<typeof open>;
const opening = (store: Store): Vendor =>
  open({
    store,
    decide: ({ agreement }) =>
      agreement === 'SD-BASE' ? 'accept' : agreement === 'SD-BASE-DP' ? 'pending' : { counter: 'SD-BASE' },
  });
const STEPS = ['relate', 'ask', 'counter', 'pause', 'converse', 'leave', 'erase', 'accept', 'refuse', 'own'] as const;
type Step = (typeof STEPS)[number];
/** Makes a step of a relationship's life, whether it is accepted or not. */
const live = async (vendor: Vendor, customer: Customer, step: Step): Promise<unknown> => {
  const { records } = await vendor.relationship(customer.iss);
  const last = records.at(-1);
  const prev = last === undefined ? undefined : await payloadHash(last);
  const say = async (act: string, more: object = {}): Promise<Response> =>
    post(vendor, await customer.sign({ act, agreement: undefined, prev, ...more }));
  const steps: Readonly<Record<Step, () => Promise<unknown>>> = {
    relate: () => say('relate', { agreement: 'SD-BASE' }),
    ask: () => say('relate', { agreement: 'SD-BASE-DP' }),
    counter: () => say('relate', { agreement: 'SD-BASE-A' }),
    pause: () => say('pause'),
    converse: () => say('converse', { body: { text: 'Hello' } }),
    leave: () => say('leave'),
    erase: () => say('leave', { body: { erase: true } }),
    accept: () => vendor.decide(customer.iss, 'accept'),
    refuse: () => vendor.decide(customer.iss, 'refuse'),
    own: () => vendor.resume(customer.iss),
  };
  return steps[step]().catch(() => undefined);
};

describe('the state in a store', () => {
  it('follows from the entries, whatever was said', async () => {
    const lives = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant<Step>('relate') }, fc.constantFrom(...STEPS)), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(lives, async (steps) => {
        const store = createMemoryStore();
        const vendor = opening(store);
        const customer = await Customer.create();
        for (const step of steps) await live(vendor, customer, step);
        const { state } = await store.look({ iss: customer.iss });
        const made = stateOf(customer.iss, await store.read(customer.iss), state.version, () => undefined);
        expect(made).to.deep.equal(state);
      }),
      { numRuns: 60 },
    );
  });
});

for (const [name, opened] of Object.entries(stores))
  describe(`verifyStore of a store in ${name}`, () => {
    it('proves what a vendor made, finds what was changed since, and mends the states', async () => {
      const { store, close } = await opened();
      try {
        const vendor = opening(store);
        const jwks = await publicJwks(vendor);
        const customers = await Promise.all(Array.from({ length: 3 }, () => Customer.create()));
        for (const customer of customers)
          for (const step of ['relate', 'pause', 'ask'] as const) await live(vendor, customer, step);
        expect(await verifyStore(store, jwks)).to.deep.equal({ relationships: 3, records: 6, faults: 0, mended: 0 });

        const { iss } = customers[1] as Customer;
        const { state } = await store.look({ iss });
        await store.mend(iss, { ...state, version: state.version + 1, proposals: [], head: undefined });
        expect(await vendor.status(iss)).to.equal('offered');
        const errors: Error[] = [];
        const onfault = (error: Error): void => void errors.push(error);
        expect(await verifyStore(store, jwks, { onfault })).to.include({ faults: 1, mended: 0 });
        expect(errors[0]).to.be.instanceOf(StateError);
        expect(errors[0]?.message).to.contain(iss);
        expect(await verifyStore(store, jwks, { mend: true })).to.include({ faults: 1, mended: 1 });
        expect(await verifyStore(store, jwks)).to.include({ faults: 0 });
        expect(await vendor.status(iss)).to.equal('paused');
        await vendor.decide(iss, 'refuse');

        const damages: ((entry: Entry) => Entry)[] = [
          (entry) => ({ ...entry, record: String(entry.record).replace(/"signature":"../, '"signature":"AA') }),
          (entry) => ({ ...entry, hash: 'x'.repeat(43) }),
          (entry) => ({ ...entry, place: 'x'.repeat(43) }),
          (entry) => ({ ...entry, received: 'damaged' }),
          (entry) => ({ ...entry, jti: 'other' }),
        ];
        for (const damage of damages) {
          const bad = { ...store };
          bad.read = async (...given) =>
            (await store.read(...given)).map((entry) => (entry.iss === iss && entry.place === '' ? damage(entry) : entry));
          errors.length = 0;
          const { faults } = await verifyStore(bad, jwks, { onfault });
          // The record, the one that follows it, and the state.
          expect(faults).to.equal(3);
          expect(errors[0]).to.be.instanceOf(UnreadableEntryError);
        }
        expect((await verifyStore(store, { keys: [] })).faults).to.be.greaterThan(6);
      } finally {
        await close();
      }
    });
  });

/** The tables of version 0.1.0. */
const TABLES = `
  CREATE TABLE relbutton_records (seq INTEGER PRIMARY KEY, iss TEXT NOT NULL, jti TEXT NOT NULL, hash TEXT NOT NULL, place TEXT,
    received TEXT NOT NULL, record TEXT, answer TEXT NOT NULL, UNIQUE (iss, jti), UNIQUE (iss, place));
  CREATE TABLE relbutton_outbox (id TEXT PRIMARY KEY, due BIGINT NOT NULL, attempts INTEGER NOT NULL, body TEXT NOT NULL);`;
const MANY = 505;
const quote = (value: string | null): string => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);

describe('tables of version 0.1.0, filled', () => {
  let filled: Store;
  let rows: string[];
  before(async () => {
    filled = createMemoryStore();
    const vendor = opening(filled);
    // The states are made in groups of 500.
    for (let i = 0; i < MANY; i++) {
      const customer = await Customer.create();
      const steps: Step[] = [['relate', 'own'], ['ask'], ['counter', 'relate'], ['relate', 'erase'], ['leave']][i % 5] as Step[];
      for (const step of i < 50 ? steps : (['relate'] as const)) await live(vendor, customer, step);
    }
    rows = (await filled.list()).map(
      ({ iss, jti, hash, place, received, record, answer }, i) =>
        `INSERT INTO relbutton_records VALUES (${[`${i + 1}`, ...[iss, jti, hash, place, received, record, JSON.stringify(answer)].map(quote)].join(', ')})`,
    );
  });
  const check = async (store: Store): Promise<void> => {
    const vendor = opening(store);
    expect(await store.list()).to.deep.equal(await filled.list());
    const before = await filled.relationships();
    for (const { iss, state, open: proposal } of await store.relationships()) {
      const same = before.find((one) => one.iss === iss);
      expect({ ...state, version: 0 }).to.deep.equal({ ...same?.state, version: 0 });
      expect(proposal).to.deep.equal(same?.open);
    }
    expect(await verifyStore(store, await publicJwks(vendor))).to.include({ relationships: MANY, faults: 0 });
    const [first] = await allOf(vendor.pending());
    await vendor.decide(String(first?.iss), 'accept');
    expect(await vendor.status(String(first?.iss))).to.equal('related');
    expect(first?.claims.aud).to.equal(origin);
  };

  it('have their states made in SQLite, once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'relbutton-old-'));
    const file = join(folder, 'records.db');
    const database = new Database(file);
    database.exec(`${TABLES}\n${rows.join(';\n')}`);
    database.close();
    for (let i = 0; i < 2; i++) {
      const store = createSqliteStore(file);
      if (i === 0) await check(store);
      else expect((await store.relationships()).length).to.equal(MANY);
      store.close();
    }
    rmSync(folder, { recursive: true });
  });

  if (!missingPostgres)
    it('have their states made in PostgreSQL, by several processes at once', async () => {
      const server = await startPostgres();
      const pools = Array.from({ length: 3 }, () => new pg.Pool(server.connection));
      try {
        const [pool] = pools as [pg.Pool];
        await pool.query(TABLES.replace('seq INTEGER PRIMARY KEY', 'seq bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY'));
        await pool.query(rows.join(';\n'));
        await pool.query(`SELECT setval(pg_get_serial_sequence('relbutton_records', 'seq'), 10000)`);
        const [store] = await Promise.all(pools.map((one) => createPostgresStore(one, undefined, { prepare: false })));
        await check(store as Store);
      } finally {
        await Promise.all(pools.map((one) => one.end()));
        await server.stop();
      }
    });
});
