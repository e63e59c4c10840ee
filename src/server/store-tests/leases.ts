import { same } from './check.js';
import { type Cases, changeOf } from './tested.js';
import { deadOf, nextOf, outboxOf } from './whole.js';

/** What a lease promises. */
export const leases: Cases = {
  async 'postpone: gives a message back until a time, and counts the attempts'(tested) {
    const { store } = tested;
    const { send, claim, claimOne } = await outboxOf(tested);
    await send(changeOf());
    await store.postpone(await claimOne(1), 50);
    same('claim before that time', await claim(49), []);
    const second = await claimOne(50);
    same('attempts', second.attempts, 2);
    await store.finish(second, 50);
  },

  async 'postpone, bury: have no effect once another process has claimed the message'(tested) {
    const { store, again, iss } = tested;
    const { send, claim, claimOne } = await outboxOf(tested);
    await send(changeOf());
    const first = await claimOne(1);
    const second = await claimOne(101);
    same('attempts', second.attempts, 2);
    await store.postpone(first, 102);
    await store.bury(first, 'late', 102);
    same('claim of what is leased', await claim(200), []);
    same('dead letters', await deadOf(store, iss), []);
    await again.finish(second, 201);
    same('next', await nextOf(store), undefined);
  },

  async 'finish: counts also after the lease ran out'(tested) {
    const { store, again } = tested;
    const { send, claimOne } = await outboxOf(tested);
    await send(changeOf());
    await send(changeOf());
    const first = await claimOne(1);
    const retried = await claimOne(101);
    await store.finish(first, 150);
    await again.finish(retried, 160);
    await again.postpone(retried, 170);
    const next = await claimOne(150);
    same('the next message', [next.body, next.attempts], ['{"a":1,"sequence":2}', 1]);
    await store.finish(next, 150);
  },
};
