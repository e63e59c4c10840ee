import { formFor } from './forms.js';
import { html, type Markup } from './html.js';
import { type Fields, linkTo, type View } from './parts.js';
import { DONE, nameOf, W } from './words.js';

/** Keeps what somebody wrote, where the page of its form cannot be shown: to read, and to send again. */
export const retry = (view: View, iss: string, { token: _, act = '', re, back, ...hidden }: Fields): Markup => {
  const texts = Object.values(hidden).filter(Boolean);
  return html`
    ${texts.length > 0 && html`<p>${W.yourText}</p>`} ${texts.map((text) => html`<blockquote class="text" dir="auto">${text}</blockquote>`)}
    ${
      Object.hasOwn(DONE, act) &&
      formFor(view, { iss, act, re, back, hidden, text: W.tryAgain, label: `${W.tryAgain}: ${act}, ${nameOf(iss)}` })
    }
    <p>${linkTo(view, iss)}</p>
  `;
};
