/** Every act, composed and signed in the example agents, with real vendors. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkOf } from 'relbutton/server';
import { buildExtension } from '../../examples/extension/build.mjs';
import { startWebAgent } from '../../examples/web-agent/server.mjs';
import { expectAccessible } from './accessible.mjs';
import { expectNoAmount, fill, LedgerPage, pick } from './agent-pages.mjs';
import { available, eventually, gatherOutcomes, isUpgraded, withExtensions } from './driver.mjs';
import { expectSame, testEnding, testGiving, testTalking } from './ledger-acts.mjs';
import { startVendor } from './vendor.mjs';
import { allOf } from '../support/all-of.mjs';

/** How a person composes each act, a part of the record's body then, and of what the window shows before it is signed. */
const FORMS = [
  ['converse', (page) => fill(page, 'textarea', 'Good morning'), { text: 'Good morning' }, 'Good morning'],
  ['intentcast', (page) => fill(page, '[name=need]', 'A transcript'), { need: 'A transcript' }, 'A transcript'],
  [
    'pledge',
    async (page) => {
      await fill(page, '[name=amount]', '12');
      await pick(page, '[name=currency]', 'EUR');
    },
    { amount: '12', currency: 'EUR' },
    '12 EUR',
  ],
  [
    'share',
    async (page) => {
      await fill(page, '[name=what]', 'My city');
      await fill(page, '[name=scope]', 'the editors');
      await fill(page, '[name=purpose]', 'local news');
      await pick(page, '[name=span]', 'week');
    },
    { what: 'My city', scope: 'the editors', purpose: 'local news' },
    'My city, for local news, scope: the editors, until',
  ],
  ['revoke', (page) => page.click('[name=re]'), {}, 'My city, for local news'],
  ['regard', (page) => page.click('[value=unsure]'), { feels: 'unsure' }, 'Not sure'],
];

for (const [engine, open] of available) {
  describe(`the acts in a web agent in ${engine}`, () => {
    let agent;
    let radio;
    let browser;
    let page;
    before(async () => {
      [agent, radio] = await Promise.all([startWebAgent(), startVendor('Radio')]);
      browser = await open();
      page = await browser.newPage();
      await page.goto(`${agent.origin}/link.html?link=${encodeURIComponent(`web+rel:${encodeURIComponent(radio.origin)}`)}`);
      await eventually(() => page.text('button.yes'));
      await page.click('button.yes');
      await eventually(async () => (await page.text('main'))?.includes('Both sides hold the same record.'));
      await page.goto(agent.origin);
    });
    after(async () => {
      await browser.close();
      agent.close();
      radio.close();
    });
    afterEach(async () => {
      const [{ status }] = await allOf(radio.vendor.relationships());
      if (status !== 'ended') await expectSame({ page, radio });
    });
    testGiving(() => ({ page, radio }));
    testTalking(() => ({ page, radio }));
    testEnding(() => ({ page, radio }));

    // One engine is enough: axe's rules are the same in all.
    if (engine === 'Chromium')
      it('is shown so that everybody can use it: the page and the forms, light, dark and narrow', async () => {
        const ledger = new LedgerPage(page);
        for (const [scheme, width, acts] of [
          ['light', 320, ['Say something', 'Say what you need', 'Pledge', 'Share something', 'Say how it is going']],
          ['dark', 800, ['Pledge']],
        ]) {
          await page.page.setViewport({ width, height: 800 });
          await page.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
          await expectAccessible(page);
          for (const act of acts) {
            await ledger.open(act);
            ok((await ledger.signTooEarly()).length);
            await expectAccessible(page, 'dialog');
            ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${act} at ${width}`);
            await page.press('Escape');
            await eventually(async () => (await page.text('dialog')) === null);
            ok((await page.evaluate(() => document.activeElement.ariaLabel)).startsWith(act));
          }
        }
      });
  });
}

for (const [engine, open] of withExtensions) {
  describe(`the acts in the extension in ${engine}`, () => {
    let folder;
    let radio;
    let browser;
    let page;
    let ledger;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'relbutton-'));
      radio = await startVendor('Radio');
      browser = await open(await buildExtension(folder));
      page = await browser.newPage();
    });
    after(async () => {
      await browser.close();
      radio.close();
      await rm(folder, { recursive: true });
    });

    /** Presses the vendor's button for one act. @returns the window that asks */
    const press = async (act, status = 'related') => {
      await page.goto(`${radio.origin}/?acts=${act}&status=${status}`);
      await eventually(() => page.evaluate(isUpgraded));
      await page.evaluate(gatherOutcomes);
      await page.click('rel-button', '[part=button]');
      return eventually(async () => {
        const [one] = await browser.extensionPages('consent.html');
        return (await one?.text('button.yes')) && one;
      }, `the window for ${act}`);
    };
    /** Presses the button that signs, and waits until both sides hold the record. @returns its claims */
    const sign = async (asking) => {
      await asking.click('button.yes');
      await eventually(async () => (await page.evaluate(() => window.outcomes)).length);
      same(await page.evaluate(() => window.outcomes), ['agreed']);
      await eventually(async () => (await asking.text('main'))?.includes('hold the same record'));
      const [{ iss }] = await allOf(radio.vendor.relationships());
      const { records } = await radio.vendor.relationship(iss);
      return (await linkOf(records.at(-1))).claims;
    };

    it('are composed in its own window after a press, which shows who gets what under which terms', async () => {
      let asking = await press('relate', 'offered');
      await sign(asking);
      for (const [act, compose, body, said] of FORMS) {
        await asking.close();
        asking = await press(act);
        if (['pledge', 'intentcast'].includes(act)) await expectNoAmount(asking);
        await compose(asking);
        const preview = await asking.text('.preview');
        for (const part of [radio.name, radio.origin, said, act === 'intentcast' ? 'PDC-INTENT' : 'SD-BASE'])
          ok(preview.includes(part), preview);
        const claims = await sign(asking);
        is(claims.act, act);
        for (const [name, value] of Object.entries(body)) same(claims.body[name], value);
      }
      // A page of the extension opens another one: Firefox allows no other way.
      await asking.evaluate(() => void (globalThis.browser ?? globalThis.chrome).tabs.create({ url: 'ledger.html' }));
      ledger = await eventually(async () => (await browser.extensionPages('ledger.html'))[0]);
      await asking.close();
      await eventually(() => ledger.text('article'));
    });

    testGiving(() => ({ page: ledger, radio }));
    testTalking(() => ({ page: ledger, radio }));
    testEnding(() => ({ page: ledger, radio }));
  });
}
