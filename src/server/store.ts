import type { Head } from '../contract/head.js';
import type { Erasure, Reply } from '../contract/replies.js';
import type { Status } from '../contract/statuses.js';
import type { Message, OutboxStore } from './outbox-store.js';

/** A signed act as a vendor stores it. */
export interface Entry {
  /** The customer's key thumbprint. With the vendor's origin it names the relationship. */
  readonly iss: string;
  /** The record's `jti`, used once in a relationship. */
  readonly jti: string;
  /** The hash of this record: the `prev` of the next one. */
  readonly hash: string;
  /** Its place in the line: the hash of the previous record, `''` for the first, `null` for a leave or an open proposal. */
  readonly place: string | null;
  /** The record as it was received, byte for byte; the vendor's own records as they were signed. */
  readonly received: string;
  /** The JSON text of the record that both sides hold; `null` while nothing is agreed. */
  readonly record: string | null;
  /** The answer to the customer, without the record. */
  readonly answer: Omit<Reply, 'record'> & { readonly erasure?: Erasure };
  /** The id of the passkey that a `relate` names; missing in any other entry. */
  readonly credential?: string;
  /** The hash of the share that a `revoke` ends; missing in any other entry. */
  readonly revokes?: string;
}

/** A proposal that was not accepted. */
export interface Proposal {
  readonly jti: string;
  readonly prev?: string | undefined;
  readonly exp: number;
  readonly challenge?: string | undefined;
  readonly answer: 'pending' | 'countered' | 'refused';
}

/** The state of a relationship. It follows from the entries, so that it can be made again: see `stateOf`. */
export interface State {
  /** The number of its changes: a store makes a change only to the version before. 0 before the first one. */
  readonly version: number;
  /** The head of its chain; missing while nothing is agreed. */
  readonly head?: Head | undefined;
  /** The proposals for the next place in the line that can count against another one: at most one is pending. */
  readonly proposals: readonly Proposal[];
  /** The credential that its first record, or else a later one, names. */
  readonly credential?: string | undefined;
  /** The present answer to the last request to erase. */
  readonly erasure?: Erasure | undefined;
}

/** Names what an act needs to know of its relationship. */
export interface Question {
  readonly iss: string;
  /** The `jti` of the act. Default: that of the open proposal. */
  readonly jti?: string;
  /** The hash of the record that the act answers. */
  readonly re?: string | undefined;
}
/** The answer to a `Question`, as of one moment. */
export interface Looked {
  /** The state; `NOTHING` if there is none. */
  readonly state: State;
  /** The entry of that `jti`. */
  readonly entry?: Entry | undefined;
  /** The text of the record with the hash `re`, which both sides hold. */
  readonly answered?: string | undefined;
  /** Whether an entry revokes `re`. */
  readonly isRevoked: boolean;
}

/** The changes that are made in one step with an entry. */
export interface Step {
  /** The state after the entry: `openIn` and `statusIn` say what `relationships` selects by. */
  readonly state: State;
  /**
   * Messages to add at the end of the relationship's line, at most one of them a change: in its body `"sequence":0` becomes the next
   * number of this relationship, 1, 2, 3 … Default: none.
   */
  readonly messages?: readonly Message[];
  /** `true` erases all other entries and messages of the relationship, dead letters included. Default: `false`. */
  readonly isAlone?: boolean;
}

/** The number of items that a call returns at most. Default: all. */
interface Limit {
  readonly limit?: number;
}
/** Selects a page of one relationship's entries. */
export interface EntryPage extends Limit {
  /** The hash of the entry before the first one. Default, and if it is unknown: from the beginning. */
  readonly after?: string | undefined;
  /** `true` returns only the records that end it. Default: `false`. */
  readonly isLeave?: boolean;
}
/** Selects a page of all entries. */
export interface ListPage extends Limit {
  /** The entry before the first one. Default, and if its relationship is unknown: from the beginning; if its hash is: of that one. */
  readonly after?: Pick<Entry, 'iss' | 'hash'> | undefined;
}
/** Selects a page of relationships. */
export interface RelationshipPage extends Limit {
  /** The `iss` of the relationship before the first one. Default, and if it is unknown: from the beginning. */
  readonly after?: string | undefined;
  /** Only those of this status. */
  readonly status?: Status | undefined;
  /** `true` returns only those with an open proposal. Default: `false`. */
  readonly isOpen?: boolean;
}
/** A relationship without its records. */
export interface StoredRelationship {
  readonly iss: string;
  readonly state: State;
  /** The entry of its open proposal. */
  readonly open?: Entry | undefined;
}

/**
 * Stores a vendor's records with the state of each relationship, their used `jti`s, and the outbox. Each call must be atomic, also with
 * concurrent processes and if the machine stops during it. Each must cost the same however much is stored. Keys, the status and ids are
 * compared byte by byte, and texts come back to the byte. No text has U+0000. `storeTests` of `relbutton/server/store-tests` proves a store.
 */
export interface Store extends OutboxStore {
  /** Returns what an act needs of its relationship. */
  look(question: Question): Promise<Looked>;
  /** Returns entries of a relationship, oldest first. */
  read(iss: string, page?: EntryPage): Promise<readonly Entry[]>;
  /** Returns entries of all relationships: the relationship that began first comes first, and in it the oldest entry. `after` as below. */
  list(page?: ListPage): Promise<readonly Entry[]>;
  /**
   * Returns relationships, in the order in which they began. One that begins meanwhile comes after all that were returned: a reader who
   * goes on with `after` sees each in the end.
   */
  relationships(page?: RelationshipPage): Promise<readonly StoredRelationship[]>;
  /**
   * Finds the relationship of a passkey: the first one with an entry of that `credential` that has a record or is pending.
   *
   * @returns its `iss`; `undefined` if there is none, or it was erased
   */
  find(credential: string): Promise<string | undefined>;
  /**
   * Adds an entry, and in the same step all of `step`.
   *
   * @returns `false`, without a change, if the version of the stored state is not the one before `step.state`, the `jti` is used, or the
   * place is taken in that relationship
   */
  add(entry: Entry, step: Step): Promise<boolean>;
  /**
   * Replaces the entry with the same `jti` that awaits a decision or the end of its erasure, as `add` does.
   *
   * @returns `false`, without a change, as `add`, or if none awaits it
   */
  decide(entry: Entry, step: Step): Promise<boolean>;
  /**
   * Replaces the state of a relationship by one that was made again from its entries.
   *
   * @returns `false`, without a change, if the version of the stored state is not the one before
   */
  mend(iss: string, state: State): Promise<boolean>;
}
