/**
 * The DOM and timer builtins that a message passes through, captured when this module loads (see `contract/captured.ts`). Servers and
 * test environments lack many of them, so nothing here throws while the module loads.
 *
 * @module
 */
import { hasOwn, uncurry } from '../contract/captured.js';
import { MESSAGE_EVENT } from '../contract/messages.js';

const {
  CustomEvent,
  Document,
  DocumentFragment,
  Element,
  Event,
  EventTarget,
  KeyboardEvent,
  MessageEvent,
  MouseEvent,
  Node,
  ShadowRoot,
  crypto,
} = globalThis;

/** Reads the browser's own value of a property, even if the page shadows it; `undefined` for an object of another kind. */
const getter = <T>(type: { readonly prototype: object } | undefined, name: string): ((self: object) => T | undefined) => {
  const get = uncurry(Object.getOwnPropertyDescriptor(type?.prototype ?? {}, name)?.get as (this: object) => T);
  return (self) => {
    try {
      return get(self);
    } catch {
      return undefined;
    }
  };
};

type Listening = (target: EventTarget, type: string, listener: (event: Event) => void, capture?: boolean) => void;
const dispatchTo = uncurry(EventTarget?.prototype.dispatchEvent);
export const listen: Listening = uncurry(EventTarget?.prototype.addEventListener);
export const unlisten: Listening = uncurry(EventTarget?.prototype.removeEventListener);
/** Reads the host name of a document's origin; empty if it has none. */
export const domainOf = getter<string>(Document, 'domain');
export const eventTarget = getter<EventTarget | null>(Event, 'target');
export const eventPath = uncurry(Event?.prototype.composedPath);
export const eventDetail = getter(CustomEvent, 'detail');
export const eventData = getter(MessageEvent, 'data');
export const eventSource = getter(MessageEvent, 'source');
export const eventOrigin = getter(MessageEvent, 'origin');
export const eventKey = getter(KeyboardEvent, 'key');
/** Reads the mouse button of a click: 0 is the main one, 1 the middle one. */
export const eventButton = getter<number>(MouseEvent, 'button');
const ctrlKey = getter(MouseEvent, 'ctrlKey');
const metaKey = getter(MouseEvent, 'metaKey');
/** Returns whether a click opens a new tab or window, as with Ctrl held: such a click neither starts nor ends a flow. */
export const opensElsewhere = (click: Event): unknown => eventButton(click) || ctrlKey(click) || metaKey(click);

const create = uncurry<Document, [string], HTMLElement>(Document?.prototype.createElement);
const attach = uncurry(Element?.prototype.attachShadow);
const append = uncurry<Node, [Node], Node>(Node?.prototype.appendChild);
export const getAttribute = uncurry(Element?.prototype.getAttribute);
export const setAttribute = uncurry(Element?.prototype.setAttribute);
export const replaceChildren = uncurry(Element?.prototype.replaceChildren);
const adoptedSheets = getter<CSSStyleSheet[]>(ShadowRoot, 'adoptedStyleSheets');
const findAll = uncurry<DocumentFragment, [string], NodeListOf<Element>>(DocumentFragment?.prototype.querySelectorAll);

export const { random } = Math;
// Missing on insecure pages, where no flow begins.
const uuid = uncurry(crypto?.randomUUID);
export const randomUUID = (): string => uuid(crypto);

/** Makes an HTML element. */
export const createNew = (name: string): HTMLElement => create(document, name);
/** Parses an address as the `href` of a link: the result is absolute, and no address makes it throw. */
export const linkTo = (href: string): HTMLAnchorElement => {
  const link = createNew('a') as HTMLAnchorElement;
  link.href = href;
  return link;
};

const openIn = uncurry<Document, [string, string, string], Window | null>(Document?.prototype.open);
/**
 * Opens a window, by the document (HTML Standard, `document.open` with three parameters). `window.open` is not safe: a page's own
 * `var open` or `function open` replaces it for good.
 */
export const openWindow = (href: string, features: string): Window | null => {
  const own = Object.getOwnPropertyDescriptor(window, 'open');
  return own?.configurable && typeof own.value === 'function'
    ? window.open(href, '_blank', features)
    : openIn(document, href, '_blank', features);
};

/** Adds a new element to a parent. */
export const appendNew = (parent: Node, name: string): HTMLElement => append(parent, createNew(name)) as HTMLElement;

/**
 * Attaches a closed shadow root, with a style sheet if one is given. The dictionary has no prototype: a `serializable` that the page
 * sets there would open the root. The sheet is set by its index, since setting an array calls its iterator, which a page can replace.
 */
export const attachClosed = (element: Element, sheet?: CSSStyleSheet): ShadowRoot => {
  const root = attach(element, { __proto__: null, mode: 'closed', delegatesFocus: true } as ShadowRootInit);
  if (sheet) (adoptedSheets(root) as CSSStyleSheet[])[0] = sheet;
  return root;
};

/** Returns whether an element is the only one in a tree that matches a selector. */
export const isOnly = (element: Element, root: DocumentFragment, selector: string): boolean => {
  const found = findAll(root, selector);
  return found[0] === element && !hasOwn(found, 1);
};

/** Dispatches a message. The dictionary has no prototype, where the browser would look up missing keys. */
export const dispatchMessage = (target: EventTarget, detail: string, isPublic: boolean): void => {
  dispatchTo(
    target,
    new CustomEvent(MESSAGE_EVENT, { __proto__: null, detail, bubbles: isPublic, composed: isPublic } as CustomEventInit),
  );
};
