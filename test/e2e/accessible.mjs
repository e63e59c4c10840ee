/** Checks that everybody can use a page. */
import { deepStrictEqual as same } from 'node:assert';
import { readFile } from 'node:fs/promises';

const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Checks a part of a page by every rule of WCAG 2.2 A and AA and the best practices, and `target-size`, which is off by default. */
export const expectAccessible = async ({ page }, selector = 'html') => {
  await page.evaluate(axe);
  const found = await page.evaluate(async (part) => {
    const { violations } = await window.axe.run(document.querySelector(part), {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
      rules: { 'target-size': { enabled: true } },
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
  }, selector);
  same(found, []);
};

/** Checks a page light and dark, and that it has no sideways scroll in a window 320 px wide (WCAG 1.4.10). Chromium alone. */
export const expectForEverybody = async (opened, address) => {
  const { page } = opened;
  const viewport = page.viewport();
  await page.goto(address);
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  await expectAccessible(opened);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await expectAccessible(opened);
  await page.emulateMediaFeatures([]);
  await page.setViewport({ width: 320, height: 640 });
  const wide = () => [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > 320.5);
  same(await page.evaluate(`(${wide})().map(({ outerHTML }) => outerHTML.slice(0, 200))`), [], `${address} at 320 px`);
  await page.setViewport(viewport);
};
