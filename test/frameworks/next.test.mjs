/** Next with the app router: rendered on a server, taken up in the page, with a vendor's server of its own. */
import { match, ok, strictEqual as is } from 'node:assert';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createKey } from 'relbutton/server';
import { eventually } from '../e2e/driver.mjs';
import { freePort } from '../support/ports.mjs';
import { install } from './app.mjs';
import { openVisitor } from './visit.mjs';

describe('next', () => {
  let app;
  let visitor;
  let env;
  const running = [];
  before(async () => {
    const port = String(await freePort());
    const key = JSON.stringify(await createKey());
    env = { ORIGIN: `http://localhost:${port}`, PORT: port, RELBUTTON_KEY: key, NEXT_TELEMETRY_DISABLED: '1' };
    app = await install('next', 'react/src');
    await app.run('npm', ['run', 'build'], env);
  });
  // Another each time: a server that starts anew knows nobody.
  beforeEach(async () => {
    visitor = await openVisitor();
  });
  afterEach(async () => {
    await visitor.close();
    for (const child of running.splice(0)) {
      child.kill();
      await new Promise((resolve) => child.once('exit', resolve));
    }
  });

  const start = async (mode) => {
    const next = join(app.folder, 'node_modules/next/dist/bin/next');
    running.push(spawn(process.execPath, [next, mode], { cwd: app.folder, env: { ...process.env, ...env }, stdio: 'ignore' }));
    const get = (path) => fetch(env.ORIGIN + path).catch(() => undefined);
    const html = await (await eventually(() => get('/'), `next ${mode} answers`)).text();
    // In development each is built when it is first asked for.
    for (const path of ['/relbutton', '/.well-known/jwks.json']) await get(path);
    return html;
  };

  it('renders on the server what works before script, and goes from the press to the record', async () => {
    const html = await start('start');
    match(html, /<rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-DP" endpoint="\/relbutton"><a href="\/relate">/);
    const { page } = await visitor.open(env.ORIGIN);
    await page.page.setJavaScriptEnabled(false);
    await page.reload();
    const [link] = await page.page.$$('rel-button > a');
    ok(await link.isVisible());
    await Promise.all([page.page.waitForNavigation(), link.click()]);
    is(await page.text('h1'), 'Relate by hand');
    await page.close();
    await visitor.goThrough(env.ORIGIN);
  });

  it('warns of nothing in development, where it is taken up in the page and mounted twice', async () => {
    await start('dev');
    await visitor.goThrough(env.ORIGIN);
  });
});
