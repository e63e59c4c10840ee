import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { RelBadge } from '../../src/elements/rel-badge/rel-badge.js';
import type { RelBalance } from '../../src/elements/rel-balance/rel-balance.js';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import { en, fill, type Words } from '../../src/locales/en.js';

/** The controls of a `<rel-button>`: its properties. */
export type ButtonArgs = Partial<
  Pick<
    RelButton,
    'vendorName' | 'accepts' | 'acts' | 'endpoint' | 'status' | 'label' | 'size' | 'appearance' | 'noAgent' | 'disabled'
  >
>;
export type BadgeArgs = Partial<Pick<RelBadge, 'status' | 'size' | 'appearance'>>;
export type BalanceArgs = Partial<Pick<RelBalance, 'vendorName' | 'initiated' | 'shared' | 'stored'>>;

/** The vendor of the stories, and what it accepts. */
export const VENDOR = 'Acme Coffee';
export const ACCEPTS = ['SD-BASE', 'SD-BASE-DP'];

/** The language of the vendor's page. */
let words = en;
export const speak = (next: Words): void => {
  words = next;
};

/** A vendor's own two links, which also work without JavaScript. */
const links = (vendor: string): TemplateResult => html`
  <a href="#relate">${fill(words.relate, vendor)}</a>
  <a href="mailto:hello@acme.example">${fill(words.write, vendor)}</a>
`;

/** The embed as a vendor writes it. */
export const button = ({ vendorName = VENDOR, accepts = ACCEPTS, ...rest }: ButtonArgs = {}): TemplateResult =>
  html`<rel-button
    vendor-name=${vendorName}
    accepts=${accepts.join(' ')}
    acts=${rest.acts?.length ? rest.acts.join(' ') : nothing}
    endpoint=${rest.endpoint || nothing}
    status=${ifDefined(rest.status)}
    label=${rest.label || nothing}
    size=${ifDefined(rest.size)}
    appearance=${ifDefined(rest.appearance)}
    no-agent=${ifDefined(rest.noAgent)}
    ?disabled=${rest.disabled ?? false}
    >${links(vendorName)}</rel-button
  >`;

export const badge = ({ status, size, appearance }: BadgeArgs = {}): TemplateResult =>
  html`<rel-badge status=${ifDefined(status)} size=${ifDefined(size)} appearance=${ifDefined(appearance)}></rel-badge>`;

export const balance = ({ vendorName, initiated, shared, stored }: BalanceArgs = {}): TemplateResult =>
  html`<rel-balance
    vendor-name=${vendorName || nothing}
    initiated=${ifDefined(initiated)}
    shared=${ifDefined(shared)}
    stored=${ifDefined(stored)}
  ></rel-balance>`;
