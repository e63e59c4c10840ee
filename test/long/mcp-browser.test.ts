/** The window of `relbutton-agent mcp` in each browser: the person reads it, and presses. */
import { expect } from 'chai';
import { allOf } from '../support/all-of.mjs';
import { assist, type Assisted, openShop, type Shop } from '../support/assistant.js';
import { available } from '../e2e/driver.mjs';

interface Page {
  goto(address: string): Promise<unknown>;
  evaluate<T>(work: (...values: never[]) => T, ...values: unknown[]): Promise<T>;
}
interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<unknown>;
}

for (const [engine, open] of available as [string, () => Promise<Browser>][])
  describe(`the window of relbutton-agent mcp in ${engine}`, () => {
    let browser: Browser;
    let page: Page;
    let shop: Shop;
    let assisted: Assisted;
    before(async () => {
      browser = await open();
      page = await browser.newPage();
      shop = await openShop();
      assisted = await assist();
    });
    after(async () => {
      shop.close();
      await assisted.close();
      await browser.close();
    });

    const titleAfter = async (decision: string, index: number): Promise<string> => {
      await page.goto(assisted.opened[index] as string);
      expect(await page.evaluate(() => document.body.innerText)).to.include('https://myterms.info/agreements/SD-BASE');
      expect(await page.evaluate(() => document.styleSheets.length), 'its style is loaded').to.equal(1);
      await page.evaluate((value) => document.querySelector<HTMLElement>(`[value="${value as string}"]`)?.click(), decision);
      for (let tries = 0; tries < 200; tries++) {
        const title = await page.evaluate(() => document.querySelector('h1')?.textContent ?? '').catch(() => '');
        if (title && title !== 'Sign and send this?') return title;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return 'nothing happened';
    };

    it('signs nothing after a no, and signs after a yes', async () => {
      await assisted.call('prepare_relate', { vendor: shop.origin });
      expect(await titleAfter('no', 0)).to.equal('Nothing was signed');
      expect(assisted.signings()).to.equal(0);
      await assisted.call('prepare_relate', { vendor: shop.origin });
      expect(await titleAfter('yes', 1)).to.equal('You said yes');
      expect(assisted.signings()).to.equal(1);
      expect((await allOf(shop.vendor.records())).map(({ record }) => record)).to.deep.equal(
        (await assisted.ledger.list()).flatMap(({ records }) => records),
      );
    });
  });
