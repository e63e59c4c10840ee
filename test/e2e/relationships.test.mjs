/** A relationship from beginning to end: from the shop's page, and from the agent's own page with the shop's closed. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { startAgent } from '../../examples/agent-in-page/server.mjs';
import { startShop } from '../../examples/shop/server.mjs';
import { expectAccessible } from './accessible.mjs';
import { fill, pick } from './agent-pages.mjs';
import { available, eventually, isUpgraded } from './driver.mjs';
import { allOf } from '../support/all-of.mjs';

for (const [engine, open] of available) {
  describe(`relationships in ${engine}`, () => {
    let agent;
    let shop;
    let browser;
    /** The one open page: in turns the shop's page, its desk or the agent's ledger. */
    let page;
    let presses = 0;
    before(async () => {
      agent = await startAgent();
      shop = await startShop({ agent: agent.script });
      browser = await open();
      page = await browser.newPage();
    });
    after(async () => {
      await browser.close();
      shop.close();
      agent.close();
    });

    const press = (where, ...path) => {
      presses++;
      return where.click(...path);
    };
    /** Visits the shop with the agent in its page. */
    const visit = async (address = '/') => {
      await page.goto(`${shop.origin}/?agent=in`);
      if (address !== '/') await page.goto(`${shop.origin}${address}`);
      await eventually(() => page.evaluate(isUpgraded));
    };
    const badge = () => page.text('rel-badge', '[part=status]');
    /** Presses the button, the act where there is a choice of them, and the agent's row. */
    const chooseAgent = async (act, address) => {
      await visit(address);
      presses = 0;
      await press(page, 'rel-button', '[part=button]');
      await eventually(() => page.text('rel-button', '.row'));
      const isChoice = await page.evaluate(
        (word) =>
          [...document.querySelector('rel-button').shadowRoot.querySelectorAll('.chips label')].some(
            (label) => label.textContent.trim() === word && !label.querySelector('input').checked,
          ),
        act,
      );
      if (isChoice) await page.click('rel-button', `.chips label with text "${act}"`);
      return page.opened(() => press(page, 'rel-button', '.row with text "Example agent"'));
    };
    const expectBadge = (word) => eventually(async () => (await badge()) === word, `the badge says ${word}`);
    const openLedger = async () => {
      await page.goto(agent.origin);
      await eventually(() => page.text('#list > *'));
    };
    /** Presses a button of the newest relationship in the ledger, by the words that name it. */
    const pressNamed = async (start) => {
      const label = await eventually(
        () => page.evaluate((text) => document.querySelector(`article button[aria-label^="${text}"]`)?.ariaLabel, start),
        start,
      );
      await page.evaluate(() => document.querySelector('[role=status]').replaceChildren());
      await press(page, `button[aria-label="${label}"]`);
      await eventually(() => page.text('[role=status]'), `something is said after ${label}`);
    };
    /** Opens the page of the newest relationship at the desk. */
    const openDesk = async () => {
      const { iss } = (await allOf(shop.vendor.relationships())).at(-1);
      await page.goto(`${shop.origin}/desk/${iss}`);
      await eventually(() => page.text('.facts, #proposal')).catch(async () => {
        throw new Error(`The desk shows no relationship, but: ${await page.text('body')}`);
      });
    };
    /** Presses a button at the desk, by the words that its name begins with. */
    const pressAtDesk = async (start) => {
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      await press(page, `main button[aria-label^="${start}"]`);
      await eventually(() => page.text('[role=status]'), `something is said after ${start}`);
    };
    /** Checks that agent and shop hold the same bytes in the same order, and show the same status. */
    const expectAlike = async (status) => {
      await openLedger();
      const [mine] = await page.evaluate(() =>
        [...document.querySelectorAll('article')].map((one) => ({
          iss: one.lastElementChild.textContent.slice(-43),
          status: one.querySelector('rel-badge').status,
          records: [...one.querySelectorAll('pre')].map(({ textContent }) => textContent),
        })),
      );
      const theirs = await shop.vendor.relationship(mine.iss);
      same(mine.records, theirs.records);
      same([mine.status, theirs.status], [status, status]);
      ok(mine.records.length > 0);
    };
    /** Proposes the agreement that a person at the shop decides on, and opens the desk. */
    const askPersonAtShop = async () => {
      const window = await chooseAgent('Relate');
      await window.click('input[value=SD-BASE-DP]');
      await window.click('button.yes');
      await expectBadge('Asked');
      await eventually(() => window.text('a[href="/"]'));
      await window.close();
      await openDesk();
    };
    const forget = async () => {
      await openLedger();
      await pressNamed('Delete');
      await eventually(async () => (await page.text('#list'))?.includes('Nothing is kept yet.'));
    };

    it('begins by a need that the shelf answers, and gets the city for a time at the cafés', async () => {
      const sign = async (window) => {
        await window.click('button.yes');
        await eventually(() => window.text('a[href="/"]'));
        await window.close();
      };
      let window = await chooseAgent('Say what you need', '/need.html');
      await fill(window, '[name=need]', 'A dark coffee');
      await sign(window);
      await openLedger();
      await pressNamed('Sync');
      ok((await page.text('article')).includes('We have Night Train'));

      window = await chooseAgent('Share something', '/cafe.html');
      for (const [name, text] of [
        ['what', 'Lisbon'],
        ['scope', 'my city'],
        ['purpose', 'your café'],
      ])
        await fill(window, `[name=${name}]`, text);
      await pick(window, '[name=span]', 'hour');
      await sign(window);
      await page.goto(`${shop.origin}/cafe.html`);
      ok((await page.text('.greeting')).includes('Good to have you in Lisbon.'));
      await openLedger();
      await pressNamed('Stop sharing');
      await page.goto(`${shop.origin}/cafe.html`);
      ok(!(await page.text('.greeting')).includes('Lisbon'));
      await openLedger();
      await pressNamed('Leave');
      await forget();
    });

    it('is agreed on by three presses, and left by no more, from the page', async () => {
      let window = await chooseAgent('Relate');
      await press(window, 'button.yes');
      const joining = presses;
      await expectBadge('Related');
      await eventually(() => window.text('.actions button'));
      ok((await window.text('main')).includes('Your data is used only for the service you ask for.'));
      await window.close();
      await expectAlike('related');

      for (const [act, word] of [
        ['Pause', 'Paused'],
        ['Resume', 'Related'],
        ['Leave', 'Ended'],
      ]) {
        window = await chooseAgent(act);
        await press(window, `button.yes with text "${act}"`);
        await expectBadge(word);
        await eventually(() => window.text('a[href="/"]'));
        await window.close();
        await expectAlike(word.toLowerCase());
        ok(presses <= joining, `${act} takes ${presses} presses, and joining ${joining}`);
      }
      await forget();
    });

    it('is countered, and agreed on then', async () => {
      const window = await chooseAgent('Relate');
      await window.click('summary');
      await window.click('input[value=SD-BASE-ATP]');
      await window.click('button.yes');
      await eventually(async () => (await window.text('form p')) === 'Acme Coffee suggests another agreement.');
      is(await window.text('legend'), 'Propose');
      await window.click('button.yes');
      await expectBadge('Related');
      await eventually(() => window.text('a[href="/"]'));
      await window.close();
      await expectAlike('related');
    });

    it('goes along as one file to another agent, with what the shop holds in another', async () => {
      await openLedger();
      // Replaces the downloads, which the browser would write to disk.
      await page.evaluate(() => {
        window.files = [];
        HTMLAnchorElement.prototype.click = () => undefined;
        URL.createObjectURL = (blob) => `#${window.files.push(blob)}`;
      });
      await pressNamed('What they hold');
      await page.evaluate(() => {
        const form = document.querySelector('#export');
        form.elements.passphrase.value = 'correct horse';
      });
      await page.click('#export button');
      await eventually(() => page.evaluate(() => window.files.length === 2));
      const [held, file] = await page.evaluate(() => Promise.all(window.files.map((blob) => blob.text())));
      is(JSON.parse(held).data.greeting, 'One bag of Harbour with the first order');

      const { iss } = (await allOf(shop.vendor.relationships())).at(-1);
      const { records } = await shop.vendor.relationship(iss);
      same(JSON.parse(held).records, records);
      const other = await startAgent();
      try {
        await page.goto(other.origin);
        await eventually(() => page.text('#list > *'));
        await page.evaluate((text) => {
          const form = document.querySelector('#import');
          const files = new DataTransfer();
          files.items.add(new File([text], 'ledger.json', { type: 'application/json' }));
          form.elements.file.files = files.files;
          form.elements.passphrase.value = 'correct horse';
        }, file);
        await page.click('#import button');
        await eventually(() => page.text('article pre'));
        same(await page.evaluate(() => [...document.querySelectorAll('pre')].map(({ textContent }) => textContent)), records);
        await pressNamed('Pause');
        is(await shop.vendor.status(iss), 'paused');
        await pressNamed('Resume');
      } finally {
        other.close();
      }
      // The first ledger syncs the change.
      await openLedger();
      await pressNamed('Sync with');
      await expectAlike('related');
    });

    it('pauses, resumes and leaves with the page closed, from the agent, by one press each', async () => {
      for (const [act, status] of [
        ['Pause', 'paused'],
        ['Resume', 'related'],
        ['Leave', 'ended'],
      ]) {
        await openLedger();
        presses = 0;
        await pressNamed(act);
        is(presses, 1);
        await expectAlike(status);
      }
      await forget();
    });

    it('waits for a person at the shop, who accepts; the shop pauses, takes up again and leaves', async () => {
      await askPersonAtShop();
      const asked = await page.text('#proposal');
      for (const part of ['They can take it with them.', 'Asked', 'their agent']) ok(asked.includes(part), asked);
      await pressAtDesk('Accept');
      for (const [act, status] of [
        [undefined, 'related'],
        ['Pause', 'paused'],
        ['Resume', 'related'],
        ['Leave', 'ended'],
      ]) {
        if (act) {
          await openDesk();
          await pressAtDesk(act);
        }
        await openLedger();
        await pressNamed('Sync with Acme Coffee');
        await expectAlike(status);
      }
      await visit();
      is(await badge(), 'Ended');
      await forget();
    });

    it('is refused by a person at the shop: neither side has anything then', async () => {
      const before = await allOf(shop.vendor.records());
      await askPersonAtShop();
      await pressAtDesk('Refuse');
      await openLedger();
      await pressNamed('Sync with Acme Coffee');
      await eventually(async () => (await page.text('#list')) === 'Nothing is kept yet.');
      same(await allOf(shop.vendor.records()), before);
    });

    it('loads analytics only where the agreement permits them', async () => {
      for (const [agreement, isLoaded] of [
        ['SD-BASE', false],
        ['SD-BASE-A', true],
      ]) {
        const window = await chooseAgent('Relate');
        await window.click(`input[value=${agreement}]`);
        await window.click('button.yes');
        await expectBadge('Related');
        await eventually(() => window.text('a[href="/"]'));
        await window.close();
        await visit();
        is(await page.evaluate(() => document.querySelector('script[src="/analytics.js"]') !== null), isLoaded);
        const leaving = await chooseAgent('Leave');
        await leaving.click('button.yes with text "Leave"');
        await expectBadge('Ended');
        await eventually(() => leaving.text('a[href="/"]'));
        await leaving.close();
        await forget();
      }
    });

    // One engine is enough: axe's rules are the same in all.
    if (engine === 'Chromium')
      it('is shown so that everybody can use it: the window that asks, the ledger and the desk', async () => {
        const window = await chooseAgent('Relate');
        await eventually(() => window.text('button.yes'));
        await expectAccessible(window);
        await window.click('input[value=SD-BASE-DP]');
        await window.click('button.yes');
        await eventually(() => window.text('a[href="/"]'));
        await window.close();
        await openLedger();
        await expectAccessible(page);
        await openDesk();
        await expectAccessible(page);
        await page.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
        await expectAccessible(page);
        await openLedger();
        await expectAccessible(page);
        await page.page.emulateMediaFeatures([]);
      });

    it('exports from the shop', async () => {
      const csv = await (await fetch(`${shop.origin}/desk/export.csv`)).text();
      const { '@graph': graph } = await (await fetch(`${shop.origin}/desk/export.jsonld`)).json();
      is(csv.split('\r\n').length - 2, graph.length);
      ok(graph.length >= 12);
    });
  });
}
