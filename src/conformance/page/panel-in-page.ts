import { FlowInPage } from './flow-in-page.js';
import type { PasskeysInPage } from './passkeys-in-page.js';
import type { WindowInPage } from './window-in-page.js';

/** A case's moves in the panel of a host, where no agent answers. */
export class PanelInPage extends FlowInPage {
  readonly window: WindowInPage;
  /** The place of the control that asks for a passkey, once it is known. */
  #signing: number | undefined;

  constructor(passkeys: PasskeysInPage, window: WindowInPage) {
    super(passkeys);
    this.window = window;
  }

  /** Puts links into the host as the vendor's markup, node by node: a page with Trusted Types refuses HTML text. */
  setLinks(...hrefs: readonly string[]): void {
    this.host.replaceChildren(
      ...hrefs.map((href) => Object.assign(document.createElement('a'), { href, textContent: 'Own link' })),
    );
  }

  /** The elements in the host that match a selector, through open roots. */
  all<E extends Element>(selector: string, scope: ShadowRoot = this.host.shadowRoot as ShadowRoot): E[] {
    return [...scope.querySelectorAll('*')].flatMap((one) => [
      ...(one.matches(selector) ? [one as E] : []),
      ...(one.shadowRoot ? this.all<E>(selector, one.shadowRoot) : []),
    ]);
  }

  /** Asks, and opens what is folded in the panel. */
  async openPanel(): Promise<void> {
    await this.ask();
    await this.#unfold();
  }
  /** Opens the panel for a person who is in a relationship. @param customer the thumbprint of their key, if the page knows it */
  async openRelated(acts: string, customer?: string): Promise<void> {
    for (const [name, value] of Object.entries({ status: 'related', acts, ...(customer && { customer }) }))
      this.host.setAttribute(name, value);
    await this.rest();
    await this.openPanel();
  }
  async #unfold(): Promise<void> {
    for (const fold of this.all<HTMLDetailsElement>('details')) fold.open = true;
    for (const fold of this.controls()) if (fold.ariaExpanded === 'false' && fold !== this.controls()[0]) await this.press(fold);
    await this.rest();
  }

  /** Names an agent elsewhere in the panel. */
  async name(address: string): Promise<void> {
    const isField = (one: HTMLInputElement): boolean => /^(text|url|search)$/.test(one.type) && one.checkVisibility();
    const field = this.all<HTMLInputElement>('input').find(isField);
    if (!field) this.skip('The panel shows no field for the address of an agent.');
    field.value = address;
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    await this.press(field);
    await this.rest(50);
  }
  /** Begins a flow with an agent elsewhere, without its hello. Where a passkey can sign, a host may ask for other addresses too. */
  async openWindow(address = 'https://agent.example'): Promise<void> {
    this.host.removeAttribute('endpoint');
    await this.rest();
    await this.openPanel();
    await this.name(address);
    await this.until(() => this.window.opened.length > 0, `It opens no window for ${address}.`);
  }

  /** Skips the case where the browser has no passkeys. */
  needPasskeys(): void {
    if (!this.passkeys.isHere) this.skip('This browser has no PublicKeyCredential.');
  }
  /** Presses the control of the panel that asks for a passkey: each in turn, in a flow of its own, until one does. */
  async sign(kind: 'create' | 'get' | 'lookup'): Promise<void> {
    const count = (): number => (kind === 'lookup' ? this.lookups : this.passkeys.of(kind)).length;
    const labels = this.offers.map(({ message }) => String((message as { label?: unknown }).label));
    const isOther = (one: HTMLElement): boolean =>
      one.matches('a, [aria-expanded]') || labels.some((label) => this.textIn(one).includes(label));
    for (let i = this.#signing ?? 0; ; i++) {
      await this.#unfold();
      const shown = this.controls().slice(1);
      const control = shown.filter((one) => !isOther(one))[i] ?? this.skip('The panel shows no control that asks for a passkey.');
      const before = count();
      await this.press(control);
      const isOver = (): boolean => count() > before || this.outcomes.length > 0;
      await this.until(isOver, '', 1_000).catch(() => undefined);
      const isAsked = count() > before;
      this.check(isAsked || this.#signing === undefined, 'It asks for no passkey.');
      this.#signing = isAsked ? i : undefined;
      if (isAsked) return;
      if (this.outcomes.length || this.passkeys.dialogs.length) await this.#again();
    }
  }
  /** The claims of the first record that came to the vendor. */
  async claims(): Promise<Readonly<Record<string, unknown>>> {
    const { record } = await this.until(() => this.proposals[0], 'The vendor does not get the record.');
    const { payload } = JSON.parse(record) as { payload: string };
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Readonly<Record<string, unknown>>;
  }
  /** Begins the flow anew, as if it were the first. */
  async #again(): Promise<void> {
    await this.cancel();
    this.outcomes.length = this.passkeys.dialogs.length = this.lookups.length = this.heard.length = 0;
    await this.ask();
  }
}
