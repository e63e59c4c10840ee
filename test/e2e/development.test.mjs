/** The elements on the development build of lit, as apps have it while they are written: it checks more, and throws. */
import { deepStrictEqual as same } from 'node:assert';
import { available, eventually, isUpgraded } from './driver.mjs';
import { bundle, serve } from './serve.mjs';

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
  <script>window.warned = []; console.warn = (text) => warned.push(text); addEventListener('error', ({ message }) => warned.push(message));</script>
  <script type="module" src="/elements.js"></script>
  <rel-button vendor-name="Acme Coffee"><a href="/relate">Relate with Acme Coffee</a></rel-button>
  <rel-badge status="offered">Open to relate</rel-badge>`;

for (const [engine, open] of available) {
  describe(`on lit's development build in ${engine}`, () => {
    let browser;
    let page;
    let server;
    before(async () => {
      const elements = await bundle("import './dist/define.js';", ['development']);
      server = await serve({ '/': PAGE, '/elements.js': elements });
      browser = await open();
      page = await browser.newPage();
      await page.goto(server.origin);
      await eventually(() => page.evaluate(isUpgraded));
    });
    after(async () => {
      await browser.close();
      server.close();
    });

    it('shows new words and a new status, opens the panel, and warns of nothing', async () => {
      await page.evaluate(() => {
        const button = document.querySelector('rel-button');
        button.vendorName = 'Acme Tea';
        button.querySelector('a').textContent = 'Relate with Acme Tea';
        document.querySelector('rel-badge').setAttribute('status', 'paused');
      });
      await eventually(async () => (await page.text('rel-button', '[part=label]')) === 'Relate with Acme Tea');
      await eventually(async () => (await page.text('rel-badge', '[part=status]')) === 'Paused');
      await page.click('rel-button', '[part=button]');
      await eventually(() => page.text('rel-button', ':popover-open h2'));
      await page.press('Escape');
      await page.evaluate(() => {
        document.querySelector('rel-button').status = 'related';
        document.querySelector('rel-button a').textContent = 'Acme Tea and you';
      });
      await eventually(async () => (await page.text('rel-button', '[part=label]')) === 'Acme Tea and you');
      same(await page.evaluate(() => window.warned.filter((text) => !text.startsWith('Lit is in dev mode'))), []);
    });
  });
}
