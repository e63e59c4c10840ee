/** The panel in the modals that pages have, with the committed bundle. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { available, eventually, isUpgraded, unfold, wait } from './driver.mjs';
import { bundle, HEAD, serve } from './serve.mjs';

const BUTTON =
  '<rel-button vendor-name="Acme" accepts="SD-BASE" endpoint="/relbutton"><a href="/relate">Relate with Acme</a></rel-button>';

const react = (imports, element) => `
  import { createElement as h } from 'react';
  import { createRoot } from 'react-dom/client';
  ${imports}
  const button = h('div', { 'data-modal': '', dangerouslySetInnerHTML: { __html: window.button } });
  createRoot(document.querySelector('#app')).render(${element});`;

/** A page with an open modal of each kind, with a button in it. */
const MODALS = {
  'Bootstrap 5': `
    import { Modal } from 'bootstrap';
    document.querySelector('#app').innerHTML = '<div class="modal" tabindex="-1"><div class="modal-dialog"><div class="modal-content" data-modal><button>First</button>' + window.button + '<button>Last</button></div></div></div>';
    new Modal('.modal').show();
    document.querySelector('.modal').addEventListener('hidden.bs.modal', ({ target }) => target.remove());`,
  'Radix Dialog': react(
    `import * as Dialog from '@radix-ui/react-dialog';`,
    `h(Dialog.Root, { defaultOpen: true }, h(Dialog.Portal, null, h(Dialog.Overlay), h(Dialog.Content, null, h(Dialog.Title, null, 'Shop'), h('button', null, 'First'), button, h('button', null, 'Last'))))`,
  ),
  'MUI Modal': react(
    `import Modal from '@mui/material/Modal'; import { useState } from 'react';
     const App = () => { const [open, setOpen] = useState(true); return h(Modal, { open, onClose: () => setOpen(false) }, h('div', { style: { background: '#eee' } }, h('button', null, 'First'), button, h('button', null, 'Last'))); };`,
    'h(App)',
  ),
  'React Aria': react(
    `import { Modal, ModalOverlay, Dialog, Heading } from 'react-aria-components';`,
    `h(ModalOverlay, { defaultOpen: true, isDismissable: true }, h(Modal, null, h(Dialog, null, h(Heading, { slot: 'title' }, 'Shop'), h('button', null, 'First'), button, h('button', null, 'Last'))))`,
  ),
  'focus-trap': `
    import { createFocusTrap } from 'focus-trap';
    document.querySelector('#app').innerHTML = '<div id="trap" data-modal><button>First</button>' + window.button + '<button>Last</button></div>';
    createFocusTrap('#trap', { onDeactivate: () => document.querySelector('#trap').remove() }).activate();`,
  SweetAlert2: `
    import Swal from 'sweetalert2';
    Swal.fire({ title: 'Shop', html: '<div data-modal><button>First</button>' + window.button + '</div>' });`,
};

const CSS = await readFile(new URL(import.meta.resolve('bootstrap/dist/css/bootstrap.min.css')), 'utf8');

/** Runs in a page: the text of what has the focus in the first button, `''` where it is elsewhere. */
const focused = () => document.activeElement?.shadowRoot?.activeElement?.textContent.trim() ?? '';
const isOpen = () => Boolean(document.querySelector('rel-button')?.shadowRoot.querySelector(':popover-open'));
const isModal = () => Boolean(document.querySelector('[data-modal], [data-modal] rel-button'));

for (const [engine, open] of available) {
  describe(`the panel in ${engine}`, () => {
    let browser;
    let page;
    const servers = [];
    before(async () => {
      browser = await open();
      page = await browser.newPage();
    });
    after(async () => {
      await browser.close();
      for (const server of servers) server.close();
    });
    const show = async (script, body = '') => {
      const server = await serve({
        '/': `${HEAD}<link rel="stylesheet" href="/bootstrap.css"><div id="app"></div>${body}<script>window.button = ${JSON.stringify(BUTTON).replaceAll('</', '<\\/')}; window.process = { env: {} };</script><script type="module" src="/app.js"></script>`,
        '/app.js': await bundle(script),
        '/bootstrap.css': CSS,
      });
      servers.push(server);
      await page.goto(server.origin);
      await eventually(() => page.evaluate(isUpgraded));
      // Until its animation is over.
      await wait(600);
    };

    for (const [name, script] of Object.entries(MODALS))
      it(`in a modal of ${name} is reached row by row, typed in and scrolled, and closes alone`, async () => {
        await show(script);
        ok(await page.evaluate(isModal), 'the modal is there');
        await page.click('rel-button', '[part=button]');
        await eventually(() => page.evaluate(isOpen), 'the panel');
        await page.evaluate(unfold);
        const passed = [await page.evaluate(focused)];
        for (let i = 0; i < 20 && passed.at(-1) !== 'What is this?'; i++) {
          await page.press('Tab');
          passed.push(await page.evaluate(focused));
        }
        for (const row of ['Visit Acme’s page', 'Keep a copy', 'I use an agent…', 'What is this?'])
          ok(passed.includes(row), `${row} is among ${passed}`);
        await page.click('rel-button', 'h2');
        await page.click('rel-button', '[inputmode=url]');
        await page.type('a/s');
        is(
          await page.evaluate(() => document.querySelector('rel-button').shadowRoot.querySelector('[inputmode=url]').value),
          'a/s',
        );
        same(
          await page.evaluate(() => {
            const row = document.querySelector('rel-button').shadowRoot.querySelector('.row');
            return ['wheel', 'touchmove'].map((type) =>
              row.dispatchEvent(new Event(type, { bubbles: true, composed: true, cancelable: true })),
            );
          }),
          [true, true],
        );
        await page.press('Escape');
        await wait(400);
        same([await page.evaluate(isOpen), await page.evaluate(isModal)], [false, true]);
        await page.press('Escape');
        await eventually(
          () => page.evaluate(() => !document.querySelector('[data-modal]')),
          'the modal closes by the next Escape',
        );
      });

    it('is typed in beside @github/hotkey', async () => {
      await show(
        `import { install } from '@github/hotkey';
         document.querySelector('#app').innerHTML = window.button + '<button data-hotkey="s,/">Search</button>';
         window.searches = 0;
         const search = document.querySelector('[data-hotkey]');
         search.addEventListener('click', () => searches++);
         install(search);`,
      );
      await page.click('rel-button', '[part=button]');
      await page.evaluate(unfold);
      await page.click('rel-button', '[inputmode=url]');
      await page.type('https://agents.example');
      same(
        await page.evaluate(() => [
          document.querySelector('rel-button').shadowRoot.querySelector('[inputmode=url]').value,
          window.searches,
        ]),
        ['https://agents.example', 0],
      );
      await page.press('Escape');
      await page.press('s');
      is(await page.evaluate(() => window.searches), 1);
    });

    if (engine !== 'WebKit')
      it('is scrolled by the wheel under a lock of react-remove-scroll', async () => {
        await show(
          react(
            `import { RemoveScroll } from 'react-remove-scroll';`,
            `h(RemoveScroll, null, h('div', { style: { position: 'fixed', top: 40, left: 40 } }, button))`,
          ),
        );
        await page.page.setViewport({ width: 800, height: 380 });
        await page.click('rel-button', '[part=button]');
        const top = () =>
          page.evaluate(() => document.querySelector('rel-button').shadowRoot.querySelector(':popover-open')?.scrollTop);
        await eventually(async () => (await top()) === 0);
        await page.page.mouse.wheel({ deltaY: 100 });
        const { x, y } = await page.evaluate(() => {
          const { left, top } = document.querySelector('rel-button').shadowRoot.querySelector('h2').getBoundingClientRect();
          return { x: left + 20, y: top + 5 };
        });
        await page.page.mouse.move(x, y);
        await page.page.mouse.wheel({ deltaY: 100 });
        await eventually(async () => (await top()) > 20, 'the panel is scrolled');
        await page.page.setViewport({ width: 800, height: 600 });
      });
  });
}
