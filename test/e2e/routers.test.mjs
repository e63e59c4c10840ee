/** The vendor's link under client-side routers and with the browser's own attributes, pressed by its row, with the committed bundle. */
import { deepStrictEqual as same, strictEqual as is } from 'node:assert';
import { available, eventually, gatherOutcomes, isUpgraded, wait } from './driver.mjs';
import { bundle, HEAD, serve } from './serve.mjs';

const button = (link) => `<rel-button vendor-name="Acme" accepts="SD-BASE">${link}</rel-button>`;
const LINK = '<a href="/relate">Become a regular</a>';
const RELATE = '<h1>Relate by hand</h1>';

/** Runs in a page. Returns the heading. */
const heading = () => document.querySelector('h1')?.textContent;
/** Runs in a page. Returns whether it is the document that was marked. */
const isMarked = () => window.isMarked === true;

/** A single-page app. React Router draws the link and its page. */
const REACT_ROUTER = `
  import { createElement as h } from 'react';
  import { createRoot } from 'react-dom/client';
  import { BrowserRouter, Link, Route, Routes } from 'react-router';
  const shop = h('rel-button', { 'vendor-name': 'Acme', accepts: 'SD-BASE' }, h('p', null, h(Link, { to: '/relate' }, 'Become a regular')));
  createRoot(document.querySelector('#app')).render(
    h(BrowserRouter, null, h(Routes, null,
      h(Route, { path: '/', element: shop }),
      h(Route, { path: '/relate', element: h('h1', null, 'Relate by hand') }))));`;

const ROUTERS = {
  'React Router': async () => {
    const page = `${HEAD}<div id="app"></div><script>window.process = { env: {} }</script><script type="module" src="/app.js"></script>`;
    return { '/': page, '/relate': page, '/app.js': await bundle(REACT_ROUTER) };
  },
  Turbo: async () => {
    const head = `${HEAD}<script type="module" src="/app.js"></script>`;
    return {
      '/': `${head}${button(LINK)}`,
      '/relate': `${head}${RELATE}`,
      '/app.js': await bundle(`import '@hotwired/turbo';`),
    };
  },
  'a frame of Turbo': async () => {
    const head = `${HEAD}<script type="module" src="/app.js"></script>`;
    return {
      '/': `${head}<turbo-frame id="way">${button(LINK)}</turbo-frame>`,
      '/relate': `${head}<turbo-frame id="way">${RELATE}</turbo-frame>`,
      '/app.js': await bundle(`import '@hotwired/turbo';`),
    };
  },
};

for (const [engine, open] of available) {
  describe(`the vendor’s link in ${engine}`, () => {
    let browser;
    let page;
    let server;
    before(async () => {
      browser = await open();
    });
    after(() => browser.close());
    afterEach(() => server.close());

    const show = async (routes) => {
      server = await serve(routes);
      page = await browser.newPage();
      await page.goto(server.origin);
      await eventually(() => page.evaluate(isUpgraded));
      await page.evaluate(gatherOutcomes);
      await page.evaluate(() => void (window.isMarked = true));
    };
    const openPanel = () => page.click('rel-button', '[part=button]');
    const pressRow = () => page.click('rel-button', '.row with text "Become a regular"');

    for (const [router, routes] of Object.entries(ROUTERS)) {
      it(`goes where ${router} leads, in the same document`, async () => {
        await show(await routes());
        await openPanel();
        await pressRow();
        await eventually(async () => (await page.evaluate(heading)) === 'Relate by hand', 'the route');
        is(await page.evaluate(isMarked), true);
        same(await page.evaluate(() => window.outcomes), ['by-link']);
      });

      it(`goes to a tab of its own by Ctrl beside ${router}`, async () => {
        await show(await routes());
        await openPanel();
        const before = await browser.count();
        await page.holding('Control', pressRow);
        await eventually(async () => (await browser.count()) === before + 1, 'another tab');
        await eventually(() => server.requested.includes('GET /relate'));
        same(await page.evaluate(() => [location.pathname, window.isMarked, window.outcomes]), ['/', true, []]);
      });
    }

    it('downloads by its download attribute', async () => {
      await show({
        '/': `${HEAD}${button('<a href="/offer.txt" download>Become a regular</a>')}`,
        '/offer.txt': { body: 'An offer', headers: { 'content-type': 'text/plain' } },
      });
      await openPanel();
      await pressRow();
      await eventually(() => server.requested.includes('GET /offer.txt'), 'the download');
      await wait(300);
      same(await page.evaluate(() => [location.pathname, window.isMarked, window.outcomes]), ['/', true, ['by-link']]);
    });

    it('runs its handlers and sends its ping', async () => {
      await show({
        '/': `${HEAD}${button('<a href="#here" ping="/ping" onclick="window.isHandled = event.type">Become a regular</a>')}`,
        '/ping': '',
      });
      // Firefox sends no ping, unless a person turns it on.
      const pings = engine !== 'Firefox';
      await openPanel();
      await pressRow();
      await eventually(() => page.evaluate(() => location.hash === '#here'));
      is(await page.evaluate(() => window.isHandled), 'click');
      if (pings) await eventually(() => server.requested.includes('POST /ping'), 'the ping');
    });
  });
}
