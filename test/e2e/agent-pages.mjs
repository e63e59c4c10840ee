/** Fills in the forms of the example agents, in every engine. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { eventually } from './driver.mjs';

/** Types into a field, as a person does. */
export const fill = async (page, selector, text) => {
  await page.click(selector);
  await page.type(text);
};
/** Chooses from a list, without the window that browsers draw for it. */
export const pick = (page, selector, value) =>
  page.evaluate(
    (path, chosen) => {
      const list = document.querySelector(path);
      list.value = chosen;
      list.dispatchEvent(new Event('input', { bubbles: true }));
    },
    selector,
    value,
  );

/** Returns the faults that are shown beside fields, in their order. */
export const faultsIn = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.fault')].filter((one) => one.checkVisibility()).map(({ textContent }) => textContent),
  );

/** Checks that the fields for an amount are empty, that no currency is chosen, and that nothing suggests an amount. */
export const expectNoAmount = async (page, currency = '') => {
  const found = await page.evaluate(() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const attributes = ['placeholder', 'list', 'step', 'min', 'max', 'autocomplete'];
    return {
      amounts: all('[name=amount], [type=number], [type=range], [inputmode=decimal], [inputmode=numeric]').map((field) => [
        field.name,
        field.type,
        field.value,
        field.defaultValue,
        ...attributes.map((name) => field.getAttribute(name)),
      ]),
      currencies: all('[name=currency]').map(({ value }) => value),
      lists: all('datalist').length,
      words: all('dialog :is(h2, legend, label, button, summary, .small), main form :is(legend, label, button, summary, .small)')
        .map(({ textContent }) => textContent)
        .filter((text) => /\d/.test(text) && !text.includes('://')),
    };
  });
  ok(found.amounts.length > 0);
  for (const amount of found.amounts) same(amount, ['amount', 'text', '', '', null, null, null, null, null, 'off']);
  ok(found.currencies.every((one) => one === '' || one === currency));
  is(found.lists, 0);
  same(found.words, []);
};

/** The ledger of an agent, with one relationship in it. */
export class LedgerPage {
  constructor(page) {
    this.page = page;
  }
  /** Presses a button of the relationship, by the first words of its label. */
  async press(start) {
    const button = `article [aria-label^="${start}"]`;
    await eventually(() => this.page.text(button), start);
    await this.page.click(button);
  }
  /** Opens the form of an act. */
  async open(start) {
    await this.press(start);
    await eventually(() => this.page.text('dialog[open] .yes'), start);
  }
  /** Waits until the page says something. */
  said(text) {
    return eventually(async () => (await this.page.text('.said')) === text, text);
  }
  /** Presses the button that signs, where something is missing or wrong. @returns the faults beside the fields */
  async signTooEarly() {
    await this.page.click('dialog .yes');
    return faultsIn(this.page);
  }
  /** Presses the button that signs, and waits until the vendor has the record. */
  async sign(text) {
    await this.page.click('dialog .yes');
    await this.said(text);
    is(await this.page.text('dialog'), null);
  }
  async sync({ name }) {
    await this.press(`Sync with ${name}`);
    await this.said(`Asked ${name}.`);
  }
  /** The words of the relationship. */
  text() {
    return this.page.text('article');
  }
}
