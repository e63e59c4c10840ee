/** Acts as the person of the example web agent, in every engine. */
import type { Deed, Person } from '../../src/conformance/index.js';
import { actInOwnPlace, press, type Tab } from './own-place.js';
import { within } from './within.js';

/** A page of test/e2e/driver.mjs. */
export interface DrivenPage extends Tab {
  click(...path: string[]): Promise<void>;
  opened(run: () => Promise<void>): Promise<DrivenPage>;
  close(): Promise<unknown>;
}
export interface DrivenBrowser {
  newPage(): Promise<DrivenPage>;
}

/** @param home the agent's origin */
export const personOfWebAgent = (browser: DrivenBrowser, home: string): Person => {
  let page: DrivenPage;
  /** The agent's own place, and the window that it was opened in last. */
  let [tab, agent]: (DrivenPage | undefined)[] = [];
  const openLedger = async (): Promise<Tab> => {
    tab ??= await browser.newPage();
    await tab.goto(home);
    return tab;
  };
  return async (deed: Deed) => {
    const { do: what, origin } = deed;
    if (what === 'open') {
      page = await browser.newPage();
      await page.goto(origin);
    } else if (what === 'press') {
      // WebKit lets a window that is closed at work keep its database busy.
      await agent?.goto('about:blank').catch(() => undefined);
      await agent?.close().catch(() => undefined);
      // The page can be on its way here still, as its browser tells.
      await within(async () => (await page.evaluate(() => location.origin)) === origin);
      agent = await page.opened(() => page.click('#host', 'button'));
    } else if (what === 'yes' || what === 'no')
      await press(agent as DrivenPage, what === 'yes' ? 'button.yes' : 'button[value=declined]');
    else return actInOwnPlace(deed, openLedger, home);
    return undefined;
  };
};
