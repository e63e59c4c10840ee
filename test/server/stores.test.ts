/** Every store keeps to the same: what is added is there, whole, once. */
import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createMemoryStore, type Entry, type Delivery, type Store } from '../../src/server/index.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';

interface Opened {
  store: Store;
  /** Another process' view of the same; none where there can be none. */
  again: Store | undefined;
  close(): Promise<void>;
}

const stores: Record<string, () => Promise<Opened>> = {
  memory: () => Promise.resolve({ store: createMemoryStore(), again: undefined, close: () => Promise.resolve() }),
  SQLite() {
    const folder = mkdtempSync(join(tmpdir(), 'relbutton-'));
    const [store, again] = [0, 1].map(() => createSqliteStore(join(folder, 'records.db'))) as [
      ReturnType<typeof createSqliteStore>,
      ReturnType<typeof createSqliteStore>,
    ];
    const close = (): Promise<void> => {
      store.close();
      again.close();
      return Promise.resolve(rmSync(folder, { recursive: true }));
    };
    return Promise.resolve({ store, again, close });
  },
};
if (!missingPostgres) {
  stores.PostgreSQL = async () => {
    const server = await startPostgres();
    const [one, two] = [new pg.Pool(server.connection), new pg.Pool(server.connection)];
    // At once, as two machines start.
    const [store, again] = await Promise.all([createPostgresStore(one), createPostgresStore(two)]);
    const close = async (): Promise<void> => {
      await Promise.all([one.end(), two.end()]);
      await server.stop();
    };
    return { store, again, close };
  };
}

let count = 0;
const entry = (changes: Partial<Entry> = {}): Entry => ({
  iss: 'customer',
  jti: `jti-${++count}`,
  hash: `hash-${count}`,
  place: null,
  received: `received ${count} “né\u0001€😀”`,
  record: `record ${count}`,
  answer: {},
  ...changes,
});
const message = (changes: Partial<Delivery> = {}): Delivery => ({
  id: `id-${++count}`,
  due: 1_000,
  attempts: 0,
  body: '{}',
  ...changes,
});

for (const [name, open] of Object.entries(stores)) {
  describe(`a store in ${name}`, () => {
    let opened: Opened;
    let store: Store;
    let again: Store;
    let iss: string;
    before(async () => {
      opened = await open();
      store = opened.store;
      again = opened.again ?? store;
    });
    after(() => opened.close());
    beforeEach(() => {
      iss = `customer-${++count}`;
    });

    it('gives back what was added, in order and to the byte', async () => {
      const first = entry({ iss, place: '', answer: { erasure: { kept: 'a', why: 'b', until: 'c' } } });
      const second = entry({ iss, record: null, answer: { pending: true } });
      expect([await store.add(first), await store.add(second)]).to.deep.equal([true, true]);
      expect(await again.read(iss)).to.deep.equal([first, second]);
      expect((await again.list()).slice(-2)).to.deep.equal([first, second]);
      expect(await store.read('nobody')).to.deep.equal([]);
    });

    it('uses a number once, and a place once, in each relationship', async () => {
      const one = entry({ iss, place: 'p' });
      expect(await store.add(one)).to.equal(true);
      expect(await again.add(entry({ iss, jti: one.jti }))).to.equal(false);
      expect(await again.add(entry({ iss, place: 'p' }))).to.equal(false);
      expect(await again.add(entry({ iss: `${iss}-other`, jti: one.jti, place: 'p' }))).to.equal(true);
      for (const one of [store, again]) expect(await one.add(entry({ iss, place: null }))).to.equal(true);
      expect(await store.read(iss)).to.have.length(3);
    });

    it('lets one of many win that come at once, and sends one message', async () => {
      const jti = `same-${count}`;
      const many = Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? store : again).add(entry({ iss, jti }), message({ id: `${jti}-${i}`, due: 7 })),
      );
      expect((await Promise.all(many)).filter(Boolean)).to.have.length(1);
      expect(await store.read(iss)).to.have.length(1);
      const sent = (await again.due(7)).filter(({ id }) => id.startsWith(jti));
      expect(sent).to.have.length(1);
      await store.finish(String(sent[0]?.id));
    });

    it('decides what is pending, once', async () => {
      const taken = entry({ iss, place: 'taken' });
      const pending = entry({ iss, record: null, answer: { pending: true } });
      await store.add(taken);
      await store.add(pending);
      expect(await again.decide({ ...pending, place: 'taken', record: 'r', answer: {} }, message({ due: 6 }))).to.equal(false);
      expect(await store.read(iss), 'nothing is changed').to.deep.equal([taken, pending]);
      expect(await store.due(6)).to.deep.equal([]);
      const accepted = { ...pending, place: 'free', record: 'r', answer: {} };
      const sent = message({ due: 6 });
      expect(await again.decide(accepted, sent)).to.equal(true);
      expect(await store.due(6)).to.deep.equal([sent]);
      expect(await store.decide(accepted)).to.equal(false);
      expect(await store.decide(entry({ iss }))).to.equal(false);
      expect(await store.read(iss)).to.deep.equal([taken, accepted]);
      await store.finish(sent.id);
    });

    it('erases a relationship but for one record, and nothing else', async () => {
      const other = entry({ iss: `${iss}-other` });
      const leave = entry({ iss });
      for (const one of [entry({ iss, place: '' }), other]) await store.add(one);
      expect(await store.add(leave, undefined, true)).to.equal(true);
      expect(await again.read(iss)).to.deep.equal([leave]);
      expect(await again.add(leave, undefined, true), 'once more').to.equal(false);
      expect(await store.read(iss)).to.deep.equal([leave]);
      expect(await store.read(other.iss)).to.deep.equal([other]);
    });

    it('keeps messages until they are delivered, each by one process at a time', async () => {
      const [early, late] = [message({ due: 4 }), message({ due: 5 })];
      await store.add(entry({ iss }), late);
      await store.add(entry({ iss }), early);
      expect(await again.due(3)).to.deep.equal([]);
      expect((await again.due(5)).map(({ id }) => id)).to.deep.equal([early.id, late.id]);
      expect(await Promise.all([store.postpone(early, 9), again.postpone(early, 9)])).to.have.members([true, false]);
      expect(await store.due(5)).to.deep.equal([late]);
      expect(await store.due(9)).to.deep.include({ ...early, due: 9, attempts: 1 });
      await Promise.all([early, late].map(({ id }) => again.finish(id)));
      expect(await store.due(9)).to.deep.equal([]);
    });
  });
}

it('is tested with PostgreSQL where it has to be', () => {
  if (process.env.RELBUTTON_ENGINES === 'all') expect(missingPostgres).to.equal('');
});
