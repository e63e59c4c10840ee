/** Every story and page of the built Storybook renders: without an error, from its own origin alone, and for everybody. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { THEME_NAMES } from '../../stories/themes.js';
import { openStorybook } from './serve.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

// As test/support/axe.ts has it.
const OPTIONS = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};

/** Returns axe's findings in a part of a page or frame, one line each. */
const violations = async (frame, context) => {
  await frame.evaluate(axe);
  return frame.evaluate(
    async (selector, options) =>
      (await window.axe.run(selector, options)).violations.map(
        ({ id, help, nodes }) =>
          `${id}: ${help}\n  ${nodes.map(({ html, failureSummary }) => `${html}\n  ${failureSummary}`).join('\n  ')}`,
      ),
    context,
    OPTIONS,
  );
};

const storybook = await openStorybook();
const ofType = (type) => storybook.entries.filter((entry) => entry.type === type);
after(() => storybook.close());

describe('every story', { concurrency: 2 }, () => {
  for (const { id, title, name } of ofType('story')) {
    it(`${title}: ${name}`, async () => {
      const { page, wrong } = await storybook.openStory(id);
      same([...wrong, ...(await violations(page, '#storybook-root'))], []);
      // A page inside a story is a library's; only what stands in it is ours.
      for (const frame of page.mainFrame().childFrames()) {
        await frame.waitForSelector('rel-button:defined');
        same(await violations(frame, { include: ['rel-button', 'rel-badge'] }), []);
      }
      await page.close();
    });
  }
});

describe('every theme, dark', () => {
  for (const theme of ['default', ...THEME_NAMES]) {
    it(theme, async () => {
      const { page, wrong } = await storybook.openStory('design-themes--matrix', { theme, scheme: 'dark' });
      same([...wrong, ...(await violations(page, '#storybook-root'))], []);
      await page.close();
    });
  }
});

describe('every page', { concurrency: 2 }, () => {
  for (const { id, title, name } of ofType('docs')) {
    it(`${title}: ${name}`, async () => {
      const { page, wrong } = await storybook.open(`iframe.html?id=${id}&viewMode=docs`);
      await page.waitForSelector('#storybook-docs h1');
      same(wrong, []);
      await page.close();
    });
  }

  it('is reached through the frame of Storybook', async () => {
    const { page, wrong } = await storybook.open('');
    await page.waitForSelector('nav a, [role=tree] a, #storybook-explorer-tree a');
    ok(await page.$('iframe'));
    same(wrong, []);
    await page.close();
  });
});
