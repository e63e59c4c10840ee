/** `relbutton conform`, as a process of the built file. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../support/command.js';
import { allOf } from '../support/all-of.mjs';
import { PENDING, VENDOR_MUTANTS } from './mutants/vendors.js';
import { serve } from './serve.js';

describe('relbutton conform', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'relbutton-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('ends with 0 for a vendor that breaks no rule, and prints JSON', async () => {
    const { origin, close } = await serve();
    const { code, stdout } = await run(['conform', 'vendor', origin, '--rules', 'C-12,C-6', '--json']);
    close();
    is(code, 0);
    const { held, broken } = JSON.parse(stdout) as { held: number; broken: number };
    same([held > 4, broken], [true, 0]);
  });

  it('ends with 1 for one that breaks a rule, and says in TAP what was sent, what came and what the text asks', async () => {
    const mutant = VENDOR_MUTANTS.find(({ rule }) => rule === 'C-6');
    const { origin, close } = await serve({}, mutant?.wrap);
    const { code, stdout } = await run(['conform', 'vendor', origin, '--rules', 'C-6', '--tap']);
    close();
    is(code, 1);
    for (const part of ['TAP version 14\n1..', 'not ok ', 'sent', 'came', 'deeper than 8 levels'])
      ok(stdout.includes(part), part);
  });

  it('tries a verifier by its lines, and a store by its module', async () => {
    const verifier = join(folder, 'verify.mjs');
    writeFileSync(
      verifier,
      "import { createInterface } from 'node:readline';\ncreateInterface({ input: process.stdin }).on('line', (line) => console.log(JSON.stringify({ id: JSON.parse(line).id, ok: true })));",
    );
    const trusting = await run(['conform', 'records', '--verifier', `${process.execPath} ${verifier}`]);
    is(trusting.code, 1);
    ok(trusting.stdout.includes('It is taken, and not refused as invalid_signature.'));
    const chains = await run([
      'conform',
      'records',
      '--verifier',
      `${process.execPath} ${verifier}`,
      '--kinds',
      'chains',
      '--json',
    ]);
    const { broken, results } = JSON.parse(chains.stdout) as { broken: number; results: { name: string }[] };
    same([chains.code, broken], [1, results.length]);
    ok(results.some(({ name }) => name === 'two beginnings: forked'));
    const store = join(folder, 'store.mjs');
    const server = pathToFileURL('dist/server/index.js').href;
    writeFileSync(
      store,
      `import { createMemoryStore } from '${server}';\nexport default async () => ({ store: createMemoryStore(), close: async () => {} });`,
    );
    is((await run(['conform', 'store', store, '--rules', 'C-155'])).code, 0);
    const other = await run(['conform', 'store', store, '--rules', 'C-6']);
    is(other.code, 2);
    ok(other.stderr.includes('No case of this subject tries C-6: docs/conformance.md lists'), other.stderr);
  });

  it('ends with 2 where no case was tried, and says so in each form', async () => {
    const { origin, close } = await serve();
    const conform = (...form: string[]) => run(['conform', 'vendor', origin, '--rules', 'C-97', ...form]);
    const [lines, tap, json] = await Promise.all([conform(), conform('--tap'), conform('--json')]);
    close();
    same(
      [lines, tap, json].map(({ code }) => code),
      [2, 2, 2],
    );
    const agent = await run(['conform', 'agent', '--command', 'true', '--rules', 'C-56']);
    same([agent.code, agent.stdout.includes('Incomplete: No case was tried.')], [2, true]);
    const says = 'No case was tried. The first was not, because: It needs a person at the vendor’s desk: --with-person.';
    ok(lines.stdout.includes(`Incomplete: ${says}`), lines.stdout);
    ok(tap.stdout.endsWith(`\nBail out! ${says}\n`), tap.stdout);
    is((JSON.parse(json.stdout) as { incomplete: string }).incomplete, says);
  });

  it('ends with 0 where a SHOULD is not followed, and says it as a warning', async () => {
    const mutant = VENDOR_MUTANTS.find(({ rule }) => rule === 'C-16');
    const { origin, close } = await serve({}, mutant?.wrap);
    const conform = (...form: string[]) => run(['conform', 'vendor', origin, '--rules', 'C-16', ...form]);
    const [lines, tap, json] = await Promise.all([conform(), conform('--tap'), conform('--json')]);
    close();
    same(
      [lines, tap, json].map(({ code }) => code),
      [0, 0, 0],
    );
    ok(/^SHOULD {2}C-16 {2}myterms/.test(lines.stdout), lines.stdout);
    ok(lines.stdout.includes('0 cases held, 0 broken, 1 warning, 0 not tried.'), lines.stdout);
    ok(/^not ok 1 - C-16 .* # TODO SHOULD\n {2}---\n/m.test(tap.stdout), tap.stdout);
    is((JSON.parse(json.stdout) as { warnings: number }).warnings, 1);
  });

  it('ends with 2 where nobody answers, and leaves what it began', async () => {
    const { origin, vendor, close } = await serve(PENDING);
    const { code, stderr } = await run(['conform', 'vendor', origin, '--with-person', '--rules', 'C-210']);
    same(
      (await allOf(vendor.relationships())).filter(({ status }) => status !== 'ended'),
      [],
    );
    close();
    is(code, 2);
    ok(stderr.includes('Nobody has answered: the input has ended.'), stderr);
  });

  it('ends with 2 where it cannot try', async () => {
    const { origin, close } = await serve();
    close();
    const calls: readonly (readonly [args: string[], says: string])[] = [
      [['vendor', origin], 'does not answer'],
      [['vendor', 'shop'], 'Name the address'],
      [['vendor'], 'Name the address'],
      [
        ['vendor', `${origin}/shop/`],
        `more than an origin. A vendor is an origin, and its endpoint is found from there: ${origin}`,
      ],
      [['records'], '--verifier'],
      [['records', '--verifier', 'exit 0'], 'The verifier ended'],
      [['records', '--verifier', 'echo no'], 'answered a line by "no"'],
      [['records', '--verifier', 'true', '--kinds', 'records,flows'], '"flows" is none of records, passkeys, chains, messages'],
      [['vendor', origin, '--rules', 'C-6,C-999'], 'no rule "C-999". Name rules from C-1 to C-2'],
      [['store', 'none.mjs', '--rules', 'c-6'], 'no rule "c-6"'],
      [['store'], 'Name the module'],
      [['agent'], 'Name the agent'],
      [['agent', '--web-agent', 'shop'], 'is no origin'],
      [['agent', '--script', 'none.js'], 'none.js cannot be read'],
      [['page'], 'Name the address of the page'],
      [['page', 'http://localhost:1/', '--engine', 'lynx'], 'it is one of chromium, firefox'],
      [['page', 'http://localhost:1/', '--webdriver', 'safari'], 'it is an address such as http://127.0.0.1:4444'],
      [['page', 'http://localhost:1/', '--webdriver', 'http://localhost:1'], 'start the browser’s driver there'],
      [['page', 'http://localhost:1/', '--contract', '2'], 'it is a version of the text, such as 1.0'],
      [['page', 'http://localhost:1/', '--browser', '/no/browser'], '/no/browser does not start'],
      [['agents'], 'Name what to try'],
      [['store', 'none.mjs'], 'The module none.mjs cannot be imported'],
      [['vendor', origin, '--tap', '--json'], 'Leave out --tap or --json'],
      [['page', origin, '--webdriver', origin, '--engine', 'firefox'], 'leave out --engine'],
      [['agent', '--command', 'true', '--browser', '/b'], 'leave out --browser'],
      [['agent', '--command', 'no-such-agent {do}', '--rules', 'C-171'], 'The shell cannot run the command no-such-agent'],
      [['agent', '--extension', '/none'], 'has no manifest.json'],
      [['agent', '--web-agent', origin], 'start what serves the agent'],
      [['records', '--verifier', `while read -r line; do echo '{"id":7,"ok":true}'; done`], 'which has another id'],
    ];
    await Promise.all(
      calls.map(async ([args, says]) => {
        const { code, stderr } = await run(['conform', ...args]);
        is(code, 2, args.join(' '));
        ok(stderr.includes(says), stderr);
      }),
    );
  });
});
