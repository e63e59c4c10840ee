import type { DeadLetter } from './outbox-store.js';
import { type Change, changeOf, type Outbox } from './outbox.js';
import { eachOf } from './pages.js';
import type { Store } from './store.js';

/** A dead letter: a change, or a request to erase, that was tried too often. */
export interface Undelivered {
  readonly id: string;
  /** The customer's key thumbprint. */
  readonly iss: string;
  /** The number of tries. */
  readonly attempts: number;
  /** Why the last try failed. */
  readonly why: string;
  /** The change; missing for a request to erase, which `erase` could not do. */
  readonly change?: Change;
}

/** The methods of a vendor for what could not be delivered. */
export interface DeadLetters {
  /**
   * Lists the changes and the requests to erase that failed `tries` times, page by page, in the order of their `id`.
   *
   * @param page `after`: the `id` of the one before the first; `limit`: at most so many. Default: all
   */
  undelivered(page?: { readonly after?: string | undefined; readonly limit?: number }): AsyncIterable<Undelivered>;
  /**
   * Sends one of them again, with the same `id` and `sequence`: after those of its relationship that wait, with new tries.
   *
   * @returns `false` if none has this `id`
   */
  resend(id: string): Promise<boolean>;
}

const read = ({ id, iss, kind, attempts, why, body }: DeadLetter): Undelivered => {
  const letter = { id, iss, attempts, why };
  if (kind === 'erase') return letter;
  try {
    return { ...letter, change: changeOf({ body }) };
  } catch {
    // A message of an earlier version that cannot be read.
    return letter;
  }
};

export const deadLettersOf = (store: Store, outbox: Outbox): DeadLetters => ({
  async *undelivered({ after: begin, limit: most } = {}) {
    const all = eachOf<DeadLetter>((after, limit) => store.dead({ after: after?.id ?? begin, limit }), most);
    for await (const letter of all) yield read(letter);
  },
  async resend(id) {
    const isThere = await store.revive(id, Date.now());
    if (isThere) outbox.wake();
    return isThere;
  },
});
