/** The test vectors are true to the library and to the numbered rules of docs/contract.md. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTS, ruleOf } from '../../src/contract/acts.js';
import { type Link, linkOf, statusOf } from '../../src/contract/chain.js';
import { payloadHash } from '../../src/contract/record.js';
import { signedBy, verifyRecord } from '../../src/server/index.js';
import { blocksOf as blocksIn, root } from '../support/doc.mjs';
import type { ChainCase } from '../vectors/chains.js';
import { examples } from '../vectors/examples.js';
import { makeFiles, read } from '../vectors/make.js';
import type { MessageCase } from '../vectors/messages.js';
import { outcomeOf, sendAt, verdictOfChain, verdictOfMessage } from '../vectors/outcome.js';
import { jwks, payloadOf } from '../vectors/parties.js';
import type { Expected, RecordCase } from '../vectors/records.js';
import { contract, digestOf, rules, rulesOf } from '../vectors/text.js';

/** The cases of a file, each with the `jwks` of the file if it has none. */
const casesOf = <T>(file: string): readonly T[] => {
  const { jwks: shared, cases } = JSON.parse(read(file)) as { jwks?: object; cases: T[] };
  return cases.map((one) => ({ ...(shared && { jwks: shared }), ...one }));
};
const blocksOf = blocksIn as (text: string) => { code: string }[];
const HELP = 'Look at the vectors of each such rule in test/vectors, and run npm run vectors.';

describe('the examples of the contract', () => {
  const page = readFileSync(join(root, 'docs/contract-examples.md'), 'utf8');
  const sections = page.split(/^## /m).slice(1);

  it('are those that npm run vectors writes, one of each act', () => {
    is(page, examples());
    same(sections.map((section) => /`(\w+)`/.exec(section)?.[1]).sort(), [...ACTS].sort());
  });

  it('verify, each with its hash and its place in the chain', async () => {
    const links: Link[] = [];
    for (const section of sections) {
      const [payload = '', ...records] = blocksOf(section).map(({ code }) => code.trim());
      const last = records.at(-1) ?? '';
      const { act } = JSON.parse(payload) as { act: string };
      is(payloadOf(last), payload);
      is(/Hash: `([\w-]{43})`/.exec(section)?.[1], await payloadHash(last));
      if (ruleOf(act)?.asks) continue;
      await verifyRecord(last, jwks);
      links.push(await linkOf(last));
    }
    is(statusOf(links, 'offered'), 'ended');
    is(links.length, ACTS.length - 2);
  });

  it('are answered as they are kept', async () => {
    const [payload = '', sent = ''] = blocksOf(sections[0] ?? '').map(({ code }) => code.trim());
    is(await sendAt((JSON.parse(payload) as { iat: number }).iat, sent), undefined);
  });
});

describe('the vectors', () => {
  for (const file of ['records', 'passkeys'])
    it(`of ${file} get from the library what they expect`, async () => {
      const cases = casesOf<RecordCase>(file);
      ok(cases.length > 40);
      for (const one of cases) {
        const expected: Expected & { readonly hash?: unknown; readonly signedBy?: unknown } = one.expect;
        is(await outcomeOf(one), expected.ok ? undefined : expected.code, one.name);
        if (!expected.ok) continue;
        is(await payloadHash(one.record), expected.hash, one.name);
        if (expected.signedBy) is(signedBy(one.record), expected.signedBy);
      }
    });

  it('of chains have what follows from them', async () => {
    for (const one of casesOf<ChainCase>('chains')) same(await verdictOfChain(one), one.expect, one.name);
  });

  it('of messages are read as they say', () => {
    for (const one of casesOf<MessageCase>('messages')) same(verdictOfMessage(one), one.expect, one.name);
  });

  it('are those that npm run vectors makes', async () => {
    for (const [file, text] of Object.entries(await makeFiles()))
      if (file !== 'rules') ok(read(file) === text, `vectors/${file}.json is not what its cases make. ${HELP}`);
  });

  it('name only rules that there are, and no case twice', () => {
    const ids = rules.map(({ id }) => id);
    for (const file of ['records', 'passkeys', 'chains', 'messages', 'handshakes']) {
      const cases = casesOf<{ name: string; rules: string[] }>(file);
      is(new Set(cases.map(({ name }) => name)).size, cases.length, file);
      for (const { name, rules: named } of cases) {
        ok(named.length > 0 && named.length <= 4, `${name}: one to four rules`);
        same(
          named.filter((id) => !ids.includes(id)),
          [],
          name,
        );
      }
    }
  });
});

describe('the numbered rules', () => {
  const table = JSON.parse(read('rules')) as Record<string, { digest: string; vectors: number }>;

  it('are read by their marks', () => {
    const text = '- <a id="C-1"></a>**C-1** A host\n  MUST.\n- no rule\n\n| **C-2** one | two |\n\n**C-3** (withdrawn)';
    same(rulesOf(text), [
      { id: 'C-1', text: 'A host MUST.' },
      { id: 'C-2', text: 'one | two |' },
      { id: 'C-3', text: '(withdrawn)' },
    ]);
  });

  it('have each number once, and none has vanished', () => {
    const numbers = rules.map(({ id }) => Number(id.slice(2))).sort((a, b) => a - b);
    same(
      numbers,
      numbers.map((_, i) => i + 1),
      'A number is used twice or missing. A rule that no longer holds stays as "(withdrawn)".',
    );
    same(
      Object.keys(table).filter((id) => !rules.some((rule) => rule.id === id)),
      [],
      'A number has vanished: leave it with "(withdrawn)".',
    );
  });

  it('are as their vectors have them', () => {
    same(
      rules.filter((rule) => table[rule.id]?.digest !== digestOf(rule)).map(({ id }) => id),
      [],
      `The text of these rules has changed. ${HELP}`,
    );
  });

  it('on single records have a vector each, as many as rules.json says', async () => {
    // Of a key, of what both sides keep, and of a name: one record does not show these.
    const WITHOUT = ['C-94', 'C-108', 'C-111'];
    const sectionOf = (heading: string): string => contract.split(`# ${heading}\n`)[1]?.split(/^#/m)[0] ?? '';
    const steps = rulesOf(sectionOf('Order of checks')).map(({ id }) => id);
    const checks = steps.filter((id, i) => (i >= 3 && i < 13 && id !== 'C-195') || steps.indexOf('C-254') <= i);
    const others = ['Records', 'Bodies', 'Signed by a passkey'].flatMap((heading) =>
      rulesOf(sectionOf(heading)).map(({ id }) => id),
    );
    const wanted = [...others, ...checks].filter((id) => !WITHOUT.includes(id));
    ok(wanted.length > 60);
    same(
      wanted.filter((id) => !table[id]?.vectors),
      [],
      `These rules have no vector. ${HELP}`,
    );
    same(
      table,
      JSON.parse((await makeFiles()).rules ?? ''),
      `vectors/rules.json is not what the text and the cases make. ${HELP}`,
    );
  });

  it('have a keyword, or stand in a list of checks, or are withdrawn', () => {
    const isCheck = (text: string): boolean => /`[a-z]+_?[a-z_]+`|withdrawn/.test(text);
    same(
      rules.filter(({ text }) => !/\b(MUST|SHOULD|MAY)\b/.test(text) && !isCheck(text)).map(({ id }) => id),
      [],
    );
  });
});
