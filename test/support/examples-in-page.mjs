/** Runs the other examples in pages of Chromium: in a vendor's page with a button and a badge, or in the window of an agent. */
import { createKey, createVendor } from 'relbutton/server';
import { nodeHandler } from 'relbutton/server/node';
import { bundle, pageAgent, serve } from '../e2e/serve.mjs';
import { eventually, gatherOutcomes, openChromium, unfold, wait } from '../e2e/driver.mjs';
import { run } from './examples.mjs';

const MARKUP = `<rel-button vendor-name="Acme Coffee" accepts="SD-BASE" endpoint="/relbutton"><a href="/relate">Relate</a></rel-button>
  <rel-badge></rel-badge>`;
const HEAD =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><link rel="stylesheet" href="/relbutton.css">';
const SCRIPTS = '<script type="module" src="/scope.js"></script><script type="module" src="/example.js"></script>';
const AGENT_PATH = '/.well-known/rel-agent';

/** An example of an agent's author, which answers the button in place of the page's agent. */
const isAgent = (body) => /\bon(Ask|Chosen)\(/.test(body);

const exampleScript = (body) => `
  import { scopeFor } from '/scope.js';
  ${isAgent(body) ? '' : "import '/agent.js';"}
  window.shown = {};
  const shows = (number, value) => { window.shown[number] = String(JSON.stringify(value)); return value; };
  const body = ${JSON.stringify(body)};
  scopeFor(${!isAgent(body) && /\b(ledger|ask)\.|\bpropose\(/.test(body)}).then((scope) => (${run})(body, scope, shows)).then(() => (window.isRun = true), (error) => (window.failure = String(error)));`;

const isUpgraded = () => Boolean(document.querySelector('rel-button, rel-badge, rel-balance')?.shadowRoot?.firstElementChild);
const isRun = () => window.failure ?? window.isRun;

export const openExamplePages = async () => {
  let answer;
  /** The page and the script of the running example. */
  let markup = MARKUP;
  let script = '';
  const routes = {
    '/': () => ({ body: `${HEAD}<main>${markup}</main>${SCRIPTS}` }),
    '/example.js': () => ({ body: script.replaceAll('https://shop.example', shop.origin) }),
    '/scope.js': await bundle("export * from './test/support/examples-scope.mjs'"),
    '/agent.js': await pageAgent(),
    [AGENT_PATH]: () => ({ body: `${HEAD}${SCRIPTS}` }),
  };
  const fromVendor = (request, response) => answer(request, response);
  const shop = await serve({
    ...routes,
    '/relbutton': fromVendor,
    '/.well-known/relbutton.json': fromVendor,
    '/.well-known/jwks.json': fromVendor,
  });
  const agent = await serve(routes);
  const key = await createKey();
  const vendor = createVendor({ origin: shop.origin, name: 'Acme Coffee', accepts: ['SD-BASE', 'PDC-INTENT'], key });
  answer = nodeHandler(vendor, shop.origin);
  const browser = await openChromium('--enable-features=WebMCP');

  const open = async () => {
    const page = await browser.newPage();
    page.warnings = [];
    page.page.on('console', (message) => {
      if (/warn|error/.test(message.type())) page.warnings.push(message.text());
    });
    await page.goto(shop.origin);
    await eventually(() => page.evaluate(isUpgraded));
    await page.evaluate(gatherOutcomes);
    return page;
  };
  const finished = async (page) => {
    const ended = await eventually(() => page.evaluate(isRun), 'the example ends');
    if (ended !== true) throw new Error(ended);
  };
  /** Checks that an agent's example ends in an agreement. */
  const checkOutcome = async (page) => {
    const outcome = await eventually(() => page.evaluate(() => window.outcomes[0]), 'rel-outcome');
    if (outcome !== 'agreed') throw new Error(`The agent comes to "${outcome}".`);
  };
  /**
   * Returns the values that an example has shown, once there are `count` of them or after 2 s.
   *
   * @param goOn runs again and again meanwhile
   */
  const shownIn = async (page, count, goOn = () => undefined) => {
    for (const end = Date.now() + 2_000; ; await wait(20)) {
      const shown = await page.evaluate(() => window.shown);
      if (Object.keys(shown).length >= count || Date.now() > end) return shown;
      await goOn();
    }
  };

  return {
    /** Runs a body in the vendor's page, and presses the button if there is more to show. */
    async run(body, count) {
      [markup, script] = [MARKUP, exampleScript(body)];
      const page = await open();
      await finished(page);
      // The first row is the page's own agent.
      const steps = ['[part=button]', '.row'];
      const press = async () => {
        const [next] = steps;
        if (next && (await page.text('rel-button', next)) !== null) await page.click('rel-button', String(steps.shift()));
      };
      if (isAgent(body)) while (steps.length) await press();
      const shown = await shownIn(page, count, press);
      if (isAgent(body)) await checkOutcome(page);
      await page.close();
      return shown;
    },

    /** Runs a body in the window that the button opens for an agent. */
    async runAsAgent(body, count) {
      [markup, script] = [MARKUP, ''];
      const page = await open();
      script = exampleScript(body);
      await page.click('rel-button', '[part=button]');
      await page.evaluate(unfold);
      await page.click('rel-button', '[inputmode=url]');
      await page.type(agent.origin.replace('http://', ''));
      const window = await page.opened(() => page.press('Enter'));
      await finished(window);
      const shown = await shownIn(window, count);
      await checkOutcome(page);
      await page.close();
      return shown;
    },

    /** Renders markup. @returns the accessible name of each working element, and the console's messages */
    async show(html) {
      [markup, script] = [html, ''];
      const page = await open();
      const names = await page.evaluate(() =>
        Array.from(
          document.querySelectorAll('rel-button, rel-badge, rel-balance'),
          ({ shadowRoot }) => shadowRoot?.textContent.trim() ?? '',
        ),
      );
      await page.close();
      return { names, warnings: page.warnings };
    },

    async close() {
      await browser.close();
      shop.close();
      agent.close();
    },
  };
};
