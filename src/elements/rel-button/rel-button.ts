import { html, isServer, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Outcome } from '../../contract/flow.js';
import { type Status, STATUSES } from '../../contract/statuses.js';
import { eventButton, opensElsewhere } from '../../handoff/captured-dom.js';
import { contextProblem } from '../../handoff/context.js';
import { lineOf, linksOf, pressLink } from '../../handoff/links.js';
import { RelOutcomeEvent, RelStatusChangeEvent } from '../events.js';
import { type Appearance, APPEARANCES, NO_AGENT, type NoAgent, type Size, SIZES } from '../options.js';
import { magnets } from '../magnets.js';
import { isServerRendered } from '../server-rendering.js';
import { listOf, readOne } from '../attributes.js';
import { warn } from '../warn.js';
import { statusWord, wordsFor } from '../words.js';
import { FlowController } from './flow-controller.js';
import { FormControl } from './form-control.js';
import { titleOf } from './panel/message.js';
import { renderPanel } from './panel/panel.js';
import { panelStyles } from './panel/panel.styles.js';
import { lookStyles } from './rel-button.styles.js';
import { serverRenderingStyles } from './server-rendering.styles.js';
import { actOf, statusAfter } from './status-after.js';
import { readTerms } from './terms.js';
import { watchLinks } from './watch-links.js';

const tokens = { converter: listOf };

/**
 * The button with which a customer and the vendor of a page relate, on equal terms. A press asks the visitor's agent; a visitor without
 * one gets a panel, in which a passkey can sign, with the vendor's link, a mail and a copy to keep. The status decides which acts fit.
 *
 * @example
 * ```html
 * <rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-DP" endpoint="/relbutton">
 *   <a href="/relate">Relate with Acme Coffee</a>
 * </rel-button>
 * ```
 *
 * @tagname rel-button
 * @slot - The vendor's own link to relate by, and optionally a `mailto:` link after it. The link is the fallback when JavaScript is off
 * or not loaded yet; then its text is the label, and both links are rows of the panel.
 * @csspart button - The button.
 * @csspart magnets - The sign.
 * @csspart customer - The customer's magnet, the left one.
 * @csspart vendor - The vendor's magnet, the right one.
 * @csspart label - The label.
 * @csspart chooser - The panel.
 * @cssprop [--rel-color-customer=#2b7cf0] - Colour of the customer's magnet.
 * @cssprop [--rel-color-vendor=#138a6a] - Colour of the vendor's magnet.
 * @cssprop [--rel-color-idle=#7b818c] - Colour of a magnet whose side is not willing.
 * @cssprop [--rel-color-surface] - Background of the solid button: near black, or near white where the scheme is dark.
 * @cssprop [--rel-color-text] - Colour of the label of the solid button: the other one. Elsewhere it is the text's around it.
 * @cssprop [--rel-color-focus=#2b7cf0] - Colour of the focus ring.
 * @cssprop [--rel-radius=10px] - Radius of the corners.
 * @cssprop [--rel-size] - Least height of the button; the sign is half as high. 2, 2.5 or 3rem by `size`, a rem being 16px at least.
 * @cssprop [--rel-gap] - Space between sign and label; a quarter of the size.
 * @cssprop [--rel-font=inherit] - Font family.
 * @cssState related - A relationship is shown.
 * @cssState busy - A flow is running.
 * @fires {RelActivateEvent} rel-activate - The visitor pressed the button. `preventDefault()` stops the flow.
 * @fires {RelProposeEvent} rel-propose - The visitor's agent or passkey proposes a record; answer with `respondWith`, or leave it to `endpoint`.
 * @fires {RelStatusChangeEvent} rel-statuschange - The status that the button shows has changed.
 * @fires {RelOutcomeEvent} rel-outcome - The flow has ended; once for each flow.
 */
export class RelButton extends FormControl {
  static override shadowRootOptions: ShadowRootInit = { mode: 'open', delegatesFocus: true };
  static override styles = [lookStyles, panelStyles, isServer ? serverRenderingStyles : []];
  static override properties: PropertyDeclarations = {
    vendorName: { attribute: 'vendor-name' },
    accepts: tokens,
    acts: tokens,
    endpoint: {},
    challenge: {},
    customer: {},
    // Whatever is newly set wins over what a flow has shown since, also the same again.
    status: { hasChanged: () => true },
    label: {},
    size: {},
    appearance: {},
    noAgent: { attribute: 'no-agent' },
  };

  /** The vendor's name to show. Default: the page's host name. */
  declare vendorName: string;
  /** The agreements the vendor accepts, ids of the IEEE 7012 roster. Default: none. */
  declare accepts: string[];
  /** The acts that a press offers, as far as they fit the status; the button presses the first. Default: all that fit. */
  declare acts: string[];
  /** The URL that records are sent to, of the page's origin. Default: none. */
  declare endpoint: string;
  /** The server's challenge, to be signed into the record; at most 1,024 UTF-16 units. Default: none. */
  declare challenge: string;
  /** The customer, as the vendor's server knows them: the `iss` of their records. Default: unknown. */
  declare customer: string;
  /** The status of the relationship, as the vendor's server knows it. Default: `offered`. */
  declare status: Status;
  /** The label. Default: the child link's text, else "Relate with" and the vendor's name; in a relationship "You and" and the name. */
  declare label: string;
  /** `small`, `medium` or `large`. Default: `medium`. */
  declare size: Size;
  /** `solid`, `outline`, `plain`, or `sign` for the magnets alone. Default: `solid`. */
  declare appearance: Appearance;
  /** The result of a press that no agent answers: `panel`, or `follow` the child link at once. Default: `panel`. */
  declare noAgent: NoAgent;

  readonly #internals = this.attachInternals?.() as ElementInternals | undefined;
  readonly #press = new FlowController(this, (outcome, record) => this.#onEnded(outcome, record));
  #noAgent!: NoAgent;
  #status: Status = 'offered';
  /** The status of the last `rel-statuschange`, or of the first rendering. */
  #announcedStatus: Status = 'offered';

  /** The status that is shown: that of the attribute, or of a flow that ended since. */
  get currentStatus(): Status {
    return this.#status;
  }

  /**
   * Ends the current flow, if there is one, as if the page were left: its outcome is `dismissed`.
   *
   * @example
   * button.addEventListener('rel-activate', () => setTimeout(() => button.cancel()));
   * button.addEventListener('rel-outcome', (event) => {
   *   event.outcome; // → 'dismissed'
   * });
   */
  cancel(): void {
    this.#press.flow?.cancel('page');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (contextProblem) warn(`<rel-button> stays a link: the page is ${contextProblem}`);
  }

  formResetCallback(): void {
    this.#internals?.setFormValue?.(null);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('status')) this.#status = readOne(this, 'status', STATUSES, 'offered');
    // Before the first rendering nothing has been shown that could change.
    if (!this.hasUpdated) this.#announcedStatus = this.#status;
  }

  protected override render(): TemplateResult {
    if (isServerRendered(this)) return this.#renderButton(this.disabled, html`<slot></slot>`);
    return contextProblem ? html`<slot></slot>` : this.#renderButton(this.matches(':disabled'), this.#renderPanel());
  }

  #labelOf(name: string, linkText = ''): string {
    const words = wordsFor(this);
    // A server cannot read the link, whose words are most likely these.
    const status = isServer ? 'offered' : this.#status;
    return lineOf(this.label) || linkText || (name ? titleOf(status, words, name) : words.acts.relate);
  }

  #renderButton(isDisabled: boolean, after: TemplateResult | typeof nothing): TemplateResult {
    // No white space between elements: each would be a node more. No `type` either: nothing in here has a form.
    return html`<button
        part="button"
        class="look base ${readOne(this, 'size', SIZES, 'medium')} ${readOne(this, 'appearance', APPEARANCES, 'solid')}"
        aria-haspopup="dialog"
        aria-label=${this.getAttribute('aria-label') || nothing}
        aria-description=${statusWord(this, this.#status)}
        ?disabled=${isDisabled}
        @click=${this.#onPress}
        @auxclick=${this.#onPress}
        >${magnets(this.#status)}<span part="label">${isServer ? this.#labelOf(this.vendorName) : nothing}</span></button
      >${after}`;
  }

  /** The live region, and the panel of the flow. */
  #renderPanel(): TemplateResult | typeof nothing {
    const { announcement, flow } = this.#press;
    return announcement === undefined
      ? nothing
      : html`<p role="status" .textContent=${announcement}></p>${flow && renderPanel({ flow, links: linksOf(this), words: wordsFor(this) })}`;
  }

  protected override firstUpdated(): void {
    if (contextProblem) return;
    watchLinks(this);
    this.addEventListener('click', this.#onHostClick);
    // The browser looked for it before the element was registered, or before the button was in it.
    if (this.autofocus && document.activeElement === document.body) this.focus();
  }

  protected override updated(): void {
    if (isServer) return;
    this.#announce();
    if (contextProblem) return;
    const { label, link } = linksOf(this);
    this.show(this.#labelOf(readTerms(this, this.#status).told.vendor.name, label));
    this.#noAgent = readOne(this, 'noAgent', NO_AGENT, 'panel');
    // While the page is being read, the link may be yet to come.
    if (link || document.readyState === 'loading') return;
    if (this.querySelector(':not(slot)') || this.textContent?.trim())
      warn('<rel-button> shows nothing of what is in it: no <a href>');
  }

  /** Tells the page's styles and scripts what is shown. */
  #announce(): void {
    const states = this.#internals?.states;
    const { flow } = this.#press;
    states?.[flow && flow.state !== 'ended' ? 'add' : 'delete']('busy');
    states?.[this.#status === 'related' ? 'add' : 'delete']('related');
    const previous = this.#announcedStatus;
    this.#announcedStatus = this.#status;
    if (previous !== this.#status) this.dispatchEvent(new RelStatusChangeEvent(this.#status, previous));
  }

  #onPress(event: MouseEvent): void {
    const { link } = linksOf(this);
    if (!event.isTrusted || (eventButton(event) as number) > 1) return;
    if (!opensElsewhere(event)) this.#begin(event, link);
    else if (link) pressLink(link, event);
  }

  /** An `accesskey` clicks the host itself, without a pointer. So does a label in WebKit, which here only focuses. */
  #onHostClick(event: MouseEvent): void {
    const isByKey = event.composedPath()[0] === this && !event.detail && !this.#internals?.labels?.[0];
    if (isByKey && !this.matches(':disabled')) this.#onPress(event);
  }

  #begin(event: MouseEvent, link: HTMLAnchorElement | undefined): void {
    this.#press.begin(readTerms(this, this.#status));
    // Now, so that the panel finds its anchor.
    this.#announce();
    const { flow } = this.#press;
    if (flow?.state === 'choosing' && !flow.offers[0] && link && this.#noAgent === 'follow') {
      flow.follow();
      pressLink(link, event);
    }
  }

  #onEnded(outcome: Outcome, record: string | undefined): void {
    if (record) this.#internals?.setFormValue(record);
    if (outcome === 'agreed') this.#status = statusAfter(actOf(record), this.#press.flow?.standing?.status ?? this.#status);
    if (outcome === 'asked') this.#status = outcome;
    this.#announce();
    this.dispatchEvent(new RelOutcomeEvent(outcome, record));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rel-button': RelButton;
  }
}
