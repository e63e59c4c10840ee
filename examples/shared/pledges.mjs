/** Pledges at a vendor's desk: what customers said they will pay, and a form for the receipt of what arrived. */
import { html } from 'hono/html';
import { pledgesOf } from 'relbutton/server';
import { form, nameOf, quote } from './parts.mjs';

const PER = { once: 'once', month: 'a month', year: 'a year' };

const receiptForm = ({ iss, hash, currency }) =>
  form(
    { say: 'receipt', iss, re: hash, currency },
    // What arrived is for a person to read off the bank's statement: nothing suggests it.
    html`
      <label
        >Amount that arrived, in ${currency}
        <input name="amount" inputmode="decimal" pattern="\\d{1,12}(\\.\\d{1,4})?" autocomplete="off" required />
      </label>
      <label>On <input name="at" type="date" required /></label>
    `,
    { text: 'Send a receipt', label: `Send a receipt to ${nameOf(iss)}` },
  );

const receiptLine = ({ claims: { body } }) =>
  html`<li>Receipt: ${body.amount} ${body.currency} arrived on <bdi>${body.at}</bdi></li>`;

/**
 * Lists the pledges of a relationship that stand.
 *
 * @param {string} iss
 * @param {readonly import('relbutton/server').Link[]} links its records
 * @param {boolean} [isOver] `true` if it has ended: nothing can be said any more
 */
export const pledges = (iss, links, isOver = false) => {
  const all = pledgesOf(links);
  if (!all.length) return '';
  return html`
    <ul class="plain">
      ${all.map(
        ({ hash, amount, currency, per, for: purpose, receipts }) => html`
          <li>
            <p>${amount} ${currency}${per && ` ${PER[per]}`}${purpose && html`, for ${quote(purpose)}`}</p>
            ${receipts.length > 0 && html`<ul>${receipts.map(receiptLine)}</ul>`}
            ${!isOver && html`<details><summary>A payment arrived</summary>${receiptForm({ iss, hash, currency })}</details>`}
          </li>
        `,
      )}
    </ul>
  `;
};

/** The act of the form, for `createDesk`. */
export const RECEIPT = [
  (vendor, { iss, re, amount, currency, at }) => vendor.receipt(iss, { re, amount, currency, at }),
  (name) => `We sent ${name} a receipt.`,
];
