/** `relbutton list`, `export`, `import` and `rotate-key`. */
import { expect } from 'chai';
import { chmodSync, chownSync, readdirSync, readFileSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { createVendor, verifyRecord } from '../../src/server/index.js';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { initFolder, noRoom, run, serve } from '../support/command.js';
import { Customer } from '../support/customer.js';

const origin = 'http://localhost:8080';
const keysOf = (folder: string): JWK[] =>
  (JSON.parse(readFileSync(join(folder, 'relbutton.key.json'), 'utf8')) as { keys: JWK[] }).keys;

/** Makes a folder with some relationships, the first of which is on hold. @returns the folder, and their `iss` in order */
const fill = async (count: number): Promise<{ cwd: string; isses: string[] }> => {
  const cwd = await initFolder();
  const store = createSqliteStore(join(cwd, 'relbutton.db'));
  const vendor = createVendor({
    origin,
    name: 'Acme Coffee',
    accepts: ['SD-BASE'],
    key: keysOf(cwd)[0] as JWK,
    store,
    perMinute: Infinity,
  });
  const isses: string[] = [];
  for (let i = 0; i < count; i++) {
    const customer = await Customer.create();
    const headers = { 'content-type': 'application/jose+json' };
    const body = await customer.sign({ aud: origin });
    await vendor.handler(new Request(`${origin}/relbutton`, { method: 'POST', headers, body }));
    isses.push(customer.iss);
  }
  await vendor.pause(isses[0] as string, '=1+1');
  await vendor.close();
  store.close();
  return { cwd, isses };
};

describe('relbutton list, export and import', () => {
  let cwd: string;
  let isses: string[];
  before(async () => {
    ({ cwd, isses } = await fill(5));
  });
  const inFolder = (...args: string[]): ReturnType<typeof run> => run(args, { cwd });

  it('lists relationships as a table or as lines of JSON, by status and by page', async () => {
    const table = await inFolder('list');
    expect(table).to.include({ code: 0, stderr: '' });
    const [head, first, ...others] = table.stdout.trim().split('\n');
    expect(head).to.match(/^CUSTOMER +STATUS +AGREEMENT +RECORDS +SINCE$/);
    expect(first).to.match(new RegExp(`^${isses[0]}  paused +SD-BASE +1 \\+ 1 +\\d{4}-`));
    expect(others).to.have.length(4);
    const lines = async (...args: string[]): Promise<unknown[]> =>
      (await inFolder('list', '--json', ...args)).stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { iss: string }).iss);
    expect(await lines()).to.deep.equal(isses);
    expect(await lines('--status', 'paused')).to.deep.equal([isses[0]]);
    expect(await lines('--limit', '2', '--after', isses[0] as string)).to.deep.equal(isses.slice(1, 3));
    expect((await inFolder('list', '--limit', '2')).stdout).to.contain(`--after ${isses[1]}`);
  });

  it('exports in each format, and imports into another store to the byte', async () => {
    for (const [format, name] of [
      ['csv', 'all.csv'],
      ['json-ld', 'all.jsonld'],
    ] as const) {
      const [to, printed] = await Promise.all([inFolder('export', '--to', name), inFolder('export', '--format', format)]);
      expect([to.code, to.stdout, to.stderr, printed.code]).to.deep.equal([0, '', '', 0]);
      expect(readFileSync(join(cwd, name), 'utf8')).to.equal(printed.stdout);
      expect(statSync(join(cwd, name)).mode & 0o777).to.equal(0o600);
      const other = await initFolder();
      writeFileSync(join(other, 'relbutton.key.json'), readFileSync(join(cwd, 'relbutton.key.json')));
      expect(await run(['import', join(cwd, name)], { cwd: other })).to.deep.equal({
        code: 0,
        stdout: 'Added: 6.\n',
        stderr: '',
      });
      expect(await run(['import', join(cwd, name)], { cwd: other })).to.include({ code: 0, stdout: 'Added: 0.\n' });
      expect((await run(['export', '--format', format], { cwd: other })).stdout).to.equal(printed.stdout);
      expect((await run(['verify-store'], { cwd: other })).stdout).to.contain('Records: 6. Faults: 0.');
      expect(statSync(join(other, 'relbutton.db')).mode & 0o777).to.equal(0o600);
    }
    expect(readdirSync(cwd).filter((name) => name.startsWith('.'))).to.deep.equal([]);
  });

  it('names the fault of a file, and ends with 1', async () => {
    await inFolder('export', '--to', 'good.csv');
    const good = readFileSync(join(cwd, 'good.csv'), 'utf8');
    const files: [name: string, text: string][] = [
      ['no-column.csv', 'a,b\n1,2\n'],
      ['changed.csv', good.replace(/""signature"":""./, '""signature"":""!')],
      ['cut.jsonld', '{"@graph": ['],
    ];
    for (const [name, text] of files) {
      writeFileSync(join(cwd, name), text);
      const { code, stdout, stderr } = await inFolder('import', name);
      expect(code, name).to.equal(1);
      expect(stdout).to.equal('');
      expect(stderr).to.match(new RegExp(`^relbutton: ${name} has a fault: .+\n$`));
    }
    const foreign = await run(['import', join(cwd, 'good.csv')], { cwd: await initFolder() });
    expect(foreign.code).to.equal(1);
  });

  it('leaves the former file where an export fails', async () => {
    writeFileSync(join(cwd, 'kept.csv'), 'before');
    expect((await inFolder('export', '--sqlite', 'away.db', '--to', 'kept.csv')).code).to.equal(2);
    expect(readFileSync(join(cwd, 'kept.csv'), 'utf8')).to.equal('before');
    expect((await inFolder('export', '--to', 'no/such/folder.csv')).code).to.equal(2);
  });
});

describe('relbutton rotate-key', () => {
  it('signs by a new key from the next start on, and keeps the former ones published without their secrets', async () => {
    const { cwd } = await fill(1);
    const former = keysOf(cwd)[0] as JWK;
    for (let i = 1; i < 3; i++) {
      const { code, stdout } = await run(['rotate-key'], { cwd });
      expect(code).to.equal(0);
      expect(stdout).to.contain('Restart relbutton serve');
      const keys = keysOf(cwd);
      expect(keys.map(({ d }) => d !== undefined)).to.deep.equal([true, ...Array<boolean>(i).fill(false)]);
      expect(keys.at(-1)?.kid).to.equal(former.kid);
    }
    expect(readFileSync(join(cwd, 'relbutton.key.json'), 'utf8')).not.to.contain(former.d);
    expect(statSync(join(cwd, 'relbutton.key.json')).mode & 0o777).to.equal(0o600);
    expect((await run(['verify-store'], { cwd })).stdout).to.contain('Records: 2. Faults: 0.');
    const serving = await serve(cwd);
    const jwks = (await (await fetch(`${serving.origin}/.well-known/jwks.json`)).json()) as { keys: JWK[] };
    expect(jwks.keys.map(({ kid }) => kid)).to.deep.equal(keysOf(cwd).map(({ kid }) => kid));
    const headers = { 'content-type': 'application/jose+json' };
    const body = await (await Customer.create()).sign({ aud: serving.origin });
    const answer = (await (await fetch(`${serving.origin}/relbutton`, { method: 'POST', headers, body })).json()) as {
      record: string;
    };
    await verifyRecord(answer.record, { keys: [jwks.keys[0] as JWK] });
    serving.signal('SIGKILL');
  });

  it('takes one key as createKey makes it, and follows a link to the file', async () => {
    const cwd = await initFolder();
    const [key] = keysOf(cwd);
    writeFileSync(join(cwd, 'real.json'), JSON.stringify(key));
    chmodSync(join(cwd, 'real.json'), 0o600);
    unlinkSync(join(cwd, 'relbutton.key.json'));
    symlinkSync('real.json', join(cwd, 'relbutton.key.json'));
    expect((await run(['rotate-key'], { cwd })).code).to.equal(0);
    expect(JSON.parse(readFileSync(join(cwd, 'real.json'), 'utf8'))).to.have.nested.property('keys[1].kid', key?.kid);
    expect(statSync(join(cwd, 'relbutton.key.json'), { throwIfNoEntry: true }).isFile()).to.equal(true);
  });

  it('keeps the owner and the mode of the file, and the file itself where the disk is full', async () => {
    const cwd = await initFolder();
    const file = join(cwd, 'relbutton.key.json');
    chmodSync(file, 0o640);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(file, 65_534, 65_534);
    expect((await run(['rotate-key'], { cwd })).code).to.equal(0);
    const { mode, uid } = statSync(file);
    expect([mode & 0o777, uid]).to.deep.equal([0o640, isRoot ? 65_534 : process.getuid?.()]);
    const [names, before] = [readdirSync(cwd), readFileSync(file, 'utf8')];
    const { code, stdout, stderr } = await noRoom(['rotate-key'], cwd);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.contain('a file may not become so large here (EFBIG)');
    expect(readdirSync(cwd)).to.deep.equal(names);
    expect(readFileSync(file, 'utf8')).to.equal(before);
  });

  it('loses no key where two run at once, or one was stopped', async () => {
    const cwd = await initFolder();
    const before = keysOf(cwd);
    const ended = await Promise.all([1, 2, 3].map(() => run(['rotate-key'], { cwd })));
    const done = ended.filter(({ code }) => code === 0).length;
    expect(done).to.be.greaterThan(0);
    expect(keysOf(cwd)).to.have.length(done + 1);
    expect(keysOf(cwd).at(-1)?.kid).to.equal(before[0]?.kid);
    writeFileSync(join(cwd, 'relbutton.key.json.lock'), '1');
    const { code, stderr } = await run(['rotate-key'], { cwd });
    expect(code).to.equal(2);
    expect(stderr).to.contain('relbutton.key.json.lock');
    expect(readdirSync(cwd).filter((name) => name.startsWith('.'))).to.deep.equal([]);
  });
});
