/**
 * Tries an agent: plays hosts and vendors on this machine, good and hostile ones, and has a person act at the screen.
 *
 * @module
 */
import { askCases } from './agent/asks.js';
import { flowCases } from './agent/flows.js';
import { type AgentKind, AgentProbe, type Deed, type Made, type Once, type Play } from './agent/probe.js';
import { Stage } from './agent/stage.js';
import { type Case, NotTried, pickCases, type Result, runCases } from './report.js';

export type { AgentKind, Deed } from './agent/probe.js';

/** The cases for an agent, in the order in which they run. */
export const AGENT_CASES: readonly Case<AgentProbe>[] = [...askCases, ...flowCases];

export interface AgentOptions {
  /** An in-page agent: the address of its script, or `{text}`, the script itself. */
  readonly script?: string | { readonly text: string } | undefined;
  /** The origin of a web agent, such as `http://localhost:8081`. */
  readonly webAgent?: string | undefined;
  /**
   * Does what the person has to do, or waits for them: the page says the same. It resolves to `false` if the agent has no way to do it.
   * Default: none, the person reads the page.
   */
  readonly onask?: ((deed: Deed) => Promise<unknown>) | undefined;
  /** Gets each result at once. Default: none. */
  readonly onresult?: ((result: Result) => void) | undefined;
  /** Tries only cases of one of these rules. Default: all. */
  readonly rules?: readonly string[] | undefined;
  /** The longest wait for the person, in milliseconds. Default: 120,000. */
  readonly patience?: number | undefined;
}

const kindOf = ({ script, webAgent }: AgentOptions): AgentKind => {
  if ((script === undefined) === (webAgent === undefined)) throw new TypeError('Give one of script and webAgent.');
  return webAgent === undefined ? 'in-page' : 'web';
};

/**
 * Tries an agent. Each case has a vendor of its own, at an origin of its own: the browser goes from one to the next by itself.
 *
 * @throws RangeError if one of the rules has no case for an agent
 * @throws TypeError unless one of `script` and `webAgent` is given
 * @example
 * const results = await conformAgent({ script: 'http://localhost:8081/agent.js', onask: async ({ says }) => console.error(says) });
 */
export const conformAgent = async (options: AgentOptions): Promise<readonly Result[]> => {
  const { script, webAgent, onask = () => Promise.resolve(), onresult, rules, patience = 120_000 } = options;
  const wanted = pickCases(AGENT_CASES, rules);
  const play: Play = { kind: kindOf(options), webAgent, onask, patience };
  const stages: Stage[] = [];
  let shown: Stage | undefined;
  const show = (stage: Stage): void => {
    shown?.tell({ go: stage.origin });
    shown = stage;
  };
  const openStage = async (): Promise<Stage> => {
    const stage = await new Stage(typeof script === 'string' ? { url: script } : { ...script }).open();
    stages.push(stage);
    show(stage);
    return stage;
  };
  const known = new Map<string, Promise<Made>>();
  const once: Once = async (name, make, back) => {
    let made = known.get(name);
    if (!made) {
      const stage = await openStage();
      made = make(new AgentProbe(play, stage, once)).then((value) => ({ value, origin: stage.origin }));
      known.set(name, made);
      await made.catch(() => undefined);
      show(back);
    }
    try {
      return await made;
    } catch (error) {
      throw new NotTried(`There was no ${name}: ${(error as Error).message}`);
    }
  };
  const first = await openStage();
  await onask({ do: 'open', says: `Open ${first.origin} in the browser that has the agent.`, origin: first.origin });
  const results: Result[] = [];
  try {
    for (const one of wanted) {
      const probe = new AgentProbe(play, await openStage(), once);
      results.push(...(await runCases([one], () => probe, onresult)));
    }
  } finally {
    shown?.tell({ says: 'That was all. You can close this page.' });
    for (const stage of stages) stage.close();
  }
  return results;
};
