/** The shop, and a browser in which two extensions answer privately. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtension } from '../../examples/extension/build.mjs';
import { startShop } from '../../examples/shop/server.mjs';
import { eventually, isUpgraded } from './driver.mjs';

export const NAMES = ['Quibble extension', 'Zephyr extension'];

/** Scrolls to the list of agents, and returns its position some frames later. */
const locateList = async () => {
  const box = document.querySelector('rel-button').shadowRoot.querySelector('.agents');
  box.scrollIntoView({ block: 'nearest' });
  for (let i = 0; i < 8; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  return box.getBoundingClientRect().toJSON();
};

/** @param open opens a browser with the extensions in the folders given */
export const openTwoAgents = async (open) => {
  const folder = await mkdtemp(join(tmpdir(), 'relbutton-'));
  const shop = await startShop();
  const folders = [];
  for (const [i, name] of NAMES.entries()) {
    const gecko = { id: `extension${i}@relbutton.example`, strict_min_version: '128.0' };
    folders.push(await buildExtension(join(folder, String(i)), { name, browser_specific_settings: { gecko } }));
  }
  const browser = await open(...folders);
  const page = await browser.newPage();
  return {
    shop,
    browser,
    page,
    async visit() {
      await page.goto(shop.origin);
      await eventually(() => page.evaluate(isUpgraded));
    },
    /** Presses the button, and waits for the list of agents. */
    async press() {
      await page.click('rel-button', '[part=button]');
      await eventually(() => page.text('rel-button', '.agents').then((text) => text !== null), 'the list of agents');
    },
    /** Returns the position of the list, once it stands still: a panel that has just opened finds its place in the next frames. */
    box: () =>
      eventually(async () => {
        const before = await page.evaluate(locateList);
        const after = await page.evaluate(locateList);
        return before.x === after.x && before.y === after.y && after;
      }, 'a list that stands still'),
    /** Returns the consent window, once it asks. */
    consent: () =>
      eventually(async () => {
        const [one] = await browser.extensionPages('consent.html');
        return one && (await one.text('button.yes')) && one;
      }, 'a consent window'),
    closed: () => eventually(async () => !(await browser.extensionPages('consent.html')).length, 'no consent window'),
    async close() {
      await browser.close();
      shop.close();
      await rm(folder, { recursive: true });
    },
  };
};
