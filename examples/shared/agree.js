/** Asks the person which agreement to propose, and once more after a counter. */
import { AGREEMENT_IDS, agreementUrl } from 'relbutton';
import { carry } from './carry.js';
import { element } from './dom.js';
import { choice } from './fields.js';
import { askPerson, ended, unsaid } from './window.js';
import { inPlainWords, nothingHere } from './words.js';

const choiceOf = (id, isChosen) =>
  choice(
    { type: 'radio', name: 'agreement', value: id, checked: isChosen },
    element('strong', {}, id),
    element('br'),
    inPlainWords(id),
    ' ',
    element('a', { href: agreementUrl(id), target: '_blank', rel: 'noreferrer' }, 'Official text'),
  );

/** Lists the agreements to propose: those the vendor accepts, and, folded away, the rest of the roster, which it may counter. */
const agreements = (accepts, preferred, isOpen) => [
  element(
    'fieldset',
    {},
    element('legend', {}, 'Propose'),
    ...accepts.map((id, i) => choiceOf(id, accepts.includes(preferred) ? id === preferred : i === 0)),
  ),
  ...(isOpen
    ? [
        element(
          'details',
          {},
          element('summary', {}, 'Another agreement'),
          ...AGREEMENT_IDS.filter((id) => !accepts.includes(id)).map((id) => choiceOf(id, false)),
        ),
      ]
    : []),
];

/**
 * @param {object} request as `relate` in `consent.js` takes it
 * @param {boolean} [isOpen] `false` after a counter: then there is one agreement to propose
 * @returns {Promise<string>} the outcome
 */
export const agree = async (request, accepts, isOpen = true) => {
  const { vendor, preferred } = request;
  const { name } = vendor;
  const fields = agreements(accepts, preferred, isOpen);
  const { said, outcome } = await askPerson({ ...request, yes: `Relate with ${name}`, fields });
  if (outcome) return unsaid(outcome, vendor);
  const agreement = said.get('agreement');
  const reply = await carry(request, { act: 'relate', agreement });
  switch (reply.answer) {
    case 'accept':
      return ended(
        'agreed',
        `You and ${name} relate under ${agreement}. Both sides hold the same record.`,
        inPlainWords(agreement),
      );
    case 'pending':
      return ended('asked', `${name} answers later. Your ledger asks for the answer when you sync.`);
    case 'refuse':
      return reply.code === 'no_endpoint'
        ? ended('dismissed', nothingHere(name))
        : ended('dismissed', `${name} did not agree (${reply.code}). Nothing is kept.`);
    default:
      return accepts.includes(reply.agreement)
        ? agree({ ...request, intro: `${name} suggests another agreement.` }, [reply.agreement], false)
        : ended('dismissed', `${name} suggests ${reply.agreement}, which it does not accept. Nothing is agreed.`);
  }
};
