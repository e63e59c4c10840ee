/** The elements beside a page's style sheets, another version of the library, and the page's history. */
import { deepStrictEqual as same, notStrictEqual as isNot, ok, strictEqual as is } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { VERSION } from 'relbutton';
import { createKey, createVendor } from 'relbutton/server';
import { nodeHandler } from 'relbutton/server/node';
import { available, eventually, isUpgraded } from './driver.mjs';
import { HEAD, pageAgent, serve } from './serve.mjs';

const BUTTON =
  '<rel-button vendor-name="Acme" accepts="SD-BASE" endpoint="/relbutton"><a href="/relate">Relate with Acme</a></rel-button>';

/** Rules of pages for all elements, after the library's own style sheet. */
const SHEETS = {
  'unsets everything': '* { all: unset }',
  'has a rem of 10 px and its own boxes':
    ':root { font-size: 62.5% } body { font-size: 1.6rem } *, ::before, ::after { box-sizing: border-box; margin: 0; padding: 0; border: 0 }',
  'styles the tags that are inside':
    'button, a { all: unset; display: block; float: left; width: 100%; padding: 3em; border-bottom: 4px solid red; background: red; color: red; font: italic 40px/3 cursive; letter-spacing: 5px; text-transform: uppercase; opacity: 0.5 } svg, path { display: block; width: 100%; max-width: 10px; fill: red } span, p { display: block; color: red } h2 { font-size: 50px }',
  'has manners that are inherited':
    'div { letter-spacing: 3px; word-spacing: 9px; text-align: right; text-indent: 2em; text-shadow: 1px 1px red; text-transform: uppercase; white-space: nowrap; line-height: 3 }',
};
const styled = (sheet) =>
  `${HEAD}<style>${sheet}</style><div>${BUTTON}</div><script>window.link = (({ width, height }) => [width, height])(document.querySelector('a').getBoundingClientRect())</script>`;

/** Runs in the page. Returns the computed look of the button, its parts and its open panel. */
const look = () => {
  const { shadowRoot } = document.querySelector('rel-button');
  const properties =
    'display color backgroundColor borderTopWidth borderTopColor borderTopLeftRadius fontSize fontStyle fontWeight lineHeight letterSpacing wordSpacing textIndent textShadow textTransform textAlign whiteSpace opacity fill'.split(
      ' ',
    );
  return [...shadowRoot.querySelectorAll('[part=button], svg, path, [part=label], [popover], h2, .row, summary')].flatMap(
    (one) => {
      const style = getComputedStyle(one);
      const { width, height } = one.getBoundingClientRect();
      // White space has no effect in the button, which has one line.
      const names = one.closest('[part=button]') ? properties.filter((name) => name !== 'whiteSpace') : properties;
      // The panel's maximum height depends on the button's position.
      const box = one.closest('[popover]') ? [width] : [width, height];
      return `${one.localName} ${box.map(Math.round)} ${names.map((name) => `${name}: ${style[name]}`).join('; ')}`;
    },
  );
};

for (const [engine, open] of available) {
  describe(`beside all else in ${engine}`, () => {
    let browser;
    let page;
    let server;
    let answer;
    before(async () => {
      const bundle = await readFile(new URL('../../dist/relbutton.min.js', import.meta.url), 'utf8');
      const other = bundle.replaceAll(VERSION, '9.8.7');
      isNot(other, bundle);
      server = await serve({
        '/clean': styled(''),
        ...Object.fromEntries(Object.values(SHEETS).map((sheet, i) => [`/sheet${i}`, styled(sheet)])),
        '/layers': styled(
          '@layer theme { rel-button, rel-badge { --rel-color-surface: rgb(1 2 3); --rel-color-text: rgb(250 250 250); --rel-radius: 3px } }',
        ),
        '/versions': `${HEAD.replace('<script', '<script src="/hear.js"></script><script')}<script type="module" src="/other.js"></script><script type="module" src="/agent.js"></script>${BUTTON}${BUTTON}`,
        '/other.js': other,
        '/hear.js':
          'window.heard = []; console.warn = (text) => heard.push(text); for (const type of ["rel-message", "rel-outcome"]) addEventListener(type, ({ detail, outcome }) => heard.push(outcome ?? JSON.parse(detail).type), true);',
        '/agent.js': await pageAgent(),
        '/relbutton': (request, response) => answer(request, response),
        '/history': `${HEAD}<script src="/shown.js"></script>${BUTTON}`,
        '/shown.js': 'addEventListener("pageshow", ({ persisted }) => { window.isKept = persisted; });',
        '/next': '<!doctype html><title>Next</title>',
      });
      const vendor = createVendor({ origin: server.origin, name: 'Acme', accepts: ['SD-BASE'], key: await createKey() });
      answer = nodeHandler(vendor, server.origin);
      browser = await open();
      page = await browser.newPage();
    });
    after(async () => {
      await browser.close();
      server.close();
    });
    const goto = async (path) => {
      await page.goto(`${server.origin}${path}`);
      await eventually(() => page.evaluate(isUpgraded));
    };
    const openPanel = async () => {
      await page.click('rel-button', '[part=button]');
      await eventually(() => page.text('rel-button', ':popover-open h2'));
    };

    for (const [i, what] of Object.keys(SHEETS).entries()) {
      it(`has its own look, before and after the upgrade, in a page that ${what}`, async () => {
        const looks = [];
        for (const path of ['/clean', `/sheet${i}`]) {
          await goto(path);
          await openPanel();
          looks.push([await page.evaluate(() => window.link.map(Math.round)), ...(await page.evaluate(look))]);
        }
        const [clean, styled] = looks;
        ok(clean.length > 8);
        same(styled, clean);
      });
    }

    it('takes tokens from a layer', async () => {
      await goto('/layers');
      same(
        await page.evaluate(() => {
          const { backgroundColor, color, borderTopLeftRadius } = getComputedStyle(
            document.querySelector('rel-button').shadowRoot.querySelector('button'),
          );
          return [backgroundColor, color, borderTopLeftRadius];
        }),
        ['rgb(1, 2, 3)', 'rgb(250, 250, 250)', '3px'],
      );
    });

    it('is one in a page with two versions of it: one definition, one flow, one warning', async () => {
      await goto('/versions');
      await eventually(() => page.evaluate(() => window.heard.length));
      await page.click('rel-button', '[part=button]');
      await page.click('rel-button', '.row with text "Agent"');
      await eventually(() => page.evaluate(() => window.heard.includes('agreed')));
      const heard = await page.evaluate(() => window.heard);
      is(heard.filter((one) => one === 'ask').length, 1);
      is(heard.filter((one) => one === 'agreed').length, 1);
      same(
        heard.filter((one) => one.startsWith('relbutton')),
        [`relbutton: version 9.8.7 is left out; the page has ${VERSION}.`],
      );
    });

    it('is idle in a page that comes back from the history, and can be pressed', async () => {
      await goto('/history');
      await openPanel();
      await page.goto(`${server.origin}/next`);
      await page.evaluate(() => void setTimeout(() => history.back()));
      await eventually(() =>
        page.evaluate(() => location.pathname === '/history' && window.isKept !== undefined).catch(() => false),
      );
      await eventually(() => page.evaluate(isUpgraded));
      ok(await page.evaluate(() => window.isKept));
      same(
        await page.evaluate(() => {
          const button = document.querySelector('rel-button');
          return [button.matches(':state(busy)'), button.shadowRoot.querySelector(':popover-open') === null];
        }),
        [false, true],
      );
      await openPanel();
    });
  });
}
