/** The acts in the ledger page of an agent, composed by a person and signed with real vendors. */
import { deepStrictEqual as same, match, ok, strictEqual as is } from 'node:assert';
import { activeShares, balanceOf, conversationsOf, linkOf, pledgesOf, regardsOf } from 'relbutton/server';
import { expectNoAmount, faultsIn, fill, LedgerPage, pick } from './agent-pages.mjs';
import { eventually } from './driver.mjs';
import { startVendor } from './vendor.mjs';
import { allOf } from '../support/all-of.mjs';

const HOUR = 3_600_000;

/** Checks that the ledger shows the same records as the vendor holds, byte for byte. @returns them as links */
export const expectSame = async ({ page, radio }) => {
  const [{ iss }] = await allOf(radio.vendor.relationships());
  const { records } = await radio.vendor.relationship(iss);
  const shown = await page.evaluate((origin) => {
    const article = [...document.querySelectorAll('article')].find(({ textContent }) => textContent.includes(origin));
    return [...article.querySelectorAll('.timeline pre')].map(({ textContent }) => textContent);
  }, radio.origin);
  same(shown, records);
  return Promise.all(shown.map(linkOf));
};

/** Returns the ledger, its page, the vendor in it, and a function that reads the records that the vendor holds. */
const begin = async ({ page, radio }) => {
  const [{ iss }] = await allOf(radio.vendor.relationships());
  const links = async () => Promise.all((await radio.vendor.relationship(iss)).records.map(linkOf));
  return { page, radio, iss, links, ledger: new LedgerPage(page) };
};

/** Each choice of a time, with the least and the most days that it means. The last one is signed. */
const SPANS = [
  ['today', -0.01, 1.05],
  ['week', 6.99, 7.01],
  ['month', 27.9, 31.1],
  ['year', 364.9, 366],
  ['hour', 0.03, 0.05],
];

/** Tests what the person gives and says. @param {() => { page: object, radio: object }} get the ledger's page, and the vendor in it */
export const testGiving = (get) => {
  it('pledges the amount that the person types and no other, shows the receipt, and ends it', async () => {
    const { page, radio, iss, links, ledger } = await begin(get());
    await ledger.open('Pledge');
    await expectNoAmount(page);
    same(await ledger.signTooEarly(), ['Write the amount.', 'Choose the currency.']);
    await fill(page, 'dialog [name=amount]', '5,50');
    match((await ledger.signTooEarly())[0], /^Write it in digits/);
    await page.evaluate(() => document.querySelector('dialog [name=amount]').select());
    await page.type('5.50');
    await pick(page, 'dialog [name=currency]', 'EUR');
    await pick(page, 'dialog [name=per]', 'month');
    await fill(page, 'dialog [name=for]', 'the morning show');
    const preview = await page.text('dialog .preview');
    for (const part of [radio.name, radio.origin, '5.50 EUR, each month, for the morning show', 'SD-BASE'])
      ok(preview.includes(part), preview);
    await ledger.sign('You pledged. The payment itself is made elsewhere.');
    const { hash, receipts, ...pledge } = pledgesOf(await links()).at(-1);
    same(pledge, { amount: '5.50', currency: 'EUR', per: 'month', for: 'the morning show' });
    same(receipts, []);
    await radio.vendor.receipt(iss, { re: hash, amount: '5.50', currency: 'EUR', at: '2026-11-26' });
    await ledger.sync(radio);
    match(await ledger.text(), /Radio received 5\.50 EUR, 2026-11-26/);

    await ledger.open('Change or end: 5.50');
    await expectNoAmount(page, 'EUR');
    await fill(page, 'dialog [name=amount]', '0');
    await ledger.sign('You pledged. The payment itself is made elsewhere.');
    ok(!pledgesOf(await links()).some(({ for: purpose }) => purpose === 'the morning show'));
  });

  it('shares something for a time, and stops that by one press', async () => {
    const { page, radio, links, ledger } = await begin(get());
    await ledger.open('Share something');
    await fill(page, 'dialog [name=what]', 'The city I am in: Lisbon');
    await fill(page, 'dialog [name=scope]', 'the editors');
    same(await ledger.signTooEarly(), ['Write what it is for.', 'Choose when it ends.']);
    await fill(page, 'dialog [name=purpose]', 'local news');
    await pick(page, 'dialog [name=span]', 'date');
    same(await ledger.signTooEarly(), ['Choose the day.']);
    await pick(page, 'dialog [name=day]', '2099-01-01');
    same(await ledger.signTooEarly(), ['That is more than a year from now.']);
    for (const [span, least, most] of SPANS) {
      await pick(page, 'dialog [name=span]', span);
      const days =
        (Date.parse(await page.evaluate(() => document.querySelector('[name=until]').value)) - Date.now()) / 86_400_000;
      ok(days > least && days < most, `${span}: ${days} days`);
    }
    await ledger.sign('You shared it. You can stop that at any time.');
    const [{ what, scope, purpose, endsAt }] = activeShares(await links(), Date.now());
    same([what, scope, purpose], ['The city I am in: Lisbon', 'the editors', 'local news']);
    ok(Math.abs(endsAt - Date.now() - 3_600_000) < 60_000);
    match(await ledger.text(), /ends in (59|60) minutes|ends in 1 hour/);
    await ledger.press('Stop sharing');
    await ledger.said(`You stopped sharing it with ${radio.name}.`);
    same(activeShares(await links(), Date.now()), []);
    ok(!(await ledger.text()).includes('What you share'));
  });

  it('says how it is going, beside what the vendor says', async () => {
    const { page, radio, iss, links, ledger } = await begin(get());
    await ledger.open('Say how it is going');
    same(await ledger.signTooEarly(), ['Choose one of the three.']);
    await page.click('dialog [value=fair]');
    await fill(page, 'dialog [name=note]', 'On equal terms');
    await ledger.sign('You said how it is going.');
    await radio.vendor.regard(iss, 'unsure', 'We do not know yet');
    await ledger.sync(radio);
    const { customer, vendor } = regardsOf(await links());
    same([customer.claims.body.feels, vendor.claims.body.feels], ['fair', 'unsure']);
    match(await ledger.text(), /Fair, On equal terms.*Not sure, We do not know yet/s);
  });
};

/** Tests what the two say to each other. @param {() => { page: object, radio: object }} get the ledger's page, and the vendor in it */
export const testTalking = (get) => {
  it('answers what the vendor said, which is text and never markup', async () => {
    const { page, radio, iss, links, ledger } = await begin(get());
    const text = `<img src=x onerror="window.hacked = true"> ${'long'.repeat(60)}`;
    await radio.vendor.converse(iss, text);
    await ledger.sync(radio);
    match(await ledger.text(), /Waits for your answer/);
    await ledger.open('Answer');
    is(await page.text('dialog blockquote'), text);
    await fill(page, 'dialog textarea', 'Yes, please.');
    await ledger.sign('You sent a message.');
    const { links: said, awaits } = conversationsOf(await links()).at(-1);
    same([said.map(({ claims }) => claims.body.text), awaits], [[text, 'Yes, please.'], 'vendor']);
    is(said[1].claims.body.re, said[0].hash);
    ok(!(await ledger.text()).includes('Waits for your answer'));
    const [images, isHacked, isWide] = await page.evaluate(() => [
      document.images.length,
      'hacked' in window,
      document.documentElement.scrollWidth > document.documentElement.clientWidth,
    ]);
    same([images, isHacked, isWide], [0, false, false]);
  });

  it('says one need to several vendors, of which one refuses and one is down, and lists what each said', async () => {
    const { page, radio, links, ledger } = await begin(get());
    const [shop, full, down] = await Promise.all([
      startVendor('Cycles'),
      startVendor('Full', { decide: () => 'refuse' }),
      startVendor('Down'),
    ]);
    try {
      down.close();
      await expectNoAmount(page);
      match(await page.text('#several'), /Whom you ask/);
      await page.click('#several .yes');
      same(await faultsIn(page), ['Choose a vendor, or write the address of one.', 'Write what you need.']);
      await page.click('#several [name=vendor]');
      await fill(page, '#several [name=addresses]', [shop, full, down].map(({ origin }) => origin).join(' '));
      await fill(page, '#several [name=need]', 'A bicycle for a child of six');
      const preview = await page.text('#several .preview');
      for (const part of [radio, shop, full, down].map(({ origin }) => origin)) ok(preview.includes(part), preview);
      await page.click('#several .yes');
      await ledger.said('All have been asked.');
      const told = await page.evaluate(() => [...document.querySelectorAll('.told li')].map(({ textContent }) => textContent));
      is(told.length, 4);
      match(told[0], /Radio.*Has your need\./);
      match(told[1], /Cycles.*Has your need\./);
      match(told[2], /Full.*did not take it \(refused\)/);
      match(told[3], /cannot be reached/);
      const [{ iss, status }, ...more] = await allOf(shop.vendor.relationships());
      const { records } = await shop.vendor.relationship(iss);
      same([status, more], ['related', []]);
      const { claims } = await linkOf(records[0]);
      same([claims.agreement, { ...claims.body }], ['PDC-INTENT', { need: 'A bicycle for a child of six' }]);
      is((await links()).at(-1).claims.act, 'intentcast');
      same(await allOf(full.vendor.relationships()), []);
      await eventually(async () => (await page.text('#list')).includes(shop.origin));
    } finally {
      for (const { close } of [shop, full]) close();
    }
  });
};

/** Tests how it goes on, and ends. @param {() => { page: object, radio: object }} get the ledger's page, and the vendor in it */
export const testEnding = (get) => {
  it('talks to and fro, six times in one thread', async () => {
    const { page, radio, iss, links, ledger } = await begin(get());
    await ledger.open(`Say something: ${radio.name}`);
    await fill(page, 'dialog textarea', 'Word 1');
    await ledger.sign('You sent a message.');
    for (let n = 2; n <= 6; n += 2) {
      await radio.vendor.converse(iss, `Word ${n}`, { re: (await links()).at(-1).hash });
      await ledger.sync(radio);
      await expectSame(get());
      if (n === 6) break;
      await ledger.open(`Answer, ${radio.name}: Word`);
      await fill(page, 'dialog textarea', `Word ${n + 1}`);
      await ledger.sign('You sent a message.');
      await expectSame(get());
    }
    const said = [1, 2, 3, 4, 5, 6].map((n) => `Word ${n}`);
    for (const all of [await links(), await expectSame(get())]) {
      const thread = conversationsOf(all).find(({ root }) => root.claims.body.text === 'Word 1');
      same([thread.links.map(({ claims }) => claims.body.text), thread.awaits], [said, 'customer']);
    }
  });

  it('shares something that ends by its time, on both sides', async () => {
    const { page, radio, links, ledger } = await begin(get());
    await ledger.open(`Share something: ${radio.name}`);
    for (const [name, text] of [
      ['what', 'My street'],
      ['scope', 'the editors'],
      ['purpose', 'the weather'],
    ])
      await fill(page, `dialog [name=${name}]`, text);
    await pick(page, 'dialog [name=span]', 'hour');
    await ledger.sign('You shared it. You can stop that at any time.');
    for (const all of [await links(), await expectSame(get())]) {
      same(
        activeShares(all, Date.now()).map(({ what }) => what),
        ['My street'],
      );
      same(activeShares(all, Date.now() + HOUR), []);
    }
  });

  it('has the same balance on both sides, shows it, and ends: the vendor erases, and the person keeps every record', async () => {
    const { page, radio, iss, links, ledger } = await begin(get());
    const { customer, vendor } = balanceOf(await links());
    same(balanceOf(await expectSame(get())), { customer, vendor });
    const shown = await page.evaluate((name) => {
      const balance = [...document.querySelectorAll('rel-balance')].find(({ vendorName }) => vendorName === name);
      return [...balance.shadowRoot.querySelectorAll('tbody td')].flatMap(({ textContent }) => textContent.trim() || []);
    }, radio.name);
    same(shown, ['initiated', 'shared', 'stored'].flatMap((key) => [customer[key], vendor[key]]).map(String));
    const before = await radio.vendor.relationship(iss);
    await page.click(`article:has([aria-label="Leave ${radio.name}"]) .erase`);
    await ledger.press(`Leave ${radio.name}`);
    await ledger.said(`You left ${radio.name}. ${radio.name} has erased what it held.`);
    const { status, records } = await radio.vendor.relationship(iss);
    same([status, records.length], ['ended', 1]);
    const kept = await page.evaluate(() => [...document.querySelectorAll('article .timeline pre')].map((one) => one.textContent));
    for (const record of [...before.records, ...records]) ok(kept.includes(record));
  });
};
