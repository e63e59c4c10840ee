/** Two extensions that answer the same ask, and a page that tries to learn about them. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { eventually, withExtensions } from './driver.mjs';
import { NAMES, openTwoAgents } from './two-agents.mjs';
import { allOf } from '../support/all-of.mjs';

/** Runs in the loaded page. Collects in `window.learned` all texts and nodes that it can observe. */
const spy = () => {
  const learned = (window.learned = []);
  const closedRoots = (window.closedRoots = []);
  const host = document.querySelector('rel-button');
  const { getRootNode } = Node.prototype;
  const { apply } = Reflect;
  const look = (value, depth = 3) => {
    if (typeof value === 'string') learned[learned.length] = value;
    if (typeof value !== 'object' || value === null || !depth || value === window || value === learned) return;
    if (value instanceof Node) {
      const root = apply(getRootNode, value, []);
      if (root instanceof ShadowRoot && root.mode === 'closed') closedRoots[closedRoots.length] = value.outerHTML;
    } else if (value instanceof Event) look(value.composedPath(), depth - 1);
    else for (const key in value) look(value[key], depth - 1);
  };
  let isLooking = false;
  const lookOnce = (...values) => {
    if (isLooking) return;
    isLooking = true;
    look(values, 4);
    isLooking = false;
  };
  const wrap = (holder, name, part = 'value') => {
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    const method = descriptor[part];
    Object.defineProperty(holder, name, {
      ...descriptor,
      [part](...parameters) {
        lookOnce(this, parameters);
        const result = apply(method, this, parameters);
        lookOnce(result);
        return result;
      },
    });
  };
  wrap(EventTarget.prototype, 'dispatchEvent');
  wrap(EventTarget.prototype, 'addEventListener');
  wrap(CustomEvent.prototype, 'detail', 'get');
  wrap(JSON, 'parse');
  wrap(JSON, 'stringify');
  wrap(Map.prototype, 'get');
  wrap(Reflect, 'apply');
  wrap(RegExp.prototype, 'exec');
  wrap(Element.prototype, 'setAttribute');
  wrap(Element.prototype, 'attachShadow');
  wrap(Node.prototype, 'appendChild');
  wrap(Node.prototype, 'insertBefore');
  wrap(HTMLElement.prototype, 'focus');
  wrap(Array.prototype, Symbol.iterator);
  wrap(Array.prototype, 'push');

  const types = [
    'rel-message',
    'rel-activate',
    'rel-propose',
    'rel-outcome',
    'rel-offer',
    'rel-ask',
    'click',
    'focusin',
    'pointerdown',
  ];
  for (const target of [window, document, host.shadowRoot])
    for (const type of types)
      target.addEventListener(type, (event) => lookOnce(event, event.detail, event.record, event.outcome), true);
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      lookOnce(target.outerHTML ?? target.data);
      for (const node of addedNodes) lookOnce(node, node.outerHTML ?? node.data);
    }
  });
  for (const root of [document, host.shadowRoot])
    observer.observe(root, { childList: true, subtree: true, attributes: true, characterData: true });
  if (PerformanceObserver.supportedEntryTypes.includes('event'))
    new PerformanceObserver((list) => list.getEntries().forEach(({ target }) => lookOnce(target))).observe({
      type: 'event',
      durationThreshold: 16,
    });
};

/** Runs in the page while the names are shown. Returns what the page can read of them. */
const search = (names) => {
  const host = document.querySelector('rel-button');
  const root = host.shadowRoot;
  const box = root.querySelector('.agents');
  const found = {};
  found.find = names.filter(
    (name) => window.find?.(name, false, false, true) || window.find?.(name.split(' ')[0], false, false, true),
  );
  found.selected = String(getSelection());
  getSelection().selectAllChildren(box);
  found.selectedInBox = String(getSelection());
  const anchor = getSelection().anchorNode?.getRootNode();
  found.selectionRoot = anchor instanceof ShadowRoot && anchor.mode === 'closed';
  getSelection().removeAllRanges();
  document.execCommand('selectAll');
  found.selectedAll = names.filter((name) => String(getSelection()).includes(name));
  getSelection().removeAllRanges();

  box.scrollIntoView({ block: 'center' });
  const { left, top, width, height } = box.getBoundingClientRect();
  const hits = { inDocument: new Set(), inRoot: new Set(), caret: new Set() };
  for (let y = 4; y < height; y += 8) {
    const x = left + width / 2;
    hits.inDocument.add(document.elementFromPoint(x, top + y)?.localName);
    hits.inRoot.add(root.elementFromPoint(x, top + y)?.className);
    const caretRoot = document.caretPositionFromPoint?.(left + 30, top + y)?.offsetNode?.getRootNode();
    hits.caret.add(caretRoot instanceof ShadowRoot && caretRoot.mode === 'closed');
  }
  for (const [name, values] of Object.entries(hits)) found[name] = [...values];
  found.html = names.filter((name) =>
    [
      root.innerHTML,
      root.textContent,
      document.documentElement.innerText,
      host.getHTML?.({ serializableShadowRoots: true, shadowRoots: [root] }) ?? '',
    ].some((text) => text.includes(name)),
  );
  found.focus = root.activeElement === box;
  found.animated = host
    .getAnimations({ subtree: true })
    .filter(({ effect }) => effect.target.getRootNode().mode === 'closed').length;
  found.shadow = box.shadowRoot;
  return found;
};

for (const [engine, open] of withExtensions) {
  describe(`two extensions in ${engine}`, () => {
    let agents;
    let shop;
    let page;
    beforeEach(async () => {
      agents = await openTwoAgents(open);
      ({ shop, page } = agents);
    });
    afterEach(() => agents.close());

    /** Clicks on the first or second agent in the list. Their order is random. */
    const chooseRow = async (row) => {
      const { x, y } = await agents.box();
      await page.clickAt(x + 40, y + 20 + row * 48);
    };

    it('are both listed, in an order that changes, and only the chosen one asks', async () => {
      await agents.visit();
      const firsts = new Set();
      for (let i = 0; i < 12 && firsts.size < 2; i++) {
        await agents.press();
        await chooseRow(0);
        const asking = await agents.consent();
        is((await agents.browser.extensionPages('consent.html')).length, 1);
        firsts.add(await asking.evaluate(() => document.title));
        await page.press('Escape');
        await agents.closed();
      }
      same([...firsts].sort(), NAMES);
      await agents.press();
      await chooseRow(1);
      ok(NAMES.includes(await (await agents.consent()).evaluate(() => document.title)));
      await page.press('Escape');
      await agents.closed();
    });

    it('leave a page that patches, listens, observes, finds, selects and points without an offer and a name', async () => {
      await agents.visit();
      await page.evaluate(spy);
      await agents.press();
      same(await page.evaluate(search, NAMES), {
        find: [],
        selected: '',
        selectedInBox: '',
        selectionRoot: false,
        selectedAll: [],
        inDocument: ['rel-button'],
        inRoot: ['agents'],
        caret: [false],
        html: [],
        focus: true,
        animated: 0,
        shadow: null,
      });
      await chooseRow(0);
      const asking = await agents.consent();
      await asking.click('button.yes');
      await eventually(async () => (await page.text('rel-badge', '[part=status]')) === 'Related');
      is((await allOf(shop.vendor.records())).length, 1);

      const learned = await page.evaluate(() => ({ texts: window.learned, closedRoots: window.closedRoots }));
      same(learned.closedRoots, []);
      const all = learned.texts.join('\n');
      ok(all.includes('"type":"ask"'), 'the page hears the public ask');
      for (const name of ['Quibble', 'Zephyr']) ok(!all.includes(name), `the page learned ${name}`);
      // Every observed id belongs to a public ask, to the vendor's own challenge, or to a record, which the vendor may see.
      const challenge = await page.evaluate(() => document.querySelector('rel-button').getAttribute('challenge'));
      const asked = new Set([...all.matchAll(/"id":"([\da-f-]{36})","type":"ask"/g)].map(([, id]) => id));
      const records = (await allOf(shop.vendor.records())).map(({ record }) =>
        Buffer.from(JSON.parse(record).payload, 'base64url').toString(),
      );
      const strange = [...all.matchAll(/[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}/g)]
        .map(([id]) => id)
        .filter((id) => !asked.has(id) && id !== challenge && !records.some((record) => record.includes(id)));
      same([...new Set(strange)], []);
      is(asked.size, 1);
    });
  });
}
