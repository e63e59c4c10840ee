/**
 * Cases, and what came of them.
 *
 * @module
 */
import { readRules } from './rules.js';

/**
 * A case's outcome: the rules held, one was broken, a SHOULD was not followed, for which a subject may have its reason, or the case was not
 * possible for this subject.
 */
export type Outcome = 'held' | 'broken' | 'warning' | 'not tried';

/** What came of one case. */
export interface Result {
  /** The numbers of the contract's rules that it tries, such as `C-12`. */
  readonly rules: readonly string[];
  readonly name: string;
  readonly outcome: Outcome;
  /** Says what was wrong, or why the case was not tried. */
  readonly why?: string;
  /** The messages or requests sent, oldest first. Only broken cases and warnings have them. */
  readonly sent?: readonly string[];
  /** The answers, oldest first. Only broken cases and warnings have them. */
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
/** The error of a subject that cannot be tried, or not to the end. */
export class UnreachableError extends Error {
  /** The results of the cases before. */
  readonly results: readonly Result[];
  constructor(message: string, { results = [], ...options }: ErrorOptions & { readonly results?: readonly Result[] } = {}) {
    super(message, options);
    this.name = 'UnreachableError';
    this.results = results;
  }
}
/** The error of a subject that has answered before, and now gives no answer that can be read: it breaks the rules of the case. */
export class NoAnswer extends UnreachableError {}

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

/** Says what a case has thrown. */
const whyOf = (error: unknown): string => {
  const { message } = error as Error;
  // A case reads what came: what it cannot read has another form than the text asks.
  const isUnread = error instanceof TypeError || error instanceof SyntaxError;
  return shorten(isUnread ? `What came has another form than the text asks: ${message}` : message);
};

/** After so many cases without an answer a subject is asked nothing more. */
const MAX_SILENCES = 3;

/**
 * Runs cases one after the other. A case without an answer breaks its rules; one right after it is not tried, since the subject may be gone.
 *
 * @param probe makes what a case speaks by
 * @param onresult gets each result at once. Default: none
 * @throws UnreachableError if the subject cannot be tried further; it has the results so far
 */
export const runCases = async <P extends Trace>(
  cases: readonly Case<P>[],
  probe: () => P | Promise<P>,
  onresult: (result: Result) => void = () => undefined,
): Promise<readonly Result[]> => {
  const texts = await readRules();
  const isAdvice = (rule: string): boolean => /\bSHOULD\b/.test(texts.get(rule) ?? '') && !/\bMUST\b/.test(texts.get(rule) ?? '');
  const results: Result[] = [];
  let [silences, isSilent] = [0, false];
  const resultOf = async ({ rules, name, run }: Case<P>): Promise<Result> => {
    if (silences === MAX_SILENCES)
      return { rules, name, outcome: 'not tried', why: `${silences} cases got no answer: the rest is not tried.` };
    const trace = await probe();
    const wasSilent = isSilent;
    isSilent = false;
    try {
      await run(trace);
      return { rules, name, outcome: 'held' };
    } catch (error) {
      isSilent = error instanceof NoAnswer;
      if (error instanceof UnreachableError && !isSilent)
        throw new UnreachableError(`At ${rules.join(' ')}, "${name}": ${error.message}`, { cause: error, results });
      if (isSilent) silences++;
      const why = whyOf(error);
      if (error instanceof NotTried || (isSilent && wasSilent)) return { rules, name, outcome: 'not tried', why };
      const { sent, came } = trace;
      return { rules, name, outcome: rules.every(isAdvice) ? 'warning' : 'broken', why, sent, came };
    }
  };
  for (const one of cases) {
    const result = await resultOf(one);
    results.push(result);
    onresult(result);
  }
  return results;
};
