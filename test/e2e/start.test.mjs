/** `npm start` in a fresh clone: its addresses, ports in use, and no process left when it ends. */
import { deepStrictEqual as same, match, ok } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneInto } from '../support/clone.mjs';
import { descendantsOf, parents } from '../support/processes.mjs';
import { eventually } from './driver.mjs';

describe('npm start', () => {
  let folder;
  let blocking;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relbutton-start-'));
    cloneInto(folder);
    // Another program's server, on another address of the shop's port.
    blocking = createServer().listen(4700, '127.0.0.1');
    // If the port is in use already, the test works too.
    await Promise.race([once(blocking, 'listening'), once(blocking, 'error')].map((one) => one.catch(() => undefined)));
  });
  after(() => {
    blocking.close();
    rmSync(folder, { recursive: true });
  });

  const start = () => {
    const child = spawn('npm', ['start'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const says = (text) =>
      eventually(() => output.includes(text), text).catch(() => {
        throw new Error(`It did not say "${text}": ${output}`);
      });
    return { child, says, output: () => output };
  };
  /** Ends it, and checks that no child is left. `isTyped`: ends it as Ctrl-C does, which a terminal sends to all its processes */
  const end = async ({ child }, signal, isTyped = false) => {
    const started = descendantsOf(child.pid);
    ok(started.length > 0);
    process.kill(isTyped ? -child.pid : child.pid, signal);
    const left = () => started.filter((pid) => parents().has(pid));
    await eventually(() => !left().length, 'its end').catch(() => same(left(), [], 'left behind'));
  };

  it('prints the addresses before anything is built, steps over ports in use, and answers there', async () => {
    const running = start();
    await running.says('Storybook follows');
    ok(!running.output().includes('are ready'), running.output());
    const origins = [...running.output().matchAll(/^ {2}(\w[\w ]*?) {2,}(http:\/\/localhost:\d+)/gm)];
    same(
      origins.map(([, what]) => what),
      ['Shop', 'Check page', 'Radio', 'Agent', 'Web agent', 'Storybook'],
    );
    const [[, , shop]] = origins;
    ok(shop !== 'http://localhost:4700', shop);
    // Requests during the build are answered after it.
    const asked = origins.map(([, , origin]) => fetch(origin, { signal: AbortSignal.timeout(150_000) }));
    const page = await (await asked[0]).text();
    match(page, /Acme Coffee/);
    match(page, /href="\/\?agent=in"/);
    ok(!page.includes(origins[3][2]), 'no agent is in the first view');
    for (const response of await Promise.all(asked)) ok(response.ok, response.url);
    await running.says('Storybook is ready');
    await end(running, 'SIGTERM');
  });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL'])
    it(`leaves nothing when ${signal} ends it while it builds`, async () => {
      const running = start();
      await running.says('Building');
      // `npm`, the script, and the build tools.
      await eventually(() => descendantsOf(running.child.pid).length >= 3, 'the build');
      await end(running, signal, signal === 'SIGINT');
    });
});
