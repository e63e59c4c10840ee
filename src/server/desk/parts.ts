import { type Claims, sideOf } from '../../contract/record.js';
import type { Status } from '../../contract/statuses.js';
import type { Vendor } from '../vendor.js';
import { html, type Markup, type Part } from './html.js';
import { nameOf, STATUSES } from './words.js';

/** A form that was not done: its fields, kept for another try, and the reason. */
export interface Kept {
  readonly fields: Fields;
  readonly fault: string;
}
/** The fields of a form, by name. */
export type Fields = Readonly<Record<string, string>>;

/** The context of every page. */
export interface View {
  readonly vendor: Vendor;
  /** The path of the desk, without a slash at its end. */
  readonly base: string;
  /** The hidden field that proves that a form comes from a page of this session. */
  readonly token: string;
  readonly timeZone: string;
  readonly kept?: Kept | undefined;
}
/** A whole page before it has its frame. */
export interface Page {
  readonly title: string;
  readonly body: Markup;
  /** The HTTP status. Default: 200. */
  readonly status?: number;
  /** `true` for a page without navigation. Default: `false`. */
  readonly isBare?: boolean;
}

/** The address to go on at. */
export interface GoTo {
  readonly goTo: string;
}
/** A whole key of a customer. */
export const KEY = /^[\w-]{43}$/;

const written = (time: number, options: Intl.DateTimeFormatOptions, zone = ''): Markup => {
  const date = new Date(time);
  return html`<time datetime="${date.toISOString()}">${date.toLocaleString('en', { dateStyle: 'medium', ...options })}${zone}</time>`;
};
/** @param time in milliseconds since 1970 */
export const timeOf = ({ timeZone }: View, time: number): Markup =>
  written(time, { timeStyle: 'short', timeZone }, timeZone === 'UTC' ? ' UTC' : '');
/** @param time in milliseconds since 1970 */
export const dayOf = ({ timeZone }: View, time: number): Markup => written(time, { timeZone });

/** Shows a person's text. Its direction is its own, and does not reach the text around it. */
export const quote = (text: string): Markup => html`<q class="text" dir="auto">${text}</q>`;

/** Shows a status in words, beside the sign: joined for a relationship that stands. */
export const badge = (status: Status): Markup =>
  html`<span class="badge ${status}"><span aria-hidden="true" class="sign">⊂⊃</span> ${STATUSES[status as 'asked']}</span>`;

export const pathOf = ({ base }: View, iss: string): string => `${base}/${iss}`;
export const linkTo = (view: View, iss: string): Markup => html`<a href="${pathOf(view, iss)}">${nameOf(iss)}</a>`;

/** Returns the address at which a customer wants answers: the last one in these records. */
export const reachIn = (all: readonly { readonly claims: Claims }[]): string | undefined =>
  all.flatMap(({ claims }) => (claims.body as { reach?: string } | undefined)?.reach ?? []).at(-1);
/** Links an address, if it names a host or a mailbox. */
export const reachLink = (reach: string): Markup => {
  const text = html`<bdi>${reach.replace(/^mailto:/, '')}</bdi>`;
  return /^(mailto:|https:\/\/)/.test(reach) ? html`<a href="${reach}" rel="noreferrer">${text}</a>` : text;
};

export const sideClass = (claims: Claims): string => `said-by ${sideOf(claims)}`;

export const listOr = (items: readonly Part[], none: string): Part => (items.length > 0 ? items : html`<p>${none}</p>`);

/** A part of a page under its heading. */
export const section = (id: string, title: string, content: Part): Markup => html`
  <section aria-labelledby="${id}-heading" id="${id}">
    <h2 id="${id}-heading">${title}</h2>
    ${content}
  </section>
`;
