import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { AgreementId } from '../../src/contract/agreements.js';
import { define } from './define.js';
import type { RelOutcomeEvent, RelProposeEvent, RelStatusChangeEvent } from '../../src/elements/events.js';
import { createKey } from '../../src/server/key.js';
import { createVendor, type Vendor } from '../../src/server/vendor.js';
import { card } from './card.js';

/** The answers of a vendor to a record, and no answer. */
export const VENDOR_ANSWERS = ['accept', 'counter', 'refuse', 'pending', 'unreached'] as const;
export type VendorAnswer = (typeof VENDOR_ANSWERS)[number];

const { fetch: realFetch } = globalThis;

/** Makes a vendor called `name` that countersigns: `relbutton/server` itself, in the page, since stories have no server. */
const openVendor = async (name: string, accepts: readonly AgreementId[]): Promise<Vendor> =>
  createVendor({ origin: location.origin, name, accepts, key: await createKey() });

/** A vendor's page around its button: it answers each record, and lists the events that it hears. */
export class StoryVendor extends LitElement {
  static override styles = card;
  static override properties: PropertyDeclarations = {
    name: {},
    accepts: { attribute: false },
    answer: {},
    heard: { state: true },
  };

  declare name: string;
  declare accepts: readonly AgreementId[];
  /** The answer to the first record. */
  declare answer: VendorAnswer;
  declare private heard: readonly string[];

  #vendor: Promise<Vendor> | undefined;
  #isCountered = false;

  constructor() {
    super();
    this.heard = [];
    this.answer = 'accept';
    this.addEventListener('rel-activate', ({ act }) => this.#hear(`rel-activate, act: ${act}`));
    this.addEventListener('rel-propose', this.#onPropose);
    this.addEventListener('rel-statuschange', this.#onStatusChange);
    this.addEventListener('rel-outcome', this.#onOutcome);
  }

  protected override render(): TemplateResult {
    return html`<h2>${this.name}</h2>
      <slot></slot>
      <h3>What the page hears</h3>
      <ol tabindex="0" aria-label="Events">${this.heard.map((line) => html`<li>${line}</li>`)}</ol>`;
  }

  #hear(line: string): void {
    this.heard = [...this.heard, line];
  }

  /** Puts the vendor behind the page's `fetch`, at the addresses of its server. */
  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const isOurs = /^\/(relbutton$|\.well-known\/)/.test(new URL(request.url).pathname);
      return (isOurs && (await (await this.#open()).handler(request))) || realFetch(input, init);
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.fetch = realFetch;
  }

  #open(): Promise<Vendor> {
    return (this.#vendor ??= openVendor(this.name, this.accepts));
  }

  async #reply(record: string): Promise<unknown> {
    switch (this.answer) {
      case 'pending':
        return { pending: true };
      case 'refuse':
        return { refused: true, code: 'refused', message: 'Not now.' };
      case 'unreached':
        throw new TypeError('The endpoint did not answer.');
      case 'counter':
        // A vendor counters once, and then accepts or refuses.
        if (!this.#isCountered) {
          this.#isCountered = true;
          return { counter: this.accepts.at(-1) };
        }
    }
    const headers = { 'content-type': 'application/jose+json' };
    const request = new Request(new URL('/relbutton', location.origin), { method: 'POST', headers, body: record });
    const response = await (await this.#open()).handler(request);
    return response?.json();
  }

  readonly #onPropose = (event: RelProposeEvent): void => {
    this.#hear(`rel-propose, agreement: ${String(event.claims?.agreement)}`);
    event.respondWith(this.#reply(event.record));
  };

  readonly #onStatusChange = ({ status, previousStatus }: RelStatusChangeEvent): void => {
    this.#hear(`rel-statuschange, ${previousStatus} to ${status}`);
  };

  readonly #onOutcome = ({ outcome }: RelOutcomeEvent): void => {
    this.#isCountered = false;
    this.#hear(`rel-outcome, ${outcome}`);
  };
}

define('story-vendor', StoryVendor);
