/** Acts as the person in the own place of an example agent: its ledger, and its page for links. It drives pages of every engine. */
import type { Deed } from '../../src/conformance/index.js';
import { within } from './within.js';

/** A page, as puppeteer and test/e2e/driver.mjs have it. */
export interface Tab {
  goto(url: string): Promise<unknown>;
  click(selector: string): Promise<unknown>;
  evaluate<A extends unknown[], T>(run: (...given: A) => T, ...given: A): Promise<Awaited<T>>;
}

const LABELS: Partial<Record<Deed['do'], string>> = { pause: 'Pause', leave: 'Leave', sync: 'Sync' };

/** Runs in the ledger. Presses a button of one relationship, if it is there. @returns whether it is */
const pressIn = (origin: string, label: string): boolean => {
  const [said] = document.querySelectorAll('.said');
  const article = [...document.querySelectorAll('article p')].find((one) => one.textContent === origin)?.closest('article');
  const button = [...(article?.querySelectorAll('button') ?? [])].find((one) => one.textContent === label);
  if (!button || !said) return false;
  for (const erase of article?.querySelectorAll<HTMLInputElement>('.erase input') ?? []) erase.checked = true;
  button.click();
  return true;
};
const isListed = (): boolean => (document.querySelector('#list')?.childElementCount ?? 0) > 0;
const hasSaid = (): boolean => document.querySelector('.said')?.textContent !== '';

/** Presses a button of the ledger that is open, and waits until the ledger has said what came of it. */
const actInLedger = async (tab: Tab, { do: what, origin }: Deed): Promise<void> => {
  await within(() => tab.evaluate(isListed));
  if (await tab.evaluate(pressIn, origin, LABELS[what] ?? '')) await within(() => tab.evaluate(hasSaid), 40_000);
};

/** Runs in the page for links. Returns what it waits for. */
const stateOf = (): 'asks' | 'ended' | '' => {
  if (document.querySelector('form button.yes')) return 'asks';
  return document.querySelector('main p + p a, main .actions + p a') && !document.querySelector('p code') ? 'ended' : '';
};

/** Runs in a window of the agent. Returns whether it asks. */
const hasForm = (selector: string): boolean => document.querySelector(selector) !== null;

/** Answers in the agent's window. A press that a new window of WebKit drops is made again. */
export const press = async (tab: Tab, selector: string): Promise<void> => {
  await within(() => tab.evaluate(hasForm, selector));
  await within(async () => {
    await tab.click(selector);
    for (let i = 0; i < 10 && (await tab.evaluate(hasForm, selector)); i++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    return !(await tab.evaluate(hasForm, selector));
  });
};

/** Follows a link, and answers if the page asks. */
const follow = async (tab: Tab, home: string, link: string, isYes: boolean): Promise<void> => {
  // WebKitGTK keeps the database busy for ever if a page that reads it is left.
  await within(() => tab.evaluate(isListed));
  await tab.goto(`${home}/link.html?link=${encodeURIComponent(link)}`);
  await within(async () => (await tab.evaluate(stateOf)) !== '');
  if ((await tab.evaluate(stateOf)) !== 'asks') return;
  await press(tab, isYes ? 'button.yes' : 'button[value=dismissed]');
  await within(async () => (await tab.evaluate(stateOf)) === 'ended', 40_000);
};

/**
 * Does what needs no page of the vendor.
 *
 * @param open opens the ledger
 * @param home the origin of the page for links, if the agent has one
 * @returns `false` if the agent has no way to do it
 */
export const actInOwnPlace = async (deed: Deed, open: () => Promise<Tab>, home?: string): Promise<false | undefined> => {
  const { do: what, origin, link = `web+rel:${encodeURIComponent(origin)}` } = deed;
  if (LABELS[what]) await actInLedger(await open(), deed);
  else if (home === undefined) return false;
  else await follow(await open(), home, link, what !== 'refuse');
  return undefined;
};
