/** Importing this package throws nowhere, and where something is missing an element stays its link. Each place has a process of its own. */
import { deepStrictEqual as same, match, strictEqual as is } from 'node:assert';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const { exports } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url)));
const ENTRIES = Object.entries(exports)
  .filter(([name, target]) => target?.default?.endsWith('.js') && !name.includes('*') && !/sqlite|postgres|mysql/.test(name))
  .map(([name]) => name.replace('.', 'relbutton'));
const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'ja', 'pt', 'zh'].map((lang) => `relbutton/locales/${lang}`);

const adopt = (make) => `
  const window = ${make};
  for (const name of Object.getOwnPropertyNames(window)) if (!(name in globalThis)) globalThis[name] = window[name];
  globalThis.window = window; globalThis.document = window.document;
  for (const name of ['Event', 'CustomEvent', 'EventTarget', 'customElements', 'HTMLElement', 'MutationObserver'])
    if (window[name]) globalThis[name] = window[name];
`;
const URL_OF_PAGE = '"https://shop.example/"';
const PLACES = {
  'bare Node': '',
  'lit’s shim': 'await import("@lit-labs/ssr/lib/install-global-dom-shim.js");',
  jsdom: `const { JSDOM } = await import("jsdom"); ${adopt(`new JSDOM("<!doctype html><body>", { url: ${URL_OF_PAGE}, pretendToBeVisual: true }).window`)}`,
  'happy-dom': `const { Window } = await import("happy-dom"); ${adopt(`new Window({ url: ${URL_OF_PAGE} })`)}`,
  linkedom: `const { parseHTML } = await import("linkedom"); ${adopt('parseHTML("<!doctype html><html><body></body></html>")')}`,
  'linkedom without a window': `const { parseHTML } = await import("linkedom"); const { document, HTMLElement, customElements, Element } = parseHTML("<!doctype html><html><body></body></html>"); Object.assign(globalThis, { document, HTMLElement, customElements, Element });`,
  'a window that is no EventTarget': `const { JSDOM } = await import("jsdom"); ${adopt(`new JSDOM("<!doctype html><body>", { url: ${URL_OF_PAGE} }).window`)} globalThis.window = globalThis;`,
  'a page without what came to Node late':
    'for (const name of ["crypto", "Event", "EventTarget", "CustomEvent", "MessageEvent", "AbortSignal", "navigator"]) delete globalThis[name];',
};
/** A script that uses an element as a page does, in environments that have elements. */
const USE = `
  const said = []; console.warn = (text) => said.push(text);
  process.on('unhandledRejection', (error) => { throw error; });
  let link = 'no document';
  if (globalThis.document?.body) {
    const wait = () => new Promise((resolve) => setTimeout(resolve, 20));
    const button = document.createElement('rel-button');
    const badge = document.createElement('rel-badge');
    button.innerHTML = '<a href="/relate">Relate with Acme</a>';
    badge.textContent = 'Offered';
    const balance = document.createElement('rel-balance');
    balance.setAttribute('initiated', '3 2');
    document.body.append(button, badge, balance);
    await wait();
    for (const status of ['related', 'paused', 'nonsense', 'ended']) {
      button.setAttribute('status', status);
      badge.status = status;
      await wait();
    }
    balance.records = [];
    button.setAttribute('accepts', 'SD-BASE');
    button.setAttribute('disabled', '');
    button.name = 'record';
    button.cancel?.();
    button.querySelector('a').textContent = 'Other';
    await wait();
    button.click();
    const moved = document.createElement('div');
    document.body.append(moved);
    moved.append(button);
    button.remove();
    document.body.append(button);
    await wait();
    const root = button.shadowRoot;
    link = root ? Boolean(root.querySelector('slot')) : 'not upgraded';
  }
  console.log(JSON.stringify({ link, said: [...new Set(said)].map((text) => text.replace(/relbutton: /, '')) }));
`;

const run = async (script, conditions) => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...conditions, '--experimental-vm-modules', '--no-warnings', '--input-type=module', '--eval', script],
    { cwd: new URL('../..', import.meta.url), timeout: 60_000 },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1));
};
const importAll = [...ENTRIES, ...LANGUAGES].map((entry) => `await import(${JSON.stringify(entry)});`).join('\n');

describe('importing every entry', () => {
  for (const [place, prepare] of Object.entries(PLACES))
    for (const build of ['node', 'browser'])
      // Where there is no document that works, there is no use for the build of lit for browsers.
      if (build === 'node' || /jsdom|happy-dom|EventTarget/.test(place))
        it(`throws nothing in ${place}, with lit's build for ${build === 'node' ? 'Node' : 'browsers'}, and an element is its link`, async () => {
          const conditions = build === 'browser' ? ['--conditions=browser'] : [];
          const { link, said } = await run(`${prepare}\n${importAll}\n${USE}`, conditions);
          const isPage = /jsdom|happy-dom|EventTarget/.test(place);
          if (isPage) is(link, true);
          const [why, ...others] = said.filter((text) => !text.includes('nonsense'));
          same(others, []);
          if (isPage) match(why, /^<rel-button> stays a link: the page is without (a window|ElementInternals\.states)\.$/);
        });

  it('throws nothing in a vm that has nothing but the language', async () => {
    const script = `
      import { createContext, SourceTextModule } from 'node:vm';
      import { readFile } from 'node:fs/promises';
      const context = createContext({});
      const known = new Map();
      const load = async (url) => {
        if (!known.has(url)) known.set(url, readFile(new URL(url), 'utf8').then((text) => new SourceTextModule(text, { context, identifier: url })));
        return known.get(url);
      };
      for (const entry of ['relbutton', 'relbutton/define', 'relbutton/webmcp', 'relbutton/agent', 'relbutton/agent/web', ...${JSON.stringify(LANGUAGES)}]) {
        const module = await load(import.meta.resolve(entry));
        if (module.status === 'unlinked') await module.link((name, from) => load(import.meta.resolve(name, from.identifier)));
        await module.evaluate();
      }
      console.log('{}');`;
    same(await run(script, ['--experimental-import-meta-resolve']), {});
  });
});
