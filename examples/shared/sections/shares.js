/** Shows the active shares, with the time left and a way to stop each. */
import { activeShares } from 'relbutton/agent/ledger';
import { answerOf } from '../answers.js';
import { element } from '../dom.js';
import { timeOf } from '../words.js';

/** The units of time left, each in milliseconds. */
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const relative = new Intl.RelativeTimeFormat('en');

/** Describes the time left. @param {number} endsAt in milliseconds since 1970 */
const leftUntil = (endsAt) => {
  const left = endsAt - Date.now();
  if (left <= 0) return 'over';
  const [unit, length] = UNITS.find(([, one]) => left >= one) ?? UNITS.at(-1);
  return `ends ${relative.format(Math.max(Math.round(left / length), 1), unit)}`;
};

/** The elements that show a time left. They are renewed each minute while they are in the page. */
const left = new Map();
setInterval(() => {
  for (const [shown, endsAt] of left)
    if (shown.isConnected) shown.textContent = leftUntil(endsAt);
    else left.delete(shown);
}, 60_000);

/** @param {import('../relationships.js').Shown} shown @returns {Node[]} empty if nothing is shared */
export const shares = ({ ledger, iss, links, name, isReadOnly, button }) => {
  const all = activeShares(links, Date.now());
  const one = ({ hash, what, scope, purpose, endsAt }) => {
    const time = element('strong', {}, leftUntil(endsAt));
    left.set(time, endsAt);
    const stop = async () => answerOf(await ledger.revoke(iss, hash), name, `You stopped sharing it with ${name}.`);
    return element(
      'li',
      {},
      element('p', { className: 'text', dir: 'auto' }, what),
      element('p', { className: 'small', dir: 'auto' }, `For ${purpose}. Scope: ${scope}.`),
      element('p', { className: 'small' }, time, ` (${timeOf(endsAt)})`),
      ...(isReadOnly ? [] : [button('Stop', `Stop sharing: ${what.slice(0, 60)}`, stop, hash)]),
    );
  };
  return all.length ? [element('h3', {}, 'What you share'), element('ul', { className: 'plain' }, ...all.map(one))] : [];
};
