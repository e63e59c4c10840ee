/** Runs the kit on an agent at the endpoint alone, in this process. */
import { ok } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { conformAgent, type Person, type Result } from '../../src/conformance/index.js';
import type { EndpointMutant } from './mutants/endpoint-agents.js';

const TEXT = await readFile(new URL('mutants/endpoint-agent.mjs', import.meta.url), 'utf8');

/** Tries the agent at the endpoint. @param mutant a fault that it gets @param through changes how it does what it is told */
export const tryEndpoint = async (
  rules?: readonly string[],
  mutant?: EndpointMutant,
  through: (agent: Person) => Person = (agent) => agent,
): Promise<readonly Result[]> => {
  ok(!mutant || TEXT.includes(mutant.from), `The agent has no such text: ${mutant?.from}`);
  const text = mutant ? TEXT.replace(mutant.from, () => mutant.to) : TEXT;
  const { openAgent } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { openAgent: () => Person };
  return conformAgent({ isPageless: true, rules, onask: through(openAgent()) });
};
