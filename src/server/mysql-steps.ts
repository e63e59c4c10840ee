/** The part of a connection of `mysql2/promise` that the store uses. */
export interface MysqlConnection {
  query(statement: object): Promise<unknown>;
  execute(statement: object): Promise<readonly unknown[]>;
  release(): void;
  destroy(): void;
}
/** The part of a `Pool` of `mysql2/promise` that the store uses. */
export interface MysqlPool {
  getConnection(): Promise<MysqlConnection>;
  /** The pool of callbacks below it. */
  readonly pool?: { readonly config?: { readonly resetOnRelease?: boolean } };
}

type Value = string | number | null;
/** Runs a statement with the parameters `$1`, `$2` … `changed`: the number of rows that it found to change. */
export type Run = (sql: string, ...values: Value[]) => Promise<{ readonly rows: readonly unknown[]; readonly changed: number }>;

export interface Steps {
  /** Runs one statement, which is a step by itself. */
  readonly run: Run;
  /**
   * Makes several statements one step, by a transaction.
   *
   * @param work is repeated when the database undoes it
   * @returns what `work` returns; `false` undoes the step, and so does an error, which rejects
   */
  inOneStep<T>(work: (run: Run) => Promise<T>): Promise<T>;
}

/** The time for which a step is tried, in milliseconds. */
const PATIENCE = 5_000;
/** The longest waits before the second try and before any later one, in milliseconds. */
const [FIRST_WAIT, LAST_WAIT] = [10, 320];
/** A deadlock, a lock that was not free in time, and a row that another step has changed: the step was undone, and can be made again. */
const UNDONE = [1213, 1205, 1020];
const DUPLICATE = 1062;
/** The time limit of a statement, in milliseconds. A pool of `mysql2` has no option for it. */
const LIMIT = 5_000;

const numberOf = (error: unknown): unknown => (error as { errno?: unknown } | undefined)?.errno;
/** Returns whether an error says that a statement took longer than `LIMIT`. */
const isLate = (error: unknown): boolean => (error as { code?: unknown } | undefined)?.code === 'PROTOCOL_SEQUENCE_TIMEOUT';
/** Returns whether an error says that a key is taken. */
export const isTaken = (error: unknown): boolean => numberOf(error) === DUPLICATE;

/**
 * The session of each connection. Without strict mode the server cuts texts that are too long; with READ COMMITTED a step locks only the
 * rows that it changes. A lock is waited for 2 s. UTC is the time zone in which each moment has one time.
 */
const SESSION = [
  `SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', innodb_lock_wait_timeout = 2, autocommit = 1`,
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];
/** The connections whose session is set. */
const set = new WeakSet<object>();

/** Runs a statement without parameters. */
const say = (connection: MysqlConnection, sql: string): Promise<unknown> => connection.query({ sql, timeout: LIMIT });

/**
 * Takes a connection of the pool, and sets its session: once, or each time if the pool resets what is released. The object that the pool
 * gives is another one each time: `connection` is the one that stays.
 */
const take = async (pool: MysqlPool): Promise<MysqlConnection> => {
  const given = await pool.getConnection();
  const { connection = given } = given as { connection?: object };
  if (set.has(connection) && !pool.pool?.config?.resetOnRelease) return given;
  try {
    for (const sql of SESSION) await say(given, sql);
  } catch (error) {
    given.destroy();
    throw error;
  }
  set.add(connection);
  return given;
};

/** What a statement is for `mysql2`: its text with `?`, and the number of the parameter for each `?`. */
interface Positional {
  readonly text: string;
  readonly order: readonly number[];
}
const known = new Map<string, Positional>();
/** Writes a statement as MySQL has it: with `?` for parameters, and its own names of types in `CAST`. */
const positional = (sql: string): Positional => {
  const order: number[] = [];
  const text = sql
    .replace(/\$(\d+)/g, (_, n: string) => {
      order.push(Number(n) - 1);
      return '?';
    })
    .replaceAll(' AS bigint)', ' AS SIGNED)')
    .replaceAll(' AS text)', ' AS CHAR)');
  return { text, order };
};

/** Options of a statement that count whatever the pool's own say. */
const OWN = { timeout: LIMIT, rowsAsArray: false, nestTables: false, typeCast: (_: unknown, next: () => unknown) => next() };

const runBy = (connection: MysqlConnection): Run => {
  return async (sql, ...values) => {
    const { text, order } = known.get(sql) ?? positional(sql);
    known.set(sql, { text, order });
    const [result] = await connection.execute({ ...OWN, sql: text, values: order.map((n) => values[n] ?? null) });
    return Array.isArray(result)
      ? { rows: result, changed: 0 }
      : { rows: [], changed: (result as { affectedRows: number }).affectedRows };
  };
};

/** Makes a transaction on a connection. Without an answer to the end of a transaction, its connection is not used again. */
const transact = async <T>(connection: MysqlConnection, work: (run: Run) => Promise<T>): Promise<T> => {
  await say(connection, 'START TRANSACTION');
  try {
    const result = await work(runBy(connection));
    await say(connection, result === false ? 'ROLLBACK' : 'COMMIT');
    return result;
  } catch (error) {
    if (!isLate(error)) await say(connection, 'ROLLBACK').catch(() => connection.destroy());
    throw error;
  }
};

/** Makes steps in a database of MySQL or MariaDB. */
export const createSteps = (pool: MysqlPool): Steps => {
  const once = async <T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T> => {
    const connection = await take(pool);
    try {
      return await work(connection);
    } catch (cause) {
      if (!isLate(cause)) throw cause;
      connection.destroy();
      throw new Error(`The database did not answer a statement for ${LIMIT / 1_000} s: its connection was closed.`, { cause });
    } finally {
      connection.release();
    }
  };
  const insist = async <T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T> => {
    const end = performance.now() + PATIENCE;
    for (let longest = FIRST_WAIT; ; longest = Math.min(longest * 2, LAST_WAIT)) {
      try {
        return await once(work);
      } catch (cause) {
        if (!UNDONE.includes(numberOf(cause) as number)) throw cause;
        if (performance.now() >= end)
          throw new Error(`Other steps held the rows of this one for ${PATIENCE / 1_000} s: try it again later.`, { cause });
      }
      // Steps that undid each other wait for different times.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
    }
  };
  return {
    run: (sql, ...values) => insist((connection) => runBy(connection)(sql, ...values)),
    inOneStep: (work) => insist((connection) => transact(connection, work)),
  };
};
