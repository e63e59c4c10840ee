import type { Entry } from '../store.js';
import { decide, put } from './acts.js';
import { Difference, same } from './check.js';
import { type Cases, changeOf, entryOf, newKey, pendingOf } from './tested.js';
import { drainedOf, outboxOf } from './whole.js';

const MANY = Array.from({ length: 20 }, (_, i) => i);
/**
 * Reads on by a cursor, page by page, until a page is empty that was begun after `hasEnded`.
 *
 * @param next returns the page after an item, or the first one
 * @returns the relationships of all items, in their order
 */
const follow = async <T extends { readonly iss: string }>(
  next: (after: T | undefined) => Promise<readonly T[]>,
  hasEnded: () => boolean,
): Promise<string[]> => {
  const seen: string[] = [];
  let last: T | undefined;
  for (;;) {
    const isLast = hasEnded();
    const page = await next(last);
    seen.push(...page.map(({ iss }) => iss));
    last = page.at(-1) ?? last;
    if (isLast && page.length === 0) return seen;
    // The calls that add go on meanwhile, also in a store that answers at once.
    await new Promise((resolve) => void setTimeout(resolve));
  }
};
/** A call that loses against 19 others is made again: each time one of them wins. */
const ROUNDS = 400;

/** What a store promises where calls of several processes come at once. */
export const contention: Cases = {
  async 'add: lets one of many win that come at once, and sends one message'(tested) {
    const { store, again, iss } = tested;
    await outboxOf(tested);
    const jti = newKey(16);
    const added = await Promise.all(MANY.map((i) => put(i % 2 ? store : again, entryOf(iss, { jti }), changeOf(7))));
    same('the number of those that were added', added.filter(Boolean).length, 1);
    same('the number of entries', (await store.read(iss)).length, 1);
    same('the version', (await store.look({ iss })).state.version, 1);
    same(
      'the messages',
      (await drainedOf(again, iss)).map(({ body }) => body),
      ['{"a":1,"sequence":1}'],
    );
  },

  async 'add: lets one of many change a version, whatever they add'(tested) {
    const { store, again, iss } = tested;
    await outboxOf(tested);
    for (const version of [1, 2]) {
      const step = () => ({ state: { version, proposals: [] }, messages: [changeOf()] });
      const added = await Promise.all(MANY.map((i) => (i % 2 ? store : again).add(entryOf(iss), step())));
      same(`the number of those that made version ${version}`, added.filter(Boolean).length, 1);
      same('the number of entries', (await again.read(iss)).length, version);
      same('the version', (await again.look({ iss })).state.version, version);
    }
    same('the number of messages', (await drainedOf(again, iss)).length, 2);
  },

  async 'decide: lets one of many win that come at once'(tested) {
    const { store, again, iss } = tested;
    await outboxOf(tested);
    const pending = pendingOf(iss);
    await put(store, pending);
    const decisions = MANY.map((i) => ({ ...pending, record: `{"n":${i}}`, answer: {} }));
    const decided = await Promise.all(decisions.map((one, i) => decide(i % 2 ? store : again, one, changeOf())));
    same('the number of those that decided', decided.filter(Boolean).length, 1);
    same('read', await again.read(iss), [decisions[decided.indexOf(true)]]);
    same('the version', (await again.look({ iss })).state.version, 2);
    same('the number of messages', (await drainedOf(store, iss)).length, 1);
  },

  async 'add: numbers the changes that come at once one after the other, without a gap'(tested) {
    const { store, again, iss } = tested;
    await outboxOf(tested);
    const send = async (i: number): Promise<void> => {
      for (let round = 0; round < ROUNDS; round++) if (await put(i % 2 ? store : again, entryOf(iss), changeOf(i))) return;
      throw new Difference(`add, ${ROUNDS} times among 20 at once`, false, true);
    };
    await Promise.all(MANY.map(send));
    const numbers = (await drainedOf(store, iss)).map(({ body }) => (JSON.parse(body) as { sequence: number }).sequence);
    same(
      'the numbers',
      numbers,
      MANY.map((i) => i + 1),
    );
    same('the version', (await again.look({ iss })).state.version, MANY.length);
    same('the number of entries', (await again.read(iss)).length, MANY.length);
  },

  async 'list, relationships: have one order where relationships begin at once'({ store, again, iss }) {
    const anchor = entryOf(iss);
    await put(store, anchor);
    const begun = MANY.map(() => entryOf(newKey()));
    await Promise.all(begun.map((entry, i) => put(i % 2 ? store : again, entry)));
    const all = (await store.relationships({ after: iss })).map((one) => one.iss);
    same('relationships', [...all].sort(), begun.map((one) => one.iss).sort());
    const paged: string[] = [];
    for (let after = iss, more = true; more && paged.length < MANY.length;) {
      const page = (await again.relationships({ after, limit: 3 })).map((one) => one.iss);
      paged.push(...page);
      after = page.at(-1) ?? after;
      more = page.length > 0;
    }
    same('relationships, page by page', paged, all);
    same(
      'list',
      (await again.list({ after: anchor })).map((one) => one.iss),
      all,
    );
  },

  async 'list, relationships: pass over none that begins while they are read'({ store, again, iss }) {
    const anchor = entryOf(iss);
    await put(store, anchor);
    const begun = MANY.map(() => newKey());
    let hasEnded = false;
    const readers = Promise.all([
      follow<{ iss: string }>(
        (after = anchor) => again.relationships({ after: after.iss, limit: 4 }),
        () => hasEnded,
      ),
      follow<Entry>(
        (after = anchor) => store.list({ after, limit: 4 }),
        () => hasEnded,
      ),
    ]);
    const adding = begun.map((one, i) => put(i % 2 ? store : again, entryOf(one), i % 3 ? undefined : changeOf()));
    await Promise.all(adding).finally(() => (hasEnded = true));
    const [related, listed] = await readers;
    same('the relationships that were read', [...related].sort(), [...begun].sort());
    same('the relationships that were listed', listed, related);
    await drainedOf(store, '');
  },

  async 'add, mend: one of many changes a version, whichever they are'({ store, again, iss }) {
    await put(store, entryOf(iss));
    const state = { version: 2, proposals: [] };
    const calls = MANY.map((i) => (i % 2 ? store.mend(iss, state) : again.add(entryOf(iss), { state })));
    const changed = await Promise.all(calls);
    same('the number of those that changed it', changed.filter(Boolean).length, 1);
    same('the number of entries', (await store.read(iss)).length, changed.indexOf(true) % 2 ? 1 : 2);
  },

  async 'claim: gives a message to one of many that claim at once'(tested) {
    const { store, again } = tested;
    const { send, claim } = await outboxOf(tested);
    const isses = MANY.map(() => newKey());
    for (const iss of isses) await send(changeOf(), iss);
    const claims = MANY.slice(0, 12).map((i) => (i % 2 ? store : again).claim({ now: 1, until: 9, limit: 4 }));
    const claimed = [...(await Promise.all(claims)).flat(), ...(await claim(1, 100))].map(({ iss }) => iss);
    same('the relationships of the claimed messages', claimed.sort(), isses.sort());
    await drainedOf(store, '');
  },
};
