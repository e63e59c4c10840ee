import type { CustomerAct } from '../contract/acts.js';
import type { Feeling } from '../contract/bodies.js';
import type { Use } from '../contract/agreements.js';
import type { Status } from '../contract/statuses.js';
import type { FlowState, Outcome, Problem } from '../contract/flow.js';

/** The states, problems and outcomes that have the sentence of another. */
export const SAID_AS = {
  opening: 'waiting',
  consenting: 'waiting',
  unheard: 'silent',
  insecure: 'unavailable',
  asked: 'pending',
} as const;
/** The keys of `said`; `no_endpoint` means a page where nothing can be agreed. */
type Said = Exclude<FlowState | Outcome | Problem | 'converse' | 'no_endpoint', keyof typeof SAID_AS>;

/**
 * The words of the elements in one language. `fill` replaces `{0}` and `{1}`; `{0}` is the vendor's name unless the comment says
 * otherwise.
 */
export interface Words {
  /** The language, a BCP 47 tag. */
  readonly lang: string;
  /** The word for each status. */
  readonly status: Readonly<Record<Status, string>>;
  /** The word for each act of a customer. */
  readonly acts: Readonly<Record<CustomerAct, string>>;
  /** The label of the button, and the title of its panel. */
  readonly relate: string;
  /** The title of the panel of a relationship. */
  readonly you: string;
  /** The sentence above the form for a passkey. */
  readonly intro: string;
  /** The heading of the agreements to choose from. */
  readonly terms: string;
  /** The row that shows the agreements where no passkey can sign one. */
  readonly accepts: string;
  /** An agreement in plain words; `{0}` is a list of the `uses` that it permits. */
  readonly permits: string;
  /** The words for each use. */
  readonly uses: Readonly<Record<Use, string>>;
  /** The end of that, for an agreement with data portability. */
  readonly portability: string;
  /** The link to the official text of an agreement. */
  readonly text: string;
  /** The label of the field for where the vendor may answer. */
  readonly reach: string;
  /** The error of that field. */
  readonly noReach: string;
  /** The button that signs an agreement with a passkey. */
  readonly sign: string;
  /** The button for a person who has a relationship already. */
  readonly before: string;
  /** The row that opens the ways that need neither agent nor passkey. */
  readonly ways: string;
  /** The row that opens the ways without an agent. */
  readonly without: string;
  /** The heading of the acts to choose from. */
  readonly acting: string;
  /** The heading of the agents that answered. */
  readonly agents: string;
  /** The sentence below the agents. */
  readonly asks: string;
  /** The label of an agent that gives none. */
  readonly agent: string;
  /** The row of the vendor's own link. */
  readonly visit: string;
  /** The row that starts a mail. */
  readonly write: string;
  /** The row that saves the offer. */
  readonly keep: string;
  /** The row that shares the page with an app. */
  readonly send: string;
  /** The row that opens the address field for an agent. */
  readonly have: string;
  /** The label of the address field. */
  readonly address: string;
  /** The error of the address field. */
  readonly noAddress: string;
  /** The button that opens the agent at the address. */
  readonly open: string;
  /** The row that hands the page to an app for `web+rel:` links. */
  readonly hand: string;
  /** The row that opens `explanation`. */
  readonly what: string;
  /** The explanation of the sign, and of a passkey. */
  readonly explanation: string;
  /** Since when there is a relationship; `{0}` is a date. */
  readonly since: string;
  /** The words for how a side feels about the relationship. */
  readonly feelings: Readonly<Record<Feeling, string>>;
  /** The button that sends a message. */
  readonly submit: string;
  /** The box to check beside `acts.leave`. */
  readonly erase: string;
  /** The vendor is erasing the data of a person who left. */
  readonly erasing: string;
  /** The vendor has erased them. */
  readonly erased: string;
  /** The vendor keeps some of it: `{1}`, because of `{2}`, until `{3}`, in the vendor's words. */
  readonly kept: string;
  /** Who has the record. */
  readonly both: string;
  /** The button that saves the person's copy of the record. */
  readonly save: string;
  /** The button that saves what the vendor has about the person. */
  readonly saveData: string;
  /** The sentences for states, outcomes, problems of a passkey, and a sent message; `{1}` is the agent. */
  readonly said: Readonly<Partial<Record<Said, string>>>;
  /** The button that closes the panel once all is done. */
  readonly done: string;
  /** The name of the cross that closes the panel. */
  readonly close: string;
  /** The button that turns down the vendor's other agreement. */
  readonly no: string;
  /** The button that ends the flow. */
  readonly cancel: string;
  /** The button that tries again. */
  readonly retry: string;
  /** The button that goes back to the list of agents. */
  readonly another: string;
  /** The words of `<rel-balance>`. Default: its English ones. */
  readonly balance?: readonly [
    caption: string,
    customer: string,
    vendor: string,
    initiated: string,
    shared: string,
    stored: string,
  ];
}

/** The English words for statuses: all that the badge has without importing anything. */
export const statusWords: Words['status'] = {
  none: 'Not related',
  offered: 'Open to relate',
  asked: 'Asked',
  related: 'Related',
  paused: 'Paused',
  ended: 'Ended',
};

/** The English words, which the elements have without importing anything. */
export const en: Words = {
  lang: 'en',
  status: statusWords,
  acts: {
    relate: 'Relate',
    converse: 'Say something',
    intentcast: 'Say what you need',
    pledge: 'Pledge',
    share: 'Share something',
    revoke: 'Stop sharing',
    regard: 'Say how it is going',
    pause: 'Pause',
    resume: 'Resume',
    export: 'Get your data',
    leave: 'Leave',
    sync: 'Sync',
  },
  relate: 'Relate with {0}',
  you: 'You and {0}',
  intro: 'On equal terms: you choose the terms, both keep the same record, and either can leave.',
  terms: 'Your terms',
  accepts: '{0} agrees to',
  permits: 'Your data only for {0}',
  uses: {
    service: 'the service you ask for',
    analytics: 'analytics',
    tracking: 'tracking',
    profiling: 'profiling',
    sharing: 'sharing it anonymised',
    intent: 'answering your need',
    ai: 'AI',
    good: 'the public good',
  },
  portability: ', and you can take it with you',
  text: 'text',
  reach: 'Where {0} may answer you (optional)',
  noReach: 'An email address, or a link with https:',
  sign: 'Agree with a passkey',
  before: 'I have been here before',
  ways: 'Other ways',
  without: 'Without an agent',
  acting: 'What would you like to do?',
  agents: 'Your agents',
  asks: 'Your agent asks you about the terms in its own window.',
  agent: 'Your agent',
  visit: 'Visit {0}’s page',
  write: 'Write to {0}',
  keep: 'Keep a copy',
  send: 'Send to an app',
  have: 'I use an agent…',
  address: 'Its address',
  noAddress: 'An address is like agent.example.',
  open: 'Open',
  hand: 'Hand it the link',
  what: 'What is this?',
  explanation: 'The magnets are you and {0}: solid is willing, joined is related.',
  since: 'Related since {0}',
  feelings: { fair: 'Fair', unsure: 'Unsure', unfair: 'Unfair' },
  submit: 'Send',
  erase: 'and erase my data',
  erasing: '{0} is erasing your data.',
  erased: '{0} has erased your data.',
  kept: '{0} keeps {1} until {3}: {2}',
  both: 'Both of you hold this record.',
  save: 'Save your copy',
  saveData: 'Save your data',
  said: {
    unsigned: 'One more press to sign.',
    cancelled: 'Nothing was signed.',
    unavailable: 'There is no passkey here.',
    unknown: '{0} does not know this passkey.',
    elsewhere: 'You are signing in another tab.',
    unopened: 'Your browser opened no window.',
    waiting: 'Waiting for your answer in the other window.',
    signing: 'Your browser is waiting for your answer.',
    silent: '{1} is not responding.',
    deciding: 'Waiting for {0}.',
    unreached: '{0} is not responding.',
    counter: '{0} suggests another agreement.',
    refuse: '{0} does not agree.',
    no_endpoint: 'Nothing can be agreed here.',
    pending: '{0} will answer later.',
    agreed: 'You and {0} relate.',
    converse: '{0} has your message.',
  },
  done: 'Done',
  close: 'Close',
  no: 'No',
  cancel: 'Cancel',
  retry: 'Try again',
  another: 'Choose another',
};

/**
 * Replaces `{0}` to `{9}` in a text.
 *
 * @param text by default the empty string
 * @param values by number; a number without a value is replaced by nothing
 * @example
 * fill(en.relate, 'Acme Coffee'); // → 'Relate with Acme Coffee'
 */
export const fill = (text = '', ...values: readonly string[]): string =>
  text.replace(/{(\d)}/g, (_, i: number) => values[i] ?? '');
