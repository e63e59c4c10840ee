/** Serves the plain agent, with a fault or without, and acts as its person in Chromium. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { Deed } from '../../src/conformance/index.js';
import { chromiumArgs, engines } from '../support/engines.mjs';
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

/** Acts as the person: opens the page, presses, and answers in the window that the agent opens. */
export const personIn = (browser: Browser, opened?: Page): ((deed: Deed) => Promise<boolean | void>) => {
  let page = opened as Page;
  const answer = async (what: string): Promise<void> => {
    const [yes, no] = ['button.yes:not([hidden])', 'button.no:not([hidden]), button[value="declined"]'];
    await within(async () => {
      for (const one of (await browser.pages()).reverse()) {
        if (one === page) continue;
        const button = await one.$(what === 'yes' ? yes : no).catch(() => null);
        if (!button || !(await button.isVisible())) continue;
        await button.click();
        return true;
      }
      return false;
    });
  };
  const closeWindows = async (): Promise<void> => {
    for (const one of await browser.pages()) if (one !== page) await one.close().catch(() => undefined);
  };
  return async ({ do: what, origin }) => {
    if (what === 'open') {
      page = await browser.newPage();
      await closeWindows();
      await page.goto(origin);
    } else if (what === 'press') {
      await closeWindows();
      await page.bringToFront();
      await within(async () => page.url().startsWith(origin) && (await page.$('#host >>> button')) !== null);
      await (await page.$('#host >>> button'))?.click();
    } else if (what === 'yes' || what === 'no') await answer(what);
    else return false;
    return undefined;
  };
};
