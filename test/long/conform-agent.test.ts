/** `conform agent`: all cases on each agent, and all mutants. */
import { deepStrictEqual as same, ok } from 'node:assert';
import type { Browser } from 'puppeteer-core';
import { startAgent } from '../../examples/agent-in-page/server.mjs';
import { startWebAgent } from '../../examples/web-agent/server.mjs';
import { conformAgent } from '../../src/conformance/index.js';
import { brokenIn, tryPlain } from '../conformance/agent-cases.js';
import { openBrowser, personIn } from '../conformance/agent-driver.js';
import { AGENT_MUTANTS } from '../conformance/mutants/agents.js';

const PATIENCE = 10_000;

describe('conform agent, in Chromium', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('finds no rule broken by an agent without the SDK', async () => {
    same(brokenIn(await tryPlain(browser)), []);
  });

  it('finds none broken by the in-page agent', async () => {
    const { script, close } = await startAgent();
    same(brokenIn(await conformAgent({ script, onask: personIn(browser), patience: PATIENCE })), []);
    close();
  });

  it('finds none broken by the web agent, and says which cases a web agent has not', async () => {
    const { origin, close } = await startWebAgent();
    const results = await conformAgent({ webAgent: origin, onask: personIn(browser), patience: PATIENCE });
    close();
    same(brokenIn(results), []);
    ok(results.some(({ why }) => why === 'A web agent makes no offers.'));
  });

  for (const mutant of AGENT_MUTANTS)
    it(`catches an agent that ${mutant.name}, by ${mutant.rule}`, async () => {
      ok(brokenIn(await tryPlain(browser, [mutant.rule], mutant)).length > 0);
    });
});
