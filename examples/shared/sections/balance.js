/** The part of each side over time. */
import 'relbutton/rel-balance/define';
import { balanceOf } from 'relbutton/agent/ledger';
import { element } from '../dom.js';

/** @param {import('../relationships.js').Shown} shown @returns {Node[]} empty without records */
export const balance = ({ links, records, name }) => {
  if (!records.length) return [];
  const { customer, vendor } = balanceOf(links);
  const row = (word, key) => `${word}: you ${customer[key]}, ${name} ${vendor[key]}.`;
  // The words stand where the browser does not upgrade the element.
  const words = [row('Initiated', 'initiated'), row('Shared', 'shared'), row('Stored', 'stored')].join(' ');
  return [element('rel-balance', { records, vendorName: name }, words)];
};
