/**
 * An agent that answers on the private lane, as an extension's content script does. It passes nothing through builtins that the page
 * could have replaced.
 *
 * @module
 */
import { laneOf } from './closed.js';
import type { HostMessage } from './page.js';

const { parse, stringify } = JSON;
const { CustomEvent } = window;
const uncurry = Function.prototype.bind.bind(Function.prototype.call) as <T, A extends unknown[], R>(
  method: (this: T, ...args: A) => R,
) => (self: T, ...args: A) => R;
const dispatch = uncurry<EventTarget, [Event], boolean>(EventTarget.prototype.dispatchEvent);
const detailOf = uncurry(Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')?.get as (this: Event) => unknown);
const FROM_HOST = /^(ask|choose|answer|cancel)$/;
const matches = uncurry<RegExp, [string], unknown>(RegExp.prototype.exec);

export class PrivateAgent {
  readonly lane: Element;
  /** The host's messages on the lane, oldest first. */
  readonly heard: Record<number, HostMessage> = {};
  count = 0;
  readonly offers: { readonly id: string; readonly label: string | undefined; readonly acts: readonly string[] | undefined }[];
  /** Runs at each message, after the agent has handled it. */
  then: (message: HostMessage) => void = () => undefined;
  #id = '';
  #chosen = '';

  /** @param offers its answers to an ask, each as if from another agent: a label, or the whole offer */
  constructor(host: Element, ...offers: (string | { label?: string; acts: string[] })[]) {
    this.lane = laneOf(host);
    this.offers = offers.map((offer) => {
      const { label, acts } = typeof offer === 'string' ? { label: offer, acts: undefined } : offer;
      return { id: crypto.randomUUID(), label, acts };
    });
    this.lane.addEventListener('rel-message', this.#hear);
  }

  readonly #hear = (event: Event): void => {
    const message = parse(detailOf(event) as string) as HostMessage;
    if (!matches(FROM_HOST, message.type)) return;
    this.heard[this.count++] = message;
    if (message.type === 'ask') {
      this.#id = message.id;
      for (let i = 0; i < this.offers.length; i++) {
        const { id, label, acts } = this.offers[i] as (typeof this.offers)[number];
        this.say('offer', { offer: id, acts: acts ?? message['acts'], label });
      }
    }
    if (message.type === 'choose') this.#chosen = message.offer as string;
    this.then(message);
  };

  say(type: string, body: object = {}, target: EventTarget = this.lane): void {
    const detail = stringify({ v: 1, id: this.#id, type, offer: this.#chosen || undefined, ...body });
    dispatch(target, new CustomEvent('rel-message', { detail }));
  }

  types(): string[] {
    return Object.values(this.heard).map(({ type, offer }) => (type === 'cancel' && !offer ? 'cancel-all' : type));
  }

  /** The label of the agent that the person chose. */
  get chosen(): string | undefined {
    return this.offers.find(({ id }) => id === this.#chosen)?.label;
  }

  stop(): void {
    this.lane.removeEventListener('rel-message', this.#hear);
  }
}
