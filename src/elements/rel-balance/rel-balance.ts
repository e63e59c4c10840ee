import { html, isServer, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Balance, Part } from '../../contract/balance.js';
import { listOf, readText } from '../attributes.js';
import { magnets, magnetStyles } from '../magnets.js';
import { RelElement } from '../rel-element.js';
import { sharedStyles } from '../shared.styles.js';
import { readVendorName } from '../vendor-name.js';
import { addedFor } from '../words.js';
import { writeText } from '../write-text.js';
import { countRecords } from './count-records.js';
import { english } from './english.js';
import { balanceStyles } from './rel-balance.styles.js';

const ROWS = ['initiated', 'shared', 'stored'] as const satisfies readonly (keyof Part)[];
/** The numbers of a row, the customer's first; none where they are not known. */
type Pair = readonly [customer: number | undefined, vendor: number | undefined];

const PAIRS = 'two numbers of at most 9 digits, the customer’s first';
const pairText = (value: string): string | false => /^\s*\d{1,9}[\s,]+\d{1,9}\s*$/.test(value) && value;

/** A bar, in percent of the room. As attributes of SVG: a page’s policy can forbid `style`, and print shows no backgrounds. */
const bar = (x: number, width: number): TemplateResult =>
  html`<svg class="bar" aria-hidden="true"><rect x="${x}%" width="${width}%"></rect></svg>`;

/**
 * Shows the part of both sides in a relationship: how often each initiated and shared, and what each stores. It compares nothing and
 * names no winner.
 *
 * @example
 * ```html
 * <rel-balance vendor-name="Acme Coffee" initiated="3 2" shared="2 2" stored="6 6"></rel-balance>
 * ```
 *
 * @tagname rel-balance
 * @slot - The balance in words, the fallback without JavaScript.
 * @csspart caption - The caption of the table.
 * @csspart magnets - The sign.
 * @csspart customer - The customer's magnet, the left one.
 * @csspart vendor - The vendor's magnet, the right one.
 * @cssprop [--rel-color-customer=#2b7cf0] - Colour of the customer's magnet and bars.
 * @cssprop [--rel-color-vendor=#138a6a] - Colour of the vendor's magnet and bars.
 * @cssprop [--rel-size=1.25em] - Height of the sign.
 * @cssprop [--rel-gap=0.5em] - Space between bar, number and word.
 * @cssprop [--rel-font=inherit] - Font family.
 */
export class RelBalance extends RelElement {
  static override styles = [sharedStyles, magnetStyles, balanceStyles];
  static override properties: PropertyDeclarations = {
    vendorName: { attribute: 'vendor-name' },
    records: { attribute: false },
    initiated: {},
    shared: {},
    stored: {},
  };

  /** The vendor's name to show. Default: the word "Vendor". */
  declare vendorName: string;
  /**
   * The records of the relationship, JSON texts in any order; repeated ones count once. If set, they win over the numbers. Set a new
   * array to change them. Default: none.
   */
  declare records: readonly string[] | undefined;
  /** The number of records that answer none: the customer's, then the vendor's, such as `3 2`. Default: unknown. */
  declare initiated: string;
  /** The number of records that give something: the customer's, then the vendor's. Default: unknown. */
  declare shared: string;
  /** The number of records that each side stores: the customer, then the vendor. Default: unknown. */
  declare stored: string;

  #counted: Balance | undefined;
  #pairs: readonly Pair[] = [];
  /** The texts of the table, in the order of its cells, and those that were written before. */
  #texts: readonly string[] = [];
  #written: readonly string[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('records')) this.#counted = countRecords(this.records);
    this.#pairs = ROWS.map((row) => this.#pairOf(row));
    const [caption, customer, vendor, ...words] = addedFor(this)?.balance ?? english;
    const counts = this.#pairs.map((pair) => pair.map((count) => String(count ?? '–')));
    this.#texts = [
      caption,
      customer,
      readVendorName(this) ?? vendor,
      ...words.flatMap((word, i) => [word, ...(counts[i] ?? [])]),
    ];
  }

  #pairOf(row: keyof Part): Pair {
    if (this.#counted) return [this.#counted.customer[row], this.#counted.vendor[row]];
    const [customer, vendor] = listOf(readText(this, row, pairText, PAIRS)).map(Number);
    return [customer, vendor];
  }

  protected override render(): TemplateResult {
    // In the page, `updated` writes them.
    const [caption, customer, vendor, ...texts] = this.#texts.map((text) => (isServer ? text : nothing));
    // The bar of the largest number takes all the room.
    const most = Math.max(1, ...this.#pairs.flat().map((count = 0) => count));
    // Roles: some browsers take them from a table that is laid out as a grid. No white space between elements: each would be a node more.
    return html`<table class="look" role="table"
      ><caption part="caption">${caption}</caption
      ><tbody
        ><tr role="row"
          ><td class="words" role="cell">${magnets('related')}</td
          ><th class="customer" role="columnheader" scope="col">${customer}</th
          ><th class="vendor" role="columnheader" scope="col">${vendor}</th
        ></tr
        >${this.#pairs.map((pair, i) => this.#renderRow(pair, most, texts.slice(3 * i)))}</tbody
    ></table>`;
  }

  #renderRow(pair: Pair, most: number, [word, customer, vendor]: readonly (string | typeof nothing)[]): TemplateResult {
    const [left = 0, right = 0] = pair.map((count = 0) => Math.ceil((100 * count) / most));
    return html`<tr role="row"
      ><th class="words" role="rowheader" scope="row">${word}</th
      ><td class="customer" role="cell">${bar(100 - left, left)}<span>${customer}</span></td
      ><td class="vendor" role="cell"><span>${vendor}</span>${bar(0, right)}</td
    ></tr>`;
  }

  protected override updated(): void {
    this.renderRoot
      .querySelectorAll('caption, th, span')
      .forEach((cell, i) => writeText(cell, this.#texts[i] ?? '', this.#written[i]));
    this.#written = this.#texts;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rel-balance': RelBalance;
  }
}
