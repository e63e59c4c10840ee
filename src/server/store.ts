/** A record that both sides have signed, as a vendor keeps it. */
export interface Entry {
  /** The customer's key thumbprint: with the vendor's origin, the relationship. */
  readonly iss: string;
  /** The record's number, used up with it. */
  readonly jti: string;
  /** The hash by which the next record of the relationship names this one. */
  readonly hash: string;
  /** The hash of the record before; none for the first. */
  readonly prev: string | undefined;
  /** What came in, byte for byte. */
  readonly received: string;
  /** The JWS's JSON text with both signatures. */
  readonly record: string;
}

/** Where a vendor keeps its records. */
export interface Store {
  /** The entry that used up a number. */
  find(iss: string, jti: string): Promise<Entry | undefined>;
  /** The newest entry of a relationship. */
  last(iss: string): Promise<Entry | undefined>;
  /**
   * Adds an entry, in one step with its checks: its number is unused, and its `prev` is the hash of the last one.
   *
   * @returns whether it was added
   */
  add(entry: Entry): Promise<boolean>;
  /** All entries, oldest first. */
  list(): Promise<readonly Entry[]>;
}

/** Keeps records for as long as the process runs. */
export const createMemoryStore = (): Store => {
  const entries: Entry[] = [];
  const find = (iss: string, jti: string): Entry | undefined => entries.find((entry) => entry.iss === iss && entry.jti === jti);
  const last = (iss: string): Entry | undefined => entries.findLast((entry) => entry.iss === iss);
  return {
    find: (iss, jti) => Promise.resolve(find(iss, jti)),
    last: (iss) => Promise.resolve(last(iss)),
    add(entry) {
      const isNext = !find(entry.iss, entry.jti) && last(entry.iss)?.hash === entry.prev;
      if (isNext) entries.push(entry);
      return Promise.resolve(isNext);
    },
    list: () => Promise.resolve([...entries]),
  };
};
