import { decide, put } from './acts.js';
import { same } from './check.js';
import { type Cases, changeOf, entryOf, newKey, pendingOf } from './tested.js';
import { deadOf, drainedOf, everythingOf, outboxOf } from './whole.js';

/** What `decide` promises. */
export const deciding: Cases = {
  async 'decide: replaces what is pending, once'({ store, again, iss }) {
    const first = entryOf(iss, { place: '' });
    const pending = pendingOf(iss, { credential: newKey() });
    for (const one of [first, pending]) await put(store, one);
    same('look at the open proposal', (await again.look({ iss })).entry, pending);
    const accepted = { ...pending, place: first.hash, record: '{"accepted":true}', answer: {} };
    same('decide', await decide(again, accepted), true);
    const { state } = await again.look({ iss });
    same('look at the state', state, { version: 3, proposals: [] });
    same('decide, again', await decide(store, accepted), false);
    same('decide of an entry that nobody added', await decide(store, entryOf(iss)), false);
    same('decide of an entry that does not wait', await decide(store, { ...first, record: '{}' }), false);
    same('look, after what was not decided', (await store.look({ iss })).state, state);
    same('read', await store.read(iss), [first, accepted]);
  },

  async 'decide: sends its messages, and none where it returns false'(tested) {
    const { store, again, iss } = tested;
    await outboxOf(tested);
    const pending = pendingOf(iss);
    await put(store, pending, changeOf(8));
    same('add, again', await put(again, pending, changeOf(1)), false);
    const decided = { ...pending, record: '{}', answer: {} };
    same('decide', await decide(again, decided, changeOf(2)), true);
    same('decide, again', await decide(again, decided, changeOf(2)), false);
    const bodies = (await drainedOf(again, iss)).map(({ body }) => body);
    same('the messages', bodies, ['{"a":1,"sequence":1}', '{"a":1,"sequence":2}']);
  },

  async 'decide: leaves nothing where it returns false'({ store, again, iss }) {
    const first = entryOf(iss, { place: '' });
    const pending = pendingOf(iss);
    for (const one of [first, pending]) await put(store, one);
    const before = await everythingOf(again, iss);
    const decided = { ...pending, record: '{}', answer: {} };
    const step = (version: number) => ({ state: { version, proposals: [] }, messages: [changeOf()], isAlone: true });
    const unchanged = async (why: string): Promise<void> =>
      same(`what is stored after ${why}`, await everythingOf(again, iss), before);
    same('decide for a taken place', await store.decide({ ...decided, place: '' }, step(3)), false);
    await unchanged('a taken place');
    same('decide of another version', await store.decide(decided, step(2)), false);
    await unchanged('another version');
    same('decide of an unknown jti', await store.decide(entryOf(iss), step(3)), false);
    await unchanged('an unknown jti');
    same('decide of what does not wait', await store.decide(first, step(3)), false);
    await unchanged('what does not wait');
    const other = newKey();
    await put(store, entryOf(other));
    same('decide in another relationship', await store.decide({ ...decided, iss: other }, step(2)), false);
    await unchanged('a decision in another relationship');
    same('look at the other relationship', (await again.look({ iss: other })).state.version, 1);
    same('decide, at last', await store.decide(decided, { state: { version: 3, proposals: [] } }), true);
  },

  async 'decide: ends the erasure of a leave, once, and erases all else with it'(tested) {
    const { store, again, iss } = tested;
    const { claimOne } = await outboxOf(tested);
    const leave = entryOf(iss, { answer: { erasure: { pending: true } } });
    await put(store, entryOf(iss, { place: '' }), changeOf());
    await put(store, leave, changeOf());
    await store.bury(await claimOne(1), 'down', 1);
    const done = { ...leave, answer: { erasure: { erased: true } } } as const;
    const step = (version: number) => ({ state: { version, proposals: [] }, messages: [changeOf()], isAlone: true });
    const last = step(3);
    same('decide', await again.decide(done, last), true);
    same('decide, again', await store.decide(done, step(4)), false);
    same('read', await store.read(iss), [done]);
    same('dead letters', await deadOf(store, iss), []);
    same(
      'the messages',
      (await drainedOf(store, iss)).map(({ id }) => id),
      [last.messages[0]?.id],
    );
  },
};
