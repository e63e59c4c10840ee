import { FROM_HOST, MESSAGE_EVENT, parseMessage, writeMessage } from '../contract/messages.js';
import type { AskHandler } from './ask.js';
import { OpenAsk, type Say } from './open-ask.js';

/** The rate limit: offers per minute and document (contract, "Lanes"). */
const OFFERS_A_MINUTE = 30;

/** The origin of an event that may be a host's message. */
interface Source {
  /** The target of the event. */
  readonly host: EventTarget;
  /** Returns whether the person has just pressed a host. */
  readonly wasJustPressed: (host: EventTarget) => boolean;
  /** The target on which the host hears answers. */
  readonly answers: EventTarget;
  /** Runs when an ask is over. */
  readonly ended?: () => void;
}

/** The open asks of a document, by id. */
export class OpenAsks {
  readonly #handler: AskHandler;
  readonly #open = new Map<string, { readonly host: EventTarget; readonly ask: OpenAsk }>();
  #offered: number[] = [];

  constructor(handler: AskHandler) {
    this.#handler = handler;
  }

  /** Returns whether an ask of this host is open. */
  has(host: EventTarget): boolean {
    return [...this.#open.values()].some((one) => one.host === host);
  }

  /** Handles an event if it is a host's message, and drops it otherwise. */
  hear(event: Event, source: Source): void {
    const message = parseMessage((event as CustomEvent<unknown>).detail, FROM_HOST);
    if (!message) return;
    const { host, wasJustPressed } = source;
    const known = this.#open.get(message.id);
    if (known) {
      // A host that was removed from the document cancels on the document itself.
      const isItsHost = host === known.host || (message.type === 'cancel' && host === document);
      if (isItsHost) known.ask.receive(message);
    } else if (message.type === 'ask' && message.v.includes(1) && wasJustPressed(host) && this.#isWithinRate()) {
      const { id } = message;
      const ask = new OpenAsk(message, {
        handler: this.#handler,
        say: this.#sayAt(source.answers, id),
        ended: () => {
          this.#open.delete(id);
          source.ended?.();
        },
      });
      this.#open.set(id, { host, ask });
      ask.start();
    }
  }

  /** Dismisses all open asks. */
  stop(): void {
    for (const { ask } of [...this.#open.values()]) ask.stop();
  }

  #isWithinRate(): boolean {
    const now = globalThis.performance.now();
    this.#offered = this.#offered.filter((time) => now - time < 60_000);
    return this.#offered.length < OFFERS_A_MINUTE;
  }

  #sayAt(target: EventTarget, id: string): Say {
    return (type, body) => {
      if (type === 'offer') this.#offered.push(globalThis.performance.now());
      target.dispatchEvent(new CustomEvent(MESSAGE_EVENT, { detail: writeMessage(type, id, body) }));
    };
  }
}
