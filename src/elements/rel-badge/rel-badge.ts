import { html, isServer, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { type Status, STATUSES } from '../../contract/statuses.js';
import { listen, unlisten } from '../../handoff/captured-dom.js';
import { css, join } from '../css.js';
import type { RelStatusChangeEvent } from '../events.js';
import { type Appearance, APPEARANCES, type Size, SIZES } from '../options.js';
import { sharedStyles } from '../shared.styles.js';
import { magnets, magnetStyles } from '../magnets.js';
import { RelElement } from '../rel-element.js';
import { readOne } from '../attributes.js';
import { statusWord } from '../words.js';
import { serverRenderingStyles } from './server-rendering.styles.js';

/** Reads the status of an event, which any script can send; `undefined` where reading it throws. */
const statusOf = (event: Event): unknown => {
  try {
    return (event as RelStatusChangeEvent).status;
  } catch {
    return undefined;
  }
};

/**
 * Shows the status of the relationship between the visitor and the vendor of a page: the sign, and a word. It shows the status that the
 * vendor's server wrote, and follows the button of the page.
 *
 * @example
 * ```html
 * <rel-badge status="related">Related</rel-badge>
 * ```
 *
 * @tagname rel-badge
 * @slot - The status in words, the fallback without JavaScript.
 * @csspart badge - The whole badge.
 * @csspart magnets - The sign.
 * @csspart customer - The customer's magnet, the left one.
 * @csspart vendor - The vendor's magnet, the right one.
 * @csspart status - The word.
 * @cssprop [--rel-color-customer=#2b7cf0] - Colour of the customer's magnet.
 * @cssprop [--rel-color-vendor=#138a6a] - Colour of the vendor's magnet.
 * @cssprop [--rel-color-idle=#7b818c] - Colour of a magnet whose side is not willing.
 * @cssprop [--rel-color-surface] - Background of the solid badge: near black, or near white where the scheme is dark.
 * @cssprop [--rel-color-text] - Colour of the word of the solid badge: the other one. Elsewhere it is the text's around it.
 * @cssprop [--rel-radius=10px] - Radius of the corners.
 * @cssprop [--rel-size=1em] - Height of the sign.
 * @cssprop [--rel-gap=0.5em] - Space between sign and word.
 * @cssprop [--rel-font=inherit] - Font family.
 */
export class RelBadge extends RelElement {
  static override styles = [
    join(
      sharedStyles,
      magnetStyles,
      css`
      :host {
        --_rel-sign: var(--rel-size, 1em);
      }
      .look {
        box-sizing: content-box;
        gap: var(--rel-gap, 0.5em);
        min-width: min(10.5em, 70vw);
        padding: 0.25em 0.75em;
      }
      .plain,
      .sign {
        padding: 0;
        border: 0;
      }
      .sign {
        min-width: 0;
      }
      .small {
        font-size: 0.875em;
      }
      .large {
        font-size: 1.25em;
      }
    `,
    ),
    isServer ? serverRenderingStyles : [],
  ];
  static override properties: PropertyDeclarations = {
    // Whatever is newly set wins over what the button has shown since, also the same again.
    status: { hasChanged: () => true },
    size: {},
    appearance: {},
  };

  /** The status of the relationship, as the vendor's server knows it. Default: `offered`. */
  declare status: Status;
  /** `small`, `medium` (as the text around it) or `large`. Default: `medium`. */
  declare size: Size;
  /** `solid`, `outline`, `plain`, or `sign` for the magnets alone. Default: `plain`. */
  declare appearance: Appearance;

  #status: Status = 'offered';

  override connectedCallback(): void {
    super.connectedCallback();
    if (!isServer) listen(document, 'rel-statuschange', this.#onStatusChange);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (!isServer) unlisten(document, 'rel-statuschange', this.#onStatusChange);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('status')) this.#status = readOne(this, 'status', STATUSES, 'offered');
  }

  protected override render(): TemplateResult {
    const size = readOne(this, 'size', SIZES, 'medium');
    const appearance = readOne(this, 'appearance', APPEARANCES, 'plain');
    const word = isServer ? this.#word : nothing;
    return html`<span part="badge" class="look ${size} ${appearance}">${magnets(this.#status)}<span part="status">${word}</span></span>`;
  }

  protected override updated(): void {
    this.show(this.#word);
  }

  get #word(): string {
    return statusWord(this, this.#status);
  }

  readonly #onStatusChange = (event: Event): void => {
    const status = statusOf(event);
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
