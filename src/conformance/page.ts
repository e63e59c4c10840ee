/**
 * Tries a host in the vendor's own page, by a real browser.
 *
 * @module
 */
import { type Case, NotTried, pickCases, type Result, runCases } from './report.js';
import { answerCases } from './page/answers.js';
import { type OpenedPage, openPage, type PageDriver } from './page/driver.js';
import type { Engine } from './engines.js';
import { elsewhereCases } from './page/elsewhere.js';
import { flowCases } from './page/flow.js';
import { actCases, messageCases } from './page/messages.js';
import { linkCases } from './page/links.js';
import { offerCases } from './page/offers.js';
import { passkeyCases } from './page/passkeys.js';
import { realPasskeyCases } from './page/real-passkeys.js';
import { INIT_SCRIPT, PageProbe } from './page/probe.js';
import { vectorCases } from './page/vectors.js';
import { openByWebDriver } from './page/webdriver.js';
import { readYounger } from './rules.js';

/** Reads the cases for a host, in the order in which they run. */
export const pageCases = async (): Promise<readonly Case<PageProbe>[]> => [
  ...messageCases,
  ...actCases,
  ...offerCases,
  ...flowCases,
  ...answerCases,
  ...elsewhereCases,
  ...passkeyCases,
  ...realPasskeyCases,
  ...linkCases,
  ...(await vectorCases()),
];

export interface PageOptions {
  /** Default: `chromium`. */
  readonly engine?: Engine | undefined;
  /** The path of the browser's program. Default: found on the `PATH` and in the usual places. */
  readonly browser?: string | undefined;
  /** The address of a W3C WebDriver, such as `http://127.0.0.1:4444`, whose browser is to be used. Default: none. */
  readonly webdriver?: string | undefined;
  /** A page of a browser that is open already: it stays open. Default: one that `puppeteer-core` opens. */
  readonly page?: PageDriver | undefined;
  /** The version of the contract's text that the host was written to, such as `1.0`. Default: that of this package. */
  readonly contract?: string | undefined;
  /** Gets each result at once. Default: none. */
  readonly onresult?: ((result: Result) => void) | undefined;
  /** Tries only cases of one of these rules. Default: all. */
  readonly rules?: readonly string[] | undefined;
}

const minorOf = (version: string): number => Number(version.split('.')[1]);
/** Leaves cases of rules untried that are younger than the text of a version. */
const forText = async (version: string, cases: readonly Case<PageProbe>[]): Promise<readonly Case<PageProbe>[]> => {
  const younger = await readYounger();
  return cases.map((one) => {
    const rule = one.rules.find((rule) => minorOf(younger.get(rule) ?? '1.0') > minorOf(version));
    if (!rule) return one;
    const why = `${rule} is younger than this host: it is in the text since ${younger.get(rule)}, and the host is of ${version}.`;
    return { ...one, run: () => Promise.reject(new NotTried(why)) };
  });
};

const open = async ({ engine, browser, webdriver, page }: PageOptions): Promise<OpenedPage> => {
  if (page) return { page, close: () => Promise.resolve() };
  return webdriver ? openByWebDriver(webdriver) : openPage(engine, browser);
};

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
  const { contract, onresult, rules } = options;
  const wanted = pickCases(await pageCases(), rules);
  const cases = contract === undefined ? wanted : await forText(contract, wanted);
  const { page, close } = await open(options);
  try {
    await page.addInitScript(INIT_SCRIPT);
    return await runCases(cases, () => new PageProbe(page, url), onresult);
  } finally {
    await close();
  }
};
