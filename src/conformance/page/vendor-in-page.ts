import type { PasskeysInPage } from './passkeys-in-page.js';

/** A record that came to the vendor, or a question for a passkey's relationship, and the function that answers it. */
export interface Proposal {
  /** The record; empty in a question. */
  readonly record: string;
  /** The request to the endpoint; `undefined` if the page's code answers. */
  readonly request?: Request;
  readonly event?: Event & { respondWith(reply: Promise<unknown>): void };
  answer(body: unknown, status?: number): void;
}

/** The kit's vendor in the page: its code, its endpoint, and what the page asks of the browser. */
export class VendorInPage {
  readonly proposals: Proposal[] = [];
  /** Questions to the endpoint for a passkey's relationship. */
  readonly lookups: Proposal[] = [];
  /** Storage, requests and credentials that were asked for. */
  readonly calls: string[] = [];
  /** The texts of the console's warnings. */
  readonly warnings: string[] = [];
  /** Who answers proposals: the page's code, which is the kit, or the endpoint. */
  answerBy: 'page' | 'endpoint' = 'page';
  /** Runs at each proposal to the page's code, during its dispatch. */
  onpropose: (proposal: Proposal) => void = () => undefined;
  readonly endpoint = `${location.origin}/relbutton-conformance`;
  readonly passkeys: PasskeysInPage;
  readonly #stringify = JSON.stringify;

  constructor(passkeys: PasskeysInPage) {
    this.passkeys = passkeys;
    this.#watchCalls();
    this.#answerRequests();
    window.addEventListener('rel-propose', (event) => this.#heedProposal(event as Required<Proposal>['event']), true);
    const { warn } = console;
    console.warn = (...given) => {
      this.warnings.push(given.map(String).join(' '));
      warn.apply(console, given);
    };
  }

  #watchCalls(): void {
    const { calls } = this;
    const watch = <T extends object>(target: T | undefined, name: keyof T & string): void => {
      const method = target?.[name];
      if (!target || typeof method !== 'function') return;
      const watched = function (this: unknown, ...given: unknown[]): unknown {
        calls.push(`${name} ${given.map(String).join(' ')}`);
        return Reflect.apply(method, this, given);
      };
      Object.defineProperty(target, name, { configurable: true, writable: true, value: watched });
    };
    watch(Storage.prototype, 'setItem');
    watch(IDBFactory.prototype, 'open');
    watch(XMLHttpRequest.prototype, 'open');
    watch(Navigator.prototype, 'sendBeacon');
    watch(globalThis.CredentialsContainer?.prototype, 'get');
    watch(globalThis.CredentialsContainer?.prototype, 'create');
  }

  /** Answers requests to the endpoint. */
  #answerRequests(): void {
    const { fetch } = window;
    window.fetch = async (input, init) => {
      const request = new Request(input, init);
      this.calls.push(`fetch ${request.url}`);
      if (!request.url.startsWith(this.endpoint)) return fetch.call(window, request);
      const record = await request.text();
      return new Promise((resolve) => {
        const answer = (body: unknown, status = 200): void =>
          resolve(new Response(typeof body === 'string' ? body : this.#stringify(body), { status }));
        (request.method === 'POST' ? this.proposals : this.lookups).push({ record, request, answer });
      });
    };
  }

  #heedProposal(event: Required<Proposal>['event']): void {
    event.stopImmediatePropagation();
    if (this.answerBy === 'endpoint') return;
    let answer: Proposal['answer'] = () => undefined;
    const reply = new Promise<unknown>((resolve) => {
      answer = resolve;
    });
    const proposal = { record: (event as unknown as { record: string }).record, event, answer };
    event.respondWith(reply);
    this.proposals.push(proposal);
    this.onpropose(proposal);
  }
}
