/** The button works in pages whose own names, prototypes and elements shadow the browser's. */
import { deepStrictEqual as same, match, ok } from 'node:assert';
import { available, eventually, isUpgraded, unfold } from './driver.mjs';
import { HEAD, serve } from './serve.mjs';

const BUTTON =
  '<rel-button vendor-name="Acme" accepts="SD-BASE" endpoint="/relbutton"><a href="/relate">Relate with Acme</a></rel-button>';
/** Collects messages before the page declares anything, and runs an agent that does not use the library. */
const GATHER = `<script>
  document.said = []; document.heard = []; document.outcomes = [];
  addEventListener('error', ({ message }) => document.said.push(message));
  addEventListener('unhandledrejection', ({ reason }) => document.said.push(String(reason)));
  window.console.warn = (text) => document.said.push(text);
  document.addEventListener('rel-outcome', ({ outcome }) => document.outcomes.push(outcome));
  {
    const { CustomEvent, JSON } = window;
    let ask;
    const say = (body) =>
      document.dispatchEvent(new CustomEvent('rel-message', { detail: '{"v":1,"id":"' + ask + '","offer":"00000000-0000-4000-8000-000000000000",' + body + '}' }));
    document.addEventListener('rel-message', ({ detail, target }) => {
      if (target === document) return;
      document.heard.push(detail);
      const { type, id } = JSON.parse(detail);
      if (type === 'ask') {
        ask = id;
        say('"type":"offer","acts":["relate"],"label":"Agent"');
      } else if (type === 'choose') say('"type":"propose","record":"{}"');
      else if (type === 'answer') say('"type":"done","outcome":"asked"');
    });
  }
</script>`;

/** Runs in a page that frames the tested one, since the tested page may break what the driver needs. */
const find = (...path) => {
  let found = frames[0].document;
  for (const selector of path) {
    const [, css, text] = /^(.*?)(?: with text "(.*)")?$/.exec(selector);
    const all = [...((found?.shadowRoot ?? found)?.querySelectorAll(css) ?? [])];
    found = all.find((one) => !text || one.textContent.trim() === text);
  }
  const { left, top, width, height } = found?.getBoundingClientRect() ?? {};
  return width > 20 && height > 5 && [left + width / 2, top + height / 2];
};

/** Ids, different each time. */
const UNKNOWN = { id: undefined, offer: undefined };

/** Top-level declarations of ordinary classic scripts. */
const DECLARED = {
  'origin and open': 'const origin = { lat: 9.03, lng: 38.74 }; const open = document.body;',
  'members of window': `const name = 'a', status = 'b', event = 'c', parent = 'd', length = 3, self = 5, screen = {}, history = [], closed = true,
    frames = [], external = {}, navigator = {}, performance = {}, crypto = {}, customElements = {}, isSecureContext = false, frameElement = {},
    scroll = 1, focus = 2, blur = 3, print = 4, stop = 5, close = 6, find = 7, fetch = 8, addEventListener = 9, removeEventListener = 10,
    dispatchEvent = 11, postMessage = 12, clearTimeout = 14, console = {}, atob = 15, matchMedia = 16;`,
  interfaces: `class Event {} class Node {} class Element {} class Text {} class Document {} class URL {} class CSS {} class MutationObserver {}
    class CustomEvent {} class EventTarget {} class MouseEvent {} class HTMLElement {} class CSSStyleSheet {} class AbortSignal {} class DOMException {}
    class MessageChannel {} class TextDecoder {} class ShadowRoot {} class DocumentFragment {} class MessageEvent {} class KeyboardEvent {}`,
  'what the language has': `class Map {} class Set {} class WeakMap {} class Symbol {} const Intl = {}, Math = {}, Reflect = {};
    class RegExp {} class Uint8Array {} const Number = {}, Boolean = {};`,
  'variables and functions, which replace members of window': `var origin = 'Ethiopia', parent = {}, length = 2, self = {}, screen = {}, frames = [], external = {},
    event = {}, performance = {}, scroll = 1; function open() {} function stop() {} function find() {} function close() {} function focus() {}
    function addEventListener() {} function removeEventListener() {} function dispatchEvent() {} function postMessage() {}`,
};

/** Changes by older libraries to prototypes, before the bundle loads. */
const PATCHED = {
  'a toJSON of arrays and texts (Prototype.js 1.6)': `
    Array.prototype.toJSON = function () { return '[' + this.map((one) => JSON.stringify(one)).join(', ') + ']'; };
    String.prototype.toJSON = Number.prototype.toJSON = Boolean.prototype.toJSON = function () { return 'text'; };`,
  'a toJSON of every object': 'Object.prototype.toJSON = function () { return "an object"; };',
  'a toJSON that throws': 'Object.defineProperty(Object.prototype, "toJSON", { get() { throw new Error("toJSON"); } });',
  'members of every array and object that for…in meets': `
    Array.prototype.each = function () {}; Array.prototype.last = function () {}; Object.prototype.extend = function () {};
    Object.prototype.public = 'extra'; Element.prototype.hide = Element.prototype.show = function () {};`,
  'builtins with others of the same name': `
    Function.prototype.bind = function (self, ...first) { const run = this; return function (...rest) { return run.apply(self, [...first, ...rest]); }; };
    Array.from = (list) => { const all = []; for (const one of list) all.push(one); return all; };
    Element.prototype.remove = function () { this.parentNode.removeChild(this); return this; };
    Array.prototype.find = Array.prototype.detect = function (test) { for (const one of this) if (test(one)) return one; };`,
};

for (const [engine, open] of available) {
  describe(`a page with a world of its own in ${engine}`, () => {
    let browser;
    let page;
    let server;
    const show = async (script, body = BUTTON) => {
      server?.close();
      server = await serve({
        '/': '<!doctype html><title>Shop</title><style>iframe { position: fixed; inset: 0; width: 100%; height: 100%; border: 0 }</style><iframe src="/shop"></iframe>',
        '/shop': `${HEAD}<body>${GATHER}<script>${script}</script>${body}`,
        '/.well-known/rel-agent': `<!doctype html><title>Agent</title><script>
          addEventListener('message', ({ ports: [port] }) => {
            port.onmessage = ({ data }) => { document.title = JSON.parse(data).type; };
          });
          opener.postMessage({ rel: 'hello', v: [1] }, '*');
        </script>`,
        '/relbutton': (_, response) => void response.writeHead(202).end('{"pending":true}'),
      });
      await page.goto(server.origin);
    };
    // Pass one text, which no `toJSON` of the page can change.
    const read = async (name) =>
      (await page.evaluate((key) => [...frames[0].document[key]].join('\n'), name)).split('\n').filter((line) => line);
    const isShown = () => eventually(() => page.evaluate(find, 'rel-button', '[part=button]'));
    const click = async (...path) => page.clickAt(...(await eventually(() => page.evaluate(find, ...path), path.join(' > '))));
    before(async () => {
      browser = await open();
      page = await browser.newPage();
    });
    after(async () => {
      await browser.close();
      server?.close();
    });

    /** Runs a flow from a press to the vendor's answer, with an agent in the page that writes its JSON without the library. */
    const goThrough = async () => {
      await isShown();
      await click('rel-button', '[part=button]');
      await click('rel-button', '.row with text "Agent"');
      await eventually(async () => (await read('outcomes'))[0]);
      const heard = (await read('heard'))
        .map((text) => JSON.parse(text))
        .filter(({ type }) => ['ask', 'choose', 'answer'].includes(type));
      const [ask, choose, answer] = heard.map((one) => ({ ...one, id: undefined, offer: undefined }));
      same(
        [ask, choose, answer],
        [
          { ...UNKNOWN, v: [1], type: 'ask', acts: ['relate'], lang: 'en' },
          {
            ...UNKNOWN,
            v: 1,
            type: 'choose',
            act: 'relate',
            vendor: { origin: server.origin, name: 'Acme' },
            accepts: ['SD-BASE'],
            endpoint: `${server.origin}/relbutton`,
          },
          { ...UNKNOWN, v: 1, type: 'answer', answer: 'pending' },
        ],
      );
      same(await read('outcomes'), ['asked']);
      same(await read('said'), []);
    };

    for (const [what, script] of [...Object.entries(DECLARED), ...Object.entries(PATCHED)])
      it(`that declares ${what} has the whole flow`, async () => {
        await show(script);
        await goThrough();
      });

    for (const script of ['const open = document.body;', 'function open() {}'])
      it(`opens an agent's window beside a name of its own: ${script}`, async () => {
        await show(script);
        // Without a frame: these declarations do not affect the driver.
        await page.goto(`${server.origin}/shop`);
        await eventually(() => page.evaluate(isUpgraded));
        await page.click('rel-button', '[part=button]');
        await page.evaluate(unfold);
        await page.click('rel-button', '[inputmode=url]');
        await page.type(new URL(server.origin).host);
        const agent = await page.opened(() => page.click('rel-button', 'button with text "Open"'));
        await eventually(() => agent.evaluate(() => document.title === 'choose'));
        await agent.close();
        same(await page.evaluate(() => [...document.said]), []);
      });

    for (const name of ['body', 'activeElement', 'addEventListener', 'defaultView', 'domain', 'baseURI', 'open', 'lang'])
      for (const element of [`<form name="${name}"></form>`, `<img name="${name}">`])
        it(`works beside ${element}`, async () => {
          await show('', `${element}${BUTTON}`);
          await goThrough();
        });

    for (const name of ['createElement', 'createComment', 'importNode'])
      it(`leaves the link, with one warning, where <form name="${name}"> keeps lit from drawing`, async () => {
        await show(
          '',
          `<form name="${name}"></form>${BUTTON}${BUTTON}<rel-badge>Related</rel-badge><rel-balance>In words</rel-balance>`,
        );
        await eventually(async () => (await read('said')).length > 2);
        for (const seen of ['rel-button a', 'rel-badge', 'rel-balance']) ok(await page.evaluate(find, seen), seen);
        const [badge, balance, button, ...others] = (await read('said')).sort();
        match(button, /^relbutton: <rel-button> stays a link: TypeError: .*\.$/);
        match(badge, /^relbutton: <rel-badge> stays a link: TypeError: .*\.$/);
        match(balance, /^relbutton: <rel-balance> stays a link: TypeError: .*\.$/);
        same(others, []);
      });
  });
}
