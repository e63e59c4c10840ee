import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import './story-authenticator.js';
import type { AgreementId } from '../../src/contract/agreements.js';
import { define } from './define.js';
import type { RelOutcomeEvent, RelProposeEvent, RelStatusChangeEvent } from '../../src/elements/events.js';
import { createKey } from '../../src/server/key.js';
import { makePasskey, signWithPasskey } from '../../src/handoff/passkey.js';
import { payloadHash } from '../../src/contract/record.js';
import { createVendor, type Vendor } from '../../src/server/vendor.js';
import { card } from './card.js';
import { serveVendor } from './serve-vendor.js';

/** The answers of a vendor to a record, and none: `slow` never answers. */
export const VENDOR_ANSWERS = ['accept', 'counter', 'refuse', 'pending', 'slow', 'unreached'] as const;
export type VendorAnswer = (typeof VENDOR_ANSWERS)[number];

/** Puts a record to the vendor, as the page's request would. */
const post = (vendor: Vendor, record: string): Promise<Response | null> => {
  const headers = { 'content-type': 'application/jose+json' };
  return vendor.handler(new Request(new URL('/relbutton', location.origin), { method: 'POST', headers, body: record }));
};

/** The acts by which a relationship of the story's passkey gets its status. */
const ACTS_BEFORE: Readonly<Record<string, readonly string[]>> = {
  related: ['relate'],
  paused: ['relate', 'pause'],
  ended: ['relate', 'leave'],
};

/** Signs what came before the story with its fake passkey: the vendor then knows it. */
const relateBefore = async (vendor: Vendor, name: string, agreement: string, status: string): Promise<void> => {
  const { signal } = new AbortController();
  const passkey = await makePasskey(name, signal, () => undefined);
  let prev: string | undefined;
  for (const act of ACTS_BEFORE[status] ?? []) {
    const isFirst = act === 'relate';
    const body = isFirst ? { credential: passkey.credential } : undefined;
    const record = await signWithPasskey(
      passkey,
      { aud: location.origin, act, agreement: isFirst ? agreement : undefined, prev, challenge: undefined, body },
      signal,
    );
    await post(vendor, record);
    prev = await payloadHash(record);
  }
};

/** Makes a vendor called `name` that countersigns: `relbutton/server` itself, in the page, since stories have no server. */
const openVendor = async ({ name, accepts, standing, keeps }: StoryVendor): Promise<Vendor> => {
  const erasure = keeps
    ? { kept: 'your invoices', why: 'the law asks us to keep them for ten years.', until: '31 December 2036' }
    : ({ erased: true } as const);
  const vendor = createVendor({
    origin: location.origin,
    name,
    accepts,
    key: await createKey(),
    erase: () => Promise.resolve(erasure),
  });
  await relateBefore(vendor, name, accepts[0] as string, standing);
  return vendor;
};

/** A vendor's page around its button: it answers each record, and lists the events that it hears. */
export class StoryVendor extends LitElement {
  static override styles = card;
  static override properties: PropertyDeclarations = {
    name: {},
    accepts: { attribute: false },
    answer: {},
    standing: {},
    keeps: { type: Boolean },
    heard: { state: true },
  };

  declare name: string;
  declare accepts: readonly AgreementId[];
  /** The answer to the first record. */
  declare answer: VendorAnswer;
  /** The status of the relationship that the story's passkey has with the vendor; empty for none. */
  declare standing: string;
  /** Whether the vendor keeps some data of a person who leaves. */
  declare keeps: boolean;
  declare private heard: readonly string[];

  #vendor: Promise<Vendor> | undefined;
  #stopServing: (() => void) | undefined;
  #isCountered = false;

  constructor() {
    super();
    this.heard = [];
    this.answer = 'accept';
    this.standing = '';
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

  protected override firstUpdated(): void {
    // The passkey of what came before is there before the person presses.
    if (this.standing) void this.#open();
  }

  #hear(line: string): void {
    this.heard = [...this.heard, line];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopServing = serveVendor(() => this.#open());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopServing?.();
  }

  #open(): Promise<Vendor> {
    return (this.#vendor ??= openVendor(this));
  }

  async #reply(record: string): Promise<unknown> {
    switch (this.answer) {
      case 'pending':
        return { pending: true };
      case 'refuse':
        return { refused: true, code: 'refused', message: 'Not now.' };
      case 'unreached':
        throw new TypeError('The endpoint did not answer.');
      case 'slow':
        return new Promise(() => undefined);
      case 'counter':
        // A vendor counters once, and then accepts or refuses.
        if (!this.#isCountered) {
          this.#isCountered = true;
          return { counter: this.accepts.at(-1) };
        }
    }
    const response = await post(await this.#open(), record);
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
