/** The elements on a slow network and a slow machine: the page before their script has loaded, and layout shifts when it loads. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';
import { PredefinedNetworkConditions } from 'puppeteer-core';
import 'relbutton/define';
import { engines } from '../support/engines.mjs';
import { openChromium } from './driver.mjs';
import { bundle, HEAD, serve } from './serve.mjs';

const BODY = html`<style>body { font: 16px/1.5 sans-serif }</style><h1>Shop</h1>
  <p>Between <rel-badge status="related">Related</rel-badge> words.</p>
  <p>Between <rel-button vendor-name="Acme" status="related"><a href="/relate">Relate with Acme</a><a href="mailto:shop@shop.example">Write to Acme</a></rel-button> words.</p>
  <div><rel-button vendor-name="Acme"><p><a href="/relate">Relate with Acme</a><br><a href="mailto:shop@shop.example">Write to the people of Acme</a></p></rel-button></div>
  <p>Below.</p>`;

describe('a slow page in Chromium', { skip: !engines.Chromium }, () => {
  let browser;
  let server;
  before(async () => {
    browser = await openChromium();
    server = await serve({
      '/plain': `${HEAD}${BODY.strings.join('')}`,
      '/served': `${HEAD.replace('relbutton.min.js', 'hydrate.js')}${await collectResult(render(BODY))}`,
      '/hydrate.js': await bundle(`import '@lit-labs/ssr-client/lit-element-hydrate-support.js'; import 'relbutton/define';`),
    });
  });
  after(async () => {
    await browser.close();
    server.close();
  });

  for (const path of ['/plain', '/served']) {
    it(`has its link from the first paint on, and moves nothing when the script comes: ${path}`, async () => {
      const { page } = await browser.newPage();
      await page.emulateNetworkConditions(PredefinedNetworkConditions['Slow 3G']);
      await page.emulateCPUThrottling(4);
      await page.evaluateOnNewDocument(() => {
        window.shifts = [];
        new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({
          type: 'layout-shift',
          buffered: true,
        });
        addEventListener('click', (event) => {
          event.preventDefault();
          window.clicked = [event.composedPath()[0].getAttribute('href'), Boolean(customElements.get('rel-button'))];
        });
      });
      // Not awaited yet: it resolves only when the page has loaded, with its script.
      const loaded = page.goto(`${server.origin}${path}`);
      await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length, { timeout: 90_000 });
      const { x, y, width, height } = await page.$eval('rel-button', (button) => button.getBoundingClientRect().toJSON());
      ok(width > 150 && height === 40);
      await page.mouse.click(x + width / 2, y + height / 2);
      same(await page.evaluate(() => window.clicked), ['/relate', false]);
      await loaded;
      await page.waitForFunction(() => {
        const { hasUpdated, shadowRoot } = document.querySelector('rel-button');
        return hasUpdated && !shadowRoot.querySelector('slot');
      });
      // After two frames the browser has reported the layout shifts.
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 100)))),
      );
      is(await page.evaluate(() => window.shifts.reduce((sum, value) => sum + value, 0)), 0);
      await page.close();
    });
  }
});
