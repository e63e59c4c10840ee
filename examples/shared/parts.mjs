/** Parts of the desks of vendors, rendered by the server and usable without script. `html` escapes what it fills in. */
import { html } from 'hono/html';

/** Names a customer, who has no name here, by the first characters of their key. */
export const nameOf = (iss) => `Customer ${iss.slice(0, 8)}`;

/** Returns the side that signed a record. @param {import('relbutton').Claims} claims */
export const sideOf = ({ iss }) => (iss.includes('://') ? 'vendor' : 'customer');

/** @param {number} time in milliseconds since 1970 */
export const timeOf = (time) => {
  const text = new Date(time).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return html`<time datetime="${new Date(time).toISOString()}">${text} UTC</time>`;
};

/** Shows a person's text. Its direction is its own, and does not reach the text around it. */
export const quote = (text) => html`<q class="text" dir="auto">${text}</q>`;

/**
 * A form of the desk, which says one thing.
 *
 * @param {Record<string, string>} hidden the fields that nobody fills in; `say` names the act
 * @param inner the fields
 * @param {{ text: string, label: string }} button `label` is its accessible name, and begins with `text`
 */
export const form = (hidden, inner, { text, label }) => html`
  <form method="post" action="/desk">
    ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)} ${inner}
    <button aria-label="${label}">${text}</button>
  </form>
`;

/** A field for a person's text. */
export const textField = (label, name, maxLength) => html`
  <label>${label} <textarea name="${name}" maxlength="${maxLength}" rows="3" dir="auto" required></textarea></label>
`;

/** A whole page of a desk. @param said what was done; it begins the title, so that a screen reader says it when the page loads */
export const deskPage = ({ vendor, title, said, nav, body }) => html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>${said && `${said} `}${title} · ${vendor}</title>
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href="/relbutton.css" />
      <link rel="stylesheet" href="/site.css" />
      <script type="module" src="/relbutton.min.js"></script>
    </head>
    <body>
      <header>
        <a class="brand" href="/">${vendor}</a>
        ${nav && html`<nav aria-label="${vendor}">${nav}</nav>`}
      </header>
      <main>
        <h1>${title}</h1>
        ${body}
      </main>
    </body>
  </html>`;
