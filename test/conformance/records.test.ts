/** `conform records` and `conform store`: right ones pass, broken ones are caught. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { type RecordCase, type Result, conformRecords, conformStore, type Verdict } from '../../src/conformance/index.js';
import { createMemoryStore } from '../../src/server/index.js';
import { brokenStores } from '../support/broken-stores.js';
import { outcomeOf } from '../vectors/outcome.js';
import { VERIFIER_MUTANTS } from './mutants/verifiers.js';

const judge = async (line: object): Promise<Verdict> => {
  const code = await outcomeOf(line as RecordCase & { jwks: never });
  return code === undefined ? { ok: true } : { ok: false, code };
};
/** The library's word on each vector, which every mutant changes. */
const verdicts = new Map<string, Promise<Verdict>>();
const verdictOf = (line: object): Promise<Verdict> => {
  const text = JSON.stringify(line);
  const verdict = verdicts.get(text) ?? judge(line);
  verdicts.set(text, verdict);
  return verdict;
};
const brokenIn = (results: readonly Result[]): readonly Result[] => results.filter(({ outcome }) => outcome === 'broken');

describe('conform records', () => {
  it('finds no rule broken by the library', async () => {
    const results = await conformRecords(verdictOf);
    ok(results.length > 150);
    same(brokenIn(results), []);
  });

  for (const { rule, name, change } of VERIFIER_MUTANTS)
    it(`catches a verifier that ${name}, by ${rule}`, async () => {
      const broken = brokenIn(await conformRecords(async (line) => change(await verdictOf(line))));
      ok(broken.some(({ rules }) => rules.includes(rule)));
    });
});

describe('conform store', () => {
  const close = (): Promise<void> => Promise.resolve();

  it('finds no promise broken by the store in memory', async () => {
    const results = await conformStore(() => Promise.resolve({ store: createMemoryStore(), close }));
    same(brokenIn(results), []);
  });

  it('catches a broken store, and says which promise it breaks', async () => {
    const [{ store, name }] = brokenStores as [(typeof brokenStores)[number]];
    const broken = brokenIn(await conformStore(() => Promise.resolve({ store, close })));
    ok(broken.some((one) => one.name === name && one.why?.includes(name)));
  });
});
