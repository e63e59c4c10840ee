import { html, nothing, type TemplateResult } from 'lit';
import { STATUSES } from '../../src/contract/statuses.js';
import { APPEARANCES, SIZES } from '../../src/elements/options.js';
import { badge, button } from '../support/elements.js';

const cells = (render: (status: (typeof STATUSES)[number]) => TemplateResult): TemplateResult[] =>
  STATUSES.map((status) => html`<td>${render(status)}</td>`);

/** Every status by size by appearance, and the badge. */
export const matrix = (): TemplateResult => html`<div class="scroll" tabindex="0" role="region" aria-label="Matrix">
  <table class="matrix">
    <thead>
      <tr>
        <td colspan="2"></td>
        ${STATUSES.map((status) => html`<th scope="col">${status}</th>`)}
      </tr>
    </thead>
    ${APPEARANCES.map(
      (appearance) => html`<tbody>
        ${SIZES.map(
          (size, i) =>
            html`<tr>
              ${i ? nothing : html`<th scope="rowgroup" rowspan=${SIZES.length}>${appearance}</th>`}
              <th scope="row">${size}</th>
              ${cells((status) => button({ appearance, size, status, label: 'Relate' }))}
            </tr>`,
        )}
      </tbody>`,
    )}
    <tbody>
      ${APPEARANCES.map(
        (appearance, i) =>
          html`<tr>
            ${i ? nothing : html`<th scope="rowgroup" rowspan=${APPEARANCES.length}>badge</th>`}
            <th scope="row">${appearance}</th>
            ${cells((status) => badge({ status, appearance }))}
          </tr>`,
      )}
    </tbody>
  </table>
</div>`;
