import type { Status } from '../../contract/statuses.js';
import type { Pledge } from '../../contract/pledges.js';
import { folded } from './forms.js';
import { html, type Markup } from './html.js';
import { timeOf, type View } from './parts.js';
import { pledged, sayingOf } from './saying.js';
import { nameOf, W } from './words.js';

/** The fields for what arrived: a person reads it off the bank's statement, so nothing suggests it. */
const receiptFields = (currency: string, value: (name: string) => string): Markup => html`
  <label
    >Amount that arrived, in ${currency}
    <input name="amount" value="${value('amount')}" inputmode="decimal" pattern="\d{1,12}(\.\d{1,4})?" autocomplete="off" required />
  </label>
  <label>${W.on} <input name="at" value="${value('at')}" type="date" required /></label>
`;

/** Lists pledges that stand, with their receipts and a form for one more. */
export const pledgeList = (
  view: View,
  { iss, status, back }: { readonly iss: string; readonly status: Status; readonly back?: string },
  pledges: readonly Pledge[],
): Markup => html`
  <ul class="plain">
    ${pledges.map(
      ({ hash: re, receipts, ...body }) => html`
        <li>
          <p>${pledged(body)}</p>
          ${receipts.map(({ claims }) => html`<p class="small">${sayingOf(claims)}. ${timeOf(view, claims.iat * 1_000)}</p>`)}
          ${
            status !== 'ended' &&
            folded(view, W.arrived, {
              iss,
              act: 'receipt',
              re,
              ...(back && { back }),
              hidden: { currency: body.currency },
              text: W.sendReceipt,
              label: `${W.sendReceipt} to ${nameOf(iss)}`,
              fields: (value) => receiptFields(body.currency, value),
            })
          }
        </li>
      `,
    )}
  </ul>
`;
