/** Opens the root of an element, also a closed one; `null` where it has none. */
export type OpenRoot = (element: Element) => ShadowRoot | null;

interface ExtensionApi {
  readonly dom?: { readonly openOrClosedShadowRoot?: OpenRoot };
}

/** What opens closed roots: there in an extension's own world, and nowhere else. `undefined` in a page. */
export const findOpenRoot = (): OpenRoot | undefined => {
  const { browser, chrome } = globalThis as { browser?: ExtensionApi; chrome?: ExtensionApi };
  const open = browser?.dom?.openOrClosedShadowRoot ?? chrome?.dom?.openOrClosedShadowRoot;
  // Chromium throws for elements of other kinds, SVG's say.
  if (open) return (element) => (element instanceof HTMLElement ? open(element) : null);
  const isFirefox = 'openOrClosedShadowRoot' in Element.prototype;
  return isFirefox
    ? (element) => (element as Element & { openOrClosedShadowRoot: ShadowRoot | null }).openOrClosedShadowRoot
    : undefined;
};

/** Lanes by their marks: to open a closed root takes longer than all else that a press sets going. */
const lanes = new WeakMap<Element, Element>();

/**
 * The private lane of a host: the only element in a closed root, on the one mark of the host's open root (contract, section 5).
 *
 * @returns `undefined` where the element is no host, or a page has given it a second mark
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

/** The lane of the host that a click was on, wherever it stands. */
export const laneOfClick = (event: MouseEvent, open: OpenRoot): Element | undefined => {
  const path = event.composedPath();
  for (const node of path) {
    const lane = node instanceof Element ? laneOf(node, open) : undefined;
    if (lane) return lane;
  }
  // A path ends at closed roots, of a component of the page's: what was clicked in there has the focus, or lies under the pointer.
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
