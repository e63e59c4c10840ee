import { Broken, type Case, NotTried, shorten, type Trace, UnreachableError } from '../report.js';
import type { PageDriver } from './driver.js';
import { FlowInPage } from './flow-in-page.js';
import { InPage, type Step } from './in-page.js';

// A build can wrap functions that have a name in `__name`, which the page does not have.
const wrap = (source: string): string => `((__name) => { ${source} })((one) => one)`;

/** The script that puts the kit into each document. */
export const INIT_SCRIPT = wrap(
  `if (window !== top) return;
  const InPage = ${InPage.toString()};
  const FlowInPage = ${FlowInPage.toString()};
  Object.defineProperty(window, 'relConformance', { value: new FlowInPage() });`,
);

/** What a case speaks to a host by. */
export class PageProbe implements Trace {
  readonly sent: string[] = [];
  readonly came: string[] = [];
  readonly #page: PageDriver;
  readonly #url: string;

  constructor(page: PageDriver, url: string) {
    this.#page = page;
    this.#url = url;
  }

  /** Runs a case in the page anew, and presses for it. @throws Broken, NotTried, UnreachableError */
  async play(run: string, given: unknown): Promise<void> {
    const unreachable = (cause: unknown): never => {
      throw new UnreachableError(`${this.#url} does not open: ${(cause as Error).message}`, { cause });
    };
    await this.#page.goto(this.#url).catch(unreachable);
    await this.#page.evaluate(wrap(`relConformance.play(${run}, ${JSON.stringify(given)})`));
    let step = (await this.#page.evaluate('relConformance.next()')) as Step;
    while ('press' in step) {
      await this.#page.press();
      step = (await this.#page.evaluate('relConformance.next()')) as Step;
    }
    this.sent.push(...step.sent.map(shorten));
    this.came.push(...step.came.map(shorten));
    if (step.kind === 'NotTried') throw new NotTried(step.why);
    if (step.kind === 'Broken') throw new Broken(step.why);
  }
}

/**
 * Makes a case that runs in the page.
 *
 * @param run uses nothing from outside but its parameters
 * @param given goes into the page as JSON
 */
export const inPage = <T = undefined>(
  rules: readonly string[],
  name: string,
  run: (t: FlowInPage, given: T) => Promise<void>,
  given?: T,
): Case<PageProbe> => ({ rules, name, run: (probe) => probe.play(run.toString(), given ?? null) });
