/** The part of each side over time. */
import { balanceOf } from 'relbutton/agent/ledger';
import { element } from '../dom.js';

const ROWS = [
  ['initiated', 'Began'],
  ['shared', 'Gave'],
  ['stored', 'Keeps'],
];

/** @param {import('../relationships.js').Shown} shown @returns {Node[]} empty without records */
export const balance = ({ links, records, name }) => {
  if (!records.length) return [];
  const heading = element('h3', {}, 'Balance');
  if (customElements.get('rel-balance')) return [heading, element('rel-balance', { records })];
  const { customer, vendor } = balanceOf(links);
  const cell = (text) => element('td', {}, String(text));
  const head = (scope, text) => element('th', { scope }, text);
  return [
    heading,
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, element('td', {}), head('col', 'You'), head('col', name))),
      element(
        'tbody',
        {},
        ...ROWS.map(([key, text]) => element('tr', {}, head('row', text), cell(customer[key]), cell(vendor[key]))),
      ),
    ),
  ];
};
