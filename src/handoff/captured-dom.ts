/**
 * The DOM and timer builtins that a message passes through, as they were when this module loaded: see
 * `contract/captured.ts` for why. On a server there is no DOM, and nothing here is called.
 *
 * @module
 */
import { hasOwn, uncurry } from '../contract/captured.js';
import { MESSAGE_EVENT } from '../contract/messages.js';

const { Document, DocumentFragment, Element, EventTarget, CustomEvent, MouseEvent, Node, ShadowRoot, crypto } = globalThis;

const getter = <T, Of = Event>(type: { readonly prototype: object } | undefined, name: string): ((of: Of) => T) =>
  uncurry(Object.getOwnPropertyDescriptor(type?.prototype ?? {}, name)?.get as (this: Of) => T);

const dispatchTo = uncurry(EventTarget.prototype.dispatchEvent);
export const listen: (target: EventTarget, type: string, listener: (event: Event) => void, capture?: boolean) => void = uncurry(
  EventTarget.prototype.addEventListener,
);
export const eventDetail = getter(CustomEvent, 'detail');
const button = getter<number>(MouseEvent, 'button');
const ctrlKey = getter(MouseEvent, 'ctrlKey');
const metaKey = getter(MouseEvent, 'metaKey');
/** Whether a click is meant for a new tab or window: it starts and ends nothing here (contract, section 9). */
export const opensElsewhere = (click: Event): unknown => button(click) || ctrlKey(click) || metaKey(click);

const create = uncurry<Document, [string], HTMLElement>(Document?.prototype.createElement);
const attach = uncurry(Element?.prototype.attachShadow);
const append = uncurry<Node, [Node], Node>(Node?.prototype.appendChild);
export const setAttribute = uncurry(Element?.prototype.setAttribute);
export const replaceChildren = uncurry(Element?.prototype.replaceChildren);
const adoptedSheets = getter<CSSStyleSheet[], ShadowRoot>(ShadowRoot, 'adoptedStyleSheets');
const findAll = uncurry<DocumentFragment, [string], NodeListOf<Element>>(DocumentFragment?.prototype.querySelectorAll);

export const { random } = Math;
// Not there on insecure pages, where no flow begins.
const uuid = uncurry(crypto.randomUUID);
export const randomUUID = (): string => uuid(crypto);

/** Adds a new element to a parent. */
export const appendNew = (parent: Node, name: string): HTMLElement => append(parent, create(document, name)) as HTMLElement;

/**
 * A closed shadow root, with a style sheet if one is given. The dictionary has no prototype, as below: `serializable` there would
 * open it. The sheet is put in place by its index: setting an array calls its iterator, which a page can replace.
 */
export const attachClosed = (element: Element, sheet?: CSSStyleSheet): ShadowRoot => {
  const root = attach(element, { __proto__: null, mode: 'closed', delegatesFocus: true } as ShadowRootInit);
  if (sheet) adoptedSheets(root)[0] = sheet;
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
