/**
 * Tries an agent: plays hosts and vendors on this machine, good and hostile ones, and has a person act at the screen.
 *
 * @module
 */
import { askCases } from './agent/asks.js';
import { type KitBrowser, openKitBrowser } from './agent/browser.js';
import { flowCases } from './agent/flows.js';
import { leaveCases } from './agent/leaves.js';
import { postCases } from './agent/posts.js';
import type { AgentKind, Deed, OpenedBrowser, Play } from './agent/deeds.js';
import { AgentProbe, type Made, type Once } from './agent/probe.js';
import { Stage } from './agent/stage.js';
import { syncCases } from './agent/syncs.js';
import { windowCases } from './agent/windows.js';
import type { Engine } from './engines.js';
import { type Case, NotTried, pickCases, type Result, runCases, UnreachableError } from './report.js';

export type { AgentKind, Deed, OpenedBrowser } from './agent/deeds.js';

/** The cases for an agent, in the order in which they run. */
export const AGENT_CASES: readonly Case<AgentProbe>[] = [
  ...askCases,
  ...windowCases,
  ...flowCases,
  ...postCases,
  ...leaveCases,
  ...syncCases,
];

/** What the person does: the kit's own part in a browser is done already. `opened`: that browser, if the kit has opened one. */
export type Person = (deed: Deed, opened?: OpenedBrowser) => Promise<unknown>;

export interface AgentOptions {
  /** An in-page agent: the address of its script, or `{text}`, the script itself. */
  readonly script?: string | { readonly text: string } | undefined;
  /** The origin of a web agent, such as `http://localhost:8081`. */
  readonly webAgent?: string | undefined;
  /** The folder of an extension, which the kit loads into a browser that it opens. */
  readonly extension?: string | undefined;
  /** `true`: an agent without hosts, such as a command, which speaks to the endpoint alone. */
  readonly isPageless?: boolean | undefined;
  /** The browser that the kit opens, and in which it presses. Default: `chromium` for an extension; none else, the person opens the page. */
  readonly engine?: Engine | undefined;
  /** The path of the browser's program. Default: found on the `PATH` and in the usual places. */
  readonly browser?: string | undefined;
  /** `true` shows the browser's window, for a person. Default: `false` */
  readonly hasWindow?: boolean | undefined;
  /**
   * Does what the person has to do, or waits for them: the page says the same. It resolves once they have done it, and to `false` if the
   * agent has no way to do such a thing. Default: none, the person reads the page.
   */
  readonly onask?: Person | undefined;
  /** Gets each result at once. Default: none. */
  readonly onresult?: ((result: Result) => void) | undefined;
  /** Tries only cases of one of these rules. Default: all. */
  readonly rules?: readonly string[] | undefined;
  /** The longest wait for the person, in milliseconds. Default: 120,000. */
  readonly patience?: number | undefined;
}

/** @throws TypeError unless exactly one agent is given */
const kindOf = ({ script, webAgent, extension, isPageless }: AgentOptions): AgentKind => {
  const given: AgentKind[] = [];
  if (script !== undefined) given.push('in-page');
  if (webAgent !== undefined) given.push('web');
  if (extension !== undefined) given.push('extension');
  if (isPageless) given.push('endpoint');
  const [kind] = given;
  if (!kind || given.length > 1) throw new TypeError('Give one of script, webAgent, extension and isPageless.');
  return kind;
};

/** @throws UnreachableError if nothing answers at the agent's address */
const reach = async (address: string | undefined): Promise<void> => {
  if (address === undefined) return;
  const response = await globalThis.fetch(address).catch((cause: unknown) => {
    throw new UnreachableError(`${address} does not answer: start what serves the agent.`, { cause });
  });
  if (!response.ok) throw new UnreachableError(`${address} is answered by ${response.status}: the agent is not there.`);
  await response.body?.cancel();
};

const openFor = async (kind: AgentKind, options: AgentOptions): Promise<KitBrowser | undefined> => {
  const { extension, engine = kind === 'extension' ? 'chromium' : undefined, browser, hasWindow = false } = options;
  return engine && kind !== 'endpoint' ? openKitBrowser(engine, browser, { extension, hasWindow }) : undefined;
};

/**
 * Tries an agent. Each case has a vendor of its own, at an origin of its own: the browser goes from one to the next by itself.
 *
 * @throws RangeError if one of the rules has no case for an agent
 * @throws TypeError unless one of `script`, `webAgent`, `extension` and `isPageless` is given
 * @throws UnreachableError if the browser to open, the script or the web agent is not there, or no browser opens the kit's page
 * @example
 * const results = await conformAgent({ script: 'http://localhost:8081/agent.js', onask: async ({ says }) => console.error(says) });
 */
export const conformAgent = async (options: AgentOptions): Promise<readonly Result[]> => {
  const { script, webAgent, onask = () => Promise.resolve(), onresult, rules, patience = 120_000 } = options;
  const wanted = pickCases(AGENT_CASES, rules);
  const kind = kindOf(options);
  await reach(typeof script === 'string' ? script : webAgent && `${webAgent}/.well-known/rel-agent`);
  const opened = await openFor(kind, options);
  const person = (deed: Deed): Promise<unknown> =>
    opened && (deed.do === 'open' || deed.do === 'press') ? opened.act(deed) : onask(deed, opened);
  const play: Play = { kind, webAgent, onask: person, patience, lacks: new Set() };
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
      if (error instanceof UnreachableError) throw error;
      throw new NotTried(`There was no ${name}: ${(error as Error).message}`);
    }
  };
  let stage: Stage | undefined;
  const nextProbe = async (): Promise<AgentProbe> => {
    stage?.retire();
    stage = await openStage();
    return new AgentProbe(play, stage, once);
  };
  try {
    const first = await openStage();
    if (kind !== 'endpoint')
      await person({ do: 'open', says: `Open ${first.origin} in the browser that has the agent.`, origin: first.origin });
    return await runCases(wanted, nextProbe, onresult);
  } finally {
    shown?.tell({ says: 'That was all. You can close this page.' });
    for (const stage of stages) stage.close();
    await opened?.close();
  }
};
