/**
 * The kit's agent in the vendor's page. Its text is run there before any script of the page, so the class uses nothing from outside.
 *
 * @module
 */
import type { PasskeysInPage } from './passkeys-in-page.js';
import { VendorInPage } from './vendor-in-page.js';

export type Lane = 'private' | 'public';
export type Message = Readonly<Record<string, unknown>> & { readonly type: string; readonly id: string };
/** A message of the host, and how it was dispatched. */
export interface Heard {
  readonly lane: Lane;
  readonly message: Message;
  readonly detail: unknown;
  readonly bubbles: boolean;
  readonly composed: boolean;
  /** Whether it was dispatched on the host itself, or on the lane. */
  readonly isOnTarget: boolean;
}
export type Step =
  | { readonly press: true }
  | {
      readonly kind: 'held' | 'Broken' | 'NotTried' | 'NoHost';
      readonly why: string;
      readonly value?: unknown;
      readonly sent: string[];
      readonly came: string[];
    };

type Host = HTMLElement & { cancel?(): void; currentStatus?: string };

export class InPage extends VendorInPage {
  host!: Host;
  /** The node of the private lane; `undefined` if the kit does not reach it. */
  node: Element | undefined;
  readonly heard: Heard[] = [];
  readonly outcomes: { readonly outcome: string; readonly record?: string }[] = [];
  /** Errors that reached the page. */
  readonly errors: string[] = [];
  /** What is offered at the next asks. */
  readonly offers: { readonly lane: Lane; readonly message: object }[] = [];
  readonly sent = ['a press'];
  readonly came = [''];
  /** The ids of the flow. */
  id = '';
  offered = '';
  readonly #roots = new Map<Element, ShadowRoot>();
  readonly #dispatch = EventTarget.prototype.dispatchEvent;
  readonly #parse = JSON.parse;
  readonly #stringify = JSON.stringify;
  readonly #own = new WeakSet<Event>();
  #resume: () => void = () => undefined;
  #report: (step: Step) => void = () => undefined;

  constructor(passkeys: PasskeysInPage) {
    super(passkeys);
    this.#watchRoots();
    window.addEventListener('error', ({ message }) => this.errors.push(message));
    window.addEventListener('unhandledrejection', ({ reason }) => this.errors.push(String(reason)));
    window.addEventListener('rel-message', (event) => this.#hear('public', event), true);
    const hearOutcome = (event: unknown): void => void this.outcomes.push(event as (typeof this.outcomes)[number]);
    window.addEventListener('rel-outcome', hearOutcome, true);
  }

  #watchRoots(): void {
    const { attachShadow } = Element.prototype;
    const keep = (element: Element, root: ShadowRoot): ShadowRoot => {
      this.#roots.set(element, root);
      return root;
    };
    Element.prototype.attachShadow = function (init) {
      return keep(this, attachShadow.call(this, init));
    };
  }

  #hear(lane: Lane, event: Event): void {
    if (this.#own.has(event)) return;
    const { detail } = event as CustomEvent<unknown>;
    let message: Message;
    try {
      message = this.#parse(detail as string) as Message;
    } catch {
      message = { type: 'unreadable', id: '' };
    }
    const target = lane === 'private' ? this.node : this.host;
    const { bubbles, composed } = event;
    this.heard.push({ lane, message, detail, bubbles, composed, isOnTarget: event.composedPath()[0] === target });
    const line = `${lane}: ${String(detail)}`;
    this.came[this.came.length - 1] += this.came.at(-1) ? ` then ${line}` : line;
    if (message.type !== 'ask') return;
    this.id = message.id;
    for (const offer of this.offers)
      if (offer.lane === lane) this.say(lane, { acts: message['acts'], ...offer.message, id: this.id });
  }

  /** Prepares a case, which the first `next` begins. The last one has what `run` returns, as JSON has it. */
  play(run: (t: this, given: never) => Promise<unknown>, given: never): void {
    const end = (kind: Exclude<Step, { press: true }>['kind'], why = '', value?: unknown): void =>
      this.#report({ kind, why, value, sent: this.sent, came: this.came });
    const work = async (): Promise<unknown> => {
      await this.#adopt();
      const value = await run(this, given);
      this.check(this.errors.length === 0, `The page got an error: ${this.errors.join(', ')}`);
      return value;
    };
    this.#resume = () =>
      void work().then(
        (value) => end('held', '', value),
        ({ name, message }: Error) => end(name === 'NotTried' || name === 'NoHost' ? name : 'Broken', message),
      );
  }

  /** Resolves to the next press that a case needs, or to its end. */
  next(): Promise<Step> {
    return new Promise((resolve) => {
      this.#report = resolve;
      this.#resume();
    });
  }

  /** Finds the host, and says what a frame has to know. */
  async describe(): Promise<{ readonly tag: string; readonly url: string; readonly warnings: readonly string[] }> {
    await this.#adopt();
    return { tag: this.host.localName, url: location.href, warnings: this.warnings };
  }

  async #adopt(): Promise<void> {
    const lanesOf = (element: Element): number => element.shadowRoot?.querySelectorAll('[data-rel-lane]').length ?? 0;
    const find = (): Element | undefined => [...document.querySelectorAll('*')].find((one) => lanesOf(one) === 1);
    const why = 'The page has no host: an element whose open root has one [data-rel-lane].';
    const found = await this.until(find, why, 10_000).catch(() => undefined);
    if (!found) throw Object.assign(new Error(why), { name: 'NoHost' });
    this.host = found as Host;
    for (const name of ['customer', 'no-agent', 'challenge', 'disabled']) this.host.removeAttribute(name);
    const attributes = { status: 'offered', acts: 'relate', accepts: 'SD-BASE', endpoint: this.endpoint };
    for (const [name, value] of Object.entries(attributes)) this.host.setAttribute(name, value);
    const mark = this.host.shadowRoot?.querySelector('[data-rel-lane]');
    this.node = (mark && this.#roots.get(mark)?.firstElementChild) ?? undefined;
    this.node?.addEventListener('rel-message', (event) => this.#hear('private', event));
    await this.rest();
  }

  check(holds: unknown, why: string): asserts holds {
    if (!holds) throw Object.assign(new Error(why), { name: 'Broken' });
  }
  skip(why: string): never {
    throw Object.assign(new Error(why), { name: 'NotTried' });
  }
  /** Waits for what the host may still do. */
  rest(milliseconds = 25): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
  /** Waits until `get` returns something. @param patience in milliseconds @throws `Broken` with `why` */
  async until<T>(get: () => T | undefined | false | null, why: string, patience = 5_000): Promise<T> {
    for (const end = globalThis.performance.now() + patience; globalThis.performance.now() < end; await this.rest(5)) {
      const got = get();
      if (got) return got;
    }
    // On a busy machine the time can be over before the host has had its turn.
    await this.rest();
    const got = get();
    this.check(got, why);
    return got;
  }

  /** Sends a message of an agent; a text goes as it is. */
  say(lane: Lane, message: object | string, target: EventTarget = lane === 'public' ? document : this.#reach()): void {
    const detail =
      typeof message === 'string' ? message : this.#stringify({ v: 1, id: this.id, offer: this.offered, ...message });
    this.sendAny(detail, target);
  }
  /** Dispatches any value as the detail of a message. */
  sendAny(detail: unknown, target: EventTarget): void {
    this.sent.push(typeof detail === 'string' ? detail : `${typeof detail} as the detail`);
    this.came.push('');
    const event = new CustomEvent('rel-message', { detail });
    this.#own.add(event);
    this.#dispatch.call(target, event);
  }
  #reach(): Element {
    return this.node ?? this.skip('The private lane is not reached: its closed root was not made by attachShadow.');
  }

  /** Presses a control as a person does. */
  press(control: HTMLElement): Promise<void> {
    control.focus();
    return new Promise((resolve) => {
      this.#resume = resolve;
      this.#report({ press: true });
    });
  }
  /** The text of an element, with that of the roots in it. */
  textIn(element: Element | ShadowRoot): string {
    const inner = [...element.querySelectorAll('*')].flatMap((one) => one.shadowRoot ?? []).map((root) => this.textIn(root));
    const own = element instanceof Element && element.shadowRoot ? [this.textIn(element.shadowRoot)] : [];
    return [element.textContent, ...inner, ...own].join(' ');
  }
  /** The shown controls of the host, through open roots. */
  controls(scope: Element | ShadowRoot = this.host.shadowRoot as ShadowRoot): HTMLElement[] {
    return [...scope.querySelectorAll<HTMLElement>('*')].flatMap((one) => [
      ...(one.matches('button, a[href], [role=button]') && one.checkVisibility() ? [one] : []),
      ...(one.shadowRoot ? this.controls(one.shadowRoot) : []),
    ]);
  }
}
