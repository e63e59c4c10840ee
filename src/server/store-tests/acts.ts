/** What tests do with a store, whatever the records in it say. */
import type { Delivery, Message } from '../outbox-store.js';
import type { Entry, State, Store } from '../store.js';

/** The state after a change of an entry whose record is not read. */
const nextState = async (store: Store, { iss, jti, answer }: Entry): Promise<State> => {
  const { state } = await store.look({ iss });
  const proposals = answer.pending ? [{ jti, exp: 0, answer: 'pending' } as const] : [];
  return { ...state, version: state.version + 1, proposals };
};
/** Adds an entry, also one whose record cannot be read, after whatever is stored. */
export const put = async (store: Store, entry: Entry, message?: Message, isAlone = false): Promise<boolean> =>
  store.add(entry, { state: await nextState(store, entry), messages: message ? [message] : [], isAlone });
/** Decides an entry, as `put` adds one. */
export const decide = async (store: Store, entry: Entry, message?: Message): Promise<boolean> =>
  store.decide(entry, { state: await nextState(store, entry), messages: message ? [message] : [] });

/**
 * Takes messages out of the outbox, in their order, also those that another process has leased.
 *
 * @param now takes those that are due until then, in milliseconds since 1970. Default: all
 * @throws Error if a finished message comes again
 */
export const drained = async (store: Store, now = Date.now() + 1e12): Promise<Delivery[]> => {
  const all = new Map<string, Delivery>();
  for (;;) {
    const claimed = await store.claim({ now, until: now, limit: 1_000 });
    if (claimed.length === 0) return [...all.values()];
    for (const message of claimed) {
      if (all.has(message.id)) throw new Error(`The message ${message.id} came again after finish.`);
      all.set(message.id, message);
      await store.finish(message, 0);
    }
  }
};
