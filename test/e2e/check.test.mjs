/** The check page names what is missing in a page, and finds nothing missing in the shop. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { startShop } from '../../examples/shop/server.mjs';
import { available, eventually } from './driver.mjs';
import { serve } from './serve.mjs';

const [[engine, open] = []] = available;

describe(`the check page in ${engine}`, () => {
  let browser;
  let page;
  before(async () => {
    browser = await open();
    page = await browser.newPage();
  });
  after(() => browser.close());

  const findings = async (origin, path = '/') => {
    await page.goto(`${origin}/check.html`);
    await page.evaluate((value) => {
      document.querySelector('input').value = value;
    }, path);
    await page.click('button');
    return eventually(() =>
      page.evaluate(() => {
        const list = document.querySelector('#findings');
        return list.ariaBusy === 'false' && [...list.children].map(({ textContent }) => textContent);
      }),
    );
  };

  it('finds everything in the shop', async () => {
    const shop = await startShop();
    try {
      const lines = await findings(shop.origin);
      same(
        lines.filter((line) => !line.startsWith('✓')),
        [],
      );
      ok(lines.length >= 18, `${lines.length} findings`);
    } finally {
      shop.close();
    }
  });

  it('says what is missing elsewhere', async () => {
    const example = (name) => readFile(new URL(`../../examples/check/${name}`, import.meta.url), 'utf8');
    const server = await serve({
      '/check.html': await example('check.html'),
      '/check.js': await example('check.js'),
      '/check.css': { body: '' },
      '/': {
        headers: { 'cross-origin-opener-policy': 'same-origin', 'content-security-policy': 'trusted-types default' },
        body: '<!doctype html><script type="module" src="/relbutton.de.js"></script><script src="/relbutton.min.js" integrity="sha384-wrong"></script><rel-button size="huge" endpoint="/open"></rel-button>',
      },
      '/open': '<p>Thank you!</p>',
    });
    try {
      const missing = (await findings(server.origin)).filter((line) => !line.startsWith('✓')).join('\n');
      for (const what of [
        /Cross-Origin-Opener-Policy: same-origin cuts off/,
        /lacks lit-html in trusted-types/,
        /relbutton.de.js answers 404/,
        /integrity does not fit.*sha384-/,
        /lacks type="module"/,
        /does not load relbutton.css/,
        /<rel-button size="huge"> is left out; allowed: small, medium, large/,
        /has no vendor-name/,
        /has no child link/,
        /accepts no agreement/,
        /answers 200 to what is no record/,
        /answers 200 to a form post/,
        /relbutton.json is missing/,
      ]) {
        ok(what.test(missing), `${what} in\n${missing}`);
      }
      ok((await findings(server.origin, '/nowhere')).some((line) => /nowhere answers 404/.test(line)));
      ok((await findings(server.origin, 'https://other.example/')).some((line) => /another origin/.test(line)));
    } finally {
      server.close();
    }
  });
});
