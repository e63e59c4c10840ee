import type { Outcome } from 'relbutton';
import type {} from 'relbutton/types/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

const said: Outcome[] = [];

export const right: SvelteHTMLElements['rel-button'] = {
  class: 'shop',
  'vendor-name': 'Acme Coffee',
  accepts: ['SD-BASE'],
  'onrel-activate': (event) => event.act === 'relate' || event.preventDefault(),
  'onrel-outcome': ({ outcome }) => said.push(outcome),
};

export const wrong: SvelteHTMLElements['rel-button'] = {
  // @ts-expect-error: no such size
  size: 'huge',
  // @ts-expect-error: no such way
  'no-agent': 'explode',
  // @ts-expect-error: no such status
  'onrel-statuschange': ({ status }) => status === 'owned',
};

export const wrongBadge: SvelteHTMLElements['rel-badge'] = {
  // @ts-expect-error: no such appearance
  appearance: 'loud',
};

export const rightBalance: SvelteHTMLElements['rel-balance'] = {
  'vendor-name': 'Acme Coffee',
  initiated: '3 2',
  records: ['a record'],
};

export const wrongBalance: SvelteHTMLElements['rel-balance'] = {
  // @ts-expect-error: no such number
  owned: '3 2',
};
