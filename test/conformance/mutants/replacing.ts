/** Scripts that change what a page's script calls. */

export interface HostMutant {
  readonly rule: string;
  readonly name: string;
  /** Runs before the host loads, in the page and in each of its frames. */
  readonly script: string;
}

/** Replaces a method: `body` may change its parameters, `given`, or return something else; `real(…)` calls the real one. */
export const replacing = (owner: string, method: string, body: string): string =>
  `const method = ${owner}.${method};
  ${owner}.${method} = function (...given) {
    const real = (...changed) => Reflect.apply(method, this, changed);
    ${body};
    return real(...given);
  };`;
