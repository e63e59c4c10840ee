/**
 * A server for the measures of `server.mjs`, in a process of its own: the vendor's, or a bare one that does the least that a record
 * needs. It verifies the customer's signature, signs, inserts one row and answers. Its argument has the options as JSON; it prints its
 * port.
 */
import { createServer } from 'node:http';
import { FlattenedSign, flattenedVerify, importJWK } from 'jose';
import Database from 'libsql';
import pg from 'pg';
import { createVendor } from '../../dist/server/index.js';
import { nodeHandler } from '../../dist/server/node.js';
import { createPostgresStore } from '../../dist/server/postgres.js';
import { createSqliteStore } from '../../dist/server/sqlite.js';

const { isBare, key, origin, file, connection } = JSON.parse(process.argv[2]);
const pool = connection && new pg.Pool({ ...connection, max: 16 });

/** Opens a table and returns a function that inserts one row. */
const openTable = async () => {
  const columns = '(seq INTEGER PRIMARY KEY, iss TEXT, jti TEXT, received TEXT, record TEXT, UNIQUE (iss, jti))';
  if (pool) {
    await pool.query(`CREATE TABLE bare ${columns.replace('INTEGER', 'bigint GENERATED ALWAYS AS IDENTITY')}`);
    return (...row) => pool.query('INSERT INTO bare (iss, jti, received, record) VALUES ($1, $2, $3, $4)', row);
  }
  const database = new Database(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE bare ${columns}`);
  const insert = database.prepare('INSERT INTO bare (iss, jti, received, record) VALUES (?, ?, ?, ?)');
  return (...row) => insert.run(...row);
};

const bare = async () => {
  const insert = await openTable();
  const { alg, kid } = key;
  const own = await importJWK(key, alg);
  return async (request, response) => {
    let received = '';
    for await (const part of request) received += part;
    const { payload, signatures } = JSON.parse(received);
    const [{ protected: header, signature }] = signatures;
    const { alg: theirs, jwk } = JSON.parse(Buffer.from(header, 'base64url'));
    await flattenedVerify({ payload, protected: header, signature }, await importJWK(jwk, theirs));
    const { iss, jti } = JSON.parse(Buffer.from(payload, 'base64url'));
    const signed = await new FlattenedSign(Buffer.from(payload, 'base64url')).setProtectedHeader({ alg, kid }).sign(own);
    const second = { protected: signed.protected, signature: signed.signature };
    const record = JSON.stringify({ payload, signatures: [signatures[0], second] });
    await insert(iss, jti, received, record);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ record }));
  };
};
const ours = async () => {
  const store = pool ? await createPostgresStore(pool) : createSqliteStore(file);
  const vendor = createVendor({ origin, name: 'Shop', accepts: ['SD-BASE'], key, store, perMinute: Infinity });
  return nodeHandler(vendor, origin);
};

const server = createServer(await (isBare ? bare() : ours())).listen(0, '127.0.0.1', () => console.log(server.address().port));
