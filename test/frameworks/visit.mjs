/** A visitor's steps in every app, with the expected results: from the press to the record, and on. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { startAgent } from '../../examples/agent-in-page/server.mjs';
import { eventually, isUpgraded, openChromium } from '../e2e/driver.mjs';

/** Opens a browser whose person runs an agent, and gives what visits an origin with it. */
export const openVisitor = async () => {
  const agent = await startAgent();
  const browser = await openChromium();

  /** Opens an app, and notes what its console warns of, and each outcome. */
  const open = async (origin) => {
    const page = await browser.newPage();
    const wrong = [];
    page.page.on('console', (message) => {
      // What lit itself says in every development build.
      const isExpected = message.text().startsWith('Lit is in dev mode.');
      if (['warn', 'error'].includes(message.type()) && !isExpected) wrong.push(message.text());
    });
    page.page.on('pageerror', (error) => wrong.push(error.stack ?? error.message));
    await page.page.evaluateOnNewDocument(() => {
      window.outcomes = [];
      document.addEventListener('rel-outcome', ({ outcome, record }) => window.outcomes.push({ outcome, record }));
    });
    await page.goto(origin);
    await eventually(() => page.evaluate(isUpgraded), 'the button is there');
    await page.page.addScriptTag({ url: agent.script, type: 'module' });
    return { page, wrong };
  };

  return {
    open,
    /** Goes the whole way in an app that all of them are: a name that changes, a button that comes and goes. */
    async goThrough(origin) {
      const { page, wrong } = await open(origin);
      const said = (text) => eventually(async () => (await page.text('output')) === text, `it says "${text}"`);
      const label = (text) => eventually(async () => (await page.text('rel-button', '[part=label]')) === text, text);
      const press = () => page.click('rel-button', '[part=button]');
      /** Clicks by script, since a trusted click would close the panel first. */
      const toggle = () => page.evaluate(() => document.querySelector('#toggle').click());
      const isThere = (there) => eventually(async () => (await page.evaluate(isUpgraded)) === there);
      const panels = () =>
        page.evaluate(() => document.querySelector('rel-button').shadowRoot.querySelectorAll(':popover-open').length);

      // Properties and attributes, and both again where they change.
      await label('Relate with Acme Coffee');
      await page.click('#rename');
      await label('Relate with Acme Tea');
      same(
        await page.evaluate(() => {
          const { vendorName, accepts, endpoint } = document.querySelector('rel-button');
          return { vendorName, accepts: [accepts].flat().join(' '), endpoint };
        }),
        { vendorName: 'Acme Tea', accepts: 'SD-BASE SD-BASE-DP', endpoint: '/relbutton' },
      );

      // An event makes the app render again, under the open panel.
      await press();
      await said('Pressed 1 times:');
      is(await panels(), 1);

      // The agent signs, and the vendor's server countersigns.
      const window = await page.opened(() => page.click('rel-button', '.row with text "Example agent"'));
      await window.click('button.yes');
      await said('Pressed 1 times: agreed');
      await eventually(async () => (await page.text('rel-badge', '[part=status]')) === 'Related');
      await eventually(() => window.text('.actions button'));
      await window.close();
      const [{ record }, ...others] = await page.evaluate(() => window.outcomes);
      same(others, []);
      is(JSON.parse(record).signatures.length, 2);

      // Gone with a flow on, and back: as new, and free for the next one.
      await press();
      await said('Pressed 2 times: agreed');
      await toggle();
      await isThere(false);
      await toggle();
      await isThere(true);
      await said('Pressed 0 times:');
      await label('Relate with Acme Tea');
      await press();
      await said('Pressed 1 times:');
      is(await panels(), 1);
      await page.press('Escape');
      await said('Pressed 1 times: dismissed');
      same(wrong, []);

      // The agent keeps the very bytes, and the vendor's server knows of them.
      await page.goto(agent.origin);
      const kept = () => page.evaluate(() => [...document.querySelectorAll('pre')].map(({ textContent }) => textContent));
      await eventually(async () => (await kept()).length);
      ok((await kept()).includes(record));
      await page.click('.actions button with text "Sync"');
      await eventually(async () => /^Asked Acme/.test(await page.text('[role=status]')), 'the vendor answers');
      await page.close();
    },
    async close() {
      await browser.close();
      agent.close();
    },
  };
};
