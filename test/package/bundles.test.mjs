/** The installed package in a page: by no bundler and by four, and what each leaves out of a bundle that has no use for it. */
import { match, ok, strictEqual as is } from 'node:assert';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, relative } from 'node:path';
import sirv from 'sirv';
import { eventually, openChromium } from '../e2e/driver.mjs';
import { exported, installed } from '../support/pack.mjs';
import { words as german } from '../../src/locales/de.js';
import { bundlers } from './bundlers.mjs';

const ENTRIES = {
  all: "import 'relbutton/define'; import 'relbutton/locales/de';",
  badge: "import 'relbutton/rel-badge/define';",
  balance: "import 'relbutton/rel-balance/define'; import 'relbutton/locales/de';",
  button: "import 'relbutton/rel-button/define';",
  one: "import { agreementUrl } from 'relbutton'; document.title = agreementUrl('SD-BASE');",
};
/** Texts that only a bundle with the button contains, and those that only one with an element does. */
const OF_BUTTON = ['aria-haspopup', 'no-agent', 'rel-outcome'];
const OF_BALANCE = ['Each side', 'rowheader', 'initiated'];
const OF_ELEMENTS = ['adoptedStyleSheets', 'rel-statuschange', 'attachShadow'];

const pageOf = (head) => `<!doctype html><html lang="de"><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
  <link rel="stylesheet" href="/node_modules/relbutton/dist/relbutton.css">${head}
  <rel-button vendor-name="Acme Coffee" accepts="SD-BASE"><a href="/relate">Acme Coffee</a></rel-button>`;

describe('the package in a page', () => {
  let project, server;
  before(async () => {
    project = await installed();
    for (const [name, code] of Object.entries(ENTRIES)) await writeFile(join(project, `${name}.js`), code);
    server = createServer(sirv(project, { dev: true })).listen(0, 'localhost');
  });
  after(() => server.close().closeAllConnections());

  /** Opens a page with a button in a browser of its own: a bundler at work has cut the connection to an open one. */
  const visit = async (head, use) => {
    await writeFile(join(project, 'index.html'), pageOf(head));
    const browser = await openChromium();
    const page = await browser.newPage();
    const errors = [];
    page.page.on('pageerror', (error) => errors.push(String(error)));
    page.page.on('console', (message) => errors.push(message.text()));
    await page.goto(`http://localhost:${server.address().port}/`);
    await use(page);
    is(errors.join('\n'), '');
    await browser.close();
  };
  const press = (head) =>
    visit(head, async (page) => {
      await page.click('rel-button', '[part=button]');
      const panel = await eventually(() => page.text('rel-button', ':popover-open'), 'the panel');
      match(panel, /Was ist das\?/, 'the panel speaks German');
    });
  /** The text of what a bundler makes of an entry. */
  const bundle = async (way, name) => {
    await bundlers[way](project, `${name}.js`, `${name}.${way}.js`);
    return readFile(join(project, `${name}.${way}.js`), 'utf8');
  };

  it('runs by an import map, without a bundler', async () => {
    const own = (await exported(project)).map(({ name, file }) => [name, `/${relative(project, file)}`]);
    const imports = {
      ...Object.fromEntries(own),
      lit: '/node_modules/lit/index.js',
      'lit-element/lit-element.js': '/node_modules/lit-element/lit-element.js',
      'lit-html': '/node_modules/lit-html/lit-html.js',
      'lit-html/': '/node_modules/lit-html/',
      '@lit/reactive-element': '/node_modules/@lit/reactive-element/reactive-element.js',
    };
    await press(`<script type="importmap">${JSON.stringify({ imports })}</script><script type="module" src="/all.js"></script>`);
  });

  for (const way of Object.keys(bundlers)) {
    it(`runs as ${way} bundles it, and nothing that is not imported is in the bundle`, async () => {
      const [all, badge, balance, button, one] = await Promise.all(Object.keys(ENTRIES).map((name) => bundle(way, name)));
      await press(`<script type="module" src="/all.${way}.js"></script>`);
      console.log(
        `${way}: ${all.length} bytes with everything, ${badge.length} with the badge, ${balance.length} with the balance, ${one.length} with a function`,
      );
      for (const text of [...OF_BUTTON, ...OF_BALANCE, ...OF_ELEMENTS]) ok(all.includes(text), text);
      for (const text of OF_BALANCE) {
        ok(balance.includes(text), `the balance's bundle has no ${text}`);
        for (const other of [badge, button, one]) ok(!other.includes(text), `a bundle without the balance has ${text}`);
      }
      for (const text of OF_BUTTON) {
        ok(!badge.includes(text), `the badge's bundle has ${text}`);
        ok(!balance.includes(text), `the balance's bundle has ${text}`);
      }
      for (const text of [...OF_BUTTON, ...OF_ELEMENTS]) ok(!one.includes(text), `the function's bundle has ${text}`);
      ok(badge.length < all.length * 0.7);
      ok(one.length < badge.length * 0.2);
    });
  }

  it('has a balance that speaks German without the other elements', async () => {
    await bundle('Rollup', 'balance');
    const head = '<script type="module" src="/balance.Rollup.js"></script><rel-balance></rel-balance>';
    await visit(head, (page) => eventually(async () => (await page.text('rel-balance', 'caption')) === german.balance[0]));
  });
});
