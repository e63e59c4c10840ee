import type { Act } from '../contract/acts.js';
import type { Use } from '../contract/agreements.js';
import type { Status } from '../contract/statuses.js';
import type { FlowState, Outcome } from '../contract/flow.js';

/** Everything that the elements say. `{0}` and `{1}` are filled in; `{0}` is the vendor where nothing else is said. */
export interface Words {
  /** BCP 47. */
  readonly lang: string;
  readonly status: Readonly<Record<Status, string>>;
  readonly acts: Readonly<Record<Act, string>>;
  readonly relate: string;
  readonly accepts: string;
  /** `{0}` is a list of `uses`. */
  readonly permits: string;
  readonly uses: Readonly<Record<Use, string>>;
  readonly portability: string;
  /** `{0}` is an agreement's id. */
  readonly official: string;
  readonly agent: string;
  readonly write: string;
  readonly keep: string;
  readonly send: string;
  readonly have: string;
  readonly address: string;
  /** What is wrong with an address. */
  readonly noAddress: string;
  readonly open: string;
  readonly hand: string;
  readonly what: string;
  readonly explanation: string;
  /** What is said in the states and outcomes that are worth a word; `{1}` is the agent. */
  readonly said: Readonly<Partial<Record<FlowState | Outcome, string>>>;
  readonly cancel: string;
  readonly retry: string;
  readonly another: string;
  /** The page gives the vendor no way to answer. */
  readonly nowhere: string;
}

const waiting = 'Waiting for your answer in the other window.';
const later = '{0} will answer later.';

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
    silent: '{1} is not responding.',
    deciding: 'Waiting for {0}.',
    unreached: '{0} is not responding.',
    counter: '{0} suggests another agreement.',
    refuse: '{0} does not agree.',
    pending: later,
    agreed: 'You and {0} relate.',
    asked: later,
  },
  cancel: 'Cancel',
  retry: 'Try again',
  another: 'Choose another',
  nowhere: 'Nothing can be agreed here.',
};

/** Fills in what stands in braces; nothing for no text. */
export const fill = (text = '', ...values: readonly string[]): string =>
  text.replace(/{(\d)}/g, (_, i: number) => values[i] ?? '');
