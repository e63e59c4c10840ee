import { FROM_HOST, MESSAGE_EVENT, parseMessage, writeMessage } from '../contract/messages.js';
import type { AskHandler } from './ask.js';
import { OpenAsk, type Say } from './open-ask.js';

/** The most offers in a minute, for each document (contract, Lanes). */
const OFFERS_A_MINUTE = 30;

/** Where something was heard that may come from a host. */
interface Source {
  /** Spoke there. */
  readonly host: EventTarget;
  /** Whether the person has just pressed a host. */
  readonly wasJustPressed: (host: EventTarget) => boolean;
  /** Where the host listens. */
  readonly answers: EventTarget;
  /** Runs when nothing more is to be heard from an ask. */
  readonly ended?: () => void;
}

/** The asks of a document that are open, by their ids. */
export class OpenAsks {
  readonly #handler: AskHandler;
  readonly #open = new Map<string, { readonly host: EventTarget; readonly ask: OpenAsk }>();
  #offered: number[] = [];

  constructor(handler: AskHandler) {
    this.#handler = handler;
  }

  /** Whether an ask of this host is open. */
  has(host: EventTarget): boolean {
    return [...this.#open.values()].some((one) => one.host === host);
  }

  /** Hears what may be a host's message; drops everything else. */
  hear(event: Event, source: Source): void {
    const message = parseMessage((event as CustomEvent<unknown>).detail, FROM_HOST);
    if (!message) return;
    const { host, wasJustPressed } = source;
    const known = this.#open.get(message.id);
    if (known) {
      // A host that is out of the document can still cancel, from the document.
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

  /** Ends them all as dismissed. */
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
