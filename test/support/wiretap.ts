/**
 * Plays a page that replaces every builtin after the library has loaded. It wraps each function, getter, setter and iterator of each
 * prototype and namespace, and searches all values that pass through for secrets.
 *
 * @module
 */
type Callable = (...parameters: unknown[]) => unknown;

const { apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf, defineProperty } = Reflect;
const call = <T extends Callable>(method: T, self: unknown, ...parameters: unknown[]): unknown => apply(method, self, parameters);
const { includes } = String.prototype;
const { composedPath } = Event.prototype;
const { isArray } = Array;
const { has, add } = Set.prototype;
const forEachOf: [abstract new (...parameters: never[]) => object, Callable][] = [
  [Map, Map.prototype.forEach as Callable],
  [Set, Set.prototype.forEach as Callable],
];

/** Every object that holds builtins: namespaces, constructors, prototypes, and prototypes without a global name. */
const holders = (): object[] => {
  const found = new Set<object>();
  const addWithPrototype = (value: unknown): void => {
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) return;
    found.add(value);
    const prototype = getOwnPropertyDescriptor(value, 'prototype')?.value as unknown;
    if (prototype && typeof prototype === 'object') found.add(prototype);
  };
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!/^([A-Z]|crypto$)/.test(name)) continue;
    const descriptor = getOwnPropertyDescriptor(globalThis, name);
    if (
      descriptor &&
      'value' in descriptor &&
      /native code/.test(String(descriptor.value)) !== (typeof descriptor.value === 'object')
    )
      addWithPrototype(descriptor.value);
  }
  const nameless = [
    [].values(),
    new Map().keys(),
    new Set().keys(),
    ''[Symbol.iterator](),
    'a'.matchAll(/a/g),
    (function* () {})(),
  ];
  for (const iterator of nameless) {
    for (
      let prototype = getPrototypeOf(iterator);
      prototype && prototype !== Object.prototype;
      prototype = getPrototypeOf(prototype)
    )
      found.add(prototype);
  }
  found.add(getPrototypeOf(Int8Array) as object);
  return [...found];
};

export class Wiretap {
  /** The builtins that a secret passed through, and its role there. */
  readonly leaks: string[] = [];
  /** The number of wrapped builtins. */
  wrapped = 0;
  /** The number of searched calls. */
  calls = 0;
  readonly #texts: readonly string[];
  readonly #nodes: Set<unknown>;
  readonly #undo: (() => void)[] = [];
  #isLooking = true;

  /**
   * @param texts that the page may not see, alone or within another text
   * @param nodes that the page may not see, nor any event whose path contains one
   */
  constructor(texts: readonly string[], nodes: readonly Node[]) {
    this.#texts = texts;
    this.#nodes = new Set(nodes);
    for (const holder of holders()) this.#wrap(holder);
    this.#isLooking = false;
  }

  /** Runs the test's own code, unobserved. */
  aside<T>(run: () => T): T {
    const wasLooking = this.#isLooking;
    this.#isLooking = true;
    try {
      return run();
    } finally {
      this.#isLooking = wasLooking;
    }
  }

  /** Adds a secret. */
  guard(node: Node): void {
    this.aside(() => this.#nodes.add(node));
  }

  restore(): void {
    this.#isLooking = true;
    for (let i = this.#undo.length - 1; i >= 0; i--) this.#undo[i]?.();
  }

  #wrap(holder: object): void {
    const own = (of: object, key: string): unknown => getOwnPropertyDescriptor(of, key)?.value;
    const maker = own(holder, 'constructor') as object | undefined;
    const name = own(holder, 'name') ?? (maker && own(maker, 'name')) ?? own(holder, Symbol.toStringTag as never);
    for (const key of ownKeys(holder)) {
      if (key === 'constructor' || key === 'prototype') continue;
      const descriptor = getOwnPropertyDescriptor(holder, key) as PropertyDescriptor;
      if (!descriptor.configurable) continue;
      const label = `${String(name)}.${String(key)}`;
      const changed: PropertyDescriptor = { ...descriptor };
      for (const part of ['value', 'get', 'set'] as const) {
        const method = descriptor[part] as unknown;
        if (typeof method === 'function' && (part !== 'value' || !getOwnPropertyDescriptor(method, 'prototype')))
          changed[part] = this.#around(label, method as Callable) as never;
      }
      defineProperty(holder, key, changed);
      this.#undo.push(() => void defineProperty(holder, key, descriptor));
      this.wrapped++;
    }
  }

  #around(label: string, method: Callable): Callable {
    const look = (what: string, self: unknown, parameters: unknown[] = []): void => this.#look(what, self, parameters);
    // Not an arrow function, which has no `this`; nor a function, which would have a `prototype` as classes have.
    return {
      method(this: unknown, ...parameters: unknown[]) {
        look(label, this, parameters);
        const result = apply(method, this, parameters);
        look(`${label} returns`, result);
        return result;
      },
    }.method;
  }

  #look(label: string, self: unknown, parameters: unknown[]): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      this.calls++;
      const seen = new Set<unknown>();
      if (this.#finds(self, 4, seen) || this.#finds(parameters, 5, seen)) this.leaks[this.leaks.length] = label;
    } finally {
      this.#isLooking = false;
    }
  }

  /** Searches everything that a script can reach from a value. */
  #finds(value: unknown, depth: number, seen: Set<unknown>): boolean {
    if (typeof value === 'string') {
      for (let i = 0; i < this.#texts.length; i++) if (call(includes as Callable, value, this.#texts[i])) return true;
      return false;
    }
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || depth === 0) return false;
    if (call(has as Callable, this.#nodes, value)) return true;
    if (call(has as Callable, seen, value)) return false;
    call(add as Callable, seen, value);
    if (value instanceof Event && this.#finds(call(composedPath as Callable, value), 2, seen)) return true;
    // Stop at nodes: they lead to the whole page, which holds secrets only in closed roots.
    if (value instanceof Node || value === globalThis || value === document) return false;
    let isFound = false;
    for (let i = 0; i < forEachOf.length; i++) {
      const [kind, forEach] = forEachOf[i] as (typeof forEachOf)[number];
      if (!(value instanceof kind)) continue;
      call(forEach, value, (one: unknown, key: unknown) => {
        isFound ||= this.#finds(one, depth - 1, seen) || this.#finds(key, depth - 1, seen);
      });
    }
    if (isArray(value) && value.length > 1_000) return isFound;
    const names = ownKeys(value);
    for (let i = 0; i < names.length && !isFound; i++) {
      const descriptor = getOwnPropertyDescriptor(value, names[i] as PropertyKey);
      if (descriptor && 'value' in descriptor) isFound = this.#finds(descriptor.value, depth - 1, seen);
    }
    return isFound;
  }
}
