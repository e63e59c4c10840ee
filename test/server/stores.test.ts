/** Every store keeps to the same: what is added is there, whole, once. */
import { expect } from 'chai';
import type { Delivery, Entry, Message, Store } from '../../src/server/index.js';
import { missingPostgres } from '../support/postgres.mjs';
import { decide, drained, type Opened, put, stores } from '../support/stores.js';

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
const message = (changes: Partial<Message> = {}): Message => ({
  id: `id-${String(++count).padStart(6, '0')}`,
  kind: 'change',
  due: 1_000,
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
      expect(await drained(again)).to.have.length(1);
    });

    it('decides what is pending, once', async () => {
      const taken = entry({ iss, place: 'taken' });
      const pending = entry({ iss, record: null, answer: { pending: true } });
      await put(store, taken);
      await put(store, pending);
      expect(await decide(again, { ...pending, place: 'taken', record: 'r', answer: {} }, message({ due: 6 }))).to.equal(false);
      expect(await store.read(iss), 'nothing is changed').to.deep.equal([taken, pending]);
      expect(await store.next()).to.equal(undefined);
      const accepted = { ...pending, place: 'free', record: 'r', answer: {} };
      const sent = message({ due: 6 });
      expect(await decide(again, accepted, sent)).to.equal(true);
      expect((await drained(store)).map(({ id }) => id)).to.deep.equal([sent.id]);
      const { state } = await again.look({ iss });
      expect(state).to.deep.equal({ version: 3, proposals: [] });
      expect(await decide(store, accepted)).to.equal(false);
      expect(await decide(store, entry({ iss }))).to.equal(false);
      expect((await store.look({ iss })).state, 'what is not decided changes nothing').to.deep.equal(state);
      expect(await store.read(iss)).to.deep.equal([taken, accepted]);
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

    it('ends the erasure of a leave, once, and erases with it all that is left but the leave', async () => {
      const leave = entry({ iss, answer: { erasure: { pending: true } } });
      await put(store, entry({ iss, place: '' }), message());
      await put(store, leave, message());
      const [first] = await store.claim({ now: 1_000, until: 2_000, limit: 1 });
      await store.bury(first as Delivery, 'down', 1_000);
      const done = { ...leave, answer: { erasure: { erased: true } } } as const;
      const { state } = await store.look({ iss });
      const step = { state: { ...state, version: 3 }, messages: [message()], isAlone: true };
      expect(await again.decide(done, step)).to.equal(true);
      expect(await store.decide(done, { ...step, state: { ...state, version: 4 } }), 'once more').to.equal(false);
      expect(await store.read(iss)).to.deep.equal([done]);
      expect(await store.dead()).to.deep.equal([]);
      expect((await drained(store)).map(({ id }) => id)).to.deep.equal([step.messages[0]?.id]);
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

    describe('the outbox', () => {
      const change = (due = 1): Message => message({ due, body: '{"a":1,"sequence":0}' });
      const send = (one: Message, to = iss): Promise<boolean> => put(store, entry({ iss: to }), one);
      const claim = (now: number, limit = 10, until = now + 100): Promise<readonly Delivery[]> =>
        again.claim({ now, until, limit });
      /** Claims what is due, and returns its first message. */
      const claimOne = async (now: number): Promise<Delivery> => {
        const [first, ...more] = await claim(now);
        if (!first || more.length > 0) throw new Error('not one message');
        return first;
      };
      beforeEach(async () => {
        await drained(store);
        for (const { id } of await store.dead()) await store.revive(id, 0);
        await drained(store);
      });

      it('leases the first of each line, the longest due first, and no more than asked for', async () => {
        const [late, early, behind] = [change(5), change(4), change(3)];
        await send(late);
        await send(early, `${iss}-other`);
        await send(behind);
        expect(await claim(3)).to.deep.equal([]);
        expect(await store.next()).to.equal(4);
        const numbered = { body: '{"a":1,"sequence":1}', kind: 'change', place: 1, attempts: 1 };
        expect(await claim(5, 1)).to.deep.equal([{ id: early.id, iss: `${iss}-other`, ...numbered }]);
        expect(await claim(5)).to.deep.equal([{ id: late.id, iss, ...numbered }]);
        expect(await claim(104), 'leased').to.deep.equal([]);
        expect(await store.next()).to.equal(105);
        expect((await claim(105)).map(({ attempts }) => attempts)).to.deep.equal([2, 2]);
      });

      it('gives a message to one of many that claim at once', async () => {
        for (let i = 0; i < 20; i++) await send(change(), `${iss}-${i}`);
        const claims = Array.from({ length: 12 }, (_, i) => (i % 2 ? store : again).claim({ now: 1, until: 9, limit: 4 }));
        const ids = (await Promise.all(claims)).flat().map(({ id }) => id);
        expect(new Set(ids).size).to.equal(ids.length);
        expect(ids.length + (await claim(1, 100)).length).to.equal(20);
      });

      it('goes on in a line when its first is delivered, and numbers the changes', async () => {
        await send(change());
        await send(change());
        const first = await claimOne(1);
        await store.finish(first, 7);
        await store.finish(first, 7);
        expect(await store.next()).to.equal(7);
        const second = await claimOne(7);
        expect(second.body).to.equal('{"a":1,"sequence":2}');
        await again.finish(second, 7);
        expect(await store.next()).to.equal(undefined);
        await send(change(3));
        expect((await claimOne(3)).body).to.equal('{"a":1,"sequence":3}');
      });

      it('gives a message back until a time, and counts the tries', async () => {
        await send(change());
        const first = await claimOne(1);
        await store.postpone(first, 50);
        expect(await claim(49)).to.deep.equal([]);
        const second = await claimOne(50);
        expect(second.attempts).to.equal(2);
        await store.postpone(first, 51);
        await store.bury(first, 'late', 51);
        expect(await claim(149), 'the lease of another process counts').to.deep.equal([]);
        expect(await store.dead()).to.deep.equal([]);
      });

      it('keeps dead letters apart, page by page, and takes them back', async () => {
        const sent = [change(), change(), change()];
        for (const one of sent) await send(one);
        for (let i = 0; i < 2; i++) await store.bury(await claimOne(1), `why ${i}`, 1);
        const dead = sent.slice(0, 2).map(({ id, kind }, i) => {
          const body = `{"a":1,"sequence":${i + 1}}`;
          return { id, iss, kind, body, attempts: 1, why: `why ${i}` };
        });
        expect(await again.dead()).to.deep.equal(dead);
        expect(await again.dead({ limit: 1 })).to.deep.equal([dead[0]]);
        expect(await again.dead({ after: dead[0]?.id, limit: 5 })).to.deep.equal([dead[1]]);
        expect(await store.revive('nothing', 2)).to.equal(false);
        expect(await store.revive(sent[0]?.id as string, 2)).to.equal(true);
        expect(await again.revive(sent[0]?.id as string, 2), 'again').to.equal(false);
        expect((await drained(store)).map(({ body }) => body)).to.deep.equal(['{"a":1,"sequence":3}', '{"a":1,"sequence":1}']);
        expect(await store.revive(sent[1]?.id as string, 2)).to.equal(true);
        expect((await claimOne(2)).attempts).to.equal(1);
      });

      it('keeps a job behind the change of its step, without a number', async () => {
        const { state } = await store.look({ iss });
        const job = message({ kind: 'erase', body: 'jti' });
        await store.add(entry({ iss }), { state: { ...state, version: 1 }, messages: [change(), job] });
        await send(change());
        const said = (await drained(again)).map(({ kind, body }) => [kind, body]);
        expect(said).to.deep.equal([
          ['change', '{"a":1,"sequence":1}'],
          ['erase', 'jti'],
          ['change', '{"a":1,"sequence":2}'],
        ]);
      });

      it('forgets the messages of a relationship that is erased, and counts on', async () => {
        await send(change());
        await send(change());
        await send(change(), `${iss}-other`);
        await store.bury((await claim(1)).find((one) => one.iss === iss) as Delivery, 'down', 1);
        await drained(store);
        await send(change());
        await put(store, entry({ iss }), change(), true);
        expect((await drained(again)).map(({ body }) => body)).to.deep.equal(['{"a":1,"sequence":4}']);
        expect(await store.dead()).to.deep.equal([]);
        await send(change());
        await put(store, entry({ iss }), undefined, true);
        expect(await store.next()).to.equal(undefined);
        await send(change());
        expect((await drained(store)).map(({ body }) => body)).to.deep.equal(['{"a":1,"sequence":6}']);
      });

      it('sends one message of an entry that is decided, and none if it is not', async () => {
        const pending = entry({ iss, record: null, answer: { pending: true } });
        await put(store, pending, change(8));
        expect(await put(again, pending, change(1)), 'again').to.equal(false);
        await decide(again, { ...pending, record: 'r', answer: {} }, change(2));
        expect((await drained(again)).map(({ body }) => body)).to.deep.equal(['{"a":1,"sequence":1}', '{"a":1,"sequence":2}']);
      });

      it('numbers those that come at once one after the other', async () => {
        const many = Array.from({ length: 20 }, (_, i) => change(i));
        const sendTo = async (one: Message, i: number): Promise<void> => {
          while (!(await put(i % 2 ? store : again, entry({ iss }), one)));
        };
        await Promise.all(many.map(sendTo));
        const numbers = (await drained(store)).map(({ body }) => (JSON.parse(body) as { sequence: number }).sequence);
        expect(numbers).to.deep.equal(Array.from({ length: 20 }, (_, i) => i + 1));
      });
    });
  });
}

it('is tested with PostgreSQL where it has to be', () => {
  if (process.env.RELBUTTON_ENGINES === 'all') expect(missingPostgres).to.equal('');
});
