import type { Browser, Page } from 'puppeteer-core';
import type { Engine } from '../engines.js';
import { launch } from '../launch.js';
import type { Deed, OpenedBrowser } from './deeds.js';

/** A browser in which the kit opens its own pages and presses its own buttons. */
export class KitBrowser implements OpenedBrowser {
  readonly browser: Browser;
  readonly page: Page;

  constructor(browser: Browser, page: Page) {
    this.browser = browser;
    this.page = page;
  }

  /** Opens or presses, as a deed says. */
  async act({ do: what, origin }: Deed): Promise<void> {
    // The agent's windows of the case before are not those of this one.
    for (const one of await this.browser.pages()) if (one !== this.page) await one.close().catch(() => undefined);
    if (what === 'open') await this.page.goto(origin);
    // Firefox gives keys only to the page in front.
    await this.page.bringToFront();
    if (what === 'press') await this.page.keyboard.press('Enter');
  }
  close(): Promise<void> {
    return this.browser.close();
  }
}

/**
 * Opens a browser.
 *
 * @param given `extension`: the folder of one to load; `hasWindow`: shows a window, for a person
 * @throws UnreachableError if there is no browser, or no `puppeteer-core`
 */
export const openKitBrowser = async (
  engine: Engine,
  program: string | undefined,
  { extension, hasWindow }: { readonly extension?: string | undefined; readonly hasWindow: boolean },
): Promise<KitBrowser> => {
  const enableExtensions = extension === undefined ? {} : { enableExtensions: [extension] };
  const browser = await launch(engine, program, { headless: !hasWindow, ...enableExtensions });
  return new KitBrowser(browser, await browser.newPage());
};
