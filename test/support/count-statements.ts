/** Counts what SQLite is asked from now on. */
import Database from 'libsql';

export interface Count {
  /** The statements, in their order. */
  readonly statements: string[];
  /** The number of rows that they returned; a statement that returns none counts as one. */
  rows: number;
  /** The most rows of one statement. */
  most: number;
  /** Begins anew. */
  reset(): void;
  /** Counts no more. */
  stop(): void;
}

export const countStatements = (): Count => {
  const { prototype } = Database as unknown as { prototype: { prepare: (sql: string) => Database.Statement } };
  const { prepare } = prototype;
  const count: Count = {
    statements: [],
    rows: 0,
    most: 0,
    reset: () => void ([count.statements.length, count.rows, count.most] = [0, 0, 0]),
    stop: () => void (prototype.prepare = prepare),
  };
  prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    const methods = statement as unknown as Record<string, (...values: unknown[]) => unknown>;
    for (const name of ['all', 'get', 'run']) {
      const method = methods[name] as (typeof methods)[string];
      methods[name] = (...values) => {
        count.statements.push(sql.trim());
        const result = method.apply(statement, values);
        const { length } = Array.isArray(result) ? result : [result];
        count.rows += length;
        count.most = Math.max(count.most, length);
        return result;
      };
    }
    return statement;
  };
  return count;
};
