import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { type Ledger, openLedger } from '../../src/agent/ledger.js';
import { readClaims, sideOf } from '../../src/contract/record.js';
import type { Status } from '../../src/contract/statuses.js';
import { createKey } from '../../src/server/key.js';
import { createVendor, type Vendor } from '../../src/server/vendor.js';
import { card } from './card.js';
import { define } from './define.js';
import { STEPS } from './life-steps.js';
import { serveVendor } from './serve-vendor.js';

const DATABASE = 'relbutton-story-life';
const SUBJECTS = { customer: 'The customer', vendor: 'The vendor', both: 'Both' };

/** The records of both sides after a step. */
interface Held {
  readonly status: Status;
  readonly customer: readonly string[];
  readonly vendor: readonly string[];
}
const NOTHING: Held = { status: 'offered', customer: [], vendor: [] };

/** Lists the records of one side. */
const list = (title: string, records: readonly string[]): TemplateResult =>
  html`<section aria-label=${title}>
    <h3>${title}</h3>
    ${
      records[0]
        ? html`<ol>
            ${records.map((record) => {
              const claims = readClaims(record);
              return html`<li>${claims && sideOf(claims)}: ${claims?.act}, ${record.length} characters</li>`;
            })}
          </ol>`
        : html`<p>Nothing yet.</p>`
    }
  </section>`;

/**
 * The life of one relationship: the vendor is `relbutton/server` and the customer `relbutton/agent/ledger`, in one page. Each press
 * takes the next step.
 */
export class StoryLife extends LitElement {
  static override styles = [
    card,
    css`
      .sides {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
        gap: 0 1.5rem;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
        align-items: center;
        min-height: 2.75rem;
      }
      form button {
        border-color: CanvasText;
        background: CanvasText;
        color: Canvas;
      }
      input {
        box-sizing: border-box;
        width: 8rem;
        min-height: 2.25rem;
        padding: 0 0.5rem;
        border: 1px solid color-mix(in srgb, CanvasText 48%, Canvas);
        border-radius: 0.5rem;
        background: Canvas;
        color: CanvasText;
        font: inherit;
      }
      [role='alert']:empty {
        display: none;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    name: {},
    taken: { state: true },
    held: { state: true },
    problem: { state: true },
  };

  declare name: string;
  declare private taken: number;
  declare private held: Held;
  declare private problem: string;

  #vendor: Promise<Vendor> | undefined;
  #ledger: Ledger | undefined;
  #amount = '';
  #isTaking = false;
  #stopServing: (() => void) | undefined;

  constructor() {
    super();
    this.name = '';
    this.taken = 0;
    this.held = NOTHING;
    this.problem = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopServing = serveVendor(() => this.#open());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopServing?.();
  }

  protected override render(): TemplateResult {
    const { customer, vendor, status } = this.held;
    const isSame = customer.length === vendor.length && customer.every((record, i) => record === vendor[i]);
    return html`<h2>You and ${this.name} <rel-badge status=${status}></rel-badge></h2>
      <p>${this.#sentence()}</p>
      <form @submit=${this.#onSubmit}>
        ${STEPS[this.taken]?.asksAmount ? html`<label>EUR a month <input name="amount" inputmode="decimal" required autocomplete="off" /></label>` : nothing}
        <button>${this.taken < STEPS.length ? `Step ${this.taken + 1} of ${STEPS.length}` : 'Begin again'}</button>
      </form>
      <p role="alert">${this.problem}</p>
      <div class="sides">${list('The customer’s ledger', customer)}${list('The vendor’s store', vendor)}</div>
      <h3>The same on both sides</h3>
      <p role="status">${isSame ? `${customer.length} records, equal to the byte.` : 'The two differ.'}</p>
      <h3>Balance</h3>
      <rel-balance vendor-name=${this.name} .records=${customer}></rel-balance>`;
  }

  #sentence(): string {
    const step = STEPS[this.taken];
    return step
      ? `Next: ${SUBJECTS[step.side].toLowerCase()} ${step.text}`
      : 'The relationship has ended. Both keep their records.';
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { amount } = (event.target as HTMLFormElement).elements as unknown as { amount?: HTMLInputElement };
    if (amount) this.#amount = amount.value.trim();
    void this.#take();
  };

  /** Takes the next step, or begins again. A refusal says why, and the step stays the next one. */
  async #take(): Promise<void> {
    if (this.#isTaking) return;
    this.#isTaking = true;
    try {
      const step = STEPS[this.taken];
      if (step) {
        const ledger = (this.#ledger ??= await this.#begin());
        await step.take({ ledger, vendor: await this.#open(), name: this.name, amount: this.#amount });
        this.held = await this.#read(ledger);
        this.taken++;
      } else await this.#reset();
      this.problem = '';
    } catch (error) {
      this.problem = (error as Error).message;
    }
    this.#isTaking = false;
  }

  /** Opens the ledger, without what an earlier visit to this story left. */
  async #begin(): Promise<Ledger> {
    const ledger = await openLedger(DATABASE);
    for (const { iss } of await ledger.list()) await ledger.delete(iss);
    return ledger;
  }

  async #read(ledger: Ledger): Promise<Held> {
    for (const { iss } of await ledger.list()) await ledger.sync(iss);
    const [relationship] = await ledger.list();
    if (!relationship) return NOTHING;
    const { status, records } = relationship;
    return { status, customer: records, vendor: (await (await this.#open()).relationship(relationship.iss)).records };
  }

  async #reset(): Promise<void> {
    this.#vendor = undefined;
    this.#ledger = await this.#begin();
    this.held = NOTHING;
    this.taken = 0;
  }

  #open(): Promise<Vendor> {
    return (this.#vendor ??= (async () =>
      createVendor({
        origin: location.origin,
        name: this.name,
        accepts: ['SD-BASE', 'PDC-INTENT'],
        key: await createKey(),
      }))());
  }
}

define('story-life', StoryLife);
