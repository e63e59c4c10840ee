/** One relationship: what can be said in it, what was said, and every record. */
import 'relbutton/rel-badge/define';
import { answerOf, erasureIn } from './answers.js';
import { element } from './dom.js';
import { balance } from './sections/balance.js';
import { pledges } from './sections/pledges.js';
import { regards } from './sections/regards.js';
import { shares } from './sections/shares.js';
import { countWaiting, threads } from './sections/threads.js';
import { download } from './take-along.js';
import { agreementIn, inOneSentence, inPlainWords, isVendors, STATUS, timeOf, TITLES } from './words.js';

/** The acts with a form of their own, by the status in which they can be said. */
const SAID = { related: ['converse', 'intentcast', 'pledge', 'share', 'regard'], paused: ['regard'] };

/** The buttons for the acts that have a form. */
const sayings = ({ name, status, isReadOnly, button, compose }) =>
  (isReadOnly ? [] : (SAID[status] ?? [])).map((act) => button(TITLES[act], `${TITLES[act]}: ${name}`, () => compose(act, {})));

/** The buttons to keep up a relationship, or to end it. */
const upkeep = ({ ledger, vendor: origin, name, iss, status, records, isReadOnly, button }) => {
  const say = async (act, done, body) =>
    answerOf(await ledger.say({ vendor: { origin, name }, act, ...(body && { body }) }), name, done);
  const erase = element('input', { type: 'checkbox' });
  const isOn = records.length > 0 && status !== 'ended';
  const forget = button('Delete', `Delete what is kept of ${name}`, () =>
    ledger.delete(iss).then(() => `Nothing of ${name} is kept.`),
  );
  // Only the passkey can sign for this one, in the vendor's page.
  if (isReadOnly) return [forget];
  return [
    button('Sync', `Sync with ${name}`, () => ledger.sync(iss).then(() => `Asked ${name}.`)),
    ...(isOn
      ? [
          status === 'paused'
            ? button('Resume', `Resume with ${name}`, () => say('resume', `You took up again with ${name}.`))
            : button('Pause', `Pause with ${name}`, () => say('pause', `You paused with ${name}.`)),
          button('What they hold', `What they hold, asked of ${name}`, async () => {
            download([await ledger.exportFrom(iss)], 'held.json');
            return `${name} answered; it is in a file.`;
          }),
        ]
      : []),
    ...(isOn || status === 'asked'
      ? [
          element(
            'span',
            { className: 'leave' },
            button('Leave', `Leave ${name}`, () =>
              say('leave', `You left ${name}.`, erase.checked ? { erase: true } : undefined),
            ),
            element('label', { className: 'erase' }, erase, 'and ask to erase'),
          ),
        ]
      : []),
    ...(status === 'ended' || status === 'none' ? [forget] : []),
  ];
};

const everyRecord = ({ links, records, name, iss, fold }) =>
  fold(
    `Every record (${records.length})`,
    element(
      'ol',
      { className: 'timeline' },
      ...links.map((link, i) =>
        element(
          'li',
          { className: isVendors(link.claims) ? 'vendor' : 'customer' },
          element('p', { className: 'text', dir: 'auto' }, inOneSentence(link, links, name)),
          element('p', { className: 'small' }, timeOf(link.claims.iat * 1_000)),
          element('details', {}, element('summary', {}, 'The record'), element('pre', { tabIndex: 0 }, records[i])),
        ),
      ),
    ),
    element('p', { className: 'small' }, `Your key for this vendor alone: ${iss}`),
  );

/**
 * @param {import('./relationships.js').Shown} shown
 * @param {boolean} isBrief `true` leaves out what was said and the records
 */
export const card = (shown, isBrief) => {
  const { vendor, name, status, links, proposed, erasure, fold } = shown;
  const agreement = agreementIn(links);
  const waits = proposed && status !== 'asked' ? 'What you said last has not reached them. Sync tries again.' : '';
  const waiting = isBrief && countWaiting(links) ? 'Something waits for your answer in your ledger.' : '';
  const says = sayings(shown);
  return element(
    'article',
    {},
    element('h2', {}, element('bdi', {}, name), element('rel-badge', { status, textContent: STATUS[status] })),
    element('p', {}, vendor),
    element('p', {}, agreement ? `${agreement}: ${inPlainWords(agreement)}` : ''),
    element('p', {}, waits),
    element('p', { dir: 'auto' }, erasure ? erasureIn(erasure, name) : ''),
    element('p', {}, waiting),
    ...(says.length ? [isBrief ? fold('Say, pledge or share', ...says) : element('div', { className: 'says' }, ...says)] : []),
    ...(isBrief ? [] : [threads, pledges, shares, regards, balance].flatMap((section) => section(shown))),
    element('div', { className: 'actions' }, ...upkeep(shown)),
    ...(isBrief ? [] : [everyRecord(shown)]),
  );
};
