/**
 * Tries a verifier of records in any language, by the vectors of the package.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { type Case, check, type Result, runCases, type Trace } from './report.js';

/** A case of `relbutton/vectors/records.json` and `passkeys.json`. */
export interface RecordCase {
  readonly name: string;
  /** The numbers of the rules that it tries. */
  readonly rules: readonly string[];
  /** The record's text. */
  readonly record: string;
  /** The vendor's public keys, `{keys: […]}`. */
  readonly jwks?: unknown;
  /** The vendor's origin, where the case is about the endpoint. */
  readonly aud?: string;
  /** The time at which it is verified, in seconds since 1970. */
  readonly now?: number;
  readonly expect: { readonly ok: boolean; readonly code?: string };
}

/** A verifier's word on a record: whether it is valid, and if not, the code of its refusal. */
export interface Verdict {
  readonly ok: boolean;
  readonly code?: string | undefined;
}

interface RecordProbe extends Trace {
  readonly ask: (line: object) => Promise<Verdict>;
}

const caseOf = ({ name, rules, expect, ...input }: RecordCase, i: number): Case<RecordProbe> => ({
  rules,
  name: expect.ok ? `${name}: valid` : `${name}: ${String(expect.code)}`,
  async run({ ask, sent, came }) {
    const line = { id: i + 1, ...input };
    sent.push(JSON.stringify(line));
    const verdict = await ask(line);
    came.push(JSON.stringify(verdict));
    check(
      verdict.ok === expect.ok,
      verdict.ok ? `It is taken, and not refused as ${String(expect.code)}.` : `It is refused as ${String(verdict.code)}.`,
    );
    check(expect.ok || verdict.code === expect.code, `It is refused as ${String(verdict.code)}, not as ${String(expect.code)}.`);
  },
});

/** The vectors of the package that are about single records. */
const VECTORS = ['records', 'passkeys'] as const;
const readVectors = async (): Promise<readonly RecordCase[]> => {
  const files = VECTORS.map((name) => readFile(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8'));
  return (await Promise.all(files)).flatMap((text) => {
    const { jwks, cases } = JSON.parse(text) as { jwks: unknown; cases: readonly RecordCase[] };
    return cases.map((one) => ({ jwks, ...one }));
  });
};

/**
 * Tries a verifier.
 *
 * @param ask gets `{id, record, jwks, aud?, now?}` and returns the verifier's word
 * @param options `cases`: default those of `relbutton/vectors/records.json` and `passkeys.json`; `onresult` gets each result at once
 * @example
 * const results = await conformRecords(async () => ({ ok: true }));
 * countResults(results).broken > 100; // true: it takes every record as valid
 */
export const conformRecords = async (
  ask: (line: object) => Promise<Verdict>,
  options: { readonly cases?: readonly RecordCase[]; readonly onresult?: (result: Result) => void } = {},
): Promise<readonly Result[]> => {
  const cases = (options.cases ?? (await readVectors())).map(caseOf);
  return runCases(cases, () => ({ sent: [], came: [], ask }), options.onresult);
};
