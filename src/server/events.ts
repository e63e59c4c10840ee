/**
 * Publishes what a vendor does on the channels of Node's `diagnostics_channel`, where it exists. No event has a record, a text, a key,
 * or anything else about a customer.
 *
 * @module
 */
import { type Act, ruleOf } from '../contract/acts.js';
import type { RefusalCode } from '../records/errors.js';
import type { EndpointReply } from './answers.js';
import type { Metrics } from './metrics.js';
import type { Store } from './store.js';

/** What happened, and how long it took. */
interface Timed {
  readonly milliseconds: number;
}
/** On `relbutton.answer`: a request is answered. On `relbutton.refusal` as well if it has a `code`. */
export interface AnswerEvent extends Timed {
  /**
   * The act of a verified record; `lookup` for a look-up of a passkey, `document` for a well-known file, `preflight` for a question of
   * a browser, `other` for anything else, such as an unknown act or a record that cannot be verified.
   */
  readonly act: Act | 'lookup' | 'document' | 'preflight' | 'other';
  /** `refused` if the client is at fault, `failed` if the server is. */
  readonly outcome: 'answered' | 'countered' | 'pending' | 'refused' | 'failed';
  /** The HTTP status. */
  readonly status: number;
  /** The code of a refusal or a failure. */
  readonly code?: RefusalCode;
}
/** On `relbutton.delivery`: `onchange` was called. */
export interface DeliveryEvent extends Timed {
  /** `failed` if it threw, rejected or took too long: it is called again. */
  readonly outcome: 'delivered' | 'failed';
}
/** On `relbutton.store`: a method of the store was called. */
export interface StoreEvent extends Timed {
  readonly method: keyof Store;
  readonly outcome: 'done' | 'failed';
}

/** The part of a channel that is used. */
interface Channel {
  readonly hasSubscribers: boolean;
  publish(event: object): void;
}
interface Builtin {
  readonly process?: { getBuiltinModule?(name: string): { channel(name: string): Channel } | undefined };
}

const channels = new Map<string, Channel | undefined>();
/** @returns the channel; `undefined` in browsers and workers without `diagnostics_channel` */
const channelOf = (name: string): Channel | undefined => {
  if (!channels.has(name)) {
    const { process } = globalThis as Builtin;
    channels.set(name, process?.getBuiltinModule?.('node:diagnostics_channel')?.channel(name));
  }
  return channels.get(name);
};

/** Hears what a vendor does. */
export interface Watch {
  /** Notes the act of a request, once its record is verified. */
  heard(request: Request, act: string): void;
  /** @param what what was asked for, if it was no record; `reply` is the body of the answer */
  answered(request: Request, what: AnswerEvent['act'] | undefined, reply: EndpointReply, timed: Timed & { status: number }): void;
  delivery(event: DeliveryEvent): void;
  store(event: StoreEvent): void;
}

const outcomeOf = (status: number, { code, counter, pending }: EndpointReply): AnswerEvent['outcome'] => {
  if (status >= 500) return 'failed';
  if (code !== undefined) return 'refused';
  if (counter !== undefined) return 'countered';
  return pending ? 'pending' : 'answered';
};

/** @param origin of the vendor: each published event has it, since a process may have several vendors */
export const createWatch = (origin: string, metrics: Metrics): Watch => {
  const acts = new WeakMap<Request, AnswerEvent['act']>();
  const publish = (name: string, event: object): void => {
    const channel = channelOf(name);
    if (channel?.hasSubscribers) channel.publish({ origin, ...event });
  };
  return {
    heard: (request, act) => void acts.set(request, ruleOf(act) ? (act as Act) : 'other'),
    answered(request, what, reply, { status, milliseconds }) {
      const { code } = reply as { code?: RefusalCode };
      const act = what ?? acts.get(request) ?? 'other';
      const event = { act, outcome: outcomeOf(status, reply), status, ...(code !== undefined && { code }), milliseconds };
      metrics.answer(event);
      publish('relbutton.answer', event);
      if (code !== undefined) publish('relbutton.refusal', event);
    },
    delivery(event) {
      metrics.delivery(event);
      publish('relbutton.delivery', event);
    },
    store(event) {
      metrics.store(event);
      publish('relbutton.store', event);
    },
  };
};
