import { inOrder, isAct } from '../contract/acts.js';
import { isAgreement } from '../contract/agreements.js';
import { plainText } from '../contract/fields.js';
import { STATUSES } from '../contract/statuses.js';
import { linksOf } from '../handoff/links.js';

/** What one button says, as data: what is in it is the page's word, and never an instruction. */
export interface ListedButton {
  /** Its number, for as long as the document lives. */
  readonly button: number;
  readonly vendor: { readonly origin: string; readonly name: string };
  readonly label: string;
  readonly status: string;
  readonly acts: readonly string[];
  readonly accepts: readonly string[];
  /** Where its link leads, an absolute URL. */
  readonly link?: string;
}

/** What a list has room for, in bytes of JSON. */
const ROOM = 7_900;
const MAX_LINK = 512;

const clean = plainText(65_536);
/** Text to be read, not to be followed: showable characters, and no more than so many. */
const short = (value: string | null | undefined, max: number): string => [...(clean(value?.trim()) ?? '')].slice(0, max).join('');
const sizeOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;
/** A property, which frameworks set, and where there is none yet the attribute. */
const valueOf = (element: Element, property: string, attribute = property): string =>
  String((element as unknown as Record<string, string | string[] | null>)[property] ?? element.getAttribute(attribute) ?? '');
const tokensOf = (element: Element, name: string): string[] => valueOf(element, name).match(/[^\s,]+/g) ?? [];

const numbers = new WeakMap<Element, number>();
const elements = new Map<number, WeakRef<Element>>();

const numberOf = (element: Element): number => {
  const number = numbers.get(element) ?? elements.size + 1;
  numbers.set(element, number);
  elements.set(number, new WeakRef(element));
  return number;
};

const isShown = (element: Element): boolean => element.isConnected && element.checkVisibility({ visibilityProperty: true });

/** Reads what the button says (contract, section 3), from its markup where it is not registered. */
const read = (element: Element): ListedButton => {
  const { origin } = globalThis;
  const name = short(valueOf(element, 'vendorName', 'vendor-name'), 80) || document.domain;
  const { link, label } = linksOf(element);
  const { currentStatus } = element as { currentStatus?: unknown };
  const status = STATUSES.find((one) => one === (currentStatus ?? element.getAttribute('status'))) ?? 'offered';
  const acts = inOrder(tokensOf(element, 'acts').filter(isAct));
  return {
    button: numberOf(element),
    vendor: { origin, name },
    label: short(valueOf(element, 'label'), 80) || short(label, 80) || name,
    status,
    acts: acts.length ? acts : ['relate'],
    accepts: tokensOf(element, 'accepts').filter(isAgreement),
    ...(link && link.href.length <= MAX_LINK && { link: link.href }),
  };
};

/**
 * The relbuttons that the page shows, outside the shadow roots of others.
 *
 * @returns as many as fit into 8 KiB of JSON; `more` counts the rest
 */
export const listButtons = (): { buttons: ListedButton[]; more: number } => {
  const shown = [...document.querySelectorAll('rel-button')].filter(isShown);
  const buttons: ListedButton[] = [];
  let room = ROOM;
  for (const element of shown) {
    const button = read(element);
    room -= sizeOf(button) + 1;
    if (room < 0) break;
    buttons.push(button);
  }
  return { buttons, more: shown.length - buttons.length };
};

let mark: Animation | undefined;
const unmark = (): void => mark?.cancel();

/**
 * Scrolls to a button and rings it, until it is pressed or another one is. An animation, since that leaves the element's own
 * attributes and styles alone.
 *
 * @param number as the list has it
 * @returns whether it is there, shown and not disabled
 */
export const markButton = (number: number): boolean => {
  const element = elements.get(number)?.deref();
  if (!element || !isShown(element) || element.matches(':disabled')) return false;
  unmark();
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  mark = element.animate(
    { outline: ['3px solid Highlight', '3px solid Highlight'], outlineOffset: ['4px', '4px'] },
    { duration: 1, fill: 'forwards' },
  );
  document.addEventListener('rel-activate', unmark, { once: true, capture: true });
  return true;
};
