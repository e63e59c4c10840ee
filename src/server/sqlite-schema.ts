import type Database from 'libsql';
import { moveToLines, outboxTables } from './outbox-statements.js';
import { madeState, type Row } from './rows.js';
import { HEADS, INDEXES, MAKE, NO_LIMIT, readSql, UNMADE } from './statements.js';
import { headsTable, recordsTable, type Types } from './tables.js';

const TYPES: Types = { serial: 'INTEGER PRIMARY KEY', whole: 'INTEGER', key: 'TEXT', text: 'TEXT' };
const TABLES = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 10000;
  CREATE TABLE IF NOT EXISTS ${recordsTable(TYPES, 'UNIQUE (iss, jti)')} STRICT;
`;
const HEADS_TABLE = `CREATE TABLE ${headsTable(TYPES, 'UNIQUE (iss)')} STRICT;`;
const OUTBOX = outboxTables(TYPES, 'STRICT');

/** Numbers the messages of version 0.1.0, whose outbox has no order, as they were added. */
const NUMBER = `
  ALTER TABLE relbutton_outbox ADD COLUMN iss TEXT;
  ALTER TABLE relbutton_outbox ADD COLUMN sequence INTEGER;
  UPDATE relbutton_outbox SET iss = json_extract(body, '$.iss') WHERE json_valid(body);
  CREATE TEMP TABLE numbered AS
    SELECT id, row_number() OVER (PARTITION BY iss ORDER BY rowid) AS number FROM relbutton_outbox WHERE iss IS NOT NULL;
  CREATE UNIQUE INDEX temp.numbered_id ON numbered (id);
  UPDATE relbutton_outbox SET
    sequence = (SELECT number FROM numbered WHERE numbered.id = relbutton_outbox.id),
    body = json_set(body, '$.sequence', (SELECT number FROM numbered WHERE numbered.id = relbutton_outbox.id))
    WHERE iss IS NOT NULL;
  DROP TABLE numbered;
  CREATE TABLE relbutton_sequences (iss TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
  INSERT INTO relbutton_sequences (iss, last)
    SELECT iss, max(sequence) FROM relbutton_outbox WHERE iss IS NOT NULL GROUP BY iss;
`;

/** Upgrades tables of earlier versions. Records of version 0.1.0 name no passkey. */
const upgrade = (database: Database.Database): void => {
  const hasColumn = (table: string, column: string): boolean =>
    database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').all(table, column).length > 0;
  for (const column of ['credential', 'revokes'])
    if (!hasColumn('relbutton_records', column)) database.exec(`ALTER TABLE relbutton_records ADD COLUMN ${column} TEXT`);
  if (!hasColumn('relbutton_outbox', 'due')) return;
  if (!hasColumn('relbutton_outbox', 'sequence')) database.exec(NUMBER);
  database.exec(moveToLines(OUTBOX));
};

/** Writes the parameters of a statement as SQLite numbers them: it counts a `$2` that comes first as the first one. */
export const numbered = (sql: string): string => sql.replaceAll('$', '?');

/** Makes the states of the relationships that have none, from their records: at the first opening of a store of an earlier version. */
const makeStates = (database: Database.Database): void => {
  const [unmade, read, make] = [UNMADE, readSql({}), MAKE].map((sql) => database.prepare(numbered(sql))) as [
    Database.Statement,
    Database.Statement,
    Database.Statement,
  ];
  for (let found = unmade.all(); found.length > 0; found = unmade.all())
    for (const { iss } of found as { iss: string }[]) make.run(iss, ...madeState(iss, read.all(iss, null, NO_LIMIT) as Row[]));
};

/** Creates the tables, and upgrades those of earlier versions. */
export const prepareTables = (database: Database.Database): void => {
  database.exec(TABLES);
  const work = (): void => {
    upgrade(database);
    const isNew = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = ? AND type = ?`).all('relbutton_heads', 'table');
    if (isNew.length === 0) database.exec(HEADS_TABLE + HEADS);
    database.exec(INDEXES + OUTBOX);
    makeStates(database);
  };
  database.transaction(work).immediate();
  // From here on `inLine` waits for locks: the driver would stop the event loop meanwhile.
  database.exec('PRAGMA busy_timeout = 0');
};
