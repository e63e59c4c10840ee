import { MAX_LIST } from '../contract/fields.js';
import { warn } from './warn.js';

/**
 * Splits a list of an attribute or a property. Frameworks set as a property, once there is one, what their templates write as an
 * attribute; and as an attribute, before there is one, the text of an array: with commas.
 */
export const listOf = (value: string | string[] | null | undefined): string[] => String(value ?? '').match(/[^\s,]+/g) ?? [];

const valueOf = (element: Element, property: string): string | string[] | null | undefined =>
  (element as unknown as Record<string, string | string[] | null | undefined>)[property];

/** Warns of a value that is not allowed. @param allowed what is, in words */
export const leaveOut = (element: Element, property: string, value: string, allowed: string): void =>
  warn(`<${element.localName} ${property.replace(/[A-Z]/, '-$&').toLowerCase()}="${value}"> is left out; allowed: ${allowed}`);

/**
 * Reads a property, one value or a list. Leaves out, with a warning, each value that is not allowed, that came before, or that comes
 * after 32 others (contract, "Messages" and "Where it stays a link").
 *
 * @param allowed what is allowed, in words
 */
export const read = <T extends string>(
  element: Element,
  property: string,
  isAllowed: (value: string) => boolean,
  allowed: readonly string[],
): T[] => {
  const kept: T[] = [];
  for (const each of listOf(valueOf(element, property)) as T[]) {
    const wanted = !isAllowed(each)
      ? allowed.join(', ')
      : kept.includes(each)
        ? 'each once'
        : kept.length === MAX_LIST && `${MAX_LIST} at most`;
    if (wanted) leaveOut(element, property, each, wanted);
    else kept.push(each);
  }
  return kept;
};

/** Reads a property of few values. @returns the fallback where it has none or, with a warning, none that is allowed */
export const readOne = <T extends string>(element: Element, property: string, allowed: readonly T[], fallback: T): T =>
  read<T>(element, property, (value) => (allowed as readonly string[]).includes(value), allowed)[0] ?? fallback;

/**
 * Reads a property that is one text.
 *
 * @param clean gives the text as it is used; nothing where it is not allowed
 * @param allowed what is allowed, in words
 * @returns `undefined` where it is empty or, with a warning, not allowed
 */
export const readText = (
  element: Element,
  property: string,
  clean: (value: string) => string | false | undefined,
  allowed: string,
): string | undefined => {
  const value = String(valueOf(element, property) ?? '');
  const text = value && clean(value);
  if (value && !text) leaveOut(element, property, value, allowed);
  return text || undefined;
};
