/** A language needs one more script tag, in any place, and is loaded only with that tag. */
import { deepStrictEqual as same, strictEqual as is } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { words as ar } from '../../src/locales/ar.js';
import { words as de } from '../../src/locales/de.js';
import { fill } from '../../src/locales/en.js';
import { available, eventually } from './driver.mjs';
import { serve } from './serve.mjs';

const LANGUAGES = ['relbutton.de.js', 'relbutton.ar.js'];
const ORDERS = {
  'after the elements': ['relbutton.min.js', ...LANGUAGES],
  'before the elements': [...LANGUAGES, 'relbutton.min.js'],
};
const BODY =
  '<rel-badge></rel-badge><div lang="ar" dir="rtl"><rel-badge></rel-badge><rel-button vendor-name="Acme" accepts="SD-BASE"><a href="/relate">Acme</a></rel-button></div>';
const pageWith = (files) =>
  `<!doctype html><html lang="de"><meta charset="utf-8"><title>Shop</title>${files.map((file) => `<script type="module" src="/${file}"></script>`).join('')}${BODY}`;

for (const [engine, open] of available) {
  describe(`languages in ${engine}`, () => {
    let browser;
    let page;
    before(async () => {
      browser = await open();
      page = await browser.newPage();
    });
    after(() => browser.close());

    for (const [order, files] of Object.entries(ORDERS)) {
      it(`${order} are spoken, and nothing more is fetched`, async () => {
        const routes = { '/': pageWith(files) };
        for (const file of LANGUAGES)
          routes[`/${file}`] = { body: await readFile(new URL(`../../dist/${file}`, import.meta.url)) };
        const server = await serve(routes);
        try {
          await page.goto(server.origin);
          await eventually(async () => (await page.text('rel-badge', '[part=status]')) === de.status.offered);
          await eventually(async () => (await page.text('[lang=ar] rel-badge', '[part=status]')) === ar.status.offered);
          await page.click('rel-button', '[part=button]');
          is(await eventually(() => page.text('rel-button', 'h2')), fill(ar.relate, 'Acme'));
          is(
            await page.evaluate(
              () => getComputedStyle(document.querySelector('rel-button').shadowRoot.querySelector('h2')).direction,
            ),
            'rtl',
          );
          same(
            server.requested.filter((one) => !one.includes('favicon')).sort(),
            ['/', ...files.map((file) => `/${file}`)].map((path) => `GET ${path}`).sort(),
          );
        } finally {
          server.close();
        }
      });
    }
  });
}
