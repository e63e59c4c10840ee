/**
 * The texts of the desk. "We" are the vendor's people, "they" is the customer.
 *
 * @module
 */
import type { AgreementId, Use } from '../../contract/agreements.js';
import { AGREEMENTS } from '../../contract/agreements.js';
import type { Feeling } from '../../contract/bodies.js';
import type { Status } from '../../contract/statuses.js';
import { type RecordError, type RefusalCode, REFUSALS } from '../../records/errors.js';

/** Names a customer, who has no name here, by the first characters of their key. */
export const nameOf = (iss: string): string => `Customer ${iss.slice(0, 8)}`;

export const STATUSES: Readonly<Record<Exclude<Status, 'none'>, string>> = {
  offered: 'Refused',
  asked: 'Asked',
  related: 'Related',
  paused: 'Paused',
  ended: 'Ended',
};
export const FEELINGS: Readonly<Record<Feeling, string>> = { fair: 'Fair', unsure: 'Unsure', unfair: 'Unfair' };
export const PER: Readonly<Record<string, string>> = { once: 'once', month: 'a month', year: 'a year' };
export const SIGNED = { passkey: 'a passkey of their browser', agent: 'their agent' } as const;

const PURPOSES: Readonly<Record<Use, string>> = {
  service: 'the service they ask for',
  analytics: 'analytics',
  tracking: 'tracking',
  profiling: 'profiling',
  sharing: 'sharing it anonymised',
  intent: 'answering their need',
  ai: 'training and operating AI',
  good: 'the public good',
};
/** Says in plain words what an agreement permits the vendor. */
export const inPlainWords = (id: AgreementId): string => {
  const { permits, portability } = AGREEMENTS[id];
  const uses = new Intl.ListFormat('en').format(permits.map((use) => PURPOSES[use]));
  return `We use their data only for ${uses}.${portability ? ' They can take it with them.' : ''}`;
};

/** What was done, by the act of the form. */
export const DONE: Readonly<Record<string, (name: string) => string>> = {
  accept: (name) => `${name} and we relate.`,
  refuse: (name) => `${name} is refused.`,
  converse: (name) => `We wrote to ${name}.`,
  receipt: (name) => `We sent ${name} a receipt.`,
  regard: (name) => `We told ${name} how we feel.`,
  pause: (name) => `We paused with ${name}.`,
  resume: (name) => `We took up again with ${name}.`,
  leave: (name) => `We left ${name}.`,
};

/** Sentences for codes whose own sentence is for the customer's agent. */
const FAULTS: Partial<Record<RefusalCode, string>> = {
  malformed: 'A field is missing, or too long.',
  too_large: 'That text is too long to sign. Say it in two.',
  broken_chain: 'They said something at the same moment. Look at it, and press again.',
  not_related: 'There is nothing to decide any more, or nothing was agreed yet.',
  ended: 'This relationship has ended: nothing can be said in it any more.',
  paused: 'This relationship is on hold. Say it once it goes on.',
  unknown_re: 'The record that this would answer is not kept any more.',
  wrong_re: 'A receipt is for a pledge, and this answers something else.',
  own_re: 'That was said by us: only their words can be answered.',
  server_error: 'The server failed, and has told its operator. Try again later.',
  unavailable: 'The records cannot be reached. Try again in a minute.',
};
/** Says to the vendor's people why something was not done. */
export const sentenceOf = ({ code }: RecordError): string => FAULTS[code] ?? REFUSALS[code];

export const W = {
  all: 'Relationships',
  decide: 'To decide',
  answer: 'To answer',
  pledges: 'Pledges',
  skip: 'To the content',
  lead: 'Each belongs to two: what stands here, the customer holds as well, to the byte. Either side can pause or leave.',
  every: 'All',
  search: 'Find a customer by their key',
  searchHint: 'Its first characters, as in their name here, or all 43. Texts are not searched.',
  find: 'Find',
  none: 'None yet.',
  noneFound: 'None here.',
  notHere: 'Nothing is kept under that key.',
  nobodyAsks: 'Nothing awaits a decision.',
  someAsk: 'Somebody awaits a decision.',
  nobodyWaits: 'Nobody awaits an answer.',
  noPledge: 'No pledge stands.',
  first: 'From the first',
  next: 'Go on',
  more: 'There may be more: go on.',
  tooLong: 'It has too many records to look through here: open it.',
  takeAlong: 'Take along',
  takeAlongLead: 'Every record, for a table or in the vocabulary of IEEE 7012.',
  csv: 'Export as CSV',
  jsonld: 'Export as JSON-LD',
  open: 'Open',
  they: 'They',
  we: 'We',
  notSaid: 'not said',
  conversations: 'Conversations',
  shares: 'Shared with us',
  fair: 'Does it feel fair?',
  balance: 'Balance',
  hold: 'Pause or leave',
  weHold: 'We paused',
  theyHold: 'They paused',
  facts: 'What we received',
  resume: 'Resume',
  pause: 'Pause',
  leave: 'Leave',
  leaveLead:
    'The relationship ends at once, for both, and cannot be taken up again. It erases nothing here: that is up to us. They learn of it by their agent.',
  pauseLead: 'While it is on hold, neither writes, pledges or shares. We alone can end a pause of ours.',
  reason: 'Reason, for them, if you like',
  records: 'Records',
  record: 'The record',
  earlier: 'Earlier records',
  latest: 'The latest',
  erased: 'Nothing is kept but that it ended.',
  write: 'Write to them',
  send: 'Send',
  answerIt: 'Answer',
  onHold: 'This relationship is on hold. Answer once it goes on.',
  wantsIt: 'They want the answer at',
  tooToo: 'too.',
  arrived: 'A payment arrived',
  sendReceipt: 'Send a receipt',
  on: 'On',
  sayFeel: 'Say how we feel',
  tell: 'Tell them',
  note: 'Note to them, if you like',
  accept: 'Accept',
  refuse: 'Refuse',
  who: 'Key',
  reach: 'Answer them at',
  terms: 'Terms',
  since: 'Since',
  asked: 'Asked',
  signed: 'Signed by',
  asksFor: 'Asks for',
  theirs: 'of theirs',
  ours: 'of ours',
  tryAgain: 'Try again',
  yourText: 'This was not sent:',
  notSignedIn: 'Sign in to see the desk.',
  notThere: 'The desk has no such page.',
  badMethod: 'This page does not take that.',
  failed: 'The desk failed, and has told its operator. Try again later.',
  noForm: 'This is not a form.',
  elsewhere: 'This form was not sent by a page of the desk.',
  tooLongForm: 'This form is too long.',
  brokenForm: 'This form broke off before its end, or took too long.',
  stale: 'This page was made before you signed in, or before the server began anew. What you wrote is still here: press again.',
  noAct: 'The desk has no such act.',
} as const;
