/**
 * Stands in for what an extension has: the closed roots of a page, by their hosts. To be imported before anything of `src`, which
 * keeps `attachShadow` as it is when it loads.
 *
 * @module
 */
const { attachShadow } = Element.prototype;
const roots = new Map<Element, ShadowRoot>();
// As it is now: the tests that replace every builtin see what goes through the others.
const { set } = Map.prototype;
const { apply } = Reflect;

Element.prototype.attachShadow = function (this: Element, init: ShadowRootInit) {
  const root = apply(attachShadow, this, [init]);
  if (init.mode === 'closed') apply(set, roots, [this, root]);
  return root;
};

export const closedRoots = (): ShadowRoot[] => [...roots.values()];
export const closedRootOf = (element: Element): ShadowRoot | null => roots.get(element) ?? null;

/** The one lane of a host, as an agent finds it. */
export const laneOf = (host: Element): Element => {
  const marks = [...(host.shadowRoot?.querySelectorAll('[data-rel-lane]') ?? [])];
  const [lane, ...more] = marks.flatMap((mark) => [...(closedRootOf(mark)?.children ?? [])]);
  if (marks.length !== 1 || !lane || more.length) throw new Error(`${host.localName} has ${marks.length} lanes`);
  return lane;
};
