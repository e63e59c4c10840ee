/**
 * Draws the page in which the person decides.
 *
 * @module
 */
import { html, type Markup } from '../../server/desk/html.js';
import { vendorText } from '../../agent/vendor-text.js';
import { partsOf } from '../in-words.js';
import { framed, listOf } from './frame.js';
import { permissionForm } from './permission-form.js';
import type { Prepared } from './prepared.js';

const partsIn = ({ act }: Prepared): Markup => listOf(partsOf(act.shown));

const formOf = (prepared: Prepared, now: number, fault: string): Markup => html`
  <p>Your assistant prepared this. It is signed and sent only if you press the button.</p>
  ${partsIn(prepared)} ${fault && html`<p role="alert">${fault}</p>`}
  <form method="post" action="/${prepared.secret}">
    <input type="hidden" name="token" value="${prepared.token}" />
    ${
      prepared.isTold &&
      html`<label
      >The passphrase of your ledger, since your assistant knows the address of this page<br />
      <input type="password" name="passphrase" autocomplete="off" required
    /></label>`
    }
    <button name="decision" value="yes">Sign and send</button>
    <button name="decision" value="no" formnovalidate>Do not sign</button>
  </form>
  ${prepared.act.shown.act === 'intentcast' && permissionForm(prepared, now)}
`;

/** The states that a press or a permission has led to. */
const decided = (prepared: Prepared): Markup => {
  const { outcome, next, permission } = prepared;
  return html`
    ${permission && html`<p>A standing permission of yours covers it: you were not asked.</p>`}
    ${outcome && html`<p role="status">${vendorText(outcome.text)}</p>`}
    ${next && html`<p><a href="/${next.secret}">See what the vendor suggests</a></p>`} ${partsIn(prepared)}
  `;
};

/**
 * The page of an act as it stands.
 *
 * @param linked the path of the page of the permissions
 * @param fault what was wrong with the last press
 */
export const pageOf = (prepared: Prepared, linked: string, now: number, fault = ''): string => {
  const { state, permission } = prepared;
  const page = (title: string, body: Markup, isGoingOn = false): string =>
    framed(title, html`${body}<p><a href="${linked}">Your standing permissions</a></p>`, isGoingOn);
  if (state === 'waiting for the person') return page('Sign and send this?', formOf(prepared, now, fault));
  if (state === 'being sent') return page('It is being sent', decided(prepared), true);
  if (state === 'sent') return page(permission ? 'It was sent' : 'You said yes', decided(prepared));
  if (state === 'failed') return page('It failed', decided(prepared));
  const title = state === 'declined' ? 'Nothing was signed' : 'Too late: nothing was signed';
  return page(title, html`${fault && html`<p role="alert">${fault}</p>`}<p>You can close this page.</p>`);
};

export const notePage = (title: string, text: string): string => framed(title, html`<p>${text}</p>`);
