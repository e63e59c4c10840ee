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

/** @param id of an agreement. Of one that is not in the roster nothing can be said. */
export const inPlainWords = (id) => {
  if (!Object.hasOwn(AGREEMENTS, id)) return '';
  const { permits, portability } = AGREEMENTS[id];
  const uses = new Intl.ListFormat('en').format(permits.map((use) => PURPOSES[use]));
  return `Your data is used only for ${uses}.${portability ? ' You can take it with you.' : ''}`;
};

/** Each act as the person's button has it. */
export const TITLES = {
  relate: 'Relate',
  converse: 'Say something',
  intentcast: 'Say what you need',
  pledge: 'Pledge',
  share: 'Share something',
  revoke: 'Stop sharing',
  regard: 'Say how it is going',
  pause: 'Pause',
  resume: 'Resume',
  leave: 'Leave',
};

/** Each act that says something, as what it is. */
export const NOUNS = {
  converse: 'Message',
  intentcast: 'Need',
  pledge: 'Pledge',
  share: 'Share',
  revoke: 'No longer',
  regard: 'How it is going',
};

/** The words for a side's regard. */
export const FEELS = { fair: 'Fair', unsure: 'Not sure', unfair: 'Not fair' };
/** The words for how often a pledge is paid. */
export const PER = { once: 'once', month: 'each month', year: 'each year' };

/** @param {Date | number | string} time a `Date`, or what makes one */
export const timeOf = (time) => new Date(time).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
/** Writes an RFC 3339 date as it is, and a date-time as the person's own. */
const momentOf = (text) => (text?.includes('T') ? timeOf(text) : text);

const joined = (...parts) => parts.filter(Boolean).join(', ');
/** @param {{ amount: string, currency: string }} money */
export const moneyIn = ({ amount, currency }) => `${amount || '…'} ${currency}`;
/** @param {{ per?: string }} pledge its body */
export const pledgeIn = ({ per, for: purpose, ...money }) => joined(moneyIn(money), PER[per], purpose && `for ${purpose}`);

/** What the body of an act says, in words. */
const DETAILS = {
  converse: ({ text }) => text,
  intentcast: ({ need, budget, by, reach }) =>
    joined(need, budget && `for up to ${moneyIn(budget)}`, by && `by ${momentOf(by)}`, reach && `answers to ${reach}`),
  pledge: pledgeIn,
  receipt: ({ at, ...money }) => joined(moneyIn(money), momentOf(at)),
  share: ({ what, scope, purpose, until }) =>
    joined(what || '…', `for ${purpose || '…'}`, `scope: ${scope || '…'}`, `until ${momentOf(until) || '…'}`),
  revoke: ({ re }, links) => {
    const share = links.find(({ hash }) => hash === re);
    return share ? detailOf(share.claims, links) : '…';
  },
  regard: ({ feels, note }) => joined(FEELS[feels] ?? '…', note),
  pause: ({ reason }) => reason,
  resume: ({ reason }) => reason,
  leave: ({ erase }) => erase && 'ask to erase what is held about me',
};
/**
 * @param {{ act: string, body?: object }} claims
 * @param {import('relbutton').Link[]} links the records of the relationship: a revoke names one of them
 * @returns {string} empty if there is nothing to say
 */
export const detailOf = ({ act, body }, links) => (body && DETAILS[act]?.(body, links)) || '';

/** Returns whether the vendor signed a record. */
export const isVendors = ({ iss }) => iss.includes('://');
/** @param {string} name the vendor's */
export const whoOf = (claims, name) => (isVendors(claims) ? name : 'You');

/** The verbs for acts. */
const DID = {
  relate: 'agreed on',
  converse: 'said',
  intentcast: 'said a need',
  pledge: 'pledged',
  receipt: 'received',
  share: 'shared',
  revoke: 'stopped sharing',
  regard: 'said how it is going',
  pause: 'paused',
  resume: 'took up again',
  leave: 'left',
};

/**
 * Describes a record in one sentence.
 *
 * @param {import('relbutton').Link} link
 * @param {import('relbutton').Link[]} links the records of the relationship
 * @param {string} name the vendor's
 */
export const inOneSentence = ({ claims }, links, name) => {
  const { act, agreement } = claims;
  const who = whoOf(claims, name);
  const detail = detailOf(claims, links);
  const terms = agreement && (act === 'relate' ? ` ${agreement}` : ` under ${agreement}`);
  return `${who} ${DID[act] ?? act}${terms ?? ''}${detail ? `: ${detail}` : ''}`;
};

/** Returns the id of the agreement in force. @param links the records of a relationship, in their order, as `linkOf` reads them */
export const agreementIn = (links) => (links.findLast(({ claims }) => claims.act === 'relate') ?? links[0])?.claims.agreement;

/** Each status as a word. */
export const STATUS = { none: 'Not related', asked: 'Asked', related: 'Related', paused: 'Paused', ended: 'Ended' };

/** Describes a page without an endpoint. @param name the vendor's */
export const nothingHere = (name) => `Nothing can be agreed here. The page of ${name} takes no proposals.`;
