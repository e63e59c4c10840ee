import { put } from './acts.js';
import { same } from './check.js';
import { type Cases, changeOf, entryOf, newKey } from './tested.js';
import { deadOf, drainedOf, nextOf, outboxOf } from './whole.js';

/** What `isAlone` promises. */
export const erasing: Cases = {
  async 'add: isAlone erases a relationship but for one record, and nothing else'({ store, again, iss }) {
    const other = entryOf(newKey(), { place: '' });
    const first = entryOf(iss, { place: '', revokes: newKey(), credential: newKey() });
    const leave = entryOf(iss);
    for (const one of [first, entryOf(iss, { place: first.hash }), other]) await put(store, one);
    same('add with isAlone', await put(store, leave, undefined, true), true);
    same('read', await again.read(iss), [leave]);
    same('add with isAlone, again', await put(again, leave, undefined, true), false);
    same('read, again', await store.read(iss), [leave]);
    const { entry, answered, isRevoked } = await again.look({ iss, jti: first.jti, re: first.hash });
    same('look at what is erased', { entry, answered, isRevoked }, { isRevoked: false });
    const revoked = await again.look({ iss, re: String(first.revokes) });
    same('look at what it revoked', revoked.isRevoked, false);
    same('find by its passkey', await again.find(String(first.credential)), undefined);
    same('read of another relationship', await store.read(other.iss), [other]);
  },

  async 'add: isAlone erases the messages of a relationship, and their numbers go on'(tested) {
    const { store, again, iss } = tested;
    const { send, claim } = await outboxOf(tested);
    const other = newKey();
    await send(changeOf());
    await send(changeOf());
    await send(changeOf(), other);
    for (const one of await claim(1)) await store.bury(one, 'down', 1);
    await drainedOf(store, iss);
    await send(changeOf());
    await put(store, entryOf(iss), changeOf(), true);
    same(
      'the messages',
      (await drainedOf(again, iss)).map(({ body }) => body),
      ['{"a":1,"sequence":4}'],
    );
    same('dead letters', await deadOf(store, iss), []);
    same('dead letters of another relationship', (await deadOf(store, other)).length, 1);
    await send(changeOf());
    await put(store, entryOf(iss), undefined, true);
    same('next', await nextOf(store), undefined);
    await send(changeOf());
    same(
      'the messages, again',
      (await drainedOf(store, iss)).map(({ body }) => body),
      ['{"a":1,"sequence":6}'],
    );
  },

  async 'add: isAlone ends the lease of a message that it erases'(tested) {
    const { store, again, iss } = tested;
    const { send, claimOne } = await outboxOf(tested);
    await send(changeOf());
    const leased = await claimOne(1);
    await put(store, entryOf(iss), changeOf(3), true);
    same('next', await nextOf(again), 3);
    await again.finish(leased, 5);
    await again.postpone(leased, 6);
    await again.bury(leased, 'late', 7);
    same('dead letters', await deadOf(store, iss), []);
    const message = await claimOne(3);
    same('claim', [message.body, message.attempts], ['{"a":1,"sequence":2}', 1]);
    await store.finish(message, 3);
  },
};
