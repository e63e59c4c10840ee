/** A thing that was checked: `ok`; `warn`, which works for some or not yet; or `fail`, which does not work. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail';
  /** The part that was checked, in one word, such as `endpoint`. */
  readonly about: string;
  /** Says what was found, and what to do. */
  readonly text: string;
}

/** Collects findings. */
export interface Findings {
  readonly all: readonly Finding[];
  ok(about: string, text: string): void;
  warn(about: string, text: string): void;
  fail(about: string, text: string): void;
  /** Adds an `ok` if something holds, a `fail` otherwise. @returns whether it holds */
  expect(holds: boolean, about: string, text: string, otherwise: string): boolean;
}

export const createFindings = (): Findings => {
  const all: Finding[] = [];
  const add =
    (level: Finding['level']) =>
    (about: string, text: string): void => {
      // One sentence for each cause, however many elements have it.
      if (!all.some((one) => one.text === text)) all.push({ level, about, text });
    };
  const [ok, warn, fail] = [add('ok'), add('warn'), add('fail')] as const;
  return {
    all,
    ok,
    warn,
    fail,
    expect(holds, about, text, otherwise) {
      if (holds) ok(about, text);
      else fail(about, otherwise);
      return holds;
    },
  };
};
