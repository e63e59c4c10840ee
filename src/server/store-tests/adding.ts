import { decide, put } from './acts.js';
import { same } from './check.js';
import { type Cases, changeOf, entryOf, newKey, pendingOf } from './tested.js';
import { drainedOf, everythingOf } from './whole.js';

/** What `add` and `read` promise. */
export const adding: Cases = {
  async 'add: gives an entry back in order and to the byte'({ store, again, iss }) {
    const erasure = { kept: 'Invoices “né\u0001€😀”', why: 'tax law', until: '2037' };
    const first = entryOf(iss, { place: '', received: 'received “né\u0001€😀”', answer: { erasure } });
    const second = pendingOf(iss, { credential: newKey(), revokes: newKey() });
    same('add of two entries', [await put(store, first), await put(store, second)], [true, true]);
    for (const one of [store, again]) same('read', await one.read(iss), [first, second]);
    same('list after the first', (await again.list({ after: first }))[0], second);
  },

  async 'look: knows nothing of a relationship that is not stored'({ store, again, iss }) {
    for (const one of [store, again]) {
      const nothing = { state: { version: 0, proposals: [] }, isRevoked: false };
      same('look', await one.look({ iss, jti: newKey(16), re: newKey() }), nothing);
      same('read', await one.read(iss), []);
    }
  },

  async 'add: takes a jti once, and a place once, in each relationship'({ store, again, iss }) {
    const other = newKey();
    const one = entryOf(iss, { place: newKey() });
    same('add', await put(store, one), true);
    same('add with the same jti', await put(again, entryOf(iss, { jti: one.jti })), false);
    same('add at the same place', await put(again, entryOf(iss, { place: one.place })), false);
    const elsewhere = entryOf(other, { jti: one.jti, place: one.place });
    same('add with both in another relationship', await put(again, elsewhere), true);
    const free = [entryOf(iss), entryOf(iss)] as const;
    same('add without a place', await put(store, free[0]), true);
    same('add without a place, again', await put(again, free[1]), true);
    same('read', await store.read(iss), [one, ...free]);
    same('read of the other relationship', await store.read(other), [elsewhere]);
  },

  async 'add: makes a change only to the version before'({ store, again, iss }) {
    const at = (version: number) => ({ state: { version, proposals: [] } });
    const first = entryOf(iss);
    same('add of version 2 to version 0', await store.add(entryOf(iss), at(2)), false);
    same('add of version 1 to version 0', await store.add(first, at(1)), true);
    same('add of version 1 to version 1', await again.add(entryOf(iss), at(1)), false);
    same('add of version 3 to version 1', await again.add(entryOf(iss), at(3)), false);
    same('read', await store.read(iss), [first]);
    same('look', (await store.look({ iss })).state, at(1).state);
  },

  async 'add: leaves nothing where it returns false'({ store, again, iss }) {
    const first = entryOf(iss, { place: '' });
    await put(store, first, changeOf());
    const before = await everythingOf(again, iss);
    const { state } = before;
    const step = (version: number) => ({
      state: { ...state, version, proposals: [{ jti: first.jti, exp: 1, answer: 'pending' as const }] },
      messages: [changeOf(), changeOf(1, { kind: 'erase', body: newKey() })],
      isAlone: true,
    });
    same('add with a used jti', await store.add(entryOf(iss, { jti: first.jti }), step(2)), false);
    same('what is stored after a used jti', await everythingOf(again, iss), before);
    same('add at a taken place', await store.add(entryOf(iss, { place: '' }), step(2)), false);
    same('what is stored after a taken place', await everythingOf(again, iss), before);
    same('add of another version', await store.add(entryOf(iss), step(3)), false);
    same('what is stored after another version', await everythingOf(again, iss), before);
    await put(again, entryOf(iss), changeOf());
    const bodies = (await drainedOf(store, iss)).map(({ body }) => body);
    same('the numbers of the changes', bodies, ['{"a":1,"sequence":1}', '{"a":1,"sequence":2}']);
  },

  async 'add: begins no relationship where it returns false'({ store, again, iss }) {
    const anchor = newKey();
    await put(store, entryOf(anchor));
    const before = await everythingOf(again, iss);
    const step = { state: { version: 2, proposals: [] }, messages: [changeOf()] };
    same('add of version 2 to version 0', await store.add(entryOf(iss, { credential: iss }), step), false);
    same('what is stored', await everythingOf(again, iss), before);
    same('relationships', await again.relationships({ after: anchor }), []);
    same('find', await again.find(iss), undefined);
    const first = entryOf(iss);
    same('add of version 1', await again.add(first, { ...step, state: { version: 1, proposals: [] } }), true);
    same('read', await store.read(iss), [first]);
    same(
      'the messages',
      (await drainedOf(store, iss)).map(({ place }) => place),
      [1],
    );
  },

  async 'mend: replaces a state, and only by the version after it'({ store, again, iss }) {
    const entry = pendingOf(iss);
    await put(store, entry, changeOf());
    const before = await everythingOf(store, iss);
    const state = { version: 2, proposals: [], credential: newKey() };
    same('mend by version 3', await again.mend(iss, { ...state, version: 3 }), false);
    same('mend by version 1', await again.mend(iss, { ...state, version: 1 }), false);
    same('what is stored', await everythingOf(store, iss), before);
    same('mend by version 2', await again.mend(iss, state), true);
    const { open, ...rest } = await everythingOf(store, iss);
    same('the open proposal', open, undefined);
    same('what is stored then', rest, { ...before, state, open: undefined });
    same('decide of what waits', await decide(store, { ...entry, record: '{}', answer: {} }), true);
    await drainedOf(store, iss);
  },
};
