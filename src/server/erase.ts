import { type Claims, readClaims } from '../contract/record.js';
import type { Erased } from '../contract/replies.js';
import type { Delivery, Message } from './outbox-store.js';
import { reasonOf } from './report.js';
import { isErased, isErasing, stateErased } from './state.js';
import type { Status } from '../contract/statuses.js';
import type { Entry, Store } from './store.js';

/** The option `erase`, checked: `undefined` if there is none. */
export type Erase = ((iss: string) => Promise<Erased>) | undefined;

interface Erasing {
  readonly store: Store;
  readonly erase: Erase;
  readonly messagesFor: (entry: Entry, claims: Claims, status: Status) => readonly Message[];
}

/**
 * Makes the function that does the job of a leave with `erase`: it calls the option `erase`, and in one step puts the outcome into the
 * answer to the leave, erases the records if all was erased, and adds the change that says so. The job can be repeated.
 *
 * @returns a function that rejects if it has to be tried again
 */
export const eraseWith =
  ({ store, erase, messagesFor }: Erasing) =>
  async ({ iss, body: jti }: Delivery): Promise<void> => {
    const before = (await store.look({ iss, jti })).entry;
    if (!before || !isErasing(before)) return;
    const failed = (cause: unknown): Error =>
      new Error(`${reasonOf(cause).message} The leave of ${iss} is kept, its data is not erased.`, { cause });
    if (!erase) throw failed(new Error('createVendor has no option erase.'));
    const erasure: Erased = await erase(iss).catch((error: unknown) => Promise.reject(failed(error)));
    const { state } = await store.look({ iss, jti });
    const leave = { ...before, answer: { erasure } };
    const claims = readClaims(leave.received) as Claims;
    const after = stateErased(state, leave, claims);
    const messages = messagesFor(leave, claims, 'ended');
    if (!(await store.decide(leave, { state: after, messages, isAlone: isErased(leave) })))
      throw failed(new Error('The relationship has changed meanwhile.'));
  };
