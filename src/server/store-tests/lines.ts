import { put } from './acts.js';
import { same } from './check.js';
import { type Cases, changeOf, entryOf, newKey } from './tested.js';
import { drainedOf, nextOf, outboxOf } from './whole.js';

/** What the lines of the outbox promise. */
export const lines: Cases = {
  async 'claim: leases the first of each line, the longest due first, and no more than asked for'(tested) {
    const { store, iss } = tested;
    const { send, claim } = await outboxOf(tested);
    const other = newKey();
    const [late, early, behind] = [changeOf(5), changeOf(4), changeOf(3)];
    await send(late);
    await send(early, other);
    await send(behind);
    same('claim before it is due', await claim(3), []);
    same('next', await nextOf(store), 4);
    const rest = { body: '{"a":1,"sequence":1}', kind: 'change', place: 1, attempts: 1 };
    same('claim of one', await claim(5, 1), [{ id: early.id, iss: other, ...rest }]);
    same('claim', await claim(5), [{ id: late.id, iss, ...rest }]);
    same('claim of what is leased', await claim(104), []);
    same('next, while they are leased', await nextOf(store), 105);
    const claimed = await claim(105);
    same(
      'attempts, after the lease',
      claimed.map(({ attempts }) => attempts),
      [2, 2],
    );
    await drainedOf(store, iss);
  },

  async 'finish: goes on to the next message of the line, and does so once'(tested) {
    const { store, again } = tested;
    const { send, claimOne } = await outboxOf(tested);
    await send(changeOf());
    await send(changeOf());
    const first = await claimOne(1);
    await store.finish(first, 7);
    await store.finish(first, 7);
    same('next', await nextOf(store), 7);
    const second = await claimOne(7);
    same('the second message', second.body, '{"a":1,"sequence":2}');
    await again.finish(second, 7);
    same('next of an empty line', await nextOf(store), undefined);
    await send(changeOf(3));
    const third = await claimOne(3);
    same('the third message', third.body, '{"a":1,"sequence":3}');
    await store.finish(third, 3);
  },

  async 'add: keeps a job behind the change of its step, without a number'(tested) {
    const { store, again, iss } = tested;
    const { send } = await outboxOf(tested);
    const job = changeOf(1, { kind: 'erase', body: 'the jti of a leave' });
    await store.add(entryOf(iss), { state: { version: 1, proposals: [] }, messages: [changeOf(), job] });
    await send(changeOf());
    const said = (await drainedOf(again, iss)).map(({ kind, body, place }) => [kind, body, place]);
    same('the messages', said, [
      ['change', '{"a":1,"sequence":1}', 1],
      ['erase', 'the jti of a leave', 2],
      ['change', '{"a":1,"sequence":2}', 3],
    ]);
  },

  async 'claim: keeps the time of a message to the millisecond'(tested) {
    const { store } = tested;
    const { send, claim, claimOne } = await outboxOf(tested);
    // Over 2^31 and 2^40.
    const times = [2_147_483_649, 1_099_511_627_777];
    for (const due of times) {
      await send(changeOf(due));
      same('next', await nextOf(store), due);
      same('claim a millisecond too early', await claim(due - 1), []);
      const message = await claimOne(due);
      same('next of what is leased', await nextOf(store), due + 100);
      await store.postpone(message, due + 5);
      same('next of what is postponed', await nextOf(store), due + 5);
      await store.finish(await claimOne(due + 5), due);
    }
  },

  async 'add: makes no line due for an entry without messages'(tested) {
    const { store, iss } = tested;
    await outboxOf(tested);
    await put(store, entryOf(iss));
    same('next', await nextOf(store), undefined);
    same('the messages', await drainedOf(store, iss), []);
  },
};
