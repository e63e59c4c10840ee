import { defineProperty, isArray, jsonStringify, keys } from './captured.js';

/** Copies plain data into objects and arrays that inherit no `toJSON`, which `JSON.stringify` asks each for. */
export const bare = (value: unknown): unknown => {
  if (typeof value !== 'object' || !value) return value;
  const copy = (
    isArray(value) ? defineProperty([], 'toJSON', { __proto__: null } as PropertyDescriptor) : { __proto__: null }
  ) as Record<string, unknown>;
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    copy[name] = bare((value as Record<string, unknown>)[name]);
  }
  return copy;
};

/**
 * Writes plain data as `JSON.stringify` does, whatever `toJSON` a page has given to all arrays or objects (Prototype.js 1.6 does).
 *
 * @throws RangeError where an object contains itself
 */
export const writeJson = (value: unknown): string => jsonStringify(bare(value));
