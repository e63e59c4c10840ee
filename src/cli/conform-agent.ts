import { readFile } from 'node:fs/promises';
import { conformAgent } from '../conformance/agent.js';
import type { Result } from '../conformance/report.js';
import { UsageError } from './command.js';

/** Reads the script of an in-page agent, or takes its address. */
const readScript = async (script: string): Promise<string | { readonly text: string }> => {
  if (/^https?:/.test(script)) return script;
  try {
    return { text: await readFile(script, 'utf8') };
  } catch {
    throw new UsageError(`The script ${script} cannot be read.`);
  }
};

interface AgentFlags {
  readonly script?: string | undefined;
  readonly webAgent?: string | undefined;
  readonly rules?: readonly string[] | undefined;
}

/** Tries an agent, with a person at the screen: each page says what to do. */
export const tryAgent = async ({ script, webAgent, rules }: AgentFlags): Promise<readonly Result[]> => {
  if ((script === undefined) === (webAgent === undefined))
    throw new UsageError('Name the agent: relbutton conform agent --script agent.js, or --web-agent http://localhost:8081');
  if (webAgent !== undefined && !(/^https?:/.test(webAgent) && URL.canParse(webAgent)))
    throw new UsageError(`--web-agent ${webAgent} is no origin, such as http://localhost:8081.`);
  return conformAgent({
    script: script === undefined ? undefined : await readScript(script),
    webAgent: webAgent && new URL(webAgent).origin,
    rules,
    onask: ({ says }) => Promise.resolve(process.stderr.write(`${says}\n`)),
  });
};
