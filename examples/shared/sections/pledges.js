/** The pledges that stand, with the vendor's receipts. */
import { pledgesOf } from 'relbutton/agent/ledger';
import { element } from '../dom.js';
import { detailOf, pledgeIn } from '../words.js';

/** @param {import('../relationships.js').Shown} shown @returns {Node[]} empty if none stands */
export const pledges = ({ links, name, canSay, button, compose }) => {
  const all = pledgesOf(links);
  const receipt = ({ claims }) => element('li', {}, `${name} received ${detailOf(claims, links)}`);
  const one = (pledge) =>
    element(
      'li',
      {},
      element('p', { dir: 'auto' }, pledgeIn(pledge)),
      pledge.receipts.length
        ? element('ul', { className: 'small' }, ...pledge.receipts.map(receipt))
        : element('p', { className: 'small' }, 'No receipt yet.'),
      ...(canSay
        ? [button('Change or end', `Change or end: ${pledgeIn(pledge)}`, () => compose('pledge', { pledge }), pledge.hash)]
        : []),
    );
  return all.length ? [element('h3', {}, 'What you pledge'), element('ul', { className: 'plain' }, ...all.map(one))] : [];
};
