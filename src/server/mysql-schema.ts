import type { MysqlPool, Steps } from './mysql-steps.js';
import { headsTable, linesTable, outboxTable, recordsTable, type Types } from './tables.js';

const TYPES: Types = {
  serial: 'BIGINT AUTO_INCREMENT PRIMARY KEY',
  whole: 'BIGINT',
  key: 'VARCHAR(191)',
  text: 'MEDIUMTEXT',
};

/**
 * An index here cannot leave rows out, and cannot hold a long text: `is_left` and `is_open` are 1 in the rows that it is for, and
 * `credential_hash` stands for a credential.
 */
const TABLES = {
  relbutton_records: recordsTable(
    TYPES,
    `is_left TINYINT GENERATED ALWAYS AS (CASE WHEN place IS NULL AND record IS NOT NULL THEN 1 END) STORED,
  credential_hash BINARY(32) GENERATED ALWAYS AS (UNHEX(SHA2(credential, 256))) STORED,
  UNIQUE (iss, jti),
  KEY relbutton_records_line (iss, seq),
  KEY relbutton_records_hash (iss, hash, seq),
  KEY relbutton_records_leave (iss, is_left, seq),
  KEY relbutton_records_revokes (iss, revokes),
  KEY relbutton_records_credential (credential_hash, seq)`,
  ),
  relbutton_heads: headsTable(
    TYPES,
    `is_open TINYINT GENERATED ALWAYS AS (CASE WHEN open IS NOT NULL THEN 1 END) STORED,
  UNIQUE (iss),
  KEY relbutton_heads_status (status, seq),
  KEY relbutton_heads_open (is_open, seq)`,
  ),
  relbutton_lines: linesTable(TYPES, ',\n  KEY relbutton_lines_due (due)'),
  // A dead letter has no place.
  relbutton_outbox: outboxTable(TYPES, ',\n  KEY relbutton_outbox_dead (place, id)'),
  // One row, which is locked while a relationship begins: see `FIRST_STATE`.
  relbutton_order: 'relbutton_order (\n  id TINYINT PRIMARY KEY\n)',
};
const RATES = { relbutton_rates: 'relbutton_rates (\n  client VARCHAR(191) PRIMARY KEY,\n  ends DOUBLE NOT NULL\n)' };

const OPENED = 'SELECT version() AS version, database() AS name, @@character_set_client AS charset';
const HERE = 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database()';
interface Opened {
  readonly version: string;
  readonly name: string | null;
  readonly charset: string;
}

/** The lowest versions: of MySQL that has the collation of `collationOf`, of MariaDB that skips locked rows. */
const LEAST = { mysql: [8, 0, 17], maria: [10, 6, 0] };
/** Returns whether a version, such as `8.0.36-0ubuntu0.22.04.1` or `5.5.5-10.11.6-MariaDB`, is below another one. */
const isBelow = (version: string, least: readonly number[]): boolean => {
  const parts = version.replace(/^5\.5\.5-/, '').split('.');
  for (const [i, wanted] of least.entries()) {
    const part = parseInt(parts[i] ?? '', 10) || 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
};

/** Returns the collation that compares texts by their bytes, blanks at the end included. @throws Error if the server or the pool does not serve */
const collationOf = ({ version, name, charset }: Opened): string => {
  const isMaria = /mariadb/i.test(version);
  if (isBelow(version, isMaria ? LEAST.maria : LEAST.mysql))
    throw new Error(`This database is of version ${version}: use MySQL 8.0.17 or MariaDB 10.6 at least.`);
  if (name === null) throw new Error('The pool names no database: give it the option database.');
  if (charset !== 'utf8mb4')
    throw new Error(`The pool uses the charset ${charset}, which has not all characters: leave out its option charset.`);
  return isMaria ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
};

const create = async ({ run }: Steps, tables: Readonly<Record<string, string>>): Promise<void> => {
  const { rows } = await run(OPENED);
  const collation = collationOf((rows as [Opened])[0]);
  const here = new Set(((await run(HERE)).rows as { name: string }[]).map(({ name }) => name));
  for (const [name, table] of Object.entries(tables))
    if (!here.has(name))
      await run(
        `CREATE TABLE IF NOT EXISTS ${table} ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation}`,
      );
};

/**
 * Creates the tables of the store that are missing. If none is missing, nothing is written, so that a read-only replica can be opened.
 *
 * @throws Error if the server is too old, or the pool names no database or another charset
 */
export const prepareTables = async (steps: Steps): Promise<void> => {
  await create(steps, TABLES);
  const { rows } = await steps.run('SELECT id FROM relbutton_order WHERE id = 1');
  if (rows.length === 0) await steps.run('INSERT IGNORE INTO relbutton_order (id) VALUES (1)');
};
/** Creates the table of the rate limit as `prepareTables` does. */
export const prepareRates = (steps: Steps): Promise<void> => create(steps, RATES);

/** @throws TypeError if a pool is not one of promises */
export const checkPool = (pool: MysqlPool): void => {
  if ('promise' in pool) throw new TypeError('The pool is one of mysql2: give one of mysql2/promise, or pool.promise().');
};
