/**
 * Hears what a vendor does, counts it, and publishes it on the channels of Node's `diagnostics_channel`, where it exists.
 *
 * @module
 */
import { type Act, ruleOf } from '../contract/acts.js';
import type { RefusalCode } from '../records/errors.js';
import type { EndpointReply } from './answers.js';
import type { AnswerEvent, DeliveryEvent, StoreEvent, Timed } from './events.js';
import type { Incoming } from './incoming.js';
import type { Metrics } from './metrics.js';

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
  heard(incoming: Incoming, act: string): void;
  /** @param what what was asked for, if it was no record; `reply` is the body of the answer */
  answered(
    incoming: Incoming,
    what: AnswerEvent['act'] | undefined,
    reply: EndpointReply,
    timed: Timed & { status: number },
  ): void;
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
  const acts = new WeakMap<Incoming, AnswerEvent['act']>();
  const publish = (name: string, event: object): void => {
    const channel = channelOf(name);
    if (channel?.hasSubscribers) channel.publish({ origin, ...event });
  };
  return {
    heard: (incoming, act) => void acts.set(incoming, ruleOf(act) ? (act as Act) : 'other'),
    answered(incoming, what, reply, { status, milliseconds }) {
      const { code } = reply as { code?: RefusalCode };
      const act = what ?? acts.get(incoming) ?? 'other';
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
