/** `conform vendor`: our server keeps all rules; a vendor with a fault is caught by the rule that it breaks. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { conformVendor, readRules, UnreachableError, writeReport } from '../../src/conformance/index.js';
import { createMemoryStore, createVendor, type VendorOptions } from '../../src/server/index.js';
import { allOf } from '../support/all-of.mjs';
import { stores } from '../support/stores.js';
import { caughtBy, personAt } from './catching.js';
import { answers, payloadOf, reply } from './mutants/change.js';
import { COUNTERING, PENDING, VENDOR_MUTANTS } from './mutants/vendors.js';
import { key, serve } from './serve.js';

/** Tries a vendor by all cases, and checks that nothing is left that has not ended. @returns the names of those not tried */
const green = async (options: Partial<VendorOptions> & Pick<VendorOptions, 'store'>): Promise<readonly string[]> => {
  const { origin, close } = await serve(options);
  const { results, stuck } = await conformVendor(origin);
  close();
  const broken = results.filter(({ outcome }) => outcome === 'broken');
  same(
    broken.map(({ name, why }) => `${name}: ${why}`),
    [],
  );
  same(stuck, []);
  const vendor = createVendor({ origin, name: 'Shop', accepts: [], key, ...options });
  const left = await allOf(vendor.relationships());
  ok(left.length > 20);
  same(
    left.filter(({ status }) => status !== 'ended'),
    [],
  );
  return results.filter(({ outcome }) => outcome === 'not tried').map(({ name }) => name);
};

describe('conform vendor', () => {
  it('finds no rule broken by our server in memory, and names what needs a person or another vendor', async () => {
    const skipped = await green({ store: createMemoryStore() });
    is(skipped.length, 7);
  });

  it('finds none broken with SQLite', async () => {
    const { store, close } = await (stores.SQLite as NonNullable<typeof stores.SQLite>)();
    await green({ store });
    await close();
  });

  it('tries pending proposals and counters where a vendor has them', async () => {
    const pending = await green({ store: createMemoryStore(), ...PENDING });
    ok(!pending.includes('a proposal while one is pending: too_many_proposals'));
    const countering = await green({ store: createMemoryStore(), ...COUNTERING });
    ok(!countering.includes('a vendor counters once, with an agreement that it accepts'));
  });

  it('asks a person to decide, to write and to pause', async () => {
    const { origin, vendor, close } = await serve(PENDING);
    const { results } = await conformVendor(origin, { ask: personAt(vendor), rules: ['C-97', 'C-210', 'C-211'] });
    close();
    same(
      results.map(({ outcome, why }) => [outcome, why]),
      Array(4).fill(['held', undefined]),
    );
  });

  // All of them are in test/long.
  for (const mutant of VENDOR_MUTANTS.filter((_, i) => i % 10 === 3))
    it(`catches a vendor that ${mutant.name}, by ${mutant.rule}`, async () => {
      ok((await caughtBy(mutant)).length > 0);
    });

  it('blames a vendor that keeps what it has to refuse by that rule alone, and not the records after it', async () => {
    const moved = new Set<unknown>();
    const keeps = answers(({ body, sent }) => {
      const { iss, act } = payloadOf(sent);
      if (body.code === 'unknown_currency') {
        moved.add(iss);
        return reply({ record: sent });
      }
      const isBehind = moved.has(iss) && body.record && act !== 'leave';
      return isBehind ? reply({ refused: true, code: 'broken_chain', message: 'No.' }, 400) : undefined;
    });
    const { origin, close } = await serve({}, keeps);
    const { results } = await conformVendor(origin, { rules: ['C-113', 'C-117'] });
    close();
    const broken = results.filter(({ outcome }) => outcome === 'broken');
    ok(broken.length > 1);
    ok(broken.every(({ why }) => why === 'It was answered by 200, not refused as unknown_currency.'));
  });

  it('waits where the vendor asks for it', async () => {
    const { origin, close } = await serve({ perMinute: 600 }, (handler) => {
      let count = 0;
      const later = { status: 429, headers: { 'retry-after': '1' } };
      return async (request) => (count++ === 5 ? new Response('{}', later) : handler(request));
    });
    const { results } = await conformVendor(origin, { rules: ['C-12'] });
    close();
    same(
      results.map(({ outcome }) => outcome),
      ['held'],
    );
  });

  it('says of an address without a vendor that it cannot be reached', async () => {
    const { origin, close } = await serve();
    close();
    const error: unknown = await conformVendor(origin).catch((failure: unknown) => failure);
    ok(error instanceof UnreachableError && error.message.includes(origin));
  });

  it('writes what was sent, what came and what the text asks, as lines, TAP and JSON', async () => {
    const texts = await readRules();
    const [held, skipped] = [
      { rules: ['C-12'], name: 'one', outcome: 'held' },
      { rules: ['C-13'], name: 'two #2', outcome: 'not tried', why: 'Because.' },
    ] as const;
    const broken = { rules: ['C-6'], name: 'three', outcome: 'broken', why: 'Wrong.', sent: ['a'], came: ['b'] } as const;
    const all = [held, skipped, broken];
    const lines = writeReport(all, 'lines', texts);
    for (const part of [
      'NOT OK  C-6  three',
      'sent: a',
      'came: b',
      `C-6: ${texts.get('C-6')}`,
      '1 case held, 1 broken, 0 warnings, 1 not tried.',
    ])
      ok(lines.includes(part), part);
    const tap = writeReport(all, 'tap', texts).split('\n');
    same(tap.slice(0, 5), [
      'TAP version 14',
      '1..3',
      'ok 1 - C-12 one',
      'ok 2 - C-13 two \\#2 # SKIP Because.',
      'not ok 3 - C-6 three',
    ]);
    same((JSON.parse(writeReport(all, 'json', texts)) as { broken: number; notTried: number }).broken, 1);
  });

  it('writes a report without results as no success', async () => {
    const texts = await readRules();
    is(writeReport([], 'tap', texts, 'Nobody answers.'), 'TAP version 14\nBail out! Nobody answers.\n');
    is((JSON.parse(writeReport([], 'json', texts)) as { incomplete: string }).incomplete, 'No case was tried.');
  });

  it('writes all that came, also where less was sent, and keeps a point of TAP on one line', async () => {
    const texts = await readRules();
    const broken = {
      rules: ['C-171'],
      name: 'posts',
      outcome: 'broken',
      why: 'Wrong.',
      sent: ['a'],
      came: ['b', 'c\n# d'],
    } as const;
    const skipped = { rules: ['C-13'], name: 'one\ntwo', outcome: 'not tried', why: 'It failed:\n  in #3.' } as const;
    const lines = writeReport([broken], 'lines', texts);
    ok(lines.includes('    sent: a\n    came: b\n    came: c\n      # d\n'), lines);
    const tap = writeReport([broken, skipped], 'tap', texts).split('\n');
    same(tap.slice(2, 9), [
      'not ok 1 - C-171 posts',
      '  ---',
      '  why: "Wrong."',
      '  sent: ["a"]',
      '  came: ["b","c\\n# d"]',
      `  C-171: ${JSON.stringify(texts.get('C-171'))}`,
      '  ...',
    ]);
    same(tap[9], 'ok 2 - C-13 one two # SKIP It failed: in \\#3.');
  });
});
