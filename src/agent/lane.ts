/** Opens the shadow root of an element, also a closed one; `null` if it has none. */
export type OpenRoot = (element: Element) => ShadowRoot | null;

interface ExtensionApi {
  readonly dom?: { readonly openOrClosedShadowRoot?: OpenRoot };
}

/** Finds the browser's function that opens closed roots. Only an extension's isolated world has one; `undefined` in a page. */
export const findOpenRoot = (): OpenRoot | undefined => {
  const { browser, chrome } = globalThis as { browser?: ExtensionApi; chrome?: ExtensionApi };
  const open = browser?.dom?.openOrClosedShadowRoot ?? chrome?.dom?.openOrClosedShadowRoot;
  // Chromium throws for other elements, such as SVG.
  if (open) return (element) => (element instanceof HTMLElement ? open(element) : null);
  const isFirefox = 'openOrClosedShadowRoot' in Element.prototype;
  return isFirefox
    ? (element) => (element as Element & { openOrClosedShadowRoot: ShadowRoot | null }).openOrClosedShadowRoot
    : undefined;
};

/** Caches lanes by their marks, since opening a closed root is the slowest step of a press. */
const lanes = new WeakMap<Element, Element>();

/**
 * Finds the private lane of a host: the only element in the closed root of the one mark in the host's open root (contract, "Lanes").
 *
 * @returns `undefined` if the element is not a host, or the page has added a second mark
 */
const laneOf = (host: Element, open: OpenRoot): Element | undefined => {
  const root = host.shadowRoot;
  const marks = root?.querySelectorAll('[data-rel-lane]');
  const mark = marks?.length === 1 && marks[0];
  if (!mark || mark.parentNode !== root || mark.shadowRoot) return undefined;
  const known = lanes.get(mark);
  if (known) return known;
  const inner = open(mark);
  const lane = inner?.childElementCount === 1 ? inner.firstElementChild : null;
  if (!lane) return undefined;
  lanes.set(mark, lane);
  return lane;
};

/** Finds the lane of the clicked host, also inside closed roots. */
export const laneOfClick = (event: MouseEvent, open: OpenRoot): Element | undefined => {
  const path = event.composedPath();
  for (const node of path) {
    const lane = node instanceof Element ? laneOf(node, open) : undefined;
    if (lane) return lane;
  }
  // The path ends at a closed root of the page. The clicked element in it has the focus, or lies under the pointer.
  for (let [element] = path; element instanceof Element;) {
    const root = open(element);
    const inner = (!event.detail && root?.activeElement) || root?.elementFromPoint(event.clientX, event.clientY);
    if (!inner || !root?.contains(inner)) return undefined;
    const lane = laneOf(inner, open);
    if (lane) return lane;
    element = inner;
  }
  return undefined;
};
