/**
 * Checks, in one place, whether a flow can work in this page (contract, "Where it stays a link").
 *
 * @module
 */
import { domainOf } from './captured-dom.js';

/** The interfaces that a flow needs, each with one member to look for. Test environments have only some of them. */
const NEEDS = Object.entries({
  CSSStyleSheet: 'replaceSync',
  Crypto: 'randomUUID',
  ElementInternals: 'states',
  HTMLElement: 'showPopover',
  MutationObserver: 'observe',
} as const);

const isThere = ([type, member]: readonly [string, string]): boolean =>
  member in Object((globalThis as unknown as Record<string, { prototype: object } | undefined>)[type]?.prototype);

/** Walks up by `frameElement`, since a page can have a variable called `parent`. */
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
  // Do not read `window.origin`: a page can have a variable of that name.
  return domainOf(document) ? isFramedElsewhere() && 'framed by another origin' : 'without an origin';
};

/** The reason why no flow can begin in this page, in words; falsy if one can, or if there is no document. */
export const contextProblem = globalThis.document && findProblem();
