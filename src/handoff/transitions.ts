import type { FlowState } from '../contract/flow.js';

/**
 * The states of a flow, with every step that leads on from each (contract, "A flow"). A step that a state does not list is out of
 * order there: it changes nothing. `docs/architecture.md` draws this table.
 *
 * - agents send `offer`, `ack`, `propose`, `done`; the window of an agent elsewhere sends `hello`, or the browser `blocked` it
 * - the vendor answers `accept`, `counter`, `refuse` or `pending`, or is `unreached`
 * - the person takes `choose`, `open`, `another`, `retry`, `follow`; with a passkey `sign` and `find`; person or page `cancel`
 * - the browser's dialogs lead to a record, `propose`, or not: `back` or `counter` to where the person was, `unsigned` for one more press
 * - `asked`: the ask is over; `wait`: the wait is over
 */
export const TRANSITIONS = {
  asking: { offer: 'asking', asked: 'choosing', cancel: 'ended' },
  choosing: {
    choose: 'waiting',
    open: 'opening',
    blocked: 'unopened',
    sign: 'signing',
    find: 'signing',
    follow: 'ended',
    cancel: 'ended',
  },
  signing: {
    propose: 'deciding',
    unsigned: 'unsigned',
    unreached: 'unreached',
    counter: 'counter',
    back: 'choosing',
    cancel: 'ended',
  },
  unsigned: { sign: 'signing', cancel: 'ended' },
  opening: { hello: 'waiting', wait: 'unheard', cancel: 'ended' },
  unheard: { hello: 'waiting', open: 'opening', blocked: 'unopened', cancel: 'ended' },
  unopened: { open: 'opening', blocked: 'unopened', cancel: 'ended' },
  waiting: { ack: 'consenting', propose: 'deciding', done: 'ended', wait: 'silent', cancel: 'ended' },
  silent: { ack: 'consenting', propose: 'deciding', done: 'ended', another: 'asking', cancel: 'ended' },
  consenting: { propose: 'deciding', done: 'ended', cancel: 'ended' },
  deciding: {
    accept: 'accept',
    counter: 'counter',
    refuse: 'refuse',
    pending: 'pending',
    unreached: 'unreached',
    cancel: 'ended',
  },
  unreached: { retry: 'deciding', sign: 'signing', find: 'signing', cancel: 'ended' },
  counter: { propose: 'deciding', sign: 'signing', done: 'ended', cancel: 'ended' },
  refuse: { done: 'ended', follow: 'ended', cancel: 'ended' },
  pending: { done: 'ended', cancel: 'ended' },
  accept: { done: 'ended', wait: 'ended', cancel: 'ended' },
  ended: {},
} as const satisfies Readonly<Record<FlowState, Readonly<Record<string, FlowState>>>>;

type KeysOfEach<T> = T extends unknown ? keyof T : never;
/** A step of a flow. */
export type FlowStep = KeysOfEach<(typeof TRANSITIONS)[FlowState]>;
