/**
 * Code of a page that looks for the names of agents on the private lane. All of it runs in the page.
 *
 * @module
 */

/**
 * Follows events, selections, hit tests and performance entries from now on. It collects in `window.leaks` each path to a closed root
 * that holds a name or is not the list, and in `window.list` the root of the list.
 */
export const steal = (names) => {
  const leaks = (window.leaks = []);
  window.list = null;
  const look = (node, way) => {
    const root = node instanceof Node ? node.getRootNode() : null;
    if (!root?.host || root.mode !== 'closed') return;
    const texts = [root.innerHTML, root.textContent];
    for (const element of root.querySelectorAll('*')) {
      texts.push(element.innerText, getComputedStyle(element, '::before').content);
      for (const attribute of element.attributes) texts.push(attribute.value);
    }
    const isList = root.host.className === 'agents';
    if (isList) window.list = root;
    if (!isList || names.some((name) => texts.join().includes(name))) leaks.push(`${way}: ${node.nodeName}`);
  };
  /** Follows every property, own and inherited. */
  const walk = (value, way, depth = 3) => {
    if (typeof value !== 'object' || value === null || value === window || depth === 0) return;
    if (value instanceof Node) {
      look(value, way);
      return;
    }
    if (value instanceof Event) for (const node of value.composedPath()) look(node, `${way}.composedPath`);
    for (const range of value.getTargetRanges?.() ?? []) walk(range, `${way}.getTargetRanges`, 2);
    for (const key in value) walk(value[key], `${way}.${key}`, depth - 1);
  };
  window.look = look;

  const types = new Set([
    'rel-message',
    'rel-activate',
    'rel-outcome',
    'focusin',
    'focusout',
    'textInput',
    'touchstart',
    'touchend',
  ]);
  for (const type of ['DOMMouseScroll', 'MozMousePixelScroll', 'touchmove', 'compositionstart', 'compositionend'])
    types.add(type);
  for (const holder of [window, document, document.body])
    for (const key in holder) if (key.startsWith('on')) types.add(key.slice(2));
  window.seen = new Set();
  let isMaking = false;
  const hear = (event) => {
    if (isMaking) return;
    window.seen.add(event.type);
    const { type, clientX = 0, clientY = 0 } = event;
    walk(event, type);
    // In Firefox the page's own events too expose the element under the pointer or with the focus.
    isMaking = true;
    const made = document.createEvent('Event');
    made.initEvent('click', true, true);
    walk(made, `made during ${type}`);
    document.body.dispatchEvent(made);
    walk(made, `dispatched during ${type}`);
    isMaking = false;
    walk(getSelection(), `selection during ${type}`);
    const shadowRoots = window.list ? [window.list] : [];
    walk(document.caretPositionFromPoint?.(clientX, clientY), `caret during ${type}`);
    walk(document.caretPositionFromPoint?.(clientX, clientY, { shadowRoots }), `caret during ${type}`);
    for (const root of [document, ...shadowRoots]) {
      look(root.activeElement, `focus during ${type}`);
      for (const node of root.elementsFromPoint(clientX, clientY)) look(node, `hit during ${type}`);
    }
  };
  window.listenIn = (target) => {
    for (const type of types) for (const one of [target, target.document]) one.addEventListener(type, hear, true);
  };
  window.listenIn(window);
  for (const type of PerformanceObserver.supportedEntryTypes)
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) walk(entry, `performance ${type}`);
    }).observe({ type, durationThreshold: 16, buffered: true });
};

/** Looks for names by selections and by text search, also in the list if an event exposed it. */
export const search = (names) => {
  const found = [];
  const selection = getSelection();
  const box = document.querySelector('rel-button').shadowRoot.querySelector('.agents');
  for (const node of [document.body, box, ...(window.list?.querySelectorAll('*') ?? [])].filter(Boolean)) {
    selection.selectAllChildren(node);
    for (const step of ['character', 'word', 'line', 'paragraphboundary']) {
      for (const how of ['extend', 'move', 'extend']) {
        selection.modify(how, 'forward', step);
        for (const end of [selection.anchorNode, selection.focusNode]) window.look(end, `selection by ${step}`);
        found.push(...names.filter((name) => String(selection).includes(name)));
      }
    }
  }
  selection.removeAllRanges();
  found.push(...names.filter((name) => window.find(name.split(' ')[0], false, false, true)));
  selection.removeAllRanges();
  for (const { effect } of document.getAnimations()) window.look(effect.target, 'animation');
  return [...found, ...new Set(window.leaks)];
};

/** The attacks of a page on the list that an event exposed, each on a fresh list. */
export const attacks = {
  'that only listens': () => undefined,
  'that restyles it': () => {
    const css = `*, div, span, button { pointer-events: auto !important; user-select: text !important; display: block !important;
      position: relative !important; contain: none !important; opacity: 1 !important } span { height: 20px !important }
      .row::after { display: none !important } div::before { content: attr(aria-label) !important }`;
    for (const sheet of window.list?.adoptedStyleSheets ?? [])
      for (const rule of css.match(/[^{]+\{[^}]+\}/g)) sheet.insertRule(rule);
  },
  'that makes it editable': () => {
    document.designMode = 'on';
    for (const element of window.list?.querySelectorAll('.row, span') ?? []) element.contentEditable = 'true';
  },
  'that moves it': () => {
    document.body.append(document.querySelector('rel-button').shadowRoot.querySelector('.agents'));
  },
  'that moves it to a frame': () => {
    const frame = document.createElement('iframe');
    frame.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;z-index:9';
    document.querySelector('rel-button').shadowRoot.querySelector('[popover]').append(frame);
    const box = document.querySelector('rel-button').shadowRoot.querySelector('.agents');
    frame.contentDocument.body.append(box);
    window.listenIn(frame.contentWindow);
  },
};
