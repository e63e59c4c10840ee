import { isServer, type ReactiveElement } from 'lit';

/**
 * Returns whether to render an element from its attributes alone: on a server, which sees nothing else of the page, and in the page
 * during hydration, whose rendering has to match the server's.
 */
export const isServerRendered = (element: ReactiveElement): boolean =>
  isServer || (!element.hasUpdated && Boolean(element.shadowRoot?.firstChild));
