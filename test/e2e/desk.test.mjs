/** The shop and its desk: what customers say is answered by the shelf, at the desk, and by the café; and the desk in a browser. */
import { deepStrictEqual as same, match, ok, strictEqual as is } from 'node:assert';
import { mock } from 'node:test';
import { conversationsOf, pledgesOf } from 'relbutton/server';
import { answerByStock } from '../../examples/shop/stock.mjs';
import { startShop } from '../../examples/shop/server.mjs';
import { postForm, relateOn } from '../support/customer-on-site.mjs';
import { expectForEverybody } from './accessible.mjs';
import { available, eventually, isUpgraded } from './driver.mjs';

const INTENT = { act: 'intentcast', agreement: 'PDC-INTENT' };
const need = (text) => ({ ...INTENT, body: { need: text } });
const HOUR = 3_600_000;
const inHours = (hours) => new Date(Date.now() + hours * HOUR).toISOString();

describe('the desk', () => {
  let shop;
  before(async () => {
    shop = await startShop();
  });
  after(() => shop.close());
  const desk = async (path = '') => (await fetch(`${shop.origin}/desk${path}`)).text();

  it('answers a need at once by its shelf, and once alone', async () => {
    const customer = await relateOn(shop, need('250 g of coffee for milk drinks'));
    const [thread] = await eventually(async () => {
      const all = conversationsOf(await customer.links());
      return all[0].links.length > 1 && all;
    });
    is(thread.links[1].claims.body.text, 'We have Half and Half, a blend for milk: € 10 for 250 g.');
    is(thread.links[1].claims.body.re, thread.root.hash);
    const { records } = await shop.vendor.relationship(customer.iss);
    await answerByStock(shop.vendor, { iss: customer.iss, act: 'intentcast', record: records[0] });
    is((await customer.links()).length, 2);
    ok(!(await desk('/answer')).includes(customer.iss.slice(0, 8)), 'nothing is left to answer');
  });

  it('shows a need that the shelf cannot answer until a person has', async () => {
    const customer = await relateOn(shop, need('Somebody who repairs a grinder in Lisbon'));
    const shown = await desk('/answer');
    match(shown, /repairs a grinder/);
    const [, re] = /name="re" value="([\w-]{43})"/.exec(shown.split(`/desk/${customer.iss}`)[2]) ?? [];
    const done = await postForm(shop, { act: 'converse', iss: customer.iss, re, text: 'We do.\r\nBring it.' });
    is(done.status, 303);
    const [thread] = conversationsOf(await customer.links());
    same(
      thread.links.map(({ claims }) => claims.body.need ?? claims.body.text),
      ['Somebody who repairs a grinder in Lisbon', 'We do.\nBring it.'],
    );
    ok(!(await desk('/answer')).includes('repairs a grinder'));
    await customer.say('converse', { text: 'When are you open?', re: thread.links[1].hash });
    match(await desk('/answer'), /When are you open\?/);
    await customer.say('pause', {});
    match(await desk('/answer'), /on hold/);
  });

  it('lets somebody without an agent write their need, once they agreed to the same terms', async () => {
    const customer = await relateOn(shop, { agreement: 'PDC-INTENT' });
    await customer.say('converse', { text: 'A filter for a big pot' });
    match(await desk('/answer'), /A filter for a big pot/);
    match(await desk(`/${customer.iss}`), /PDC-INTENT: We use their data only for answering their need\./);
  });

  it('sends a receipt for a pledge, whose amount nothing suggests', async () => {
    const customer = await relateOn(shop);
    const { iss } = customer;
    const re = await customer.say('pledge', { amount: '7.50', currency: 'EUR', per: 'month', for: 'the roasting blog' });
    const card = await desk(`/${iss}`);
    match(card, /7\.50 EUR a month, for <q[^>]*>the roasting blog/);
    for (const [field] of card.matchAll(/<input[^>]*name="amount"[^>]*>/g)) ok(!/value="."|placeholder|list/.test(field), field);
    is((await postForm(shop, { act: 'receipt', iss, re, amount: '7.50', currency: 'EUR', at: '2026-11-02' })).status, 303);
    is(pledgesOf(await customer.links())[0].receipts[0].claims.body.amount, '7.50');
  });

  describe('and the café', () => {
    const city = (what, until, purpose = 'café') => ({ what, scope: 'The city alone', purpose, until });
    afterEach(() => mock.reset());
    const WELCOME = /Share your city/;
    const LISBON = /Good to have you in Lisbon/;
    /** What the desk shows of this customer. */
    const shown = (iss) => desk(`/${iss}`);

    it('use a shared city until its time is over, to the second', async () => {
      let now = Date.now();
      mock.method(Date, 'now', () => now);
      const customer = await relateOn(shop);
      match(await customer.visit('/cafe.html'), WELCOME);
      await customer.say('share', city('I am in Lisbon', inHours(5)));
      match(await customer.visit('/cafe.html'), LISBON);
      match(await customer.visit('/cafe.txt'), LISBON);
      match(await shown(customer.iss), /I am in Lisbon[\s\S]*Ends in 5 hours/);
      now += 5 * HOUR - 1_000;
      match(await customer.visit('/cafe.html'), LISBON);
      match(await shown(customer.iss), /Ends in 1 minute,/);
      now += 1_000;
      match(await customer.visit('/cafe.html'), WELCOME);
      match(await customer.visit('/cafe.txt'), WELCOME);
      const card = await shown(customer.iss);
      match(card, /not used any more, its time is over/);
      ok(!card.includes('I am in Lisbon'), 'what was shared is shown no more');
    });

    it('stop at once when it is taken back, when either side pauses, and when they leave', async () => {
      const customer = await relateOn(shop);
      const re = await customer.say('share', city('Vienna', inHours(5)));
      await customer.say('share', city('Porto', inHours(6)));
      match(await customer.visit('/cafe.txt'), /you in Porto/);
      await customer.say('revoke', { re: (await customer.links()).at(-1).hash });
      match(await customer.visit('/cafe.txt'), /you in Vienna/);
      await shop.vendor.pause(customer.iss);
      match(await customer.visit('/cafe.txt'), WELCOME);
      await shop.vendor.resume(customer.iss);
      match(await customer.visit('/cafe.txt'), /you in Vienna/);
      await customer.say('revoke', { re });
      match(await customer.visit('/cafe.txt'), WELCOME);
      is((await shown(customer.iss)).match(/they took it back/g).length, 2);
      await customer.say('share', city('Porto', inHours(6)));
      await customer.say('leave', {});
      match(await customer.visit('/cafe.txt'), WELCOME);
      match(await shown(customer.iss), /not used any more, the relationship ended/);
    });

    it('use no share that is for something else, and none for another visitor', async () => {
      const customer = await relateOn(shop);
      await customer.say('share', city('Lisbon', inHours(5), 'delivery'));
      match(await customer.visit('/cafe.txt'), WELCOME);
      await customer.say('share', city('Atlantis', inHours(5)));
      match(await customer.visit('/cafe.txt'), WELCOME);
      await customer.say('share', city('lisbon', inHours(5), 'Your cafe\u0301 and its offers'));
      match(await customer.visit('/cafe.txt'), LISBON);
      match(await (await fetch(`${shop.origin}/cafe.txt`)).text(), WELCOME);
    });
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

      it('is used by hand', async () => {
        const customer = await relateOn(shop, need('A cup without a handle'));
        const pledged = await customer.say('pledge', { amount: '3', currency: 'GBP' });
        await page.goto(`${shop.origin}/desk/answer`);
        await page.click('#answer article:last-child textarea');
        await page.type('We have three.');
        await page.click('#answer article:last-child button');
        const said = (text) => eventually(async () => (await page.text('[role=status]'))?.includes(text), text);
        await said('We wrote to');
        await page.goto(`${shop.origin}/desk/${customer.iss}`);
        await page.click('#pledges summary with text "A payment arrived"');
        await page.click('#pledges [name=amount]');
        await page.type('3');
        await page.evaluate(() => (document.querySelector('#pledges [name=at]').value = '2026-11-20'));
        await page.click('#pledges button');
        await said('a receipt');
        await page.click('#regards summary with text "Say how we feel"');
        await page.click('#regards [value=fair]');
        await page.click('#regards button');
        await said('how we feel');
        const acts = (await customer.links()).slice(2).map(({ claims }) => [claims.act, claims.body]);
        same(
          acts.map(([act]) => act),
          ['converse', 'receipt', 'regard'],
        );
        is(acts[0][1].text, 'We have three.');
        same({ ...acts[1][1] }, { re: pledged, amount: '3', currency: 'GBP', at: '2026-11-20' });
      });

      it('the café greets anew after each record, in an open page', async () => {
        const customer = await relateOn(shop);
        await page.goto(`${shop.origin}/cafe.html`);
        await page.evaluate((cookie) => (document.cookie = cookie), customer.cookie());
        await page.reload();
        await eventually(() => page.evaluate(isUpgraded));
        const greets = async (text) => {
          await page.evaluate(() => void document.dispatchEvent(new Event('rel-outcome')));
          await eventually(async () => (await page.text('.greeting')).includes(text), text);
        };
        const re = await customer.say('share', { what: 'Porto', scope: 'My city', purpose: 'café', until: inHours(3) });
        await greets('Good to have you in Porto');
        await customer.say('revoke', { re });
        await greets('Share your city');
      });

      // Here are the switches for dark, narrow and without script.
      if (engine === 'Chromium')
        it('is for everybody, with the other pages, and works without script', async () => {
          const customer = await relateOn(shop, need('A scale that shows tenths'));
          await customer.say('pledge', { amount: '3', currency: 'GBP', for: 'a'.repeat(300) });
          await customer.say('share', { what: 'Porto', scope: 'My city', purpose: 'café', until: inHours(3) });
          const desks = ['', '/answer', '/decide', '/pledges', `/${customer.iss}`].map((path) => `/desk${path}`);
          for (const path of [...desks, '/cafe.html', '/need.html']) await expectForEverybody(page, shop.origin + path);

          const bare = page.page;
          await bare.setJavaScriptEnabled(false);
          await bare.goto(`${shop.origin}/desk/answer`);
          await bare.type('#answer article:last-child textarea', 'On the shelf');
          await Promise.all([bare.waitForNavigation(), bare.click('#answer article:last-child button')]);
          match(await bare.title(), /^We wrote to Customer/);
          is((await customer.links()).at(-1).claims.body.text, 'On the shelf');
        });
    });
});
