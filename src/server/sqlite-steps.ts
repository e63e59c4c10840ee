import type Database from 'libsql';

/** A change that waits to be made. */
interface Waiting {
  work(): unknown;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

export interface Steps {
  /**
   * Makes a change in one step.
   *
   * @returns what `work` returns; `false` undoes the change, and so does an error, which rejects
   */
  make<T>(work: () => T): Promise<T>;
  /** Makes the changes that wait, before the database is closed. */
  end(): void;
}

/**
 * Makes changes of a database, and commits those that wait at the same time in one transaction: they share the wait for the disk. Each
 * has its own savepoint, so that one can fail alone.
 *
 * @param writing makes a call in its turn, and again while the database is locked
 */
export const createSteps = (database: Database.Database, writing: <T>(call: () => T) => Promise<T>): Steps => {
  let waiting: Waiting[] = [];
  const rejectAll = (group: readonly Waiting[], error: unknown): void => {
    for (const { reject } of group) reject(error);
  };

  /** @returns what to tell once it is committed @throws if the whole transaction is undone, as on a full disk */
  const attempt = ({ work, resolve, reject }: Waiting): (() => void) => {
    database.exec('SAVEPOINT change');
    try {
      const result = work();
      if (result === false) database.exec('ROLLBACK TO change');
      database.exec('RELEASE change');
      return () => resolve(result);
    } catch (error) {
      if (!database.inTransaction) throw error;
      database.exec('ROLLBACK TO change; RELEASE change');
      return () => reject(error);
    }
  };

  /** Makes the changes that wait. @throws without a change if the database is locked or closed: they wait on */
  const flush = (): void => {
    if (waiting.length === 0) return;
    // It takes the write lock first: a transaction that begins with a read can fail later, when it needs the lock to write.
    database.exec('BEGIN IMMEDIATE');
    const group = waiting;
    waiting = [];
    try {
      const told = group.map(attempt);
      database.exec('COMMIT');
      for (const tell of told) tell();
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      rejectAll(group, error);
    }
  };
  const giveUp = (error: unknown): void => {
    const group = waiting;
    waiting = [];
    rejectAll(group, error);
  };

  return {
    make: <T>(work: () => T) =>
      new Promise<unknown>((resolve, reject) => {
        if (waiting.push({ work, resolve, reject }) === 1) setImmediate(() => void writing(flush).catch(giveUp));
      }) as Promise<T>,
    end() {
      try {
        flush();
      } catch (error) {
        giveUp(error);
      }
    },
  };
};
