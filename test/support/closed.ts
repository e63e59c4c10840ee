/**
 * Gives tests the access of an extension: the closed roots of a page, by host. Import it before any module of `src`, which captures
 * `attachShadow` when it loads.
 *
 * @module
 */
const { attachShadow } = Element.prototype;
const roots = new Map<Element, ShadowRoot>();
// Captured now, since some tests replace every builtin and watch the calls.
const { set } = Map.prototype;
const { apply } = Reflect;

Element.prototype.attachShadow = function (this: Element, init: ShadowRootInit) {
  const root = apply(attachShadow, this, [init]);
  if (init.mode === 'closed') apply(set, roots, [this, root]);
  return root;
};

export const closedRoots = (): ShadowRoot[] => [...roots.values()];
export const closedRootOf = (element: Element): ShadowRoot | null => roots.get(element) ?? null;

/** Finds the one lane of a host, as an agent does. */
export const laneOf = (host: Element): Element => {
  const marks = [...(host.shadowRoot?.querySelectorAll('[data-rel-lane]') ?? [])];
  const [lane, ...more] = marks.flatMap((mark) => [...(closedRootOf(mark)?.children ?? [])]);
  if (marks.length !== 1 || !lane || more.length) throw new Error(`${host.localName} has ${marks.length} lanes`);
  return lane;
};
