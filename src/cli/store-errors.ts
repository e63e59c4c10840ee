import { UsageError } from './command.js';
import { codeOf, reasonOf } from './reasons.js';

/** What the codes of databases mean, and what to do. */
const MEANINGS: readonly (readonly [codes: RegExp, text: string])[] = [
  [
    /^(28P01|28000|ER_ACCESS_DENIED_ERROR|ER_ACCESS_DENIED_NO_PASSWORD_ERROR)$/,
    'The database does not know this user with this password: mend them in the address. Characters such as @ and / are written %40 and %2F there.',
  ],
  [/^(3D000|ER_BAD_DB_ERROR)$/, 'There is no database of that name on the server: make it, or mend the name in the address.'],
  [/^ER_NO_DB_ERROR$/, 'The address names no database: write it at the end, as in mysql://user:password@localhost/shop.'],
  [
    /^(42501|ER_DBACCESS_DENIED_ERROR|ER_TABLEACCESS_DENIED_ERROR)$/,
    'The user may not do this in the database: grant the rights to make, read and write tables.',
  ],
  [
    /^(53300|ER_CON_COUNT_ERROR|ER_TOO_MANY_USER_CONNECTIONS)$/,
    'The server has no connection left: raise its limit, or end others.',
  ],
  [
    /^(ECONNREFUSED|ENOENT|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
    'The server of the database cannot be reached: start it, or mend host and port in the address.',
  ],
  [
    /^ERR_INVALID_URL$/,
    'The address of the database cannot be read. Characters such as @ and / in a password are written %40 and %2F.',
  ],
  [/^SQLITE_NOTADB$/, 'The file is not a database of SQLite: name another one.'],
  [/^SQLITE_CORRUPT/, 'The file is damaged: take the last copy of it.'],
  [
    /^(EACCES|EPERM|EROFS|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|SQLITE_READONLY)/,
    'This user may not read and write the file and its folder: allow that.',
  ],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'Another program holds the file: try again once it is done.'],
  [/^SQLITE_FULL$/, 'The disk is full: make room on it.'],
];

/** @param named the option or setting that names the store, and its address unless it may hold a password */
export const storeError = (named: string, cause: unknown): UsageError => {
  const code = codeOf(cause) ?? '';
  const [, meaning] = MEANINGS.find(([codes]) => codes.test(code)) ?? [];
  const reason = reasonOf(cause);
  const why = reason.includes(code) ? reason : `${reason} (${code})`;
  return new UsageError(`The store of ${named} cannot be opened: ${why}. ${meaning ?? ''}`.trimEnd(), { cause });
};
