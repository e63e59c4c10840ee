import { warn } from './warn.js';

/**
 * What an attribute or a property lists. Frameworks set as a property, once there is one, what their templates write as an
 * attribute; and as an attribute, before there is one, the text of an array: with commas.
 */
export const listOf = (value: string | string[] | null | undefined): string[] => String(value ?? '').match(/[^\s,]+/g) ?? [];

/**
 * Reads a property, one value or a list; each value that is not allowed is left out and warned of (contract, section 13).
 *
 * @param allowed what is allowed, in words
 */
export const read = <T extends string>(
  element: Element,
  name: string,
  isAllowed: (value: string) => boolean,
  allowed: string,
): T[] =>
  listOf((element as unknown as Record<string, string | string[] | null | undefined>)[name]).filter((each): each is T => {
    const isFine = isAllowed(each);
    if (!isFine) warn(`<${element.localName} ${name}="${each}"> is left out; allowed: ${allowed}`);
    return isFine;
  });

/** Reads a property of few values. @returns the fallback where it has none or, with a warning, none that is allowed */
export const readOne = <T extends string>(element: Element, name: string, allowed: readonly T[], fallback: T): T =>
  read<T>(element, name, (value) => (allowed as readonly string[]).includes(value), allowed.join(', '))[0] ?? fallback;
