/** Shows the threads of a relationship, with a way to answer. */
import { conversationsOf } from 'relbutton/agent/ledger';
import { element } from '../dom.js';
import { detailOf, isVendors, timeOf, whoOf } from '../words.js';

/** The threads that stay open beside those that wait for the person's answer. */
const OPEN = 2;

/** Returns how many threads wait for the person's answer. */
export const countWaiting = (links) => conversationsOf(links).filter(({ awaits }) => awaits === 'customer').length;

/**
 * @param {import('../relationships.js').Shown} shown
 * @returns {Node[]} empty if nothing was said
 */
export const threads = ({ links, name, canSay, button, fold, compose }) => {
  const message = ({ claims }) =>
    element(
      'li',
      { className: isVendors(claims) ? 'vendor' : 'customer' },
      element('p', { className: 'small' }, `${whoOf(claims, name)}, ${timeOf(claims.iat * 1_000)}`),
      element('p', { className: 'text', dir: 'auto' }, detailOf(claims, links)),
    );
  const thread = ({ links: said, awaits }) => {
    // A record answers one of the other side.
    const last = said.findLast(({ claims }) => isVendors(claims));
    const text = last && detailOf(last.claims, links);
    const word = awaits === 'customer' ? 'Answer' : 'Say more';
    const answer = () => compose('converse', { re: last.hash, text });
    return element(
      'li',
      { className: awaits === 'customer' ? 'thread waits' : 'thread' },
      ...(awaits === 'customer' ? [element('p', { className: 'small' }, element('strong', {}, 'Waits for your answer'))] : []),
      element('ol', { className: 'timeline' }, ...said.map(message)),
      ...(last && canSay ? [button(word, `${word}, ${name}: ${text.slice(0, 60)}`, answer, last.hash)] : []),
    );
  };
  const all = [...conversationsOf(links)].reverse();
  if (!all.length) return [];
  const waiting = all.filter(({ awaits }) => awaits === 'customer');
  const others = all.filter(({ awaits }) => awaits !== 'customer');
  const listOf = (some) => element('ul', { className: 'plain' }, ...some.map(thread));
  const older = others.slice(OPEN);
  return [
    element('h3', {}, 'What you said to each other'),
    listOf([...waiting, ...others.slice(0, OPEN)]),
    ...(older.length ? [fold(`Earlier ones (${older.length})`, listOf(older))] : []),
  ];
};
