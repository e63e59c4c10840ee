/** Describes agreements and acts in plain words. */
import { AGREEMENTS } from 'relbutton';

const PURPOSES = {
  service: 'the service you ask for',
  analytics: 'its analytics',
  tracking: 'tracking your visits',
  profiling: 'a profile of you',
  sharing: 'sharing with others, anonymised',
  intent: 'answering what you need',
  ai: 'training and operating AI',
  good: 'the public good',
};

/** @param id of an agreement of the roster */
export const inPlainWords = (id) => {
  const { permits, portability } = AGREEMENTS[id];
  const uses = new Intl.ListFormat('en').format(permits.map((use) => PURPOSES[use]));
  return `Your data is used only for ${uses}.${portability ? ' You can take it with you.' : ''}`;
};

/** The verbs for acts. */
const DID = { relate: 'agreed on', pause: 'paused', resume: 'took up again', leave: 'left', converse: 'said' };

/**
 * Describes a record in one sentence.
 *
 * @param claims as returned by `readClaims`
 * @param name the vendor's
 */
export const inOneSentence = ({ act, agreement, body, iss }, name) => {
  const who = iss.includes('://') ? name : 'You';
  const text = body?.text ?? body?.reason;
  return `${who} ${DID[act] ?? act}${agreement ? ` ${agreement}` : ''}${text ? `: ${text}` : ''}`;
};

/** Each status as a word. */
export const STATUS = { none: 'Not related', asked: 'Asked', related: 'Related', paused: 'Paused', ended: 'Ended' };

/** Describes a page without an endpoint. @param name the vendor's */
export const nothingHere = (name) => `Nothing can be agreed here. The page of ${name} takes no proposals.`;
