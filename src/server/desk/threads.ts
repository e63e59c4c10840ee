import type { Conversation } from '../../contract/conversations.js';
import type { Status } from '../../contract/statuses.js';
import { formFor, textField } from './forms.js';
import { html, type Markup, type Part } from './html.js';
import { PAGE } from './paging.js';
import { reachIn, reachLink, sideClass, timeOf, type View } from './parts.js';
import { sayingOf } from './saying.js';
import { nameOf, W } from './words.js';

/** The longest text that a record takes, in UTF-16 units. */
export const TEXT = 4_000;

/** Shows a thread, with a form for the answer if the customer spoke last. */
export const threadOf = (
  view: View,
  { iss, status, back }: { readonly iss: string; readonly status: Status; readonly back?: string },
  { links, awaits }: Conversation,
): Markup => {
  const [last, reach, name] = [links.at(-1), reachIn(links), nameOf(iss)];
  const answer = (): Part =>
    status === 'related'
      ? formFor(view, {
          iss,
          act: 'converse',
          re: last?.hash ?? '',
          ...(back && { back }),
          text: W.answerIt,
          label: `${W.answerIt} ${name}`,
          fields: (value) => textField(`${W.answerIt} ${name}`, 'text', value('text'), TEXT),
        })
      : html`<p>${W.onHold}</p>`;
  return html`
    <ol class="timeline">
      ${links.slice(-PAGE).map(
        ({ claims }) => html`
          <li class="${sideClass(claims)}"><p>${sayingOf(claims)}</p><p class="small">${timeOf(view, claims.iat * 1_000)}</p></li>
        `,
      )}
    </ol>
    ${awaits === 'vendor' && reach && html`<p>${W.wantsIt} ${reachLink(reach)} ${W.tooToo}</p>`}
    ${awaits === 'vendor' && status !== 'ended' && answer()}
  `;
};
