import { Broken, type Case, NotTried, shorten, type Trace, UnreachableError } from '../report.js';
import type { PageAuthenticator, PageDriver } from './driver.js';
import { FlowInPage } from './flow-in-page.js';
import { type FramePlace, type FrameReport, openFrame, watchFrame } from './frame-in-page.js';
import { InPage, type Step } from './in-page.js';
import { withOtherOrigin } from './other-origin.js';
import { PanelInPage } from './panel-in-page.js';
import { PasskeysInPage } from './passkeys-in-page.js';
import { VendorInPage } from './vendor-in-page.js';
import { WindowInPage } from './window-in-page.js';

// A build can wrap functions that have a name in `__name`, which the page does not have.
const wrap = (source: string): string => `((__name) => { ${source} })((one) => one)`;

/** The script that puts the kit into each document. */
export const INIT_SCRIPT = wrap(
  `if (window !== top) return (${watchFrame.toString()})();
  const PasskeysInPage = ${PasskeysInPage.toString()};
  const WindowInPage = ${WindowInPage.toString()};
  const VendorInPage = ${VendorInPage.toString()};
  const InPage = ${InPage.toString()};
  const FlowInPage = ${FlowInPage.toString()};
  const PanelInPage = ${PanelInPage.toString()};
  Object.defineProperty(window, 'relConformance', { value: new PanelInPage(new PasskeysInPage(), new WindowInPage()) });`,
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

  async #open(): Promise<void> {
    await this.#page.goto(this.#url).catch((cause: unknown) => {
      throw new UnreachableError(`${this.#url} does not open: ${(cause as Error).message}`, { cause });
    });
  }

  /**
   * Runs a case in the page anew, and presses for it.
   *
   * @returns what the case returns, as JSON has it
   * @throws Broken, NotTried, UnreachableError
   */
  async play(run: string, given: unknown): Promise<unknown> {
    await this.#open();
    await this.#page.evaluate(wrap(`relConformance.play(${run}, ${JSON.stringify(given)})`));
    let step = (await this.#page.evaluate('relConformance.next()')) as Step;
    while ('press' in step) {
      await this.#page.press();
      step = (await this.#page.evaluate('relConformance.next()')) as Step;
    }
    this.sent.push(...step.sent.map(shorten));
    this.came.push(...step.came.map(shorten));
    if (step.kind === 'NoHost') throw new UnreachableError(`${this.#url}: ${step.why}`);
    if (step.kind === 'NotTried') throw new NotTried(step.why);
    if (step.kind === 'Broken') throw new Broken(step.why);
    return step.value;
  }

  /** Runs a case in which passkeys of the browser sign. @throws NotTried if the driver makes no authenticator */
  async withAuthenticator(run: (authenticator: PageAuthenticator) => Promise<void>): Promise<void> {
    const authenticator = await this.#page.addAuthenticator?.();
    if (!authenticator) throw new NotTried('The driver of this browser makes no virtual authenticator.');
    await run(authenticator).finally(() => authenticator.remove());
  }

  /**
   * Opens the page in a frame.
   *
   * @param place `elsewhere`: in a page of another origin; `sandboxed`: without an origin; `insecure`: as browsers tell pages that are
   * at neither `https` nor `localhost`
   * @throws NotTried if the frame does not open, or the host's script does not run there
   */
  async frame(place: FramePlace): Promise<FrameReport> {
    await this.#open();
    const page = this.#page;
    const top = await page.evaluate('relConformance.describe()');
    const { tag, url, warnings } = top as { tag: string; url: string; warnings: readonly string[] };
    const given = JSON.stringify({ name: `${tag} ${place}`, url, isSandboxed: place === 'sandboxed' });
    const open = (): Promise<unknown> => page.evaluate(wrap(`return (${openFrame.toString()})(${given})`));
    const openElsewhere = (address: string): Promise<unknown> => page.goto(address).then(open);
    const report = (await (place === 'elsewhere' ? withOtherOrigin(openElsewhere) : open())) as FrameReport | null;
    if (!report) throw new NotTried('The page does not open in a frame.');
    if (!report.isDefined) throw new NotTried('The host’s script does not run in such a frame.');
    return { ...report, warnings: report.warnings.filter((one) => !warnings.includes(one)) };
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
  run: (t: PanelInPage, given: T) => Promise<void>,
  given?: T,
): Case<PageProbe> => ({ rules, name, run: async (probe) => void (await probe.play(run.toString(), given ?? null)) });
