/** All records of a relationship, in plain words. */
import { html } from 'hono/html';
import { quote, sideOf, timeOf } from '../../shared/parts.mjs';

const money = ({ amount, currency }) => `${amount} ${currency}`;
/** Says what a record says, by its act. A share is named by its scope alone: what was shared may be over. */
const SAID = {
  relate: (_, agreement) => `agreed on ${agreement}`,
  converse: ({ text }) => html`said: ${quote(text)}`,
  intentcast: ({ need, budget, by }) =>
    html`need: ${quote(need)}${budget && ` Budget: ${money(budget)}.`}${by && html` By <bdi>${by}</bdi>.`}`,
  pledge: (body) => html`pledged ${money(body)}${body.for && html`, for ${quote(body.for)}`}`,
  receipt: (body) => `received ${money(body)}`,
  share: ({ scope }) => html`shared ${quote(scope)}`,
  revoke: () => 'took a share back',
  regard: ({ feels }) => `said how it feels: ${feels}`,
  pause: ({ reason }) => html`paused${reason && html`: ${quote(reason)}`}`,
  resume: ({ reason }) => html`took up again${reason && html`: ${quote(reason)}`}`,
  leave: () => 'left',
};
/** @param {import('relbutton').Claims} claims */
export const saidIn = (claims) => {
  const { act, agreement, body = {} } = claims;
  const who = sideOf(claims) === 'vendor' ? 'We' : 'They';
  return html`${who} ${Object.hasOwn(SAID, act) ? SAID[act](body, agreement) : act}`;
};

/**
 * @param {readonly import('relbutton/server').Link[]} links
 * @param {readonly string[]} records their texts
 */
export const timeline = (links, records) => html`
  <ol class="timeline">
    ${links.map(
      ({ claims }, i) => html`
        <li class="${sideOf(claims)}">
          <p>${saidIn(claims)}</p>
          <p class="small">${timeOf(claims.iat * 1_000)}</p>
          <details><summary>The record</summary><pre tabindex="0">${records[i]}</pre></details>
        </li>
      `,
    )}
  </ol>
`;
