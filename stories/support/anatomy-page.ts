import { html, nothing, type TemplateResult } from 'lit';
import { type Entry, entriesOf } from '../../.storybook/manifest.js';
import './anatomy.js';
import { code, table } from './table.js';

const described = ({ description, default: initial }: Entry): TemplateResult =>
  html`${description}${initial ? html` Default: ${code(initial)}.` : nothing}`;

/** The anatomy of an element: a picture, then the parts, tokens, states and slots of the manifest, which a page can style. */
export const anatomy = (tag: string, picture: TemplateResult): TemplateResult => {
  const parts = entriesOf(tag, 'cssParts');
  const states = entriesOf(tag, 'cssStates');
  const numbered = parts.map((part, i) => [html`<span class="number">${i + 1}</span> ${code(part.name)}`, described(part)]);
  const tokens = entriesOf(tag, 'cssProperties').map((token) => [code(token.name), described(token)]);
  return html`<article class="prose" lang="en" dir="ltr">
    <h1>The anatomy of ${tag}</h1>
    <story-anatomy .parts=${parts.map(({ name }) => name)}>${picture}</story-anatomy>
    <h2>Parts</h2>
    <p>A page styles a part from outside: ${code(`${tag}::part(${parts[0]?.name})`)}.</p>
    ${table(['Part', 'What it is'], numbered)}
    <h2>Tokens</h2>
    <p>Set them on the element, or on anything around it.</p>
    ${table(['Token', 'What it sets'], tokens)}
    ${
      states.length
        ? html`<h2>States</h2>
            ${table(
              ['State', 'When'],
              states.map((state) => [code(`:state(${state.name})`), described(state)]),
            )}`
        : nothing
    }
    <h2>Slot</h2>
    ${entriesOf(tag, 'slots').map(({ description }) => html`<p>${description}</p>`)}
  </article>`;
};
