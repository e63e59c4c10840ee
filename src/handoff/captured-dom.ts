/**
 * The DOM and timer builtins that a message passes through, as they were when this module loaded: see
 * `contract/captured.ts` for why. A server and a test environment have few of them: nothing here throws while it loads.
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

/** Reads what the browser says of an object, whatever the page has put over it; `undefined` for an object of another kind. */
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
/** The host name of a document's origin; empty where it has none. */
export const domainOf = getter<string>(Document, 'domain');
export const eventTarget = getter<EventTarget | null>(Event, 'target');
export const eventPath = uncurry(Event?.prototype.composedPath);
export const eventDetail = getter(CustomEvent, 'detail');
export const eventData = getter(MessageEvent, 'data');
export const eventSource = getter(MessageEvent, 'source');
export const eventOrigin = getter(MessageEvent, 'origin');
export const eventKey = getter(KeyboardEvent, 'key');
/** 0 is the main one, 1 the middle one. */
export const eventButton = getter<number>(MouseEvent, 'button');
const ctrlKey = getter(MouseEvent, 'ctrlKey');
const metaKey = getter(MouseEvent, 'metaKey');
/** Whether a click is meant for a new tab or window: it starts and ends nothing here (contract, section 9). */
export const opensElsewhere = (click: Event): unknown => eventButton(click) || ctrlKey(click) || metaKey(click);

const create = uncurry<Document, [string], HTMLElement>(Document?.prototype.createElement);
const attach = uncurry(Element?.prototype.attachShadow);
const append = uncurry<Node, [Node], Node>(Node?.prototype.appendChild);
export const setAttribute = uncurry(Element?.prototype.setAttribute);
export const replaceChildren = uncurry(Element?.prototype.replaceChildren);
const adoptedSheets = getter<CSSStyleSheet[]>(ShadowRoot, 'adoptedStyleSheets');
const findAll = uncurry<DocumentFragment, [string], NodeListOf<Element>>(DocumentFragment?.prototype.querySelectorAll);

export const { random } = Math;
// Not there on insecure pages, where no flow begins.
const uuid = uncurry(crypto?.randomUUID);
export const randomUUID = (): string => uuid(crypto);

/** Makes an element of HTML. */
export const createNew = (name: string): HTMLElement => create(document, name);
/** A link as the browser reads it: its `href` is absolute, and no address makes it throw. */
export const linkTo = (href: string): HTMLAnchorElement => {
  const link = createNew('a') as HTMLAnchorElement;
  link.href = href;
  return link;
};

const openIn = uncurry<Document, [string, string, string], Window | null>(Document?.prototype.open);
/**
 * Opens a window. A page's own `var open` or `function open`, which no script can configure again, stands where the browser's did; a
 * document opens windows too (HTML Standard, `document.open` with three parameters).
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
 * A closed shadow root, with a style sheet if one is given. The dictionary has no prototype, as below: `serializable` there would
 * open it. The sheet is put in place by its index: setting an array calls its iterator, which a page can replace.
 */
export const attachClosed = (element: Element, sheet?: CSSStyleSheet): ShadowRoot => {
  const root = attach(element, { __proto__: null, mode: 'closed', delegatesFocus: true } as ShadowRootInit);
  if (sheet) (adoptedSheets(root) as CSSStyleSheet[])[0] = sheet;
  return root;
};

/** Whether an element is the only one that matches in a tree. */
export const isOnly = (element: Element, root: DocumentFragment, selector: string): boolean => {
  const found = findAll(root, selector);
  return found[0] === element && !hasOwn(found, 1);
};

/** Dispatches a message. The dictionary has no prototype: a missing key would be looked up there. */
export const dispatchMessage = (target: EventTarget, detail: string, isPublic: boolean): void => {
  dispatchTo(
    target,
    new CustomEvent(MESSAGE_EVENT, { __proto__: null, detail, bubbles: isPublic, composed: isPublic } as CustomEventInit),
  );
};
