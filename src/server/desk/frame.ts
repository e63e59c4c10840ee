/** The frame of every page of the desk, and the headers of its answers. */
import { VERSION } from '../../version.js';
import { html, type Markup } from './html.js';
import type { Page, View } from './parts.js';
import { W } from './words.js';

/** The headers of each answer: no script runs, nothing is loaded from elsewhere, no page frames it, and no cache keeps it. */
export const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
export const answerAs = (
  type: string,
  body: string | ReadableStream<Uint8Array> | null,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response => new Response(body, { status, headers: { ...HEADERS, 'content-type': `${type}; charset=utf-8`, ...headers } });

export const redirect = (location: string): Response => answerAs('text/plain', null, 303, { location });

const NAV = [
  ['', W.all],
  ['/decide', W.decide],
  ['/answer', W.answer],
  ['/pledges', W.pledges],
] as const;

const navigation = (base: string, title: string): Markup => html`
  <nav aria-label="Desk">
    ${NAV.map(
      ([path, word]) => html`<a href="${base + path || '/'}" ${word === title && html`aria-current="page"`}>${word}</a> `,
    )}
  </nav>
`;
const takeAlong = (base: string): Markup => html`
  <footer>
    <h2>${W.takeAlong}</h2>
    <p>${W.takeAlongLead}</p>
    <p class="actions">
      <a class="action" href="${base}/export.csv" download>${W.csv}</a>
      <a class="action" href="${base}/export.jsonld" download>${W.jsonld}</a>
    </p>
  </footer>
`;

/** A sentence above the content of a page. */
export interface Notice {
  readonly text: string;
  /** `true` if something was not done. */
  readonly isFault?: boolean;
}

/**
 * Makes an answer of a page. A notice begins the title, so that a screen reader says it when the page loads.
 *
 * @param view only `base` and the name are needed, where nobody is signed in
 */
export const framed = (
  { base, vendor }: Pick<View, 'base' | 'vendor'>,
  { title, body, status, isBare = false }: Page,
  { text, isFault = false }: Notice = { text: '' },
): Response => {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width" />
<meta name="color-scheme" content="light dark" />
<title>${text && `${text} `}${title} · ${vendor.name}</title>
<link rel="icon" href="data:," />
<link rel="stylesheet" href="${base}/desk.css?${VERSION}" />
</head>
<body>
<a class="skip" href="#main">${W.skip}</a>
<header>
<p class="brand"><span aria-hidden="true" class="sign">⊂⊃</span> ${vendor.name}</p>
${!isBare && navigation(base, title)}
</header>
<main id="main" tabindex="-1">
<h1>${title}</h1>
${text && html`<p class="${isFault ? 'said fault' : 'said'}" role="${isFault ? 'alert' : 'status'}">${text}</p>`}
${body}
</main>
${!isBare && takeAlong(base)}
</body>
</html>
`;
  return answerAs('text/html', page.text, status);
};
