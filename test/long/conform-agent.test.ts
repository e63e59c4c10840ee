/** `conform agent`: all cases on each kind of agent, in each browser, and all mutants. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { startAgent } from '../../examples/agent-in-page/server.mjs';
import { startWebAgent } from '../../examples/web-agent/server.mjs';
import { conformAgent, type Person, type Result } from '../../src/conformance/index.js';
import { brokenIn, tryPlain } from '../conformance/agent-cases.js';
import { openBrowser, personIn, personOfExtension, servePlain } from '../conformance/agent-driver.js';
import { buildBroken, serveBroken } from '../conformance/bundled-agents.js';
import { tryEndpoint } from '../conformance/endpoint-cases.js';
import { AGENT_MUTANTS } from '../conformance/mutants/agents.js';
import { ENDPOINT_MUTANTS } from '../conformance/mutants/endpoint-agents.js';
import { EXTENSION_MUTANTS, WEB_MUTANTS } from '../conformance/mutants/windows.js';
import { type DrivenBrowser, personOfWebAgent } from '../conformance/web-agent-person.js';
import { available, withExtensions } from '../e2e/driver.mjs';
import { engines } from '../support/engines.mjs';
import { makeFolder, run } from '../support/command.js';
import { ledgerFolder, PASSPHRASE } from '../support/file-ledger.js';
import { atTerminal } from '../support/terminal.js';

const PATIENCE = 20_000;
const heldIn = (results: readonly Result[]): number => results.filter(({ outcome }) => outcome === 'held').length;

describe('conform agent, in Chromium', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('finds no rule broken by an agent without the SDK', async () => {
    const results = await tryPlain(browser);
    same(brokenIn(results), []);
    ok(heldIn(results) > 45);
  });

  it('finds none broken by the in-page agent', async () => {
    const { script, origin, close } = await startAgent();
    const results = await conformAgent({ script, onask: personIn(browser, origin), patience: PATIENCE });
    close();
    same(brokenIn(results), []);
    ok(heldIn(results) > 75);
  });

  for (const mutant of AGENT_MUTANTS)
    it(`catches an agent that ${mutant.name}, by ${mutant.rule}`, async () => {
      ok(brokenIn(await tryPlain(browser, [mutant.rule], mutant)).length > 0);
    });
});

for (const [engine, open] of available as [string, () => Promise<DrivenBrowser & { close(): Promise<unknown> }>][])
  describe(`conform agent --web-agent, in ${engine}`, () => {
    let browser: Awaited<ReturnType<typeof open>>;
    before(async () => {
      browser = await open();
    });
    after(() => browser.close());

    it('finds no rule broken by the web agent, and says which cases a web agent has not', async () => {
      const { origin, close } = await startWebAgent();
      const onask = personOfWebAgent(browser, origin);
      const results = await conformAgent({ webAgent: origin, onask, patience: PATIENCE });
      close();
      same(brokenIn(results), []);
      ok(heldIn(results) > 60);
      ok(results.some(({ outcome }) => outcome === 'not tried'));
    });

    for (const mutant of engine === 'Chromium' ? WEB_MUTANTS : [])
      it(`catches a web agent that ${mutant.name}, by ${mutant.rule}`, async () => {
        const { origin, close } = await serveBroken(mutant);
        const onask = personOfWebAgent(browser, origin);
        const results = await conformAgent({ webAgent: origin, onask, patience: PATIENCE, rules: [mutant.rule] });
        close();
        ok(brokenIn(results).length > 0);
      });
  });

for (const [name] of withExtensions as [string][])
  describe(`conform agent --extension, in ${name}`, () => {
    const engine = name === 'Firefox' ? 'firefox' : 'chromium';
    const given = {
      engine,
      browser: engines[name as 'Firefox'] as string,
      onask: personOfExtension,
      patience: PATIENCE,
    } as const;

    it('finds no rule broken by the extension', async () => {
      const { folder, remove } = await buildBroken();
      const results = await conformAgent({ extension: folder, ...given });
      await remove();
      same(brokenIn(results), []);
      ok(heldIn(results) > 80);
    });

    for (const mutant of name === 'Chromium' ? EXTENSION_MUTANTS : [])
      it(`catches an extension that ${mutant.name}, by ${mutant.rule}`, async () => {
        const { folder, remove } = await buildBroken(mutant);
        const results = await conformAgent({ extension: folder, ...given, rules: [mutant.rule] });
        await remove();
        ok(brokenIn(results).length > 0);
      });
  });

describe('relbutton conform agent', () => {
  const conform = (...options: string[]) => run(['conform', 'agent', ...options]);

  it('runs a command for each act, with the vendor and the answer', async () => {
    const file = join(makeFolder(), 'said');
    const { code, stdout } = await conform('--command', `echo {do} {vendor} {answer} >> ${file}`, '--rules', 'C-3', '--json');
    same(
      [code, (JSON.parse(stdout) as { results: Result[] }).results.filter(({ outcome }) => outcome === 'held').length],
      [0, 1],
    );
    ok(/^relate http:\/\/localhost:\d+ no\n$/.test(readFileSync(file, 'utf8')));
  });

  it('opens a browser where a driver does the person’s part', async () => {
    const folder = makeFolder({
      'person.mjs': `export default async ({ do: deed }, { browser }) => {
  const target = await browser.waitForTarget((one) => one.url().endsWith('/ask.html'));
  await (await target.page()).locator('button.' + deed).click();
};`,
    });
    const { script, close } = await servePlain();
    const browser = ['--browser', engines.Chromium as string, '--driver', join(folder, 'person.mjs')];
    const { code, stdout } = await conform('--script', script, '--rules', 'C-33,C-95', '--json', ...browser);
    close();
    same([code, (JSON.parse(stdout) as { results: Result[] }).results.map(({ outcome }) => outcome)], [0, ['held', 'held']]);
  });

  it('says what is wrong with its options', async () => {
    const extension = makeFolder({ 'manifest.json': '{}' });
    for (const [options, says] of [
      [['--script', 'a.js', '--extension', extension], 'Name the agent'],
      [['--extension', 'none'], 'The folder none has no manifest.json'],
      [['--extension', extension, '--engine', 'safari'], '--engine safari: it is one of chromium, firefox'],
      [['--extension', extension, '--driver', 'none.mjs'], 'The driver none.mjs cannot be imported'],
      [['--command', 'a', '--driver', 'none.mjs'], 'leave out --driver'],
    ] as const) {
      const { code, stderr } = await conform(...options);
      ok(code !== 0 && stderr.includes(says), stderr);
    }
  });
});

describe('conform agent, at the endpoint', () => {
  it('finds no rule broken by an agent without the SDK', async () => {
    const results = await tryEndpoint();
    same(brokenIn(results), []);
    ok(heldIn(results) > 45);
  });

  it('finds none broken by relbutton-agent', async () => {
    const folder = ledgerFolder();
    writeFileSync(folder.path('passphrase'), `${PASSPHRASE}\n`);
    const own = ['--ledger', folder.path('x.db'), '--passphrase-file', folder.path('passphrase'), '--allow-local'];
    const words: Record<string, (origin: string) => string[]> = {
      relate: (origin) => ['relate', origin],
      refuse: (origin) => ['relate', origin],
      pause: (origin) => ['pause', origin],
      leave: (origin) => ['leave', origin, '--erase'],
      sync: () => ['inbox'],
    };
    const onask: Person = async ({ do: what, origin }) => {
      const command = words[what]?.(origin);
      if (!command) return false;
      const typed = what === 'refuse' ? 'no\r' : 'yes\r';
      const program = [process.execPath, 'dist/agent-cli/relbutton-agent.js', ...command, ...own];
      return atTerminal(program, [['Type "yes": ', typed]]);
    };
    const results = await conformAgent({ isPageless: true, onask });
    folder.remove();
    same(brokenIn(results), []);
    ok(heldIn(results) > 45);
  });

  it('waits for what a slow agent posts, whose person says early that it is done', async () => {
    const later = (agent: Person): Person => {
      let last = Promise.resolve<unknown>(undefined);
      return async (deed) => {
        last = last.then(() => new Promise((resolve) => setTimeout(resolve, 2_500))).then(() => agent(deed));
        return Promise.resolve(undefined);
      };
    };
    const results = await tryEndpoint(['C-171', 'C-159', 'C-180', 'C-22'], undefined, later);
    same([brokenIn(results), heldIn(results)], [[], 5]);
  });

  it('goes on where an agent never stops asking', async () => {
    const timers: NodeJS.Timeout[] = [];
    const asking =
      (agent: Person): Person =>
      (deed) => {
        const ask = (): unknown => fetch(`${deed.origin}/.well-known/relbutton.json`).catch(() => undefined);
        timers.push(setInterval(ask, 100));
        return agent(deed);
      };
    const results = await tryEndpoint(['C-158'], undefined, asking);
    timers.forEach(clearInterval);
    same(
      results.map(({ outcome }) => outcome),
      ['held'],
    );
  });

  for (const mutant of ENDPOINT_MUTANTS)
    it(`catches one that ${mutant.name}, by ${mutant.rule}`, async () => {
      ok(brokenIn(await tryEndpoint([mutant.rule], mutant)).length > 0);
    });
});
