/** Threads and needs that wait for the shop's answer. */
import { html } from 'hono/html';
import { conversationsOf } from 'relbutton/server';
import { form, nameOf, sideOf, textField, timeOf } from '../../shared/parts.mjs';
import { saidIn } from './timeline.mjs';

const BEGAN = { intentcast: 'needs something', converse: 'wrote' };

const thread = (links) => html`
  <ol class="timeline">
    ${links.map(
      ({ claims }) => html`
        <li class="${sideOf(claims)}">
          <p>${saidIn(claims)}</p>
          <p class="small">${timeOf(claims.iat * 1_000)}</p>
        </li>
      `,
    )}
  </ol>
`;

const toAnswer = (iss, status, { root, links }) => {
  const name = nameOf(iss);
  const reach = links.findLast(({ claims }) => claims.body?.reach)?.claims.body.reach;
  return html`
    <article class="card">
      <h3>${name} ${BEGAN[root.claims.act] ?? 'answered'}</h3>
      ${thread(links)} ${reach && html`<p>They want the answer at <a href="${reach}" dir="auto">${reach.replace('mailto:', '')}</a> too.</p>`}
      ${
        status === 'related'
          ? form({ say: 'converse', iss, re: links.at(-1).hash }, textField(`Answer ${name}`, 'text', 4_000), {
              text: 'Answer',
              label: `Answer ${name}`,
            })
          : html`<p>This relationship is on hold. Answer once it goes on.</p>`
      }
    </article>
  `;
};

/** @param {{ iss: string, status: string, links: readonly import('relbutton/server').Link[] }[]} relationships */
export const answers = (relationships) =>
  relationships
    .filter(({ status }) => status !== 'ended')
    .flatMap(({ iss, status, links }) =>
      conversationsOf(links)
        .filter(({ awaits }) => awaits === 'vendor')
        .map((conversation) => toAnswer(iss, status, conversation)),
    );
