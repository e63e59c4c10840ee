import { same } from './check.js';
import { type Cases, changeOf, newId, newKey } from './tested.js';
import { deadOf, drainedOf, nextOf, outboxOf } from './whole.js';

/** What dead letters promise. */
export const deadLetters: Cases = {
  async 'bury: keeps a dead letter apart, and revive puts it at the end of its line'(tested) {
    const { store, again, iss } = tested;
    const { send, claimOne } = await outboxOf(tested);
    const sent = [changeOf(), changeOf(), changeOf()] as const;
    for (const one of sent) await send(one);
    for (const why of ['why 0', 'why 1']) await store.bury(await claimOne(1), why, 1);
    const expected = sent.slice(0, 2).map(({ id, kind }, i) => {
      return { id, iss, kind, body: `{"a":1,"sequence":${i + 1}}`, attempts: 1, why: `why ${i}` };
    });
    same(
      'dead letters',
      await deadOf(again, iss),
      expected.sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    same('revive of nothing', await store.revive(newId(), 2), false);
    same('revive', await store.revive(sent[0].id, 2), true);
    same('revive, again', await again.revive(sent[0].id, 2), false);
    same('revive of a message that waits', await again.revive(sent[2].id, 2), false);
    const bodies = (await drainedOf(store, iss)).map(({ body }) => body);
    same('the messages', bodies, ['{"a":1,"sequence":3}', '{"a":1,"sequence":1}']);
    same('revive of the second', await store.revive(sent[1].id, 2), true);
    same('next', await nextOf(store), 2);
    const revived = await claimOne(2);
    same('what is revived', [revived.id, revived.attempts], [sent[1].id, 1]);
    await store.finish(revived, 2);
    same('dead letters, at last', await deadOf(again, iss), []);
  },

  async 'dead: returns dead letters by their id, page by page'(tested) {
    const { store, again, iss } = tested;
    const { send, claimOne } = await outboxOf(tested);
    const common = newId().slice(0, -4);
    const ids = ['0010', '0009', '01e1', '000f', '00a0'].map((end) => common + end);
    for (const [i, id] of ids.entries()) {
      await send(changeOf(1, { id }), i === 2 ? newKey() : iss);
      await store.bury(await claimOne(1), 'down', 1);
    }
    ids.sort();
    const after = `${common}0000`;
    const idsOf = async (page: Parameters<typeof store.dead>[0]): Promise<string[]> =>
      (await again.dead(page)).map(({ id }) => id).filter((id) => id.startsWith(common));
    same('dead', await idsOf({}), ids);
    same('dead after an unknown id', await idsOf({ after }), ids);
    same('dead, two after an unknown id', await idsOf({ after, limit: 2 }), ids.slice(0, 2));
    same('dead, two after one', await idsOf({ after: String(ids[1]), limit: 2 }), ids.slice(2, 4));
    same('dead after the last but one', await idsOf({ after: String(ids[3]) }), ids.slice(4));
    for (const id of ids) await store.revive(id, 1);
    await drainedOf(store, iss);
  },

  async 'finish: deletes a message that another process has buried meanwhile'(tested) {
    const { store, again, iss } = tested;
    const { send, claimOne } = await outboxOf(tested);
    await send(changeOf());
    const first = await claimOne(1);
    await again.bury(await claimOne(101), 'down', 101);
    await store.finish(first, 102);
    same('dead letters', await deadOf(store, iss), []);
    same('next', await nextOf(store), undefined);
  },
};
