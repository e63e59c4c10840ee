/** The public radio: listeners name what they pay, get a receipt, and hear the same as everybody. */
import { deepStrictEqual as same, match, ok, strictEqual as is } from 'node:assert';
import { readdir, readFile } from 'node:fs/promises';
import { pledgesOf } from 'relbutton/server';
import { startRadio } from '../../examples/radio/server.mjs';
import { postForm, relateOn } from '../support/customer-on-site.mjs';
import { expectForEverybody } from './accessible.mjs';
import { available, eventually, isUpgraded, unfold } from './driver.mjs';

const PAGES = ['/', '/give.html', '/desk', '/desk/pledges'];
/** An amount of money in a text, by its sign or code before or behind it, in digits or in the words of a chip. */
const AMOUNT =
  /(?:\p{Sc}|\b(?:EUR|USD|GBP|euros?|dollars?|pounds?)\b)\s*\d|\d[\d.,]*\s*(?:\p{Sc}|\b(?:EUR|USD|GBP|euros?|dollars?|pounds?)\b)/iu;

describe('the radio', () => {
  let radio;
  before(async () => {
    radio = await startRadio();
  });
  after(() => radio.close());
  const read = async (path) => (await fetch(radio.origin + path)).text();
  /** What a page shows: all but its head, and the status that its button and badge have. */
  const shown = (page) => page.split('<main>')[1].replace(/<rel-button[^>]*>/, '');

  it('suggests no amount, on any page and in any file', async () => {
    const folder = new URL('../../examples/radio/', import.meta.url);
    const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(html|mjs|js|css)$/.test(name));
    const files = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
    ok(files.length >= 3);
    for (const text of [...files, ...(await Promise.all(PAGES.map(read)))]) {
      is(AMOUNT.exec(text), null);
      ok(!/<(option|datalist|select)|type="(range|number)"|placeholder=/.test(text), text);
    }
    for (const suggested of ['€ 5', '5 EUR', '$10', '10.00 £', '5 euros', '¥500']) match(suggested, AMOUNT);
  });

  it('takes what a listener pledges, and sends a receipt for what arrived', async () => {
    const listener = await relateOn(radio);
    const { iss } = listener;
    const re = await listener.say('pledge', { amount: '4.20', currency: 'EUR', per: 'month', for: 'the sea at night' });
    const desk = await read('/desk/pledges');
    match(desk, /4\.20 EUR a month, for <q[^>]*>the sea at night/);
    const [field, ...more] = desk.match(/<input[^>]*name="amount"[^>]*>/g);
    same(more, []);
    ok(!/value="."|placeholder|list/.test(field), field);

    const receipt = { act: 'receipt', iss, back: 'pledges', re, amount: '4.00', currency: 'EUR', at: '2026-11-26' };
    is((await postForm(radio, receipt, { origin: 'https://other.example' })).status, 403);
    const sent = await postForm(radio, receipt);
    is(sent.status, 303);
    match(await read(sent.headers.get('location')), /We sent Customer .* a receipt\.[\s\S]*We received 4\.00 EUR on/);
    const [pledge] = pledgesOf(await listener.links());
    same(
      pledge.receipts.map(({ claims }) => claims.body.amount),
      ['4.00'],
    );

    await listener.say('pledge', { amount: '0', currency: 'EUR', for: 'the sea at night' });
    ok(!(await read('/desk/pledges')).includes('the sea at night'), 'a pledge that ended is listed no more');
  });

  it('has no paywall: a stranger and a listener who pledged get the same page', async () => {
    const listener = await relateOn(radio);
    const before = shown(await read('/'));
    match(before, /Letters from listeners, read in full/);
    await listener.say('pledge', { amount: '100', currency: 'EUR' });
    const theirs = await listener.visit('/');
    match(theirs, new RegExp(`customer="${listener.iss}"`));
    is(shown(theirs), before);
    is(shown(await read('/')), before);
  });

  for (const [engine, open] of available.filter(([name]) => name !== 'WebKit'))
    describe(`in ${engine}`, () => {
      let browser;
      let page;
      before(async () => {
        browser = await open();
        page = await browser.newPage();
      });
      after(() => browser.close());

      it('says how to give without an agent', async () => {
        await page.goto(radio.origin);
        await eventually(() => page.evaluate(isUpgraded));
        await page.click('rel-button', '[part=button]');
        await page.evaluate(unfold);
        await page.click('rel-button', '.row with text "Give to Harbour Radio"');
        await eventually(async () => (await page.text('h1')) === 'Give what it is worth to you');
      });

      // Here are the switches for dark, narrow and without script.
      if (engine === 'Chromium')
        it('is for everybody, and its link works without script', async () => {
          const listener = await relateOn(radio);
          await listener.say('pledge', { amount: '3', currency: 'GBP', for: 'a'.repeat(300) });
          for (const path of PAGES) await expectForEverybody(page, radio.origin + path);
          const bare = page.page;
          await bare.setJavaScriptEnabled(false);
          await bare.goto(radio.origin);
          await Promise.all([bare.waitForNavigation(), bare.click('rel-button a')]);
          is(new URL(bare.url()).pathname, '/give.html');
        });
    });
});
