/** The form by which the person allows needs of one kind, beside the first one of them. */
import { html, type Markup } from '../../server/desk/html.js';
import type { Body } from '../../contract/bodies.js';
import { daysFrom, MAX_PER_DAY } from './permissions.js';
import type { Prepared } from './prepared.js';

export const permissionForm = ({ act: { shown }, secret, token }: Prepared, now: number): Markup => {
  const { need, budget, reach } = shown.body as Body<'intentcast'>;
  const [first, last] = daysFrom(now);
  return html`<details>
    <summary>Allow needs of this kind, so that you are not asked each time</summary>
    <p>
      Until the day that you name, your assistant can say needs of this kind to the vendors above without your press, up to
      ${MAX_PER_DAY} a day. You can end it at any time.
      ${reach !== undefined && html`It can give them ${reach} as the address for answers.`}
    </p>
    <form method="post" action="/${secret}">
      <input type="hidden" name="token" value="${token}" />
      <label
        >The words that a need can have, each as often as it stands here, and no others<br />
        <textarea name="words" rows="3" maxlength="4000" required>${need}</textarea>
      </label>
      ${
        budget &&
        html`<label
          >The most that a need can offer, in ${budget.currency}<br />
          <input name="most" inputmode="decimal" value="${budget.amount}" required
        /></label>`
      }
      <label
        >The last day, by UTC<br />
        <input type="date" name="until" min="${first}" max="${last}" required
      /></label>
      <label
        >The passphrase of your ledger<br />
        <input type="password" name="passphrase" autocomplete="off" required
      /></label>
      <button name="decision" value="allow">Sign and send this, and allow the kind</button>
    </form>
  </details>`;
};
