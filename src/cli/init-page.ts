import type { Config } from './config.js';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] as string);

type Told = Pick<Config, 'name' | 'accepts' | 'endpoint'>;

const HEAD = `<link rel="stylesheet" href="/relbutton.css" />
<script type="module" src="/relbutton.min.js"></script>`;

/** Writes the button. @param href where people without script find out how to reach the vendor */
const buttonOf = ({ name, accepts, endpoint = '/relbutton' }: Told, href: string): string => {
  const text = escape(name);
  return `<rel-button vendor-name="${text}" accepts="${accepts.join(' ')}" endpoint="${endpoint}">
  <a href="${href}">Relate with ${text}</a>
</rel-button>`;
};

const indented = (text: string, depth: number): string => text.replace(/^(?=.)/gm, ' '.repeat(depth));

/** Writes what goes into a page of the vendor's own. */
export const snippetOf = (told: Told): string => `${HEAD}\n\n${buttonOf(told, '/contact')}\n`;

/** Writes a page to try. */
export const pageOf = (told: Told): string => {
  const text = escape(told.name);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${text}</title>
${indented(HEAD, 4)}
  </head>
  <body>
    <h1>${text}</h1>
${indented(buttonOf(told, '#contact'), 4)}
    <rel-badge>Open to relate</rel-badge>
    <p id="contact">Without an agent or a passkey: write here how people reach you.</p>
  </body>
</html>
`;
};
