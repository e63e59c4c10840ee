/**
 * What answers in the vendor's page. No key and no ledger comes here: what signs is `relbutton/agent/ledger`, in the agent's own
 * place.
 *
 * @module
 */
import { type FROM_AGENT, FROM_HOST, MESSAGE_EVENT, type MessageBody, parseMessage, writeMessage } from '../contract/messages.js';
import { type AskHandler, createAsk, type OpenAsk } from './ask.js';
import { PRESS_COUNTS, watchGestures } from './gesture.js';
import { findOpenRoot, laneOfClick, type OpenRoot } from './lane.js';

export type { AgentOutcome } from '../contract/messages.js';
export type { Answer, Ask, AskHandler, Chosen } from './ask.js';

/** At most so many offers a minute and document (contract, section 6). */
const OFFERS_A_MINUTE = 30;

const detailOf = (event: Event): unknown => (event as CustomEvent<unknown>).detail;

/**
 * Answers the relbuttons of this document. In an extension's content script that is on the private lane of each, which scripts of
 * the page do not hear, and never publicly; in a page on the public one. Without a press that the browser vouches for it does
 * nothing at all.
 *
 * @param handler runs for each ask, to offer and then to ask its person
 * @returns what stops it: open asks end as dismissed
 */
export const onAsk = (handler: AskHandler): (() => void) => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const open = new Map<string, { readonly host: EventTarget; readonly ask: OpenAsk }>();
  let offered: number[] = [];

  const isWithinRate = (): boolean => {
    const now = globalThis.performance.now();
    offered = offered.filter((time) => now - time < 60_000);
    return offered.length < OFFERS_A_MINUTE;
  };

  /**
   * Hears what may be a host.
   *
   * @param host where it spoke
   * @param wasJustPressed whether the person has just pressed it
   * @param answers where it listens
   * @param ended runs when nothing more is to be heard from an ask
   */
  const hear = (
    event: Event,
    host: EventTarget,
    wasJustPressed: (host: EventTarget) => boolean,
    answers: EventTarget,
    ended?: () => void,
  ): void => {
    const message = parseMessage(detailOf(event), FROM_HOST);
    if (!message) return;
    const { id } = message;
    const known = open.get(id);
    if (known) {
      // A host that is out of the document can still cancel, from the document.
      const isItsHost = host === known.host || (message.type === 'cancel' && host === document);
      if (isItsHost) known.ask.receive(message);
    } else if (message.type === 'ask' && message.v.includes(1) && wasJustPressed(host) && isWithinRate()) {
      const say = <T extends keyof typeof FROM_AGENT>(type: T, body: MessageBody<T>): void => {
        if (type === 'offer') offered.push(globalThis.performance.now());
        answers.dispatchEvent(new CustomEvent(MESSAGE_EVENT, { detail: writeMessage(type, id, body) }));
      };
      const ask = createAsk(message, handler, say, () => {
        open.delete(id);
        ended?.();
      });
      open.set(id, { host, ask });
      ask.start();
    }
  };

  const listenPublicly = (): void => {
    const wasJustPressed = watchGestures<EventTarget>((event) => {
      const path = event.composedPath();
      return (host) => host instanceof Element && host.shadowRoot !== null && path.includes(host.shadowRoot);
    }, signal);
    document.addEventListener(
      MESSAGE_EVENT,
      (event) => {
        const [host] = event.composedPath();
        if (host) hear(event, host, wasJustPressed, document);
      },
      { signal },
    );
  };

  /** Listens on a lane from a press until its flow is over, and a press that starts none for as long as it counts. */
  const listenPrivately = (openRoot: OpenRoot): void => {
    const leaving = new Map<EventTarget, () => void>();
    const leaveLater = (lane: EventTarget): void =>
      void setTimeout(() => {
        if ([...open.values()].some(({ host }) => host === lane)) return;
        leaving.get(lane)?.();
        leaving.delete(lane);
      }, PRESS_COUNTS);
    const attend = (lane: EventTarget): void => {
      leaveLater(lane);
      if (leaving.has(lane)) return;
      const onMessage = (event: Event): void => hear(event, lane, wasJustPressed, lane, () => leaveLater(lane));
      lane.addEventListener(MESSAGE_EVENT, onMessage, { signal });
      leaving.set(lane, () => lane.removeEventListener(MESSAGE_EVENT, onMessage));
    };
    const wasJustPressed = watchGestures<EventTarget>((event) => {
      const lane = laneOfClick(event, openRoot);
      if (lane) attend(lane);
      return (host) => host === lane;
    }, signal);
  };

  const openRoot = findOpenRoot();
  if (openRoot) listenPrivately(openRoot);
  else listenPublicly();

  return () => {
    stopping.abort();
    for (const { ask } of [...open.values()]) ask.stop();
  };
};
