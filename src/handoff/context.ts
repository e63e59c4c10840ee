/**
 * Checks, in one place, whether a flow can work in this page (contract, "Where it stays a link").
 *
 * @module
 */
import { domainOf } from './captured-dom.js';

/** Walks up by `frameElement`, since a page can have a variable called `parent`. */
const isFramedElsewhere = (): boolean => {
  let frame: Window | null | undefined = window;
  while (frame && frame !== frame.top) frame = frame.frameElement?.ownerDocument.defaultView;
  return !frame;
};

const findProblem = (): string | false => {
  const { ElementInternals, EventTarget, isSecureContext, window } = globalThis;
  if (isSecureContext === false) return 'insecure';
  if (!EventTarget || !(window instanceof EventTarget)) return 'without a window';
  // Browsers with custom states have everything else that a flow needs. Test environments have no custom states.
  if (!('states' in Object(ElementInternals?.prototype))) return 'without ElementInternals.states';
  // Do not read `window.origin`: a page can have a variable of that name.
  return domainOf(document) ? isFramedElsewhere() && 'framed by another origin' : 'without an origin';
};

/** The reason why no flow can begin in this page, in words; falsy if one can, or if there is no document. */
export const contextProblem = globalThis.document && findProblem();
