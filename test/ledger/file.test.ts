/** A ledger in a file: what the file holds, who can open it, and several processes at it. */
import 'fake-indexeddb/auto';
import { expect } from 'chai';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compactDecrypt, type JWK } from 'jose';
import Database from 'libsql';
import { type CustomerRelationship, openLedger } from '../../src/agent/ledger.js';
import { openFileLedger } from '../../src/agent/ledger-file/index.js';
import { makeLock, openLock } from '../../src/agent/ledger-file/locked-keys.js';
import { openFileStore } from '../../src/agent/ledger-file/store.js';
import { allOf } from '../support/all-of.mjs';
import { countStatements } from '../support/count-statements.js';
import { CHEAP, type Closable, ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';
import { sayMore } from '../support/history.js';
import { codeOf, VendorWire } from '../support/vendor-wire.js';

describe('a ledger in a file', () => {
  let folder: ReturnType<typeof ledgerFolder>;
  let wire: VendorWire;
  let file: string;
  let ledger: Closable;
  const opened: Closable[] = [];
  const open = async (path = file): Promise<Closable> => {
    const one = await openCheap(path);
    opened.push(one);
    return one;
  };
  const failureOf = (opening: Promise<unknown>): Promise<string> =>
    opening.then(
      () => 'opened',
      (error: Error) => `${error.name}: ${error.message}`,
    );
  const issOf = async (): Promise<string> => (await ledger.list())[0]?.iss ?? '';

  before(() => (folder = ledgerFolder()));
  after(() => folder.remove());
  beforeEach(async () => {
    wire = await VendorWire.open();
    file = folder.path(`${crypto.randomUUID()}.db`);
    ledger = await open();
    await ledger.say(wire.proposal);
  });
  afterEach(() => {
    for (const one of opened.splice(0)) one.close();
    wire.close();
  });

  /** Returns the private keys of the ledger, as its export has them. */
  const keysOf = async (): Promise<string[]> => {
    const { keys } = JSON.parse(await ledger.export('x')) as { keys: string };
    const { plaintext } = await compactDecrypt(keys, new TextEncoder().encode('x'), {
      keyManagementAlgorithms: ['PBES2-HS256+A128KW'],
      maxPBES2Count: 600_000,
    });
    return Object.values(JSON.parse(new TextDecoder().decode(plaintext)) as Record<string, JWK>).map(({ d = '' }) => d);
  };

  it('holds no private key in clear, nor the passphrase', async () => {
    await ledger.sign({ ...wire.proposal, vendor: { origin: 'https://other.example', name: 'Other' } });
    const keys = await keysOf();
    expect(keys).to.have.length(2);
    const raws = keys.map((key) => Buffer.from(key, 'base64url'));
    const forms = [
      ...raws,
      ...raws.flatMap((raw) => (['base64', 'base64url', 'hex', 'utf8'] as const).map((form) => raw.toString(form))),
    ];
    const files = readdirSync(dirname(file)).filter((name) => join(dirname(file), name).startsWith(file));
    expect(files.length, 'the log too').to.be.above(1);
    for (const name of files) {
      const path = join(dirname(file), name);
      const bytes = readFileSync(path);
      for (const form of [...forms, PASSPHRASE]) expect(bytes.includes(form), name).to.equal(false);
      expect(statSync(path).mode & 0o777, name).to.equal(0o600);
    }
    expect(
      Buffer.concat(files.map((name) => readFileSync(join(dirname(file), name)))).includes(wire.origin),
      'the rest is',
    ).to.equal(true);
  });

  it('opens by its passphrase alone, and says so', async () => {
    for (const one of opened.splice(0)) one.close();
    chmodSync(file, 0o644);
    const failure = await failureOf(openCheap(file, 'wrong'));
    expect(failure).to.equal('OperationError: The passphrase does not open this ledger.');
    expect(await failureOf(openCheap(file, ''))).to.include('needs a passphrase');
    ledger = await open();
    expect((await ledger.list())[0]?.status).to.equal('related');
    expect(statSync(file).mode & 0o777, 'a copy that others could read').to.equal(0o600);
  });

  it('is locked by the cost that OWASP recommends', async () => {
    const path = folder.path('costly.db');
    (await openFileLedger(path, { passphrase: PASSPHRASE })).close();
    const database = new Database(path);
    const { lock } = database.prepare('SELECT lock FROM ledger').get() as { lock: string };
    database.close();
    expect(JSON.parse(lock)).to.include({ kdf: 'scrypt', N: 131_072, r: 8, p: 1 });
    expect(statSync(path).mode & 0o777).to.equal(0o600);
  });

  it('does not open a key of another relationship, a changed one, or a lock that asks for all memory', async () => {
    const { lock, seal } = await makeLock('x', CHEAP);
    const sealed = seal.close('secret', 'a');
    const again = await openLock(lock, 'x');
    expect(again.open(sealed, 'a')).to.equal('secret');
    expect(() => again.open(sealed, 'b')).to.throw('changed outside');
    const changed = sealed.slice(0, -4) + (sealed.at(-4) === 'A' ? 'B' : 'A') + sealed.slice(-3);
    expect(() => again.open(changed, 'a')).to.throw('changed outside');
    for (const costs of [{ N: 2 ** 40, r: 8, p: 1 }, { N: 'x' }, { kdf: 'none' }])
      expect(await codeOf(openLock(JSON.stringify({ ...(JSON.parse(lock) as object), ...costs }), 'x'))).to.equal('Error');
  });

  it('refuses what is no ledger, and changes neither its bytes nor who can read it', async () => {
    const foreign = (name: string, ...sql: string[]): string => {
      const database = new Database(folder.path(name));
      for (const one of sql) database.exec(one);
      database.close();
      return folder.path(name);
    };
    const text = folder.path('text.db');
    writeFileSync(text, 'A letter to a friend, which is no database at all.'.repeat(20));
    writeFileSync(folder.path('short'), 'x');
    const files = [
      text,
      folder.path('short'),
      foreign('songs.db', 'CREATE TABLE songs (name TEXT)'),
      foreign(
        'accounts.db',
        'CREATE TABLE ledger (id INTEGER, version INTEGER, lock TEXT)',
        'INSERT INTO ledger VALUES (1, 1, 1)',
      ),
      foreign('log.db', 'PRAGMA journal_mode = WAL', 'CREATE TABLE records (name TEXT)'),
    ];
    for (const path of files) {
      chmodSync(path, 0o644);
      const before = readFileSync(path);
      expect(await failureOf(openCheap(path)), path).to.match(/Name another file/);
      expect(readFileSync(path).equals(before), path).to.equal(true);
      expect(statSync(path).mode & 0o777, path).to.equal(0o644);
    }
    expect(await failureOf(openCheap(dirname(file)))).to.include('is a folder');
    expect(await failureOf(openCheap(join(text, 'ledger.db')))).to.include('ENOTDIR');
    const later = new Database(file);
    later.exec('UPDATE ledger SET version = 2');
    later.close();
    expect(await failureOf(openCheap(file))).to.include('Update the package');
  });

  it('is created only where that is wanted', async () => {
    const empty = folder.path('empty.db');
    writeFileSync(empty, '');
    const bare = new Database(folder.path('bare.db'));
    bare.exec('PRAGMA journal_mode = WAL');
    bare.close();
    for (const path of [folder.path('typo.db'), empty, folder.path('bare.db')]) {
      const options = { passphrase: PASSPHRASE, create: false };
      expect(await failureOf(openFileLedger(path, options)), path).to.equal(`Error: There is no ledger at ${path}.`);
    }
    expect(existsSync(folder.path('typo.db'))).to.equal(false);
    expect(statSync(empty).size).to.equal(0);
    (await openFileLedger(file, { passphrase: PASSPHRASE, create: false })).close();
    (await open(empty)).close();
  });

  it('goes to IndexedDB and back, to the byte', async () => {
    // Node 20 has no Web Locks, and there is one window.
    const { navigator: real } = globalThis;
    const locks = { request: (_: string, work: () => unknown) => work() };
    Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
    try {
      await sayMore(wire.store, await issOf(), 20, 'Grüß dich', wire.options.key);
      await ledger.sync(await issOf());
      await ledger.sign({ ...wire.proposal, vendor: { origin: 'https://other.example', name: 'Other' } });
      /** Leaves out the time of the export, and the keys, which are encrypted anew each time. */
      const shownIn = (text: string): string => text.replace(/"exported": .*|"keys": "eyJ.*/g, '');
      const first = await ledger.export('x');
      const inBrowser = await openLedger('moved');
      await inBrowser.import(first, 'x');
      const second = await inBrowser.export('y');
      const elsewhere = await open(folder.path('elsewhere.db'));
      await elsewhere.import(second, 'y');
      const third = await elsewhere.export('z');
      expect(shownIn(second)).to.equal(shownIn(first));
      expect(shownIn(third)).to.equal(shownIn(first));
      const {
        iss,
        name,
        vendor: origin,
      } = (await elsewhere.list()).find(({ status }) => status === 'related') as CustomerRelationship;
      expect((await elsewhere.say({ vendor: { origin, name }, act: 'pause' })).answer).to.equal('accept');
      expect(await allOf(elsewhere.records(iss))).to.deep.equal((await wire.shop.relationship(iss)).records);
    } finally {
      Object.defineProperty(globalThis, 'navigator', { value: real, configurable: true });
    }
  });

  it('costs as much for one more act with 10 records as with 10,000', async () => {
    const count = countStatements();
    try {
      const counted = await open();
      const iss = await issOf();
      const costOf = async (): Promise<[string[], number]> => {
        count.reset();
        await counted.converse(iss, 'Hello');
        return [[...count.statements], count.rows];
      };
      await costOf();
      const few = await costOf();
      const database = new Database(file);
      const [model] = database.prepare('SELECT * FROM records LIMIT 1').all() as { record: string }[];
      const add = database.prepare('INSERT INTO records (iss, at, hash, record) VALUES (?, ?, ?, ?)');
      database.transaction(() => {
        for (let i = 0; i < 10_000; i++) add.run(iss, -1 - i, `h${i}`, model?.record ?? '');
      })();
      database.close();
      const many = await costOf();
      expect(few[0].length).to.be.within(8, 40);
      expect(many).to.deep.equal(few);
      const plan = new Database(file);
      for (const sql of new Set(many[0].filter((one) => one.startsWith('SELECT') && !one.includes('turns')))) {
        const steps = plan.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...[...sql.matchAll(/\?/g)].map(() => 'x')) as {
          detail: string;
        }[];
        for (const { detail } of steps) expect(detail, sql).to.match(/^SEARCH /);
      }
      plan.close();
    } finally {
      count.stop();
    }
  });

  it('takes the turn of a process that was killed at once, and of one that is held up after its lease', async () => {
    const iss = await issOf();
    const database = new Database(file);
    const hold = database.prepare('INSERT INTO turns (vendor, token, holder, until) VALUES (?, ?, ?, ?)');
    const { hostname } = await import('node:os');
    hold.run(wire.origin, 'a', `4194999 ${hostname()}`, Date.now() + 60_000);
    await ledger.converse(iss, 'Hello');
    hold.run(wire.origin, 'b', '1 elsewhere', Date.now() + 300);
    await ledger.converse(iss, 'Hello again');
    database.close();
  });

  it('writes nothing in a turn that another process has taken over', async () => {
    const iss = await issOf();
    const { release } = wire.hold();
    const asked = wire.requests.length;
    const saying = codeOf(ledger.converse(iss, 'Slow'));
    await wire.sent(asked + 1);
    const database = new Database(file);
    database.exec("UPDATE turns SET token = 'stolen', until = 0");
    database.close();
    release();
    expect(await saying).to.equal('11');
    await ledger.sync(iss);
    expect(await allOf(ledger.records(iss))).to.deep.equal((await wire.shop.relationship(iss)).records);
  });

  it('refuses to write outside a turn, and a second record in one place', async () => {
    const store = await openFileStore(file, PASSPHRASE);
    const [relationship] = await store.relationships(undefined, 1);
    if (!relationship) throw new Error('nothing is kept');
    const { iss, vendor } = relationship;
    expect(await codeOf(store.put({ relationship }))).to.equal('11');
    const [first] = await store.records(iss, undefined, 1);
    if (!first) throw new Error('nothing is kept');
    const fork = { relationship: { ...relationship, name: 'Forked' }, added: [{ ...first, hash: 'other' }] };
    expect(await store.inTurn([vendor], () => codeOf(store.put(fork)))).to.match(/SQLITE_CONSTRAINT/);
    expect((await store.find(iss))?.name, 'none of it').to.equal('Shop');
    store.close();
  });

  it('is opened by many at once, and takes what each says in turn', async () => {
    const path = folder.path('many.db');
    const many = await Promise.all(Array.from({ length: 6 }, () => open(path)));
    await Promise.all(many.map((one) => one.say(wire.proposal)));
    const [{ iss, records } = { iss: '', records: [] }, ...others] = await (many[0] as Closable).list();
    expect(others, 'one relationship').to.deep.equal([]);
    expect(records).to.deep.equal((await wire.shop.relationship(iss)).records);
  });
});
