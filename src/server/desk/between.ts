/** Shows the shares of a relationship, the regards of both sides, and its balance. */
import { balanceOf, type Part as Side } from '../../contract/balance.js';
import type { Body } from '../../contract/bodies.js';
import { isLeave, type Link, type Said, says } from '../../contract/chain.js';
import { regardsOf } from '../../contract/regards.js';
import { activeShares } from '../../contract/shares.js';
import { folded, lineField } from './forms.js';
import { html, type Markup } from './html.js';
import { quote, timeOf, type View } from './parts.js';
import { FEELINGS, nameOf, W } from './words.js';

const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;
const left = new Intl.RelativeTimeFormat('en');
/** Says when something ends, as `in 3 hours`. */
const inWords = (milliseconds: number): string => {
  const [unit, length] = STEPS.find(([, step]) => milliseconds >= step) ?? STEPS[2];
  return left.format(Math.max(1, Math.round(milliseconds / length)), unit);
};

const whyOver = (hash: string, links: readonly Link[]): string => {
  if (links.some(isLeave)) return 'the relationship ended';
  const isRevoked = links.some((link) => says(link, 'revoke') && link.claims.body.re === hash);
  return isRevoked ? 'they took it back' : 'its time is over';
};

/** Lists what the customer shares, with the time left. A share that is over is shown by its scope alone. */
export const shareList = (view: View, links: readonly Link[], now: number): Markup | undefined => {
  const active = activeShares(links, now);
  const over = links.filter((link) => says(link, 'share') && !active.some(({ hash }) => hash === link.hash)) as Said<'share'>[];
  if (active.length + over.length === 0) return undefined;
  return html`
    <ul class="plain">
      ${active.map(
        ({ what, scope, purpose, endsAt }) => html`
          <li>
            <p>${quote(what)}</p>
            <p class="small">${quote(scope)}, for ${quote(purpose)}. Ends ${inWords(endsAt - now)}, ${timeOf(view, endsAt)}.</p>
          </li>
        `,
      )}
      ${over.map(
        ({ hash, claims }) =>
          html`<li class="over">${quote(claims.body.scope)}: not used any more, ${whyOver(hash, links)}.</li>`,
      )}
    </ul>
  `;
};

const feelings = (value: (name: string) => string): Markup => html`
  <fieldset>
    <legend>What we get from them feels</legend>
    ${Object.entries(FEELINGS).map(
      ([feels, text]) => html`
        <label
          ><input type="radio" name="feels" value="${feels}" required${value('feels') === feels && html` checked`} /> ${text}</label
        >
      `,
    )}
  </fieldset>
  ${lineField(W.note, 'note', value('note'))}
`;
const word = (who: string, regard: { readonly claims: { readonly body: Body<'regard'> } } | undefined): Markup => {
  const { feels, note } = regard?.claims.body ?? {};
  return html`<p>${who}: ${feels ? FEELINGS[feels] : W.notSaid}${note && html`, ${quote(note)}`}</p>`;
};

/** How each side feels about what it gets: two words, each its side's own, and never one score of both. */
export const regards = (view: View, iss: string, links: readonly Link[], isOver: boolean): Markup => {
  const { customer, vendor } = regardsOf(links);
  const label = `${W.tell}: regard for ${nameOf(iss)}`;
  return html`
    ${word(W.they, customer)} ${word(W.we, vendor)}
    ${!isOver && folded(view, W.sayFeel, { iss, act: 'regard', text: W.tell, label, fields: feelings })}
  `;
};

/** How many records each side initiated, shared and stores. */
export const balance = (links: readonly Link[]): Markup => {
  const { customer, vendor } = balanceOf(links);
  const row = (text: string, name: keyof Side): Markup =>
    html`<tr><th scope="row">${text}</th><td>${customer[name]}</td><td>${vendor[name]}</td></tr>`;
  return html`
    <table>
      <thead>
        <tr><td></td><th scope="col">${W.they}</th><th scope="col">${W.we}</th></tr>
      </thead>
      <tbody>
        ${row('Initiated', 'initiated')} ${row('Shared', 'shared')} ${row('Stored', 'stored')}
      </tbody>
    </table>
  `;
};
