/** The example extension with the served shop and the committed bundle, by trusted input, in the browsers that load one. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtension } from '../../examples/extension/build.mjs';
import { startShop } from '../../examples/shop/server.mjs';
import { eventually, gatherOutcomes, IDLE, isUpgraded, wait, withExtensions } from './driver.mjs';
import { HEAD, serve } from './serve.mjs';
import { allOf } from '../support/all-of.mjs';

const axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

for (const [engine, open] of withExtensions) {
  describe(`the extension in ${engine}`, () => {
    let folder;
    let shop;
    let browser;
    let page;
    // A browser for each test, so that a lost window or an updated extension does not affect other tests.
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'relbutton-'));
      shop = await startShop();
      browser = await open(await buildExtension(join(folder, 'one')));
      page = await browser.newPage();
    });
    afterEach(async () => {
      await browser.close();
      shop.close();
      await rm(folder, { recursive: true });
    });

    const visit = async (url = shop.origin) => {
      await page.goto(url);
      await eventually(() => page.evaluate(isUpgraded));
      await page.evaluate(gatherOutcomes);
    };
    const press = () => page.click('rel-button', '[part=button]');
    const outcomes = () => page.evaluate(() => window.outcomes);
    const consents = () => browser.extensionPages('consent.html');
    /** Returns the consent window, once it asks. */
    const consent = () =>
      eventually(async () => {
        const [one] = await consents();
        return (await one?.text('button.yes')) && one;
      }, 'the consent window');
    const closed = () => eventually(async () => !(await consents()).length, 'no consent window');
    /** Relates with the shop. @returns the consent window, which stays open */
    const relate = async () => {
      await visit();
      await press();
      const asking = await consent();
      await asking.click('button.yes');
      await eventually(async () => (await badge()) === 'Related', 'the badge says Related');
      await eventually(async () => (await asking.text('main p'))?.startsWith('You and Acme Coffee relate'), 'the end');
      return asking;
    };
    /** Opens a page of the extension from another of its pages: Firefox allows no other way. */
    const openPage = async (name, from) => {
      await from.evaluate((url) => void (globalThis.browser ?? globalThis.chrome).tabs.create({ url }), name);
      return eventually(async () => (await browser.extensionPages(name))[0], name);
    };
    const badge = () => page.text('rel-badge', '[part=status]');
    const expectAccessible = async (tab) => {
      await tab.evaluate(axe);
      const violations = await tab.evaluate(async () => {
        const found = await window.axe.run(document, { rules: { 'target-size': { enabled: true } } });
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
      });
      same(violations, []);
    };

    it('asks in its own window, whose page it is by the browser’s word, and says nothing when told not now', async () => {
      await visit();
      await press();
      const asking = await consent();
      ok((await asking.text('main')).includes(`Acme Coffee is at ${shop.origin}. Your browser says so.`));
      is(await page.text('rel-button', '[popover] p'), 'Waiting for your answer in the other window.');
      await expectAccessible(asking);
      await asking.click('button with text "Not now"');
      await eventually(async () => (await outcomes()).length);
      same(await outcomes(), ['dismissed']);
      same(await allOf(shop.vendor.records()), []);
    });

    it('closes its window when the person cancels in the page, and ends when they close the window', async () => {
      await visit();
      await press();
      await consent();
      await page.press('Escape');
      await closed();
      same(await outcomes(), ['dismissed']);
      await press();
      await (await consent()).close();
      await eventually(async () => (await outcomes()).length === 2);
      same(await outcomes(), ['dismissed', 'dismissed']);
    });

    it('stays silent without a press on that very button, whatever the page does', async () => {
      await visit();
      await page.evaluate(() => {
        const host = document.querySelector('rel-button');
        window.offers = 0;
        addEventListener('rel-message', ({ detail }) => (window.offers += detail.includes('"offer"')), true);
        window.forge = () => {
          for (const target of [host, document, window, document.body, host.shadowRoot, document.createElement('div')]) {
            const detail = JSON.stringify({ v: [1], id: crypto.randomUUID(), type: 'ask', acts: ['relate'], lang: 'en' });
            target.dispatchEvent(new CustomEvent('rel-message', { detail, bubbles: true, composed: true }));
          }
          host.click();
          host.shadowRoot.querySelector('button').click();
          host.shadowRoot.querySelector('button').dispatchEvent(new PointerEvent('click', { bubbles: true, composed: true }));
        };
        window.forge();
        document.querySelector('h1').addEventListener('click', window.forge);
      });
      await page.click('h1');
      await wait(500);
      same(await consents(), []);
      is(await page.evaluate(() => window.offers), 0);
    });

    it('goes from press to a record that both sides hold, with its background asleep before and meanwhile', async () => {
      const sleep = async () => {
        if (engine === 'Firefox') await wait(IDLE + 1_000);
        else
          for (const target of browser.browser.targets())
            if (target.type() === 'service_worker') await (await target.worker()).close();
      };
      await visit();
      await sleep();
      await press();
      const asking = await consent();
      await sleep();
      await asking.click('button.yes');
      await eventually(async () => (await badge()) === 'Related');
      await eventually(async () => (await outcomes()).length);
      same(await outcomes(), ['agreed']);
      const [{ record }, ...more] = await allOf(shop.vendor.records());
      same(more, []);
      is(JSON.parse(record).signatures.length, 2);
      ok((await eventually(() => asking.text('main p'))).startsWith('You and Acme Coffee relate under SD-BASE.'));
      const ledger = await openPage('ledger.html', asking);
      is(await eventually(() => ledger.text('article pre')), record);
      await expectAccessible(ledger);
    });

    if (engine === 'Chromium')
      it('asks although the browser stops its background before the window opens', async () => {
        await visit();
        const target = await browser.browser.waitForTarget((one) => one.type() === 'service_worker');
        const background = await target.worker();
        await background.evaluate(() => {
          self.opening = new Promise((resolve) => {
            self.chrome.windows.create = () => (resolve(), new Promise(() => undefined));
          });
        });
        await press();
        await background.evaluate(() => self.opening);
        await background.close();
        await (await consent()).click('button with text "Not now"');
        await eventually(async () => (await outcomes()).length);
        same(await outcomes(), ['dismissed']);
        is((await consents()).length, 1);
      });

    it('shows in the toolbar what the page’s markup and its own ledger say', async () => {
      const other = await serve({ '/': `${HEAD}<rel-button></rel-button>`, '/none': '<!doctype html><title>None</title>' });
      const watching = await relate();
      /** Returns the toolbar's title for a page. */
      const titleFor = async (url, expected) => {
        await page.goto(url);
        await eventually(
          () =>
            watching.evaluate(
              async (address, title) => {
                const api = globalThis.browser ?? globalThis.chrome;
                for (const { id, url: at } of await api.tabs.query({}))
                  if (at?.startsWith(address) && (await api.action.getTitle({ tabId: id })) === title) return true;
                return false;
              },
              url,
              expected,
            ),
          expected,
        );
      };
      await titleFor(shop.origin, 'Acme Coffee: Related');
      await titleFor(`${other.origin}/none`, 'No relbutton on this page');
      await titleFor(`${other.origin}/`, 'Open to relate');
      other.close();
    });

    it('pauses, resumes, exports and leaves from the toolbar, with no page of the vendor open', async () => {
      const popup = await openPage('popup.html', await relate());
      await page.goto('about:blank');
      const [{ iss }] = await allOf(shop.vendor.records());
      await eventually(() => popup.text('article h2'));
      await expectAccessible(popup);
      for (const [button, said, status] of [
        ['Pause', 'You paused with Acme Coffee.', 'paused'],
        ['Resume', 'You took up again with Acme Coffee.', 'related'],
        ['What they hold', 'Acme Coffee answered; it is in a file.', 'related'],
        ['Leave', 'You left Acme Coffee.', 'ended'],
      ]) {
        await popup.click(`button with text "${button}"`);
        await eventually(async () => (await popup.text('[role=status]')) === said, said);
        is(await shop.vendor.status(iss), status);
      }
    });

    it('searches, gives everything away as a file, deletes, and takes the file in again', async () => {
      const ledger = await openPage('ledger.html', await relate());
      const names = async () =>
        ledger.evaluate(() => [...document.querySelectorAll('article h2')].map(({ firstChild }) => firstChild.textContent));
      const fill = (selector, value) =>
        ledger.evaluate(
          (path, text) => {
            const field = document.querySelector(path);
            field.value = text;
            field.dispatchEvent(new Event('input'));
          },
          selector,
          value,
        );
      const expectNames = (...expected) =>
        eventually(async () => String(await names()) === String(expected), `${expected} listed`);
      await expectNames('Acme Coffee');
      // Only a relationship that has ended can be deleted.
      await ledger.click('article button with text "Leave"');
      await eventually(async () => (await ledger.text('[role=status]')) === 'You left Acme Coffee.', 'left');
      const record = await ledger.text('article pre');
      await fill('#search', 'acme sd-base');
      await expectNames('Acme Coffee');
      await fill('#search', 'tea');
      await expectNames();
      await fill('#search', '');
      await expectNames('Acme Coffee');

      // Replaces the download, which the browser would write to disk.
      await ledger.evaluate(() => {
        URL.createObjectURL = (blob) => {
          window.file = blob.text();
          return '#';
        };
      });
      await fill('#export [name=passphrase]', 'a long passphrase');
      await ledger.click('#export button');
      const file = await eventually(() => ledger.evaluate(() => window.file));
      await ledger.click('article button with text "Delete"');
      await expectNames();
      await writeFile(join(folder, 'ledger.json'), file);
      const field = await ledger.page.$('input[type=file]');
      await field.uploadFile(join(folder, 'ledger.json'));
      await fill('#import [name=passphrase]', 'a long passphrase');
      await ledger.click('#import button');
      await expectNames('Acme Coffee');
      is(await ledger.text('article pre'), record);
    });

    it('proposes what the person usually does', async () => {
      await visit();
      await press();
      const ledger = await openPage('ledger.html', await consent());
      await eventually(() => ledger.text('#means'));
      await ledger.page.select('#preferred', 'SD-BASE-DP');
      await page.press('Escape');
      await closed();
      await press();
      is(await (await consent()).evaluate(() => document.querySelector(':checked').value), 'SD-BASE-DP');
    });

    it('keeps the open flow where the background script starts it once more, as after an installation', async () => {
      await visit();
      await press();
      const asking = await consent();
      const { origin } = shop;
      await asking.evaluate(async (address) => {
        const api = globalThis.browser ?? globalThis.chrome;
        const [{ id }] = (await api.tabs.query({})).filter(({ url }) => url?.startsWith(address));
        await api.scripting.executeScript({ target: { tabId: id }, files: ['content.js'] });
      }, origin);
      await asking.click('button.yes');
      await eventually(async () => (await outcomes()).length);
      same(await outcomes(), ['agreed']);
      is((await allOf(shop.vendor.records())).length, 1);
    });

    it('is updated in the middle of a flow: Cancel works, and the next press reaches the new one once', async () => {
      await visit();
      await press();
      await consent();
      await browser.browser.installExtension(join(folder, 'one'));
      await closed();
      await page.press('Escape');
      await eventually(async () => (await outcomes()).length === 1);
      same(await outcomes(), ['dismissed']);
      await wait(500);
      await press();
      const asking = await consent();
      is((await consents()).length, 1);
      is(await page.text('rel-button', '[popover] p'), 'Waiting for your answer in the other window.');
      await asking.click('button.yes');
      await eventually(async () => (await outcomes()).length === 2);
      is((await outcomes())[1], 'agreed');
      is((await allOf(shop.vendor.records())).length, 1);
    });
  });
}
