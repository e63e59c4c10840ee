import { html, type TemplateResult } from 'lit';

export const table = (heads: readonly string[], rows: readonly (readonly unknown[])[]): TemplateResult =>
  html`<table>
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;

export const code = (text: string): TemplateResult => html`<code>${text}</code>`;
