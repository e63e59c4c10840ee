/** The served shop, with the committed bundle, and with an agent at its own origin once it is switched on, in real browsers. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { createPublicKey } from 'node:crypto';
import jws from 'jws';
import { startAgent } from '../../examples/agent-in-page/server.mjs';
import { startShop } from '../../examples/shop/server.mjs';
import { available, eventually, gatherOutcomes, isUpgraded } from './driver.mjs';
import { allOf } from '../support/all-of.mjs';

const focusIsOnButton = () => document.activeElement.shadowRoot?.activeElement?.matches('[part=button]') ?? false;

for (const [engine, open] of available) {
  describe(`the shop in ${engine}`, () => {
    let agent;
    let shop;
    let browser;
    let page;
    before(async () => {
      agent = await startAgent();
      shop = await startShop({ agent: agent.script });
      browser = await open();
      page = await browser.newPage();
    });
    after(async () => {
      await browser.close();
      shop.close();
      agent.close();
    });
    const visit = async () => {
      await page.goto(shop.origin);
      await eventually(() => page.evaluate(isUpgraded));
      await page.evaluate(gatherOutcomes);
    };
    const badge = () => page.text('rel-badge', '[part=status]');

    it('has no agent in its page until the visitor switches it on, and none after they switch it off', async () => {
      const scripts = () =>
        page.evaluate((home) => [...document.scripts].filter(({ src }) => src.startsWith(home)).length, agent.origin);
      const allowed = async () => (await fetch(shop.origin)).headers.get('content-security-policy');
      await visit();
      is(await scripts(), 0);
      ok(!(await allowed()).includes(agent.origin));
      for (const [link, count] of [
        ['in', 1],
        ['out', 0],
        ['in', 1],
      ]) {
        await page.click(`a[href="/?agent=${link}"]`);
        await eventually(async () => (await scripts()) === count, `the agent is ${link}`);
        is(await page.evaluate(() => location.href), `${shop.origin}/`);
      }
      for (const query of ['?agent=', '?agent=constructor', '?agent=in%0d%0a'])
        is((await fetch(`${shop.origin}/${query}`)).status, 200);
    });

    it('ends as dismissed by Escape, at the panel and while the agent asks, with the focus back', async () => {
      await visit();
      await page.click('rel-button', '[part=button]');
      await eventually(() => page.text('rel-button', '.row'));
      await page.press('Escape');
      is(await page.evaluate(focusIsOnButton), true);

      await page.click('rel-button', '[part=button]');
      const asking = await page.opened(() => page.click('rel-button', '.row with text "Example agent"'));
      await eventually(() => asking.text('button.yes'));
      is(await page.text('rel-button', '[popover] p'), 'Waiting for your answer in the other window.');
      await page.press('Escape');
      await eventually(() => page.evaluate(() => window.outcomes.length === 2));
      same(await page.evaluate(() => window.outcomes), ['dismissed', 'dismissed']);
      is(await page.evaluate(focusIsOnButton), true);
      is(await badge(), 'Open to relate');
      same(await allOf(shop.vendor.records()), []);
    });

    it('goes from press to a record that both sides hold, byte for byte, and to the badge', async () => {
      await visit();
      await page.click('rel-button', '[part=button]');
      const asking = await page.opened(() => page.click('rel-button', '.row with text "Example agent"'));
      await asking.click('button.yes');
      await eventually(async () => (await badge()) === 'Related');
      await eventually(() => page.evaluate(() => window.outcomes.length));
      same(await page.evaluate(() => window.outcomes), ['agreed']);

      const [{ record }, ...more] = await allOf(shop.vendor.records());
      same(more, []);
      const { payload, signatures } = JSON.parse(record);
      is(signatures.length, 2);
      const { keys } = await (await fetch(`${shop.origin}/.well-known/jwks.json`)).json();
      const customerKey = JSON.parse(Buffer.from(signatures[0].protected, 'base64url')).jwk;
      for (const [i, key] of [customerKey, keys[0]].entries()) {
        const pem = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
        ok(jws.verify(`${signatures[i].protected}.${payload}.${signatures[i].signature}`, 'ES256', pem), `signature ${i}`);
      }

      const [{ iss }] = await allOf(shop.vendor.relationships());
      const listed = await shop.vendor.relationship(iss);
      same([listed.record, listed.records], [record, [record]]);
      await asking.goto(agent.origin);
      is(await eventually(() => asking.text('article pre')), record);
      await asking.close();
    });

    it('shows after a reload what the server says', async () => {
      await visit();
      is(await page.evaluate(() => document.querySelector('rel-badge').getAttribute('status')), 'related');
      is(await badge(), 'Related');
    });

    it('is told of a person who declines, and of nothing when they leave it', async () => {
      for (const [label, outcome] of [
        ['Decline, and say so', 'declined'],
        ['Not now', 'dismissed'],
      ]) {
        await visit();
        await page.click('rel-button', '[part=button]');
        const asking = await page.opened(() => page.click('rel-button', '.row with text "Example agent"'));
        await asking.click(`button with text "${label}"`);
        await eventually(() => page.evaluate(() => window.outcomes.length));
        same(await page.evaluate(() => window.outcomes), [outcome]);
        await asking.close();
      }
      is((await allOf(shop.vendor.records())).length, 1);
    });
  });
}
