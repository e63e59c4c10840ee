/**
 * Cases, and what came of them.
 *
 * @module
 */

/** A case's outcome: the rule held, it was broken, or the case was not possible for this subject. */
export type Outcome = 'held' | 'broken' | 'not tried';

/** What came of one case. */
export interface Result {
  /** The numbers of the contract's rules that it tries, such as `C-12`. */
  readonly rules: readonly string[];
  readonly name: string;
  readonly outcome: Outcome;
  /** Says what was wrong, or why the case was not tried. */
  readonly why?: string;
  /** What was sent, oldest first; only of a broken case. */
  readonly sent?: readonly string[];
  /** What came back, oldest first; only of a broken case. */
  readonly came?: readonly string[];
}

/** What a case sends and what comes back. */
export interface Trace {
  readonly sent: string[];
  readonly came: string[];
}

/** One case: it resolves if the rules hold, and throws `Broken` or `NotTried` else. */
export interface Case<P extends Trace> {
  readonly rules: readonly string[];
  readonly name: string;
  run(probe: P): Promise<void>;
}

/** The error of a case whose rule is broken. */
export class Broken extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Broken';
  }
}
/** The error of a case that is not possible for this subject. */
export class NotTried extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotTried';
  }
}
/** The error of a subject that does not answer at all. */
export class UnreachableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreachableError';
  }
}

/** Fails a case. @throws Broken unless it holds */
export function check(holds: unknown, message: string): asserts holds {
  if (!holds) throw new Broken(message);
}

/** The longest part of a message that a result shows, in UTF-16 units. */
const MAX_SHOWN = 1_200;
export const shorten = (text: string): string =>
  text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${text.length} units)` : text;

/**
 * Picks the cases of some rules.
 *
 * @param rules such as `C-12`. Default: all
 * @throws RangeError if one of the rules has no case
 */
export const pickCases = <P extends Trace>(cases: readonly Case<P>[], rules?: readonly string[]): readonly Case<P>[] => {
  if (!rules) return cases;
  const without = rules.filter((rule) => !cases.some((one) => one.rules.includes(rule)));
  if (without.length > 0)
    throw new RangeError(
      `No case of this subject tries ${without.join(', ')}: docs/conformance.md lists the cases of each rule.`,
    );
  return cases.filter((one) => one.rules.some((rule) => rules.includes(rule)));
};

/**
 * Runs cases one after the other.
 *
 * @param probe makes what a case speaks by
 * @param onresult gets each result at once. Default: none
 * @throws UnreachableError if the subject does not answer
 */
export const runCases = async <P extends Trace>(
  cases: readonly Case<P>[],
  probe: () => P,
  onresult: (result: Result) => void = () => undefined,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (const { rules, name, run } of cases) {
    const trace = probe();
    let result: Result = { rules, name, outcome: 'held' };
    try {
      await run(trace);
    } catch (error) {
      if (error instanceof UnreachableError) throw error;
      const { message } = error as Error;
      // A case reads what came: what it cannot read has another form than the text asks.
      const isUnread = error instanceof TypeError || error instanceof SyntaxError;
      const why = isUnread ? `What came has another form than the text asks: ${message}` : message;
      const { sent, came } = trace;
      if (error instanceof NotTried) result = { rules, name, outcome: 'not tried', why };
      else result = { rules, name, outcome: 'broken', why, sent, came };
    }
    results.push(result);
    onresult(result);
  }
  return results;
};
