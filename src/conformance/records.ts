/**
 * Tries a verifier of records, chains or messages in any language, by the vectors of the package.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Case, check, pickCases, type Result, runCases, shorten, type Trace } from './report.js';

/** The kinds of vectors, each a file of `relbutton/vectors`. */
export const VECTOR_KINDS = ['records', 'passkeys', 'chains', 'messages'] as const;
export type VectorKind = (typeof VECTOR_KINDS)[number];

/** A verifier's word: of a record `{ok, code?}`, of a chain and of a message as `expect` of its vector. */
export type Verdict = Readonly<Record<string, unknown>>;

interface Vector {
  readonly name: string;
  /** The numbers of the rules that it tries. */
  readonly rules: readonly string[];
  readonly expect: Verdict;
  /** What the verifier gets. */
  readonly [input: string]: unknown;
}

interface RecordProbe extends Trace {
  readonly ask: (line: object) => Promise<Verdict>;
}

/** Names a word: `valid`, the code or the fault of a refusal, or the way in which a message is read. */
const nameOf = ({ ok, code, fault, result }: Verdict): string => (ok ? 'valid' : String(code ?? fault ?? result));
const sentenceOf = (verdict: Verdict, expect: Verdict): string =>
  verdict.ok ? `It is taken, and not refused as ${nameOf(expect)}.` : `It is refused as ${nameOf(verdict)}.`;

const caseOf = (kind: VectorKind, { name, rules, expect, ...input }: Vector): Case<RecordProbe> => ({
  rules,
  name: `${name}: ${nameOf(expect)}`,
  async run({ ask, sent, came }) {
    const line = { kind: kind.slice(0, -1), ...input };
    sent.push(JSON.stringify(line));
    const verdict = await ask(line);
    came.push(shorten(JSON.stringify(verdict)));
    if ('ok' in expect) {
      check(typeof verdict.ok === 'boolean', `Its ok is ${JSON.stringify(verdict.ok)}, and neither true nor false.`);
      check(verdict.ok === expect.ok, sentenceOf(verdict, expect));
    }
    // The claims and the hash of a valid record are for the author of a verifier to look at.
    const isValidRecord = expect.ok && 'record' in input;
    for (const member of isValidRecord ? ['ok'] : Object.keys(expect)) {
      const [is, wanted] = [verdict[member], expect[member]];
      check(isDeepStrictEqual(is, wanted), `Its ${member} is ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}.`);
    }
  },
});

/** Reads the cases of some kinds. */
export const vectorCases = async (kinds: readonly VectorKind[]): Promise<readonly Case<RecordProbe>[]> => {
  const files = kinds.map(async (kind) => {
    const text = await readFile(new URL(`../../vectors/${kind}.json`, import.meta.url), 'utf8');
    const { jwks, cases } = JSON.parse(text) as { jwks?: unknown; cases: readonly Vector[] };
    return cases.map((one) => caseOf(kind, { ...(jwks ? { jwks } : {}), ...one }));
  });
  return (await Promise.all(files)).flat();
};

export interface RecordOptions {
  /** Default: `records` and `passkeys`. */
  readonly kinds?: readonly VectorKind[] | undefined;
  /** Gets each result at once. Default: none. */
  readonly onresult?: ((result: Result) => void) | undefined;
  /** Tries only cases of one of these rules. Default: all. */
  readonly rules?: readonly string[] | undefined;
}

/**
 * Tries a verifier.
 *
 * @param ask gets a vector, `{kind, …}`, and returns the verifier's word: of a `record` and a `passkey` `{record, jwks, aud?, now?}`, of a
 *   `chain` `{payloads, now}`, of a `message` `{to, detail}`
 * @throws RangeError if none of the rules has a case
 * @example
 * const results = await conformRecords(async () => ({ ok: true }));
 * countResults(results).broken > 100; // true: it takes every record as valid
 */
export const conformRecords = async (
  ask: (line: object) => Promise<Verdict>,
  { kinds = ['records', 'passkeys'], onresult, rules }: RecordOptions = {},
): Promise<readonly Result[]> =>
  runCases(pickCases(await vectorCases(kinds), rules), () => ({ sent: [], came: [], ask }), onresult);
