/** One person's ledger goes from the command line to a web agent, an extension and the assistant's server, and back: to the byte. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { openFileLedger, publicFetch } from 'relbutton/agent/ledger/file';
import { buildExtension } from '../../examples/extension/build.mjs';
import { startShop } from '../../examples/shop/server.mjs';
import { startWebAgent } from '../../examples/web-agent/server.mjs';
import { eventually, isUpgraded, withExtensions } from '../e2e/driver.mjs';
import { AGENT, runAgent } from '../support/agent-command.ts';

const PASSPHRASE = 'correct horse battery staple';

/** Leaves out the time of the export, and the keys, which are encrypted anew each time. */
const shownIn = (text) => text.replace(/"exported": .*|"keys": "eyJ.*/g, '');

/** Takes a file in at the ledger page of an agent, and exports it there. */
const throughPage = async (page, file) => {
  const fill = (selector, value) =>
    page.evaluate((path, text) => void (document.querySelector(path).value = text), selector, value);
  await eventually(() => page.text('#import'));
  const field = await page.page.$('#import input[type=file]');
  await field.uploadFile(file);
  await fill('#import [name=passphrase]', PASSPHRASE);
  await page.click('#import button');
  await eventually(async () => (await page.text('.said')) === 'Everything in the file is here now.', 'taken in');
  // Replaces the download, which the browser would write to disk.
  await page.evaluate(() => {
    URL.createObjectURL = (blob) => {
      window.file = blob.text();
      return '#';
    };
  });
  await fill('#export [name=passphrase]', PASSPHRASE);
  await page.click('#export button');
  return eventually(() => page.evaluate(() => window.file));
};

for (const [engine, open] of withExtensions)
  describe(`a ledger that moves, with ${engine}`, () => {
    let folder;
    let shop;
    let agent;
    let browser;
    let count = 0;
    const path = (name) => join(folder, name);
    const options = (name) => ['--ledger', path(name), '--passphrase-file', path('passphrase'), '--allow-local'];
    const save = (text) => {
      const file = path(`${++count}.json`);
      writeFileSync(file, text);
      return file;
    };
    const openFile = (name) => openFileLedger(path(name), { passphrase: PASSPHRASE, fetch: publicFetch({ allowLocal: true }) });

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'relbutton-moves-'));
      writeFileSync(path('passphrase'), PASSPHRASE);
      [shop, agent] = [await startShop(), await startWebAgent()];
      browser = await open(await buildExtension(path('extension')));
    });
    after(async () => {
      await browser.close();
      for (const one of [shop, agent]) one.close();
      rmSync(folder, { recursive: true });
    });

    it('is the same everywhere, and goes on where it comes to', async () => {
      const ledger = await openFile('first.db');
      const vendor = { origin: shop.origin, name: 'Acme Coffee' };
      const relate = { vendor, act: 'relate', agreement: 'SD-BASE' };
      await ledger.say(relate);
      await ledger.say({ vendor, act: 'leave' });
      await ledger.say(relate);
      const { iss } = (await ledger.list()).find(({ status }) => status === 'related');
      for (let i = 0; i < 12; i++) await shop.vendor.converse(iss, `Grüß dich ${i} \u2028 "</script>`);
      await ledger.sync(iss);
      await ledger.sign({ ...relate, vendor: { origin: 'https://other.example', name: 'Other' } });
      ledger.close();

      const first = await runAgent(['export', ...options('first.db')]);
      is(first.code, 0, first.stderr);
      const page = await browser.newPage();
      await page.goto(agent.origin);
      const inWebAgent = await throughPage(page, save(first.stdout));
      is(shownIn(inWebAgent), shownIn(first.stdout), 'the web agent');

      await page.goto(shop.origin);
      await eventually(() => page.evaluate(isUpgraded));
      await page.click('rel-button', '[part=button]');
      const [asking] = await eventually(async () => {
        const all = await browser.extensionPages('consent.html');
        return (await all[0]?.text('button.yes')) && all;
      });
      // Firefox opens a page of an extension only from another one.
      await asking.evaluate((url) => void (globalThis.browser ?? globalThis.chrome).tabs.create({ url }), 'ledger.html');
      const extension = await eventually(async () => (await browser.extensionPages('ledger.html'))[0]);
      const inExtension = await throughPage(extension, save(inWebAgent));
      is(shownIn(inExtension), shownIn(first.stdout), 'the extension');

      const file = save(inExtension);
      const taken = await runAgent(['import', file, '--from-passphrase-file', path('passphrase'), ...options('second.db')]);
      is(taken.code, 0, taken.stderr);
      const client = new Client({ name: 'scripted', version: '1' }, { capabilities: {} });
      await client.connect(
        new StdioClientTransport({ command: process.execPath, args: [AGENT, 'mcp', ...options('second.db')] }),
      );
      const { contents } = await client.readResource({ uri: `relbutton://records/${iss}` });
      ok(contents[0].text.includes('Grüß dich 11'), 'the assistant reads it');
      await client.close();
      const last = await runAgent(['export', ...options('second.db')]);
      is(shownIn(last.stdout), shownIn(first.stdout), 'the command line again');
      ok(!readFileSync(path('second.db')).includes(PASSPHRASE));

      const moved = await openFile('second.db');
      is((await moved.converse(iss, 'Still me')).answer, 'accept');
      const { records } = (await moved.list()).find((one) => one.iss === iss);
      same(records, (await shop.vendor.relationship(iss)).records);
      moved.close();
    });
  });
