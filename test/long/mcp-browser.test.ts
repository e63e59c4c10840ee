/** The window of `relbutton-agent mcp` in each browser: the person reads it, and presses. */
import { expect } from 'chai';
import { allOf } from '../support/all-of.mjs';
import { assist, type Assisted, openShop, type Shop, type Told } from '../support/assistant.js';
import { PASSPHRASE } from '../support/file-ledger.js';
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
    let shops: Shop[];
    let assisted: Assisted;
    before(async () => {
      browser = await open();
      page = await browser.newPage();
    });
    after(() => browser.close());
    beforeEach(async () => {
      shops = [await openShop(), await openShop(), await openShop()];
      shops[2]?.close();
      assisted = await assist();
    });
    afterEach(async () => {
      for (const shop of shops) shop.close();
      await assisted.close();
    });
    const prepare = (): Promise<Told> =>
      assisted.call('prepare_intentcast', { need: 'A stroller', vendors: shops.map(({ origin }) => origin) });
    const held = async (): Promise<unknown[]> => {
      const all = await Promise.all(shops.map(({ vendor }) => allOf(vendor.records())));
      return all.flat().map(({ record }) => record);
    };
    const titleOf = (): Promise<string> => page.evaluate(() => document.querySelector('h1')?.textContent ?? '').catch(() => '');

    /** Opens the page of the last act, does something there, and waits for the page after it. */
    const titleAfter = async (work: () => Promise<unknown>): Promise<string> => {
      await page.goto(assisted.opened.at(-1) as string);
      expect(await page.evaluate(() => document.body.innerText)).to.include('https://myterms.info/agreements/PDC-INTENT');
      expect(await page.evaluate(() => document.styleSheets.length), 'its style is loaded').to.equal(1);
      await work();
      for (let tries = 0; tries < 400; tries++) {
        const title = await titleOf();
        if (title && !['Sign and send this?', 'It is being sent'].includes(title)) return title;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return 'nothing happened';
    };
    const pressing = (decision: string) => (): Promise<unknown> =>
      page.evaluate((value) => document.querySelector<HTMLElement>(`[value="${value as string}"]`)?.click(), decision);

    it('signs nothing after a no, and signs after a yes, for two of three vendors of which one is down', async () => {
      await prepare();
      expect(await titleAfter(pressing('no'))).to.equal('Nothing was signed');
      expect([assisted.signings(), await held()]).to.deep.equal([0, []]);
      const { prepared } = await prepare();
      expect(await titleAfter(pressing('yes'))).to.equal('You said yes');
      const { state, results } = (await assisted.call('status_of', { prepared })) as { state: string; results: Told[] };
      expect(state).to.equal('sent');
      expect(results.map(({ answer }) => answer)).to.deep.equal(['accept', 'accept', undefined]);
      const here = (await assisted.ledger.list()).flatMap(({ records }) => records);
      expect(here)
        .to.have.length(2)
        .and.have.members(await held());
    });

    it('takes a permission by its form, and ends it by a button', async () => {
      await prepare();
      const fill = (fields: Record<string, string>): Promise<unknown> =>
        page.evaluate((given) => {
          const form = document.querySelector<HTMLFormElement>('details form');
          (form?.parentElement as HTMLDetailsElement).open = true;
          for (const [name, value] of Object.entries<string>(given))
            (form?.elements.namedItem(name) as HTMLInputElement).value = value;
          form?.querySelector('button')?.click();
        }, fields);
      const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
      expect(await titleAfter(() => fill({ until, passphrase: PASSPHRASE }))).to.equal('You said yes');
      const told = await prepare();
      expect(told).to.have.property('signedUnder');
      await page.goto(assisted.room.window.permissions);
      expect(await page.evaluate(() => document.body.innerText))
        .to.include('in force')
        .and.include('A stroller');
      await page.evaluate(() => document.querySelector<HTMLElement>('[name="revoke"]')?.click());
      for (let tries = 0; tries < 400 && assisted.room.permissions.all()[0]?.revoked === undefined; tries++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await prepare()).to.have.property('state', 'waiting for the person');
    });
  });
