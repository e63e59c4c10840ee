const said = new Set<string>();

/** Warns the vendor's developer of a cause, once a document. */
export const warn = (message: string): void => {
  if (!said.has(message)) console.warn(`relbutton: ${message}.`);
  said.add(message);
};

/**
 * Filters the values of an attribute; each that is not allowed is warned of (contract, section 13).
 *
 * @param allowed what is allowed, in words
 */
export const check = <T extends string>(
  { localName }: Element,
  attribute: string,
  values: readonly string[] | '' | null | undefined,
  isAllowed: (value: string) => boolean,
  allowed: string,
): T[] =>
  (values || []).filter(
    (value): value is T =>
      isAllowed(value) || (warn(`<${localName} ${attribute}="${value}"> is left out; allowed: ${allowed}`), false),
  );

/** Reads a property of few values. @returns the fallback where it has none or, with a warning, none that is allowed */
export const oneOf = <T extends string>(element: Element, name: string, allowed: readonly T[], fallback: T): T => {
  const value = (element as unknown as Record<string, T | '' | null | undefined>)[name];
  const isAllowed = (given: string): boolean => (allowed as readonly string[]).includes(given);
  return check<T>(element, name, value && [value], isAllowed, allowed.join(', '))[0] ?? fallback;
};
