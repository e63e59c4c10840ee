import { html, nothing, type TemplateResult } from 'lit';
import { opensElsewhere } from '../../../handoff/captured-dom.js';
import type { Flow } from '../../../handoff/flow.js';
import type { Links } from '../../../handoff/links.js';
import type { Words } from '../../../locales/en.js';

/** A part of the panel, which may be missing. */
export type Part = TemplateResult | typeof nothing;

/** The data of the panel. */
export interface View {
  readonly flow: Flow;
  readonly links: Links;
  readonly words: Words;
}

/** How a row looks: `solid` is for the one that the person most likely wants, `plain` for the one that they least likely do. */
export type Look = 'solid' | 'outline' | 'plain';

/** A text that may change. A text binding of lit goes on writing to the text node that a translator or an extension has replaced. */
export const say = (text: string): TemplateResult => html`<span .textContent=${text}></span>`;

/** A paragraph; none for an empty text. */
export const note = (text: string | undefined): Part => (text ? html`<p>${say(text)}</p>` : nothing);

/** Runs an action unless the click is meant for a new tab or window. */
export const on =
  (run: () => void) =>
  (event: MouseEvent): void =>
    void (opensElsewhere(event) || run());

/** A button. In a form it submits that, and needs no action. */
export const row = (label: string, look: Look = 'outline', run?: () => void): TemplateResult =>
  html`<button class="look base row ${look}" @click=${run && on(run)}><bdi .textContent=${label}></bdi></button>`;

/** A form. @param submit gets its fields, in their order */
export const form = <Fields extends Element[]>(submit: (...fields: Fields) => void, content: TemplateResult): TemplateResult =>
  html`<form novalidate @submit=${(event: SubmitEvent) => {
    event.preventDefault();
    submit(...(event.target as unknown as Fields));
  }}>${content}</form>`;

export const fold = (summary: string, content: unknown): TemplateResult =>
  html`<details><summary>${say(summary)}</summary><div class="part">${content}</div></details>`;
