/** Runs the kit on an agent in Chromium. */
import { ok } from 'node:assert';
import type { Browser } from 'puppeteer-core';
import { conformAgent, type Result } from '../../src/conformance/index.js';
import { personIn, servePlain } from './agent-driver.js';
import type { AgentMutant } from './mutants/agents.js';

/** Tries the plain agent. @param mutant a fault that it gets */
export const tryPlain = async (browser: Browser, rules?: readonly string[], mutant?: AgentMutant): Promise<readonly Result[]> => {
  const change = (file: string, text: string): string => {
    if (!mutant || file !== mutant.file) return text;
    ok(text.includes(mutant.from), `The agent has no such text: ${mutant.from}`);
    return text.replace(mutant.from, () => mutant.to);
  };
  const { script, close } = await servePlain(change);
  try {
    return await conformAgent({ script, onask: personIn(browser), patience: 20_000, rules });
  } finally {
    close();
  }
};
export const brokenIn = (results: readonly Result[]): readonly string[] =>
  results.filter(({ outcome }) => outcome === 'broken' || outcome === 'warning').map(({ name, why }) => `${name}: ${why}`);
