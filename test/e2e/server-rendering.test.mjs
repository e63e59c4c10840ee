/** Elements rendered on a server by lit's server rendering, and their hydration. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html, LitElement } from 'lit';
import 'relbutton/define';
import { words as de } from 'relbutton/locales/de';
import { available, eventually } from './driver.mjs';
import { bundle, serve } from './serve.mjs';

class Shop extends LitElement {
  render() {
    return html`<rel-button vendor-name="Acme"><a href="/relate">Relate with Acme</a></rel-button>`;
  }
}
customElements.define('x-shop', Shop);

const HYDRATE = `import '@lit-labs/ssr-client/lit-element-hydrate-support.js'; import 'relbutton/define';`;
const SHOP = `import { html, LitElement } from 'lit'; customElements.define('x-shop', ${Shop});`;

/** Returns a page whose first script records the nodes before hydration, and errors after it. */
const pageOf = async (markup, script, rest = '') =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><link rel="stylesheet" href="/relbutton.css">
  <script type="module" src="${script}"></script><style>p { font: 16px/1.5 sans-serif }</style>${rest}${await collectResult(render(markup))}
  <script src="/before.js"></script>`;
const BEFORE = `
  window.wrong = [];
  addEventListener('error', ({ message }) => wrong.push(message));
  addEventListener('unhandledrejection', ({ reason }) => wrong.push(String(reason)));
  for (const how of ['warn', 'error']) console[how] = (...said) => wrong.push(said.join(' '));
  window.look = () => [...document.querySelectorAll('rel-button, rel-badge, rel-balance')].map(({ shadowRoot }) => {
    const nodes = [...shadowRoot.querySelectorAll('[part=button], [part=badge], svg, path, rect, [part=label], [part=status], caption, tr, th, td, td span')];
    return {
      nodes: [...nodes, ...nodes.flatMap(({ childNodes }) => [...childNodes].filter(({ nodeType }) => nodeType === 3))],
      // A hidden label may have any position.
      boxes: [shadowRoot.host, ...nodes].filter((one) => !one.matches('.sign span')).map((one) => { const { x, y, width, height } = one.getBoundingClientRect(); return [x, y, width, height].map((n) => Math.round(n * 100) / 100).join(' '); }),
      shown: [shadowRoot.querySelector('svg').getAttribute('class'), nodes.findLast((one) => !one.closest('svg')).textContent],
    };
  });
  window.before = look();`;

/** Runs in the page. Returns whether hydration has ended, and no slot is left. */
const isTakenOver = () =>
  [...document.querySelectorAll('rel-button')].every(
    ({ hasUpdated, shadowRoot }) => hasUpdated && !shadowRoot.querySelector('slot'),
  );
/** Runs in the page. Lists the nodes, boxes and words that hydration changed. */
const changes = () =>
  window.look().flatMap(({ nodes, boxes, shown }, i) => {
    const then = window.before[i];
    return [
      ...(nodes.length === then.nodes.length && nodes.every((node, j) => node === then.nodes[j]) ? [] : [`nodes of ${i}`]),
      ...(String(boxes) === String(then.boxes) ? [] : [`boxes of ${i}: ${then.boxes} | ${boxes}`]),
      ...(String(shown) === String(then.shown) ? [] : [`${then.shown} | ${shown}`]),
    ];
  });

const LOOKS = [
  ...['none', 'offered', 'asked', 'related', 'paused', 'ended'].map((status) => ({
    status,
    size: 'medium',
    appearance: 'solid',
  })),
  { status: 'related', size: 'small', appearance: 'outline' },
  { status: 'paused', size: 'large', appearance: 'plain' },
  { status: 'related', size: 'medium', appearance: 'sign' },
];
const GALLERY = html`${LOOKS.map(
  ({ status, size, appearance }) => html`<p>
    <rel-button vendor-name="Acme" status=${status} size=${size} appearance=${appearance}
      ><a href="/relate">Relate with Acme</a><a href="mailto:shop@shop.example">Write</a></rel-button
    >
    <rel-badge status=${status} size=${size} appearance=${appearance}>In words</rel-badge>
  </p>`,
)}<rel-balance vendor-name="Acme" initiated="3 2" shared="2 0" stored="6 6">In words</rel-balance>`;
const LABELLED = html`<p style="display: grid">
  <rel-button label="Be our neighbour" status="related" name="record"><a href="/relate">Relate with Acme</a></rel-button>
</p>`;

for (const [engine, open] of available) {
  describe(`a page that a server rendered in ${engine}`, () => {
    let browser;
    let page;
    let server;
    before(async () => {
      const anywhere = { 'access-control-allow-origin': '*' };
      const none = { 'content-security-policy': "script-src 'none'" };
      server = await serve({
        '/before.js': BEFORE,
        '/hydrate.js': { body: await bundle(HYDRATE), headers: anywhere },
        '/german.js': await bundle(`${HYDRATE}import 'relbutton/locales/de';`),
        '/shop.js': await bundle(`${HYDRATE}${SHOP}`),
        '/': await pageOf(GALLERY, '/hydrate.js'),
        '/labelled': await pageOf(LABELLED, '/hydrate.js'),
        '/unscripted': { body: await pageOf(LABELLED, '/hydrate.js'), headers: none },
        '/shop': await pageOf(html`<x-shop></x-shop>`, '/shop.js'),
        '/others': await pageOf(
          html`<rel-button vendor-name="Acme"><a href="/relate">Komm näher</a></rel-button>
            <rel-badge status="paused"></rel-badge>
            <rel-badge status="related" lang="de"></rel-badge>
            <rel-balance lang="de" stored="7 8"></rel-balance>
            <fieldset disabled><rel-button vendor-name="Acme"></rel-button></fieldset>`,
          '/german.js',
          '<script>document.documentElement.lang = "de"</script>',
        ),
        '/one-file': await pageOf(GALLERY, '/relbutton.min.js'),
        '/framing':
          '<!doctype html><title>Frame</title><iframe sandbox="allow-scripts" src="/framed"></iframe><script src="/hear.js"></script>',
        '/hear.js': 'addEventListener("message", ({ data }) => window.heard = data);',
        '/framed': await pageOf(
          html`<rel-button vendor-name="Acme"><a href="/relate">Relate with Acme</a></rel-button>`,
          '/hydrate.js',
          '<script src="/report.js"></script>',
        ),
        '/report.js':
          'addEventListener("load", () => setTimeout(() => { const root = document.querySelector("rel-button").shadowRoot; parent.postMessage({ wrong, inside: [...root.querySelectorAll("button, slot")].map(({ localName }) => localName) }, "*"); }));',
        '/relate': '<!doctype html><title>Relate by hand</title>',
      });
      browser = await open();
      page = await browser.newPage();
    });
    after(async () => {
      await browser.close();
      server.close();
    });
    const goto = (path) => page.goto(`${server.origin}${path}`);

    it('shows each status before any script, and keeps every node and box when one takes over', async () => {
      await goto('/');
      const shown = await page.evaluate(() => window.before.map((one) => one.shown));
      same(
        shown.map(([status]) => status),
        [...LOOKS.flatMap(({ status }) => [status, status]), 'related'],
      );
      same(shown[7], ['related', 'Related']);
      await eventually(() => page.evaluate(isTakenOver));
      same(await page.evaluate(changes), []);
      same(await page.evaluate(() => window.wrong), []);
      ok(await page.evaluate(() => document.querySelector('[status=related]').matches(':state(related)')));
    });

    it('can be pressed when the script has taken over', async () => {
      await goto('/labelled');
      await eventually(() => page.evaluate(isTakenOver));
      same(await page.evaluate(changes), []);
      await page.click('rel-button', '[part=button]');
      await eventually(() => page.text('rel-button', ':popover-open h2'));
      is(await page.text('rel-button', ':popover-open a.row'), 'Relate with Acme');
      await page.press('Escape');
      same(await page.evaluate(() => window.wrong), []);
    });

    it('has without script the look that it is to have, and the link', async () => {
      await goto('/labelled');
      await eventually(() => page.evaluate(isTakenOver));
      const boxes = () => {
        const { shadowRoot } = document.querySelector('rel-button');
        return [...shadowRoot.querySelectorAll('[part]')].map((one) => {
          const { x, y, width, height } = one.getBoundingClientRect();
          return [
            x,
            y,
            width,
            height,
            getComputedStyle(one, one.localName === 'button' && shadowRoot.querySelector('slot') ? '::before' : null)
              .backgroundColor,
          ].join(' ');
        });
      };
      const upgraded = await page.evaluate(boxes);
      await goto('/unscripted');
      same(await page.evaluate(boxes), upgraded);
      // The visible button does nothing yet: the keyboard reaches the link.
      await page.press('Tab');
      is(await page.evaluate(() => document.activeElement.getAttribute('href')), '/relate');
      is(
        await page.evaluate(() => {
          const { shadowRoot } = document.querySelector('rel-button');
          return getComputedStyle(shadowRoot.querySelector('button'), '::before').outlineWidth;
        }),
        '3px',
      );
      await page.click('rel-button', 'svg');
      // During a navigation there is no page to query.
      await eventually(() => page.evaluate(() => document.title === 'Relate by hand').catch(() => false));
    });

    it('shows what only the page knows once the script has taken over', async () => {
      await goto('/others');
      await eventually(() => page.evaluate(isTakenOver));
      same(await page.evaluate(() => window.before.map((one) => one.shown[1])), [
        'Relate with Acme',
        'Paused',
        'Verbunden',
        '8',
        'Relate with Acme',
      ]);
      same(await page.evaluate(() => window.look().map((one) => one.shown[1])), [
        'Komm näher',
        'Pausiert',
        'Verbunden',
        '8',
        'Mit Acme verbinden',
      ]);
      const texts = () =>
        [...document.querySelector('rel-balance').shadowRoot.querySelectorAll('caption, th, span')].map((one) => one.textContent);
      const [caption, customer, seller, ...rows] = de.balance;
      same(await page.evaluate(texts), [
        caption,
        customer,
        seller,
        ...rows.flatMap((row, i) => [row, ...(i === 2 ? ['7', '8'] : ['–', '–'])]),
      ]);
      ok(await page.evaluate(() => document.querySelector('fieldset rel-button').shadowRoot.querySelector('button').disabled));
      same(await page.evaluate(() => window.wrong), []);
    });

    it('has its buttons inside other elements that a server rendered, too', async () => {
      await goto('/shop');
      await eventually(() =>
        page.evaluate(() => {
          const button = document.querySelector('x-shop').shadowRoot.querySelector('rel-button');
          return button.hasUpdated && !button.shadowRoot.querySelector('slot');
        }),
      );
      await page.click('x-shop', 'rel-button', '[part=button]');
      await eventually(() => page.text('x-shop', 'rel-button', ':popover-open h2'));
      same(await page.evaluate(() => window.wrong), []);
    });

    it('becomes a link again where no flow can begin', async () => {
      await goto('/framing');
      const { wrong, inside } = await eventually(() => page.evaluate(() => window.heard));
      same(inside, ['slot']);
      same(wrong, ['relbutton: <rel-button> stays a link: the page is without an origin.']);
    });

    it('is rendered anew by the one file, which takes nothing over', async () => {
      await goto('/one-file');
      await eventually(() => page.evaluate(isTakenOver));
      is(await page.evaluate(() => document.querySelector('rel-button').shadowRoot.querySelectorAll('button').length), 1);
      same(
        (await page.evaluate(changes)).filter((one) => !one.startsWith('nodes')),
        [],
      );
    });
  });
}
