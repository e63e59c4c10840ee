/**
 * The ECMAScript builtins that messages are read and written with, as they were when this module loaded.
 * Whoever handles a message of an agent calls these and no method, getter or iterator of a live prototype,
 * so that a page script that replaces one later learns nothing (contract, section 5).
 *
 * @module
 */
const { apply } = Reflect;

/** Turns a method into a function that takes its receiver first and never looks the method up again. */
export const uncurry =
  <T, A extends unknown[], R>(method: (this: T, ...args: A) => R) =>
  (self: T, ...args: A): R =>
    apply(method, self, args);

export const { parse: jsonParse, stringify: jsonStringify } = JSON;
export const { keys, hasOwn, setPrototypeOf } = Object;
export const { isArray } = Array;
export const { isInteger } = Number;
export const includes = uncurry<readonly string[], [string], boolean>(Array.prototype.includes);
export const normalize = uncurry(String.prototype.normalize);
// Not `test` or `replace`: those look `exec` up on the live prototype.
export const exec = uncurry(RegExp.prototype.exec);
