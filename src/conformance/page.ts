/**
 * Tries a host in the vendor's own page, by a real browser.
 *
 * @module
 */
import { type Case, pickCases, type Result, runCases } from './report.js';
import { answerCases } from './page/answers.js';
import { type Engine, openPage, type PageDriver } from './page/driver.js';
import { flowCases } from './page/flow.js';
import { actCases, messageCases } from './page/messages.js';
import { offerCases } from './page/offers.js';
import { INIT_SCRIPT, PageProbe } from './page/probe.js';
import { vectorCases } from './page/vectors.js';

/** Reads the cases for a host, in the order in which they run. */
export const pageCases = async (): Promise<readonly Case<PageProbe>[]> => [
  ...messageCases,
  ...actCases,
  ...offerCases,
  ...flowCases,
  ...answerCases,
  ...(await vectorCases()),
];

export interface PageOptions {
  /** Default: `chromium`. */
  readonly engine?: Engine | undefined;
  /** The path of the browser's program. Default: found on the `PATH` and in the usual places. */
  readonly browser?: string | undefined;
  /** A page of a browser that is open already: it stays open. Default: one that `puppeteer-core` opens. */
  readonly page?: PageDriver | undefined;
  /** Gets each result at once. Default: none. */
  readonly onresult?: ((result: Result) => void) | undefined;
  /** Tries only cases of one of these rules. Default: all. */
  readonly rules?: readonly string[] | undefined;
}

/**
 * Tries the first host of a page: an element whose open root has one `[data-rel-lane]`. The kit opens the page anew for each case, presses
 * the host, and answers as agents, as the page's code and as the endpoint: no record goes to the vendor.
 *
 * @param url such as `http://localhost:8080/` or `https://shop.example/`
 * @throws UnreachableError if the page does not open, or there is no browser
 * @throws RangeError if one of the rules has no case for a host
 * @example
 * const results = await conformPage('http://localhost:8080/', { engine: 'firefox' });
 * results.filter(({ outcome }) => outcome === 'broken').map(({ rules, name }) => `${rules} ${name}`);
 */
export const conformPage = async (url: string, options: PageOptions = {}): Promise<readonly Result[]> => {
  const { engine, browser, page: given, onresult, rules } = options;
  const cases = pickCases(await pageCases(), rules);
  const { page, close } = given ? { page: given, close: () => Promise.resolve() } : await openPage(engine, browser);
  try {
    await page.addInitScript(INIT_SCRIPT);
    return await runCases(cases, () => new PageProbe(page, url), onresult);
  } finally {
    await close();
  }
};
