/** The frame of every page of the window. */
import { html, type Markup } from '../../server/desk/html.js';

export const STYLE = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
dt { font-weight: 600; margin-top: 0.75rem; }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
form { display: flex; flex-wrap: wrap; gap: 1rem; margin-top: 2rem; }
label { flex-basis: 100%; }
button, input, textarea { font: inherit; min-height: 2.75rem; padding: 0 1.25rem; }
textarea { box-sizing: border-box; width: 100%; padding: 0.5rem 1.25rem; }
summary { min-height: 2.75rem; margin-top: 2rem; }
p[role="status"] { white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** Parts of a text, each with its label. */
export const listOf = (parts: readonly (readonly [label: string, text: string])[]): Markup =>
  html`<dl>
    ${parts.map(
      ([label, text]) =>
        html`<dt>${label}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`;

/** @param isGoingOn `true` loads the page again after two seconds */
export const framed = (title: string, body: Markup, isGoingOn = false): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        ${isGoingOn && html`<meta http-equiv="refresh" content="2" />`}
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
