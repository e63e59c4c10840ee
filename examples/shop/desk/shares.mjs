/** What customers share, with the time it has left. What is over is shown without what was shared: the shop uses it no more. */
import { html } from 'hono/html';
import { activeShares } from 'relbutton/server';
import { quote, timeOf } from '../../shared/parts.mjs';

const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const left = new Intl.RelativeTimeFormat('en');
/** Says when something ends, as `in 3 hours`. */
const inWords = (milliseconds) => {
  const [unit, length] = STEPS.find(([, step]) => milliseconds >= step) ?? STEPS.at(-1);
  return left.format(Math.max(1, Math.round(milliseconds / length)), unit);
};

const whyOver = (share, links) => {
  if (links.some(({ claims }) => claims.act === 'leave')) return 'the relationship ended';
  const isRevoked = links.some(({ claims }) => claims.act === 'revoke' && claims.body.re === share.hash);
  return isRevoked ? 'they took it back' : 'its time is over';
};

/**
 * @param {readonly import('relbutton/server').Link[]} links of one relationship
 * @param {number} now in milliseconds since 1970
 */
export const shares = (links, now) => {
  const active = activeShares(links, now);
  const over = links.filter(({ claims, hash }) => claims.act === 'share' && !active.some((share) => share.hash === hash));
  if (!active.length && !over.length) return '';
  return html`
    <ul class="plain">
      ${active.map(
        ({ what, scope, purpose, endsAt }) => html`
          <li>
            <p>${quote(what)}</p>
            <p class="small">${quote(scope)}, for ${quote(purpose)}. Ends ${inWords(endsAt - now)}, ${timeOf(endsAt)}.</p>
          </li>
        `,
      )}
      ${over.map(
        (share) => html`<li class="over">${quote(share.claims.body.scope)}: not used any more, ${whyOver(share, links)}.</li>`,
      )}
    </ul>
  `;
};
