import type { Act } from '../contract/acts.js';
import type { Use } from '../contract/agreements.js';
import type { Status } from '../contract/statuses.js';
import type { FlowState, Outcome, Problem } from '../contract/flow.js';

/**
 * The words of the elements in one language. `fill` replaces `{0}` and `{1}`; `{0}` is the vendor's name unless the comment says
 * otherwise.
 */
export interface Words {
  /** The language, a BCP 47 tag. */
  readonly lang: string;
  /** The word for each status. */
  readonly status: Readonly<Record<Status, string>>;
  /** The word for each act. */
  readonly acts: Readonly<Record<Act, string>>;
  /** The label of the button. */
  readonly relate: string;
  /** The label of the button in a relationship. */
  readonly you?: string;
  /** The row by which a passkey signs. */
  readonly sign?: string;
  /** The row by which a person with a passkey comes back. */
  readonly before?: string;
  /** The heading of the agreements in the panel. */
  readonly accepts: string;
  /** The uses that an agreement permits; `{0}` is a list of `uses`. */
  readonly permits: string;
  /** The words for each use. */
  readonly uses: Readonly<Record<Use, string>>;
  /** The sentence for an agreement with data portability. */
  readonly portability: string;
  /** The link to an official text; `{0}` is the id of the agreement. */
  readonly official: string;
  /** The label of an agent that gives none. */
  readonly agent: string;
  /** The row that starts a mail. */
  readonly write: string;
  /** The row that saves a copy. */
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
  /** The explanation of the sign. */
  readonly explanation: string;
  /** The sentences for states and outcomes, and `no_endpoint` for a page where nothing can be agreed; `{1}` is the agent. */
  readonly said: Readonly<Partial<Record<FlowState | Outcome | Problem | 'no_endpoint', string>>>;
  /** The button that ends the flow. */
  readonly cancel: string;
  /** The button that tries again. */
  readonly retry: string;
  /** The button that goes back to the list of agents. */
  readonly another: string;
}

const waiting = 'Waiting for your answer in the other window.';
const later = '{0} will answer later.';

/** The English words, which the elements have without importing anything. */
export const en: Words = {
  lang: 'en',
  status: {
    none: 'Not related',
    offered: 'Open to relate',
    asked: 'Asked',
    related: 'Related',
    paused: 'Paused',
    ended: 'Ended',
  },
  acts: {
    relate: 'Relate',
    converse: 'Converse',
    pause: 'Pause',
    resume: 'Resume',
    export: 'Export',
    leave: 'Leave',
    sync: 'Sync',
  },
  relate: 'Relate with {0}',
  you: 'You and {0}',
  sign: 'Agree with a passkey',
  before: 'I have been here before',
  accepts: '{0} agrees to:',
  permits: 'Your data is only for {0}.',
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
  portability: 'You can take it with you.',
  official: 'The official text of {0} decides',
  agent: 'Your agent',
  write: 'Write to {0}',
  keep: 'Keep a copy',
  send: 'Send to an app',
  have: 'I use an agent',
  address: 'Its address',
  noAddress: 'An address is like agent.example.',
  open: 'Open',
  hand: 'Hand it the link',
  what: 'What is this?',
  explanation:
    'Two magnets, you and {0}, on equal terms. Solid is willing to relate. Either side can keep the record, and leave.',
  said: {
    opening: waiting,
    unheard: '{1} is not responding.',
    unopened: 'Your browser opened no window.',
    waiting,
    consenting: waiting,
    signing: 'Waiting for your answer to the browser.',
    unsigned: 'One more press to sign.',
    cancelled: 'Nothing was signed.',
    unavailable: 'This browser can use no passkey here.',
    insecure: 'Passkeys do not work at this address.',
    unknown: '{0} knows no relationship with this passkey.',
    elsewhere: 'You are signing in another tab.',
    silent: '{1} is not responding.',
    deciding: 'Waiting for {0}.',
    unreached: '{0} is not responding.',
    counter: '{0} suggests another agreement.',
    refuse: '{0} does not agree.',
    no_endpoint: 'Nothing can be agreed here.',
    pending: later,
    agreed: 'You and {0} relate.',
    asked: later,
  },
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
