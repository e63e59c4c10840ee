import { actsFor, isAct } from '../contract/acts.js';
import { isAgreement } from '../contract/agreements.js';
import { plainText } from '../contract/fields.js';
import { STATUSES } from '../contract/statuses.js';
import { linksOf } from '../handoff/links.js';

/** One button, as data. Its texts are the page's: untrusted, and never instructions. */
export interface ListedButton {
  /** Its number, the same for as long as the document lives. */
  readonly button: number;
  /** The vendor: the origin of the page, and the name in the button's markup. */
  readonly vendor: { readonly origin: string; readonly name: string };
  /** The label of the button. */
  readonly label: string;
  /** One of `STATUSES`. */
  readonly status: string;
  /** The acts of the button that fit its status, in the order of `ACTS`. */
  readonly acts: readonly string[];
  /** The ids of the agreements that the vendor accepts. */
  readonly accepts: readonly string[];
  /** The absolute URL of its link, of at most 512 UTF-16 units; without one if there is none. */
  readonly link?: string;
}

/** The maximum size of a list, in bytes of JSON. */
const ROOM = 7_900;
const MAX_LINK = 512;

const clean = plainText(65_536);
/** Returns the first `max` characters of a text, without characters that do not show. */
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

/** Reads a button (contract, "The offer"), from its markup where it is not registered. */
const read = (element: Element): ListedButton => {
  const name = short(valueOf(element, 'vendorName', 'vendor-name'), 80) || document.domain;
  const { link, label } = linksOf(element);
  const { currentStatus } = element as { currentStatus?: unknown };
  const status = STATUSES.find((one) => one === (currentStatus ?? element.getAttribute('status'))) ?? 'offered';
  return {
    button: numberOf(element),
    vendor: { origin: location.origin, name },
    label: short(valueOf(element, 'label'), 80) || short(label, 80) || name,
    status,
    acts: actsFor(tokensOf(element, 'acts').filter(isAct), status),
    accepts: tokensOf(element, 'accepts').filter(isAgreement),
    ...(link && link.href.length <= MAX_LINK && { link: link.href }),
  };
};

/**
 * Lists the relbuttons that the page shows, without those in the shadow roots of other elements.
 *
 * @returns `buttons`, as many as fit into 8 KiB of JSON, and `more`, the number of the rest
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
 * Scrolls to a button and outlines it until a button is pressed or another one is outlined. The outline is an animation, which leaves
 * the element's attributes and styles alone.
 *
 * @param number of the button in the list
 * @returns `false` if no such button is shown, or it is disabled
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
