/** `docs/embedding.md`: what it has people paste makes a button, in their page and with the files of now. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { available, eventually } from '../e2e/driver.mjs';
import { serve } from '../e2e/serve.mjs';
import { blocksOf, root } from '../support/doc.mjs';

const text = readFileSync(join(root, 'docs/embedding.md'), 'utf8');
const file = (name) => readFileSync(join(root, 'dist', name), 'utf8');
const codeOf = (title) => {
  const [section] = text.split(`\n## ${title}\n`)[1].split('\n## ');
  return Object.fromEntries(blocksOf(section).map(({ name, code }) => [name, code]));
};
/** Returns a product's page with the code pasted into its head and its body. */
const pageOf = ({ head, body }) => `<!doctype html><html lang="en"><title>Shop</title>${head}<body>${body}`;

const WORDPRESS = '/wp-content/relbutton/';
/** The pasted code as each product renders it. */
const pages = {
  'Plain HTML': () => codeOf('Plain HTML').page,
  WordPress: () => codeOf('WordPress')['relbutton.php'].replace(/<\?php[\s\S]*?\?>|<\?php.*/g, ''),
  Shopify: () =>
    pageOf(codeOf('Shopify'))
      .replace(/{{ '(.*?)' \| asset_url }}/g, '/$1')
      .replaceAll('{{ shop.name | escape }}', 'Acme Coffee'),
  Squarespace: () => pageOf(codeOf('Squarespace')).replaceAll('https://files.example', files.origin),
};
/** The host of files that a Squarespace site has besides. */
let files;

const [[engine, open] = []] = available;

describe(`docs/embedding.md in ${engine}`, () => {
  let site;
  let browser;
  let page;
  before(async () => {
    const headers = { 'access-control-allow-origin': '*' };
    const served = Object.fromEntries(['relbutton.css', 'relbutton.min.js'].map((name) => [name, { body: file(name), headers }]));
    const at = (folder) => Object.fromEntries(Object.entries(served).map(([name, route]) => [folder + name, route]));
    files = await serve(at('/'));
    const [allowed, types] = ['script-src', 'trusted-types'].map((name) => new RegExp(`\`(${name} .*?)\``).exec(text)[1]);
    const policy = `default-src 'none'; ${allowed}; require-trusted-types-for 'script'; ${types}`;
    site = await serve({
      ...at(WORDPRESS),
      ...Object.fromEntries(Object.entries(pages).map(([title, make]) => [`/${encodeURI(title)}`, make()])),
      '/strict': { body: pages['Plain HTML'](), headers: { 'content-security-policy': policy } },
    });
    browser = await open();
    page = await browser.newPage();
  });
  after(async () => {
    await browser.close();
    site.close();
    files.close();
  });

  for (const title of [...Object.keys(pages), 'strict']) {
    it(`makes a button that works: ${title}`, async () => {
      await page.goto(`${site.origin}/${encodeURI(title)}`);
      await page.click('rel-button', '[part=button]');
      const panel = await eventually(() => page.text('rel-button', '[popover]'), 'the panel');
      ok(panel.startsWith('Relate with Acme Coffee'), panel);
      // It came whole, or not at all.
      const rules = await page.evaluate(() => document.querySelector('link[rel=stylesheet]').sheet?.cssRules.length ?? 0);
      ok(rules > 0, 'relbutton.css is not there');
    });
  }

  it('pins the files as they are now', () => {
    const hashes = JSON.parse(file('sri.json'));
    const pinned = [...text.matchAll(/\/(relbutton[\w.]*)"\s+integrity="(.*?)"/g)].map(([, name, hash]) => [name, hash]);
    is(pinned.length, text.match(/integrity="/g).length);
    for (const [name, hash] of pinned) same([name, hash], [name, hashes[name]]);
  });
});
