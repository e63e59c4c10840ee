/** A message for the outbox, which a store adds in one step with an entry. */
export interface Message {
  readonly id: string;
  /** `change`: to be delivered to the vendor's own systems; `erase`: a request to erase, a job of the vendor's. */
  readonly kind: 'change' | 'erase';
  /** The time from which it is due, in milliseconds since 1970. */
  readonly due: number;
  /** Of a change: a `Change` as JSON text, with `"sequence":0` until it is in a store. Of a job: the `jti` of the `leave`. */
  readonly body: string;
}

/** A message that a process has claimed: the first of its relationship's line. */
export interface Delivery extends Omit<Message, 'due'> {
  readonly iss: string;
  /** Its place in the line of its relationship. */
  readonly place: number;
  /** The number of times it was claimed, with this one: the proof of the lease. */
  readonly attempts: number;
}

/** A dead letter: a message that was tried too often, and is kept apart. */
export interface DeadLetter extends Omit<Delivery, 'place'> {
  /** Why the last try failed. */
  readonly why: string;
}

/** Replaces the placeholder in a change by its number. */
export const withNumber = (body: string, number: number): string => body.replace('"sequence":0', `"sequence":${number}`);

/**
 * The outbox: one line of messages a relationship. Only the first of a line can be due, so that those behind it wait and no other
 * relationship does. Each call costs the same however many messages wait.
 */
export interface OutboxStore {
  /**
   * Takes the first message of each line that is due, the longest due first, and leases it: until then no other call returns it. It
   * counts an attempt.
   *
   * @param page `now` and `until` in milliseconds since 1970; `limit`: the maximum number of messages
   */
  claim(page: { readonly now: number; readonly until: number; readonly limit: number }): Promise<readonly Delivery[]>;
  /** Returns the time at which a message is due next, in milliseconds since 1970; `undefined` if none waits. */
  next(): Promise<number | undefined>;
  /**
   * Deletes a delivered message. The next one of its line is due.
   *
   * @param due since when, in milliseconds since 1970
   */
  finish(message: Delivery, due: number): Promise<void>;
  /**
   * Ends the lease of a message that is tried again later. Without effect if another process has claimed it meanwhile.
   *
   * @param due the next time, in milliseconds since 1970
   */
  postpone(message: Delivery, due: number): Promise<void>;
  /** Makes a message a dead letter, and goes on as `finish` does. Without effect if another process has claimed it meanwhile. */
  bury(message: Delivery, why: string, due: number): Promise<void>;
  /** Returns dead letters in the order of their `id`. @param page `after`: the `id` of the one before the first. Default: all */
  dead(page?: { readonly after?: string | undefined; readonly limit?: number }): Promise<readonly DeadLetter[]>;
  /**
   * Puts a dead letter at the end of its relationship's line, with no attempts.
   *
   * @param due the time from which it is due if it is the first, in milliseconds since 1970
   * @returns `false` if no dead letter has this `id`
   */
  revive(id: string, due: number): Promise<boolean>;
}
