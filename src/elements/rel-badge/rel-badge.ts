import { html, LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { type Status, STATUSES } from '../../contract/statuses.js';
import { en } from '../../locales/en.js';
import { css } from '../css.js';
import type { RelStatusChangeEvent } from '../events.js';
import { magnets, magnetStyles } from '../magnets.js';
import { readOne } from '../warn.js';

/**
 * Where the relationship between the visitor and the vendor of a page stands: the sign, and a word. It shows what the vendor's
 * server wrote, and from then on what the button of the page shows.
 *
 * @tagname rel-badge
 * @slot - The same in words, for pages without script.
 * @csspart magnets - The sign.
 * @csspart customer - The customer's magnet, the left one.
 * @csspart vendor - The vendor's magnet, the right one.
 * @csspart status - The word.
 * @cssprop [--rel-color-customer] - Colour of the customer's magnet.
 * @cssprop [--rel-color-vendor] - Colour of the vendor's magnet.
 * @cssprop [--rel-color-idle] - Colour of a magnet whose side is not willing.
 * @cssprop [--rel-color-text] - Colour of the word.
 * @cssprop [--rel-size=1em] - Height of the sign.
 * @cssprop [--rel-gap=0.5em] - Space between sign and word.
 * @cssprop [--rel-font=inherit] - Font family.
 */
export class RelBadge extends LitElement {
  static override styles = [
    magnetStyles,
    css`
      :host {
        --_rel-sign: var(--rel-size, 1em);
        display: inline-flex;
        align-items: center;
        gap: var(--rel-gap, 0.5em);
        min-width: 10.5em;
        color: var(--_rel-text);
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    // Whatever is newly set wins over what the button has shown since, also the same again.
    status: { hasChanged: () => true },
  };

  /** Where the relationship stands by the word of the vendor's server. Default: `offered`. */
  declare status: Status;

  #status: Status = 'offered';

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('rel-statuschange', this.#onStatusChange);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('rel-statuschange', this.#onStatusChange);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('status')) this.#status = readOne(this, 'status', STATUSES, 'offered');
  }

  protected override render(): TemplateResult {
    return html`${magnets(this.#status)}<span part="status">${en.status[this.#status]}</span>`;
  }

  readonly #onStatusChange = ({ status }: RelStatusChangeEvent): void => {
    // Any script can send such an event: what it says is checked as an attribute would be.
    const known = STATUSES.find((name) => name === status);
    if (!known) return;
    this.#status = known;
    this.requestUpdate();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rel-badge': RelBadge;
  }
}
