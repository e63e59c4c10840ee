/** `docs/vendors.md`: every command and file in it is run as it stands, and its table of codes is the code's own. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import Database from 'libsql';
import { CHAIN_FAULTS, createWebhook, REFUSALS } from 'relbutton/server';
import { createSqliteStore } from 'relbutton/server/sqlite';
import { STATUSES } from '../../src/server/http.js';
import { eventually } from '../e2e/driver.mjs';
import { freePort } from '../e2e/serve.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(join(root, 'docs/vendors.md'), 'utf8');
const blocks = [...text.matchAll(/^ *```(\w+)(?: (\S+))?\n([\s\S]*?)^ *```$/gm)].map(([, language, name, code]) => ({
  language,
  name,
  code,
}));

describe('docs/vendors.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relbutton-docs-'));
  const running = [];
  let ports;
  /** The ports are those of this test: others may be taken. */
  const local = (code) => code.replaceAll('8080', ports[0]).replaceAll('8090', ports[1]);
  const start = (file, env = {}) => {
    const child = spawn(process.execPath, [file], { cwd: folder, env: { ...process.env, ...env } });
    running.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    return () => output;
  };

  before(async () => {
    ports = [await freePort(), await freePort()];
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/relbutton'));
    for (const name of ['libsql', 'jose', 'jws', 'standardwebhooks'])
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    for (const { name, code } of blocks) if (name) writeFileSync(join(folder, name), local(code));
  });
  after(() => {
    for (const child of running) child.kill();
    rmSync(folder, { recursive: true });
  });

  it('has a server of ten lines, and every command runs', async () => {
    const { code } = blocks.find(({ name }) => name === 'server.mjs');
    is(code.trim().split('\n').length, 10);
    const [makeKey, ...commands] = blocks.filter(({ language }) => language === 'sh').map((block) => local(block.code));
    const run = async (command) =>
      (await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', command], { cwd: folder })).stdout;
    await run(makeKey);
    const output = start('server.mjs');
    await eventually(() =>
      fetch(`http://localhost:${ports[0]}/`).then(
        () => true,
        () => false,
      ),
    );
    const outputs = [];
    for (const command of commands) outputs.push(await run(command));
    is(output(), '');
    const said = outputs.join('\n');
    for (const part of ['"name":"Acme Coffee"', '"kid":', '"effective_date":', '"act":"relate"', 'whsec_'])
      ok(said.includes(part), part);
  });

  it('deletes what came to nothing, and nothing else', async () => {
    const { code } = blocks.find(({ language }) => language === 'sql');
    const store = createSqliteStore(join(folder, 'sql.db'));
    const entry = (jti, record, answer) => ({ iss: 'i', jti, hash: jti, place: null, received: '{}', record, answer });
    for (const one of [
      entry('agreed', '{}', {}),
      entry('asked', null, { pending: true }),
      entry('countered', null, { counter: 'SD-BASE' }),
      entry('refused', null, { refused: true, code: 'refused', message: 'No.' }),
    ])
      await store.add(one);
    new Database(join(folder, 'sql.db')).exec(code);
    same(
      (await store.list()).map(({ jti }) => jti),
      ['agreed', 'asked'],
    );
    store.close();
  });

  it('has a receiver of webhooks that hears each change once', async () => {
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const output = start('crm.mjs', { WEBHOOK_SECRET: secret });
    const url = `http://localhost:${ports[1]}/hook`;
    const isUp = () =>
      fetch(url, { method: 'POST', body: '{}' }).then(
        ({ status }) => status === 400,
        () => false,
      );
    await eventually(isUp, 'what is not signed is refused');
    const send = createWebhook({ url, secret });
    const change = { id: 'c1', iss: 'i', act: 'pause', side: 'customer', status: 'paused' };
    await send(change);
    await send(change);
    await send({ ...change, id: 'c2', status: 'ended', act: 'leave' });
    same(output().match(/relationship\.\w+ i \w+/g), ['relationship.paused i pause', 'relationship.ended i leave']);
  });

  it('has no fragment that is no JavaScript', async () => {
    for (const { language, code } of blocks) if (language === 'js') await transform(code, { format: 'esm' });
  });

  it('names every code, with its status and sentence, and no other', () => {
    const rows = [...text.matchAll(/^\| `(\w+)` +\| (?:(\d{3}) +\| )?([A-Z].*?[.?]) *\|$/gm)].map(([, ...row]) => row);
    same(rows, [
      ...Object.entries(REFUSALS).map(([code, sentence]) => [code, String(STATUSES[code] ?? 400), sentence]),
      ...Object.entries(CHAIN_FAULTS).map(([fault, sentence]) => [fault, undefined, sentence]),
    ]);
  });
});
