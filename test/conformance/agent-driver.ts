/** Serves the plain agent, with a fault or without, and acts as its person in Chromium. */
import { ok } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { Deed, Person } from '../../src/conformance/index.js';
import { chromiumArgs, engines } from '../support/engines.mjs';
import { actInOwnPlace, type Tab } from './own-place.js';
import { within } from './within.js';

const FOLDER = new URL('../../examples/agent-plain/public/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript' };

/** @param change changes the text of a file */
export const servePlain = async (
  change: (file: string, text: string) => string = (_, text) => text,
): Promise<{ script: string; close: () => void }> => {
  const server = createServer((request, response) => {
    const file = (request.url ?? '').slice(1);
    readFile(new URL(file, FOLDER), 'utf8').then(
      (text) => {
        const type = `${TYPES[file.split('.').at(-1) ?? '']}; charset=utf-8`;
        response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(change(file, text));
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    script: `http://localhost:${port}/agent.js`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

export const openBrowser = (): Promise<Browser> =>
  puppeteer.launch({ headless: true, executablePath: engines.Chromium as string, args: chromiumArgs });

/** The selectors of the buttons in the windows of the example agents. */
export const BUTTONS = { yes: 'button.yes:not([hidden])', no: 'button.no:not([hidden]), button[value="declined"]' };

/** Answers in the window that the agent has opened. */
const answer = (browser: Browser, page: Page, what: 'yes' | 'no'): Promise<void> =>
  within(async () => {
    for (const one of (await browser.pages()).reverse()) {
      if (one === page) continue;
      const button = await one.$(BUTTONS[what]).catch(() => null);
      if (!button || !(await button.isVisible())) continue;
      await button.click();
      return true;
    }
    return false;
  });

/** Acts as the person of the agents in pages: opens the page, presses, and answers in the window that the agent opens. */
export const personIn = (browser: Browser, ledger?: string): ((deed: Deed) => Promise<unknown>) => {
  let page: Page;
  const closeWindows = async (): Promise<void> => {
    for (const one of await browser.pages()) if (one !== page) await one.close().catch(() => undefined);
  };
  const openLedger = async (): Promise<Tab> => {
    const tab = await browser.newPage();
    await tab.goto(String(ledger));
    return tab as unknown as Tab;
  };
  return async (deed) => {
    const { do: what, origin } = deed;
    if (what === 'open') {
      page = await browser.newPage();
      await closeWindows();
      await page.goto(origin);
    } else if (what === 'press') {
      await closeWindows();
      await page.bringToFront();
      await within(async () => page.url().startsWith(origin) && (await page.$('#host >>> button')) !== null);
      await (await page.$('#host >>> button'))?.click();
    } else if (what === 'yes' || what === 'no') await answer(browser, page, what);
    else return ledger === undefined ? false : actInOwnPlace(deed, openLedger);
    return undefined;
  };
};

/** Acts as the person of the example extension, in the browser that the kit has opened. */
export const personOfExtension: Person = async (deed, opened) => {
  const { browser, page } = opened as { browser: Browser; page: Page };
  if (deed.do === 'yes' || deed.do === 'no') return answer(browser, page, deed.do);
  // Firefox opens a page of an extension only from another one: the window in which the person has answered.
  const openLedger = async (): Promise<Tab> => {
    const others = (await browser.pages()).filter((one) => one !== page);
    const hrefs = await Promise.all(others.map((one) => one.evaluate(() => location.href).catch(() => '')));
    const tab = others[hrefs.findIndex((href) => /^(chrome|moz)-extension:/.test(href))];
    ok(tab, 'no window of the extension is open');
    const address = `ledger.html?${Math.random()}`;
    await tab.evaluate((to) => void (location.href = to), address);
    await within(() => tab.evaluate((to) => location.href.endsWith(to) && document.querySelector('.said') !== null, address));
    return tab as unknown as Tab;
  };
  return actInOwnPlace(deed, openLedger);
};
