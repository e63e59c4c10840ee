import { html, type Markup, type Part } from './html.js';
import { type Kept, pathOf, type View } from './parts.js';

/** A form of the desk, which says one act. */
interface Form {
  readonly iss: string;
  readonly act: string;
  /** The hash of the record that it answers. */
  readonly re?: string | undefined;
  /** The page to go back to. Default: the relationship's own. */
  readonly back?: string | undefined;
  /** The fields that nobody fills in. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** The text of its button. */
  readonly text: string;
  /** The accessible name of its button; it begins with `text`. */
  readonly label: string;
  /** Makes the fields, with the values that were kept. Default: none. */
  readonly fields?: (value: (name: string) => string) => Part;
}

/** Returns what was kept of this form, if it is the one that was not done. */
const keptOf = ({ kept }: View, { act, re = '' }: Pick<Form, 'act' | 're'>): Kept | undefined =>
  kept?.fields.act === act && (kept.fields.re ?? '') === re ? kept : undefined;

/** Makes a form. If it is the one that was not done, it says why and has the fields as they were. */
export const formFor = (view: View, form: Form): Markup => {
  const { iss, act, re, back, hidden = {}, text, label, fields } = form;
  const kept = keptOf(view, form);
  const values = { token: view.token, act, re, back, ...hidden };
  return html`
    <form method="post" action="${pathOf(view, iss)}" class="${act}">
      ${Object.entries(values).map(([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}" />`)}
      ${kept && html`<p class="fault" id="fault">${kept.fault}</p>`}
      ${fields?.((name) => kept?.fields[name] ?? '')}
      <button aria-label="${label}" ${kept && html`aria-describedby="fault" autofocus`}>${text}</button>
    </form>
  `;
};

/** A form that is folded away until somebody wants it. */
export const folded = (view: View, summary: string, form: Form, lead?: string): Markup => html`
  <details${keptOf(view, form) && html` open`}>
    <summary>${summary}</summary>
    ${lead && html`<p>${lead}</p>`} ${formFor(view, form)}
  </details>
`;

/** A field for a text of several lines. A browser drops the first line break in a `textarea`. */
export const textField = (label: string, name: string, value: string, maxLength: number): Markup => html`
  <label
    >${label}
    <textarea name="${name}" maxlength="${maxLength}" rows="4" dir="auto" required>
${value}</textarea>
  </label>
`;
/** A field for a line of text that may stay empty. */
export const lineField = (label: string, name: string, value: string): Markup => html`
  <label>${label} <input name="${name}" value="${value}" maxlength="500" dir="auto" autocomplete="off" /></label>
`;
