/** `conform agent`: an agent without the SDK keeps all rules, and one with a fault is caught. The rest is in test/long. */
import { deepStrictEqual as same, ok, rejects } from 'node:assert';
import type { Browser } from 'puppeteer-core';
import { conformAgent } from '../../src/conformance/index.js';
import { engines } from '../support/engines.mjs';
import { brokenIn, tryPlain } from './agent-cases.js';
import { openBrowser } from './agent-driver.js';
import { tryEndpoint } from './endpoint-cases.js';
import { AGENT_MUTANTS } from './mutants/agents.js';
import { ENDPOINT_MUTANTS } from './mutants/endpoint-agents.js';

(engines.Chromium ? describe : describe.skip)('conform agent, in Chromium', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('finds no rule of records broken by an agent without the SDK', async () => {
    const results = await tryPlain(browser, ['C-94', 'C-95', 'C-33', 'C-58', 'C-221']);
    same(brokenIn(results), []);
    same(results.filter(({ outcome }) => outcome === 'held').length, 8);
  });

  for (const mutant of AGENT_MUTANTS.filter(({ rule }) => ['C-95', 'C-58', 'C-222'].includes(rule)))
    it(`catches an agent that ${mutant.name}, by ${mutant.rule}`, async () => {
      ok(brokenIn(await tryPlain(browser, [mutant.rule], mutant)).length > 0);
    });
});

describe('conform agent, at the endpoint', () => {
  it('finds no rule of what is posted broken by an agent without the SDK', async () => {
    const results = await tryEndpoint(['C-13', 'C-171']);
    same(brokenIn(results), []);
    same(results.filter(({ outcome }) => outcome === 'held').length, 2);
  });

  for (const mutant of ENDPOINT_MUTANTS.filter(({ rule }) => rule === 'C-3'))
    it(`catches one that ${mutant.name}, by ${mutant.rule}`, async () => {
      ok(brokenIn(await tryEndpoint([mutant.rule], mutant)).length > 0);
    });
});

describe('conformAgent', () => {
  it('wants one agent', async () => {
    await rejects(conformAgent({}), /Give one of script, webAgent, extension and isPageless/);
  });
});
