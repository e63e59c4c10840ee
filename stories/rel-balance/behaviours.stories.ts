import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { RelBalance } from '../../src/elements/rel-balance/rel-balance.js';
import { VENDOR } from '../support/elements.js';
import { unsigned } from '../support/unsigned.js';

/** A balance shows what the records say. It starts nothing. */
export default {
  title: 'Elements/rel-balance/Behaviours',
  component: 'rel-balance',
  tags: ['!autodocs'],
} satisfies Meta;

const SAID = {
  'The customer says something': () => unsigned('customer', 'converse', { text: 'Hello' }),
  'The customer pauses': () => unsigned('customer', 'pause'),
  'The vendor says something': () => unsigned('vendor', 'converse', { text: 'Hello' }),
  'The vendor answers': () => unsigned('vendor', 'converse', { text: 'Yes', re: 'r'.repeat(43) }),
};

/** Records are a property. Both sides store each record, whoever signed it. */
export const CountsRecords: StoryObj = {
  render: () => {
    const add =
      (make: () => string) =>
      (event: Event): void => {
        const host = (event.target as Element).closest('main, .stage')?.querySelector<RelBalance>('rel-balance');
        if (host) host.records = [...(host.records ?? []), make()];
      };
    return html`<rel-balance vendor-name=${VENDOR} .records=${[unsigned('customer', 'relate')]}></rel-balance>
      <div class="row">
        ${Object.entries(SAID).map(([label, make]) => html`<button class="key" @click=${add(make)}>${label}</button>`)}
      </div>`;
  },
};
