/** `conform records` and `conform store`: right ones pass, broken ones are caught. */
import { deepStrictEqual as same, ok, rejects } from 'node:assert';
import { type Result, conformRecords, conformStore, VECTOR_KINDS, type Verdict } from '../../src/conformance/index.js';
import { createMemoryStore } from '../../src/server/index.js';
import { brokenStores } from '../support/broken-stores.js';
import { judge } from '../vectors/outcome.js';
import { VERIFIER_MUTANTS } from './mutants/verifiers.js';

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
    const results = await conformRecords(verdictOf, { kinds: VECTOR_KINDS });
    ok(results.length > 330);
    same(brokenIn(results), []);
  });

  it('tries records and passkeys where no kinds are named, and the cases of some rules alone', async () => {
    const kinds = new Set<unknown>();
    await conformRecords(async (line) => {
      kinds.add((line as { kind: string }).kind);
      return verdictOf(line);
    });
    same([...kinds], ['record', 'passkey']);
    const results = await conformRecords(verdictOf, { kinds: ['chains'], rules: ['C-161'] });
    ok(results.length > 0 && results.every(({ rules }) => rules.includes('C-161')));
    await rejects(conformRecords(verdictOf, { rules: ['C-161'] }), /No case of this subject tries C-161/);
  });

  for (const { rule, name, change } of VERIFIER_MUTANTS)
    it(`catches a verifier that ${name}, by ${rule}`, async () => {
      const broken = brokenIn(
        await conformRecords(async (line) => change(await verdictOf(line), line), { kinds: VECTOR_KINDS, rules: [rule] }),
      );
      ok(broken.length > 0);
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
