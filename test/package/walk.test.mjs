/** The first minutes of a vendor: from an empty folder, by the packed package, to a record that an agent's ledger and the store hold. */
import { deepStrictEqual as same, match, ok } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/ports.mjs';
import { pack, readManifest, ROOT, run, temporary } from '../support/pack.mjs';

const QUIET = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

describe('from nothing to a verified record', () => {
  it('takes one command, one paste and a server', async () => {
    const [folder, elsewhere] = [await temporary(), await temporary()];
    const [{ tarball }, { devDependencies }, port] = [await pack(ROOT, elsewhere), await readManifest(ROOT), await freePort()];
    const origin = `http://localhost:${port}`;
    const init = ['init', '--yes', '--name', 'Acme Coffee', '--origin', origin];
    // As `npx relbutton init` once the package is published: nothing is installed in the folder.
    const { stdout } = await run(folder, 'npx', [...QUIET, '--yes', `--package=${tarball}`, 'relbutton', ...init]);
    same(readdirSync(folder).sort(), ['public', 'relbutton.config.json', 'relbutton.key.json']);
    match(stdout, /Next: npm install relbutton libsql && npx relbutton serve\n$/);

    const version = devDependencies.libsql;
    await run(folder, 'npm', ['install', ...QUIET, '--ignore-scripts', tarball, `libsql@${version}`]);
    ok(existsSync(join(folder, 'node_modules/.bin/relbutton')));
    const serving = spawn('npx', ['relbutton', 'serve'], { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let said = '';
      for await (const part of serving.stdout) if ((said += part).includes('Ctrl-C')) break;
      // The customer's agent, with the only copy of its key in a database of its own.
      writeFileSync(
        join(folder, 'agent.mjs'),
        `import 'file://${ROOT}node_modules/fake-indexeddb/auto/index.mjs';
        // What a browser has: this ledger is open once.
        Object.defineProperty(globalThis, 'navigator', { value: { locks: { request: (_, work) => work() } } });
        import { openLedger } from 'relbutton/agent/ledger';
        const ledger = await openLedger();
        const vendor = { origin: '${origin}', name: 'Acme Coffee' };
        const { answer } = await ledger.say({ vendor, act: 'relate', agreement: 'SD-BASE' });
        const [{ iss, status, records }] = await ledger.list();
        console.log(JSON.stringify({ answer, iss, status, count: records.length }));
        process.exit();`,
      );
      const { iss, ...rest } = JSON.parse((await run(folder, process.execPath, ['agent.mjs'])).stdout);
      same(rest, { answer: 'accept', status: 'related', count: 1 });
      const command = (...args) => run(folder, process.execPath, ['node_modules/relbutton/dist/cli/relbutton.js', ...args]);
      const [listed, checked, proved] = [await command('list'), await command('check', origin), await command('verify-store')];
      match(listed.stdout, new RegExp(`^${iss}  related +SD-BASE +1 \\+ 0`, 'm'));
      match(checked.stdout, /Warnings: 0. Failures: 0.\n$/);
      same(proved.stdout, 'Relationships: 1. Records: 1. Faults: 0. Mended: 0.\n');
    } finally {
      process.kill(-serving.pid, 'SIGTERM');
      await once(serving, 'exit');
    }
  });
});
