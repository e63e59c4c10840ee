/** How each side says it is going: two words, never one score. */
import { regardsOf } from 'relbutton/agent/ledger';
import { element } from '../dom.js';
import { detailOf } from '../words.js';

/** @param {import('../relationships.js').Shown} shown @returns {Node[]} empty if neither side has said */
export const regards = ({ links, name }) => {
  const { customer, vendor } = regardsOf(links);
  const row = (who, said) => [
    element('dt', { dir: 'auto' }, who),
    element('dd', { dir: 'auto' }, said ? detailOf(said.claims, links) : 'Has not said.'),
  ];
  const mine = customer ? detailOf(customer.claims, links) : 'You have not said.';
  return customer || vendor
    ? [
        element('h3', {}, 'How it is going'),
        element('dl', {}, element('dt', {}, 'You'), element('dd', { dir: 'auto' }, mine), ...row(name, vendor)),
      ]
    : [];
};
