/**
 * Draws the page in which the person decides.
 *
 * @module
 */
import { html, type Markup } from '../../server/desk/html.js';
import { vendorText } from '../../agent/vendor-text.js';
import { partsOf } from '../in-words.js';
import type { Prepared } from './prepared.js';

export const STYLE = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
dt { font-weight: 600; margin-top: 0.75rem; }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
form { display: flex; flex-wrap: wrap; gap: 1rem; margin-top: 2rem; }
label { flex-basis: 100%; }
button, input { font: inherit; min-height: 2.75rem; padding: 0 1.25rem; }
`;

const framed = (title: string, body: Markup): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · relbutton agent</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/window.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `.text;

const partsIn = ({ act }: Prepared): Markup =>
  html`<dl>
    ${partsOf(act.shown).map(
      ([label, text]) =>
        html`<dt>${label}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`;

const formOf = (prepared: Prepared, fault: string): Markup => html`
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
`;

/** The page of an act as it stands. @param fault what was wrong with the last press */
export const pageOf = (prepared: Prepared, fault = ''): string => {
  const { state, outcome, next } = prepared;
  if (state === 'waiting for the person') return framed('Sign and send this?', formOf(prepared, fault));
  if (state === 'being sent')
    return framed('It is being sent', html`<p>Load this page again to see the answer.</p>${partsIn(prepared)}`);
  if (!outcome) {
    const title = state === 'declined' ? 'Nothing was signed' : 'Too late: nothing was signed';
    return framed(title, html`<p>You can close this page.</p>`);
  }
  const goOn = next && html`<p><a href="/${next.secret}">See what the vendor suggests</a></p>`;
  const title = state === 'sent' ? 'You said yes' : 'It failed';
  return framed(title, html`<p role="status">${vendorText(outcome.text)}</p>${goOn}${partsIn(prepared)}`);
};

export const notePage = (title: string, text: string): string => framed(title, html`<p>${text}</p>`);
