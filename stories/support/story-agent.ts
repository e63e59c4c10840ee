import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { type AgentOutcome, type Answer, type Ask, type Chosen, onAsk } from '../../src/agent/index.js';
import { FROM_HOST, MESSAGE_EVENT, parseMessage, writeMessage } from '../../src/contract/messages.js';
import { payloadHash } from '../../src/contract/record.js';
import { signRecord } from '../../src/records/sign.js';
import { define } from './define.js';
import { card } from './card.js';

/** The question to the person, and a function for their answer. */
interface Question {
  readonly chosen: Chosen;
  readonly agreements: readonly string[];
  readonly words: string;
  /** Takes the agreement, or `declined` or `dismissed`. */
  readonly answer: (said: string) => void;
}

const createKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);

/**
 * A story's own agent, on the public lane. It asks its person beside the vendor's page, where a real agent has a window of its
 * own; it signs what they agree to, and keeps the record.
 */
export class StoryAgent extends LitElement {
  static override styles = card;
  static override properties: PropertyDeclarations = {
    label: {},
    silent: { type: Boolean },
    question: { state: true },
    record: { state: true },
    outcome: { state: true },
  };

  /** The label of its offer. */
  declare label: string;
  /** `true` if it stays silent once it is chosen. */
  declare silent: boolean;
  declare private question: Question | undefined;
  declare private outcome: AgentOutcome | undefined;
  /** The record that both sides signed, or `undefined`. */
  declare record: string | undefined;

  #keys: Promise<CryptoKeyPair> | undefined;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.silent) {
      document.addEventListener(MESSAGE_EVENT, this.#offer);
      return;
    }
    this.#stop = onAsk(async (ask) => {
      this.outcome = undefined;
      try {
        return (this.outcome = await this.#relate(ask));
      } finally {
        this.question = undefined;
      }
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener(MESSAGE_EVENT, this.#offer);
    this.#stop?.();
  }

  protected override updated(): void {
    // A window that opens takes the focus.
    this.renderRoot.querySelector<HTMLElement>('select:not(:focus)')?.focus();
  }

  protected override render(): TemplateResult {
    return html`<h2>${this.label}</h2>${this.question ? this.#renderQuestion(this.question) : this.#renderRest()}`;
  }

  /** Offers by the contract's messages alone: the SDK would say that the agent is there. */
  readonly #offer = (event: Event): void => {
    const message = parseMessage((event as CustomEvent).detail, FROM_HOST);
    if (message?.type !== 'ask') return;
    const { id, acts } = message;
    const detail = writeMessage('offer', id, { offer: crypto.randomUUID(), acts, label: this.label });
    document.dispatchEvent(new CustomEvent(MESSAGE_EVENT, { detail }));
  };

  async #relate(ask: Ask): Promise<AgentOutcome> {
    const chosen = await ask.offer({ label: this.label });
    const { name } = chosen.vendor;
    let agreements: readonly string[] = chosen.accepts;
    let words = `You propose to relate with ${name}. Under which agreement?`;
    for (;;) {
      const said = await this.#ask(chosen, agreements, words, ask.signal);
      if (said === 'declined' || said === 'dismissed') return said;
      const answer = await chosen.propose(await this.#sign(chosen, said));
      if (answer.answer !== 'counter') return this.#keep(answer);
      agreements = [answer.agreement ?? ''];
      words = `${name} would rather agree to this one. It can suggest another only once.`;
    }
  }

  #ask(chosen: Chosen, agreements: readonly string[], words: string, signal: AbortSignal): Promise<string> {
    return new Promise((answer, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as DOMException));
      this.question = { chosen, agreements, words, answer };
    });
  }

  async #sign({ act, vendor, challenge }: Chosen, agreement: string): Promise<string> {
    this.#keys ??= createKeys();
    const prev = this.record && (await payloadHash(this.record));
    return signRecord({ aud: vendor.origin, act, agreement, prev, challenge }, await this.#keys);
  }

  #keep({ answer, record }: Answer): AgentOutcome {
    if (answer === 'accept') this.record = record;
    return answer === 'accept' ? 'agreed' : answer === 'pending' ? 'asked' : 'dismissed';
  }

  #renderQuestion({ chosen, agreements, words, answer }: Question): TemplateResult {
    const agree = (event: SubmitEvent): void => {
      event.preventDefault();
      answer(new FormData(event.target as HTMLFormElement).get('agreement') as string);
    };
    return html`<form @submit=${agree}>
      <p>${words}</p>
      <p class="origin">${chosen.vendor.origin}</p>
      <label>Agreement <select name="agreement">${agreements.map((id) => html`<option>${id}</option>`)}</select></label>
      <p class="answers">
        <button>Agree</button>
        <button type="button" @click=${() => answer('declined')}>Decline</button>
        <button type="button" @click=${() => answer('dismissed')}>Not now</button>
      </p>
    </form>`;
  }

  #renderRest(): TemplateResult {
    return html`<p role="status">${this.outcome ? html`It ended: <strong>${this.outcome}</strong>.` : 'Nothing is asked of you.'}</p>
      ${this.record ? html`<h3>Your copy of the record</h3><pre tabindex="0" aria-label="Your copy of the record">${this.record}</pre>` : nothing}`;
  }
}

define('story-agent', StoryAgent);
