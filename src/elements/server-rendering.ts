import { isServer, type ReactiveElement } from 'lit';

/**
 * Whether an element is to be rendered from its attributes alone: by a server, which sees no more of the page, and in the page once
 * more, where what a server rendered is there already and is taken over node by node.
 */
export const isServerRendered = (element: ReactiveElement): boolean =>
  isServer || (!element.hasUpdated && Boolean(element.shadowRoot?.firstChild));
