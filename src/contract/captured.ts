/**
 * The ECMAScript builtins that messages are read and written with, captured when this module loads. Code that handles an agent's
 * message calls these, and no method, getter or iterator of a live prototype: a page script that replaces one later sees nothing
 * (contract, "Lanes").
 *
 * @module
 */
const { apply } = Reflect;

/** Turns a method into a function that takes the receiver as its first argument, and never looks the method up again. */
export const uncurry =
  <T, A extends unknown[], R>(method: (this: T, ...args: A) => R) =>
  (self: T, ...args: A): R =>
    apply(method, self, args);

export const { parse: jsonParse, stringify: jsonStringify } = JSON;
export const { defineProperty, hasOwn, keys } = Object;
export const { isArray } = Array;
export const { isInteger } = Number;
export const includes = uncurry<readonly string[], [string], boolean>(Array.prototype.includes);
export const normalize = uncurry(String.prototype.normalize);
// Not `test` or `replace`: those look `exec` up on the live prototype.
export const exec = uncurry(RegExp.prototype.exec);
