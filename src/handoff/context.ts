/**
 * Whether a flow can work here (contract, section 13): the one place that looks.
 *
 * @module
 */
import { domainOf } from './captured-dom.js';

/** What a flow needs beside a document, an interface with a member each. Test environments have some of it. */
const NEEDS = Object.entries({
  CSSStyleSheet: 'replaceSync',
  Crypto: 'randomUUID',
  ElementInternals: 'states',
  HTMLElement: 'showPopover',
  MutationObserver: 'observe',
} as const);

const isThere = ([type, member]: readonly [string, string]): boolean =>
  member in Object((globalThis as unknown as Record<string, { prototype: object } | undefined>)[type]?.prototype);

/** Looks at each frame's element, for a page can have a variable called `parent`. */
const isFramedElsewhere = (): boolean => {
  let frame: Window | null | undefined = window;
  while (frame && frame !== frame.top) frame = frame.frameElement?.ownerDocument.defaultView;
  return !frame;
};

const findProblem = (): string | false => {
  const { EventTarget, isSecureContext, window } = globalThis;
  if (isSecureContext === false) return 'insecure';
  if (!EventTarget || !(window instanceof EventTarget)) return 'without a window';
  const missing = NEEDS.find((need) => !isThere(need));
  if (missing) return `without ${missing.join('.')}`;
  // Not by `window.origin`, for a page can have a variable called so.
  return domainOf(document) ? isFramedElsewhere() && 'framed by another origin' : 'without an origin';
};

/** What the page is, that no flow can begin in it; nothing where one can, and where there is no document. */
export const contextProblem = globalThis.document && findProblem();
