import { isVisible } from '../contract/fields.js';
import { opensElsewhere } from './captured-dom.js';

/** The vendor's own markup inside a `<rel-button>`: read, never moved, and not rendered once the button works. */
export interface Links {
  /** Leads on without script: the first link inside, in whatever wrappers. */
  readonly link: HTMLAnchorElement | undefined;
  /** The first further link that starts a mail. */
  readonly mail: HTMLAnchorElement | undefined;
  /** The visible text of the first link, on one line. */
  readonly label: string;
}

const BLOCK = /^(br|div|p|h\d|li|t[dh])$/;
const UNSEEN = 'style,script,template,noscript,svg,[hidden],[aria-hidden=true]';

/** Returns the rendered children of a node: those assigned to it, for a slot. */
export const contentOf = (node: Node): Node[] => {
  const given = (node as Partial<HTMLSlotElement>).assignedNodes?.({ flatten: true });
  return given?.[0] ? given : [...node.childNodes];
};

const linksIn = (node: Node): HTMLAnchorElement[] =>
  (node as Element).matches?.('a[href]:not(svg *)') ? [node as HTMLAnchorElement] : contentOf(node).flatMap(linksIn);

const textOf = (node: Node): string => {
  if (node.nodeType === 3) return node.nodeValue as string;
  const element = node as Element;
  if (!element.matches || element.matches(UNSEEN)) return '';
  const text = element.getAttribute('alt') ?? contentOf(element).map(textOf).join('');
  return BLOCK.test(element.localName) ? ` ${text} ` : text;
};

/** A text on one line; empty where a person sees nothing of it. */
export const lineOf = (value: string | null | undefined): string => {
  const text = String(value ?? '').replace(/[\t-\r ]+/g, ' ');
  return isVisible(text) ? text.trim() : '';
};

export const linksOf = (element: Element): Links => {
  const [link, ...others] = linksIn(element);
  const mail = others.find(({ protocol }) => protocol === 'mailto:');
  return { link, mail, label: link ? lineOf(textOf(link)) || lineOf(link.ariaLabel) : '' };
};

/** Presses the vendor's own link as a person pressed: its handlers hear it, and a new tab opens where one was meant. */
export const pressLink = (link: HTMLAnchorElement, click: MouseEvent): void => {
  const { altKey, shiftKey, metaKey } = click;
  const isElsewhere = Boolean(opensElsewhere(click));
  const target = link.getAttribute('target');
  // By its keys alone, a click that a script makes opens no tab in Safari.
  if (isElsewhere) link.target = '_blank';
  const ctrlKey = isElsewhere && !metaKey;
  link.dispatchEvent(
    new PointerEvent('click', { bubbles: true, cancelable: true, composed: true, altKey, ctrlKey, metaKey, shiftKey }),
  );
  if (!isElsewhere) return;
  if (target === null) link.removeAttribute('target');
  else link.target = target;
};
