/** How each side feels about what it gets: two words, each its side's own, and never one score of both. */
import { html } from 'hono/html';
import { regardsOf } from 'relbutton/server';
import { form, nameOf, quote } from '../../shared/parts.mjs';

const FEELINGS = { fair: 'Fair', unsure: 'Unsure', unfair: 'Unfair' };

const word = (who, regard) =>
  html`<p>${who}: ${FEELINGS[regard?.claims.body.feels] ?? 'not said'}${regard?.claims.body.note && html`, ${quote(regard.claims.body.note)}`}</p>`;

const regardForm = (iss) =>
  form(
    { say: 'regard', iss },
    html`
      <fieldset>
        <legend>What we get from ${nameOf(iss)} feels</legend>
        ${Object.entries(FEELINGS).map(
          ([value, text]) => html`<label><input type="radio" name="feels" value="${value}" required /> ${text}</label>`,
        )}
      </fieldset>
      <label>Note to them, if you like <input name="note" maxlength="500" dir="auto" /></label>
    `,
    { text: 'Tell them', label: `Tell them: regard for ${nameOf(iss)}` },
  );

/**
 * @param {string} iss
 * @param {readonly import('relbutton/server').Link[]} links of that relationship
 * @param {boolean} isOver `true` if it has ended: nothing can be said any more
 */
export const regard = (iss, links, isOver) => {
  const { customer, vendor } = regardsOf(links);
  return html`
    ${word('They', customer)} ${word('We', vendor)}
    ${!isOver && html`<details><summary>Say how we feel</summary>${regardForm(iss)}</details>`}
  `;
};
