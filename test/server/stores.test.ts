/** Every store keeps to the same: what is added is there, whole, once. */
import { expect } from 'chai';
import type { Entry, Delivery, Store } from '../../src/server/index.js';
import { missingPostgres } from '../support/postgres.mjs';
import { decide, type Opened, put, stores } from '../support/stores.js';

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
      expect([await put(store, first), await put(store, second)]).to.deep.equal([true, true]);
      expect(await again.read(iss)).to.deep.equal([first, second]);
      expect((await again.list()).slice(-2)).to.deep.equal([first, second]);
      expect(await store.read('nobody')).to.deep.equal([]);
    });

    it('uses a number once, and a place once, in each relationship', async () => {
      const one = entry({ iss, place: 'p' });
      expect(await put(store, one)).to.equal(true);
      expect(await put(again, entry({ iss, jti: one.jti }))).to.equal(false);
      expect(await put(again, entry({ iss, place: 'p' }))).to.equal(false);
      expect(await put(again, entry({ iss: `${iss}-other`, jti: one.jti, place: 'p' }))).to.equal(true);
      for (const one of [store, again]) expect(await put(one, entry({ iss, place: null }))).to.equal(true);
      expect(await store.read(iss)).to.have.length(3);
    });

    it('makes a change only to the version before', async () => {
      const { state: nothing } = await store.look({ iss });
      const at = (version: number) => ({ state: { ...nothing, version } });
      const first = entry({ iss });
      expect(await store.add(entry({ iss }), at(2)), 'a version is left out').to.equal(false);
      expect(await store.add(first, at(1))).to.equal(true);
      expect(await again.add(entry({ iss }), at(1)), 'the same version once more').to.equal(false);
      expect(await again.add(entry({ iss }), at(3)), 'a version is left out').to.equal(false);
      expect(await store.read(iss)).to.deep.equal([first]);
      expect((await store.look({ iss })).state.version).to.equal(1);
    });

    it('lets one of many win that come at once, and sends one message', async () => {
      const jti = `same-${count}`;
      const many = Array.from({ length: 20 }, (_, i) =>
        put(i % 2 ? store : again, entry({ iss, jti }), message({ id: `${jti}-${i}`, due: 7 })),
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
      await put(store, taken);
      await put(store, pending);
      expect(await decide(again, { ...pending, place: 'taken', record: 'r', answer: {} }, message({ due: 6 }))).to.equal(false);
      expect(await store.read(iss), 'nothing is changed').to.deep.equal([taken, pending]);
      expect(await store.due(6)).to.deep.equal([]);
      const accepted = { ...pending, place: 'free', record: 'r', answer: {} };
      const sent = message({ due: 6 });
      expect(await decide(again, accepted, sent)).to.equal(true);
      expect(await store.due(6)).to.deep.equal([sent]);
      const { state } = await again.look({ iss });
      expect(state).to.deep.equal({ version: 3, proposals: [] });
      expect(await decide(store, accepted)).to.equal(false);
      expect(await decide(store, entry({ iss }))).to.equal(false);
      expect((await store.look({ iss })).state, 'what is not decided changes nothing').to.deep.equal(state);
      expect(await store.read(iss)).to.deep.equal([taken, accepted]);
      await store.finish(sent.id);
    });

    it('erases a relationship but for one record, and nothing else', async () => {
      const other = entry({ iss: `${iss}-other` });
      const leave = entry({ iss });
      for (const one of [entry({ iss, place: '' }), other]) await put(store, one);
      expect(await put(store, leave, undefined, true)).to.equal(true);
      expect(await again.read(iss)).to.deep.equal([leave]);
      expect(await put(again, leave, undefined, true), 'once more').to.equal(false);
      expect(await store.read(iss)).to.deep.equal([leave]);
      expect(await store.read(other.iss)).to.deep.equal([other]);
    });

    it('finds a relationship by its credential, the first that names it, and nothing that came to nothing', async () => {
      const id = `credential-${iss}-${'x'.repeat(1_300)}`;
      const refused = entry({ iss: `${iss}-refused`, record: null, answer: { refused: true, code: 'refused' }, credential: id });
      const pending = entry({ iss, record: null, answer: { pending: true }, credential: id });
      expect(await store.find(id)).to.equal(undefined);
      await put(store, refused);
      expect(await again.find(id), 'it came to nothing').to.equal(undefined);
      await put(store, pending);
      await put(store, entry({ iss: `${iss}-later`, credential: id }));
      expect(await again.find(id)).to.equal(iss);
      await decide(again, { ...pending, place: '', record: 'r', answer: {} });
      expect(await store.find(id)).to.equal(iss);
      expect(await again.read(iss)).to.deep.equal([{ ...pending, place: '', record: 'r', answer: {} }]);
      for (const other of ['', id.slice(1), id.toUpperCase(), `${id}%`, "' OR 1=1 --"])
        expect(await store.find(other)).to.equal(undefined);
      for (const one of [iss, `${iss}-later`]) await put(store, entry({ iss: one }), undefined, true);
      expect(await again.find(id), 'erased').to.equal(undefined);
    });

    it('keeps messages until they are delivered, each by one process at a time', async () => {
      const [early, late] = [message({ due: 4 }), message({ due: 5 })];
      await put(store, entry({ iss }), late);
      await put(store, entry({ iss }), early);
      expect(await again.due(3)).to.deep.equal([]);
      expect((await again.due(5)).map(({ id }) => id)).to.deep.equal([early.id, late.id]);
      expect(await Promise.all([store.postpone(early, 9), again.postpone(early, 9)])).to.have.members([true, false]);
      expect(await store.due(5)).to.deep.equal([late]);
      expect(await store.due(9)).to.deep.include({ ...early, due: 9, attempts: 1 });
      await Promise.all([early, late].map(({ id }) => again.finish(id)));
      expect(await store.due(9)).to.deep.equal([]);
    });

    it('numbers the changes of each relationship, and holds each back until those before it are delivered', async () => {
      const change = (due: number): Delivery => message({ due, body: '{"a":1,"sequence":0}' });
      const [first, second, other] = [change(8), change(2), change(3)];
      const pending = entry({ iss, record: null, answer: { pending: true } });
      await put(store, pending, first);
      expect(await put(again, pending, change(1)), 'again').to.equal(false);
      await decide(again, { ...pending, record: 'r', answer: {} }, second);
      await put(store, entry({ iss: `${iss}-other` }), other);
      const numbered = (one: Delivery, sequence: number): Delivery => ({ ...one, body: `{"a":1,"sequence":${sequence}}` });
      expect(await store.due(5), 'the second is due, the first is not').to.deep.equal([numbered(other, 1)]);
      await store.postpone(first, 9);
      expect(await again.due(9)).to.deep.equal([numbered(other, 1), { ...numbered(first, 1), due: 9, attempts: 1 }]);
      await again.finish(first.id);
      expect((await store.due(9))[0]).to.deep.equal(numbered(second, 2));
      await Promise.all([second, other].map(({ id }) => store.finish(id)));
      const third = change(2);
      await put(again, entry({ iss }), third, true);
      expect(await store.due(9), 'the count goes on').to.deep.equal([numbered(third, 3)]);
      await store.finish(third.id);
    });

    it('numbers those that come at once one after the other', async () => {
      const many = Array.from({ length: 20 }, (_, i) => message({ id: `${iss}-${i}`, due: 3, body: '{"sequence":0}' }));
      const send = async (one: Delivery, i: number): Promise<void> => {
        while (!(await put(i % 2 ? store : again, entry({ iss }), one)));
      };
      await Promise.all(many.map(send));
      for (let i = 1; i <= 20; i++) {
        const [head, ...more] = await store.due(3);
        expect([head?.body, more]).to.deep.equal([`{"sequence":${i}}`, []]);
        await again.finish(String(head?.id));
      }
    });
  });
}

it('is tested with PostgreSQL where it has to be', () => {
  if (process.env.RELBUTTON_ENGINES === 'all') expect(missingPostgres).to.equal('');
});
