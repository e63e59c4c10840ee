import type Database from 'libsql';

/** A change that waits to be made. */
interface Waiting {
  /** Makes it. @returns `false` if it is refused: then all of it is undone */
  work(): boolean;
  resolve(isMade: boolean): void;
  reject(error: unknown): void;
}

export interface Steps {
  /**
   * Makes a change in one step.
   *
   * @returns what `work` returns; `false` undoes the change, and so does an error, which rejects
   */
  make(work: Waiting['work']): Promise<boolean>;
  /** Makes the changes that wait, now. */
  flush(): void;
}

/**
 * Makes changes of a database, and commits those that wait at the same time in one transaction: they share the wait for the disk. Each
 * has its own savepoint, so that one can fail alone.
 */
export const createSteps = (database: Database.Database): Steps => {
  let waiting: Waiting[] = [];

  /** @returns what to tell once it is committed @throws if the whole transaction is undone, as on a full disk */
  const attempt = ({ work, resolve, reject }: Waiting): (() => void) => {
    database.exec('SAVEPOINT change');
    try {
      const isMade = work();
      if (!isMade) database.exec('ROLLBACK TO change');
      database.exec('RELEASE change');
      return () => resolve(isMade);
    } catch (error) {
      if (!database.inTransaction) throw error;
      database.exec('ROLLBACK TO change; RELEASE change');
      return () => reject(error);
    }
  };

  const flush = (): void => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      // It takes the write lock first: a transaction that begins with a read can fail later, when it needs the lock to write.
      database.exec('BEGIN IMMEDIATE');
      const told = group.map(attempt);
      database.exec('COMMIT');
      for (const tell of told) tell();
    } catch (error) {
      // The driver ends the process if a closed database is asked for its transaction.
      if (database.open && database.inTransaction) database.exec('ROLLBACK');
      for (const { reject } of group) reject(error);
    }
  };

  return {
    make: (work) =>
      new Promise((resolve, reject) => {
        if (waiting.push({ work, resolve, reject }) === 1) setImmediate(flush);
      }),
    flush,
  };
};
