/** The stories of a flow, driven to their ends as a person drives them. */
import { deepStrictEqual as same, strictEqual as is } from 'node:assert';
import { eventually } from '../e2e/driver.mjs';
import { openStorybook } from './serve.mjs';

const storybook = await openStorybook();
after(() => storybook.close());

/** Opens a story, and presses its button and then the agent's row. */
const begin = async (story) => {
  const { page, wrong, click } = await storybook.openStory(`elements-rel-button-behaviours--${story}`);
  await click('rel-button', '[part=button]');
  await click('rel-button', 'button with text "Your agent"');
  const texts = (selector) => page.$$eval(selector, (all) => all.map((one) => one.textContent.trim()));
  const ended = (outcome) =>
    eventually(async () => (await texts('story-vendor >>> li')).at(-1) === `rel-outcome, ${outcome}`, `rel-outcome, ${outcome}`);
  const agree = () => click('story-agent', 'button with text "Agree"');
  return { page, wrong, click, texts, ended, agree };
};

describe('the whole flow', () => {
  it('ends related, with one record on both sides', async () => {
    const { page, wrong, texts, ended, agree } = await begin('whole-flow');
    await agree();
    await ended('agreed');
    same(await texts('story-vendor >>> li'), [
      'rel-activate, act: relate',
      'rel-propose, agreement: SD-BASE',
      'rel-statuschange, offered to related',
      'rel-outcome, agreed',
    ]);
    is(await page.$eval('rel-badge', (badge) => badge.shadowRoot.textContent.trim()), 'Related');
    const [record] = await texts('story-agent >>> pre');
    is(JSON.parse(record).signatures.length, 2);
    same(wrong, []);
    await page.close();
  });

  it('ends related after a counter', async () => {
    const { page, ended, agree, texts } = await begin('counter');
    await agree();
    await eventually(async () => (await texts('story-agent >>> option')).join() === 'SD-BASE-DP');
    await agree();
    await ended('agreed');
    await page.close();
  });

  for (const [story, outcome] of [
    ['pending', 'asked'],
    ['refused', 'dismissed'],
  ]) {
    it(`ends ${outcome} where the answer is ${story}`, async () => {
      const { page, ended, agree } = await begin(story);
      await agree();
      await ended(outcome);
      await page.close();
    });
  }

  it('ends related where a passkey signs, with a counter or without', async () => {
    for (const story of ['passkey', 'passkey-counter']) {
      const { page, wrong, click } = await storybook.openStory(`elements-rel-button-behaviours--${story}`);
      await click('rel-button', '[part=button]');
      await click('rel-button', 'button with text "Agree with a passkey"');
      if (story === 'passkey-counter') {
        await page.waitForSelector('rel-button >>> ::-p-text(No)');
        await click('rel-button', 'button with text "Agree with a passkey"');
      }
      await click('rel-button', 'button with text "Done"');
      await eventually(
        async () => (await page.$$eval('story-vendor >>> li', (all) => all.at(-1)?.textContent)) === 'rel-outcome, agreed',
        'rel-outcome, agreed',
      );
      same(wrong, []);
      await page.close();
    }
  });

  it('can be tried again where the vendor is not reached, and left', async () => {
    const { page, ended, agree, click } = await begin('unreached');
    await agree();
    await click('rel-button', 'button with text "Try again"');
    await click('rel-button', 'button with text "Cancel"');
    await ended('dismissed');
    await page.close();
  });
});

describe('the life of a relationship', () => {
  it('goes its ten steps by a press each, and both ledgers are equal to the byte after each', async () => {
    const { page, wrong, click } = await storybook.openStory('relationships--life');
    const text = (selector) => page.$eval(`story-life >>> ${selector}`, (one) => one.textContent.trim());
    const records = [];
    for (let step = 1; step <= 10; step++) {
      if (step === 7) {
        await click('story-life', 'form button');
        is(await text('form button'), 'Step 7 of 10', 'nobody but the person names an amount');
        await page.type('story-life >>> input', '1e3');
        await click('story-life', 'form button');
        await eventually(async () => (await text('[role=alert]')).startsWith('An amount has'), 'the amount is refused');
        await page.$eval('story-life >>> input', (input) => (input.value = ''));
        await page.type('story-life >>> input', '4');
      }
      await click('story-life', 'form button');
      const next = step < 10 ? `Step ${step + 1} of 10` : 'Begin again';
      await eventually(async () => (await text('form button')) === next, next);
      records.push((await page.$$('story-life >>> section:first-child li')).length);
      is(await text('[role=status]'), `${records.at(-1)} records, equal to the byte.`);
    }
    same(records, [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]);
    is(await page.$eval('story-life >>> rel-badge', (badge) => badge.shadowRoot.textContent.trim()), 'Ended');
    await click('story-life', 'form button');
    await eventually(async () => (await text('form button')) === 'Step 1 of 10', 'the beginning');
    same(wrong, []);
    await page.close();
  });
});
