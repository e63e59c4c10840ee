import { html, isServer, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { isVisible } from '../../contract/fields.js';
import type { Reply } from '../../contract/replies.js';
import { type Status, STATUSES } from '../../contract/statuses.js';
import { eventButton, opensElsewhere, openWindow } from '../../handoff/captured-dom.js';
import { contextProblem } from '../../handoff/context.js';
import { hearResponse, post } from '../../handoff/endpoint.js';
import { createFlow, type Flow, type Terms } from '../../handoff/flow.js';
import { makeLanes, type OpenLanes } from '../../handoff/lanes.js';
import { attend, release, take } from '../../handoff/router.js';
import { openWebAgent } from '../../handoff/web-agent.js';
import { fill, type Words } from '../../locales/en.js';
import { RelActivateEvent, RelOutcomeEvent, RelProposeEvent, RelStatusChangeEvent } from '../events.js';
import { type Appearance, APPEARANCES, type Size, SIZES } from '../options.js';
import { sharedStyles } from '../shared.styles.js';
import { magnets, magnetStyles } from '../magnets.js';
import { RelElement } from '../rel-element.js';
import { isServerRendered } from '../server-rendering.js';
import { listOf, readOne } from '../attributes.js';
import { warn } from '../warn.js';
import { wordsFor } from '../words.js';
import { linksOf } from './links.js';
import { message, panel } from './panel.js';
import { panelStyles } from './panel.styles.js';
import { createPresence, type Presence } from './presence.js';
import { buttonStyles } from './rel-button.styles.js';
import { serverRenderingStyles } from './server-rendering.styles.js';
import { statusAfter } from './status-after.js';
import { readTerms } from './terms.js';

/** What a press does where no agent answers: open the panel, or follow the child link. */
export const NO_AGENT = ['panel', 'follow'] as const;
export type NoAgent = (typeof NO_AGENT)[number];

const tokens = { converter: listOf };

/**
 * The button by which a customer and the vendor of a page relate, on equal terms. Pressed, it asks whatever agent the visitor
 * runs, and offers the visitor who runs none the ways that everybody has.
 *
 * @tagname rel-button
 * @slot - The vendor's own link to relate by, and after it optionally one that starts a mail. It is what there is without
 * script; afterwards the first one's text is the label and both are rows of the panel.
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
 * @cssState busy - A flow is on.
 * @fires {RelActivateEvent} rel-activate - The visitor pressed the button. Cancelable: prevented, no flow begins.
 * @fires {RelProposeEvent} rel-propose - The visitor's agent proposes a record; answer with `respondWith`, or leave it to `endpoint`.
 * @fires {RelStatusChangeEvent} rel-statuschange - What the button shows has changed.
 * @fires {RelOutcomeEvent} rel-outcome - What the press came to, once for each flow.
 */
export class RelButton extends RelElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { mode: 'open', delegatesFocus: true };
  static override styles = [sharedStyles, magnetStyles, buttonStyles, panelStyles, ...(isServer ? [serverRenderingStyles] : [])];
  static override properties: PropertyDeclarations = {
    vendorName: { attribute: 'vendor-name' },
    accepts: tokens,
    acts: tokens,
    endpoint: {},
    challenge: {},
    // Whatever is newly set wins over what a flow has shown since, also the same again.
    status: { hasChanged: () => true },
    label: {},
    size: {},
    appearance: {},
    noAgent: { attribute: 'no-agent' },
    name: { reflect: true },
    disabled: { type: Boolean, reflect: true },
  };

  /** The vendor's name as it is shown. Default: the page's host name. */
  declare vendorName: string;
  /** The agreements the vendor accepts, ids of the IEEE 7012 roster. Default: none. */
  declare accepts: string[];
  /** What a press can do; the button presses the first. Default: `relate`. */
  declare acts: string[];
  /** Where records are sent: a URL of the page's origin. Default: none. */
  declare endpoint: string;
  /** What the server wants signed into the record, at most 1,024 UTF-16 units. Default: none. */
  declare challenge: string;
  /** Where the relationship stands by the vendor's word. Default: `offered`. */
  declare status: Status;
  /** The label. Default: the child link's text, else "Relate with" and the vendor's name. */
  declare label: string;
  /** `small`, `medium` or `large`. Default: `medium`. */
  declare size: Size;
  /** `solid`, `outline`, `plain`, or `sign` for the magnets alone. Default: `solid`. */
  declare appearance: Appearance;
  /** What a press does where no agent answers: `panel`, or `follow` the child link at once. Default: `panel`. */
  declare noAgent: NoAgent;
  /** The name under which a form submits the record. Default: none. */
  declare name: string;
  /** Whether it cannot be pressed. Default: `false`. */
  declare disabled: boolean;

  // Not everywhere, in test environments say; there the element stays its link.
  readonly #internals = this.attachInternals?.() as ElementInternals | undefined;
  #status: Status = 'offered';
  #terms!: Terms;
  #ifNone!: NoAgent;
  #openLanes!: OpenLanes;
  /** The flow that is on, or the last one: its panel stays, hidden, so that a row's own click can still lead on. */
  #flow: Flow | undefined;
  #presence: Presence | undefined;
  /** What the live region says; it is there from the first press on. */
  #announcement: string | undefined;

  /** What is shown: the attribute's status, or what a flow has come to since. */
  get currentStatus(): Status {
    return this.#status;
  }

  /** Ends the flow that is on, if there is one, as if the page had gone. */
  cancel(): void {
    this.#flow?.cancel('page');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (contextProblem) warn(`<rel-button> stays a link: the page is ${contextProblem}`);
    else attend();
    // A move in the document has hidden the panel.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    const flow = this.#flow;
    // A move within one task is no removal.
    if (flow) setTimeout(() => this.isConnected || flow.cancel('page'));
  }

  formDisabledCallback(): void {
    this.requestUpdate();
  }

  formResetCallback(): void {
    this.#internals?.setFormValue?.(null);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('status')) this.#show(readOne(this, 'status', STATUSES, 'offered'));
  }

  protected override render(): TemplateResult {
    const words = wordsFor(this);
    if (isServerRendered(this)) {
      return this.#draw(words, this.label || fill(words.relate, this.vendorName || ''), this.disabled, html`<slot></slot>`);
    }
    if (contextProblem) return html`<slot></slot>`;
    this.#terms = readTerms(this);
    this.#ifNone = readOne(this, 'noAgent', NO_AGENT, 'panel');
    const links = linksOf(this);
    return this.#draw(
      words,
      [this.label, links.link?.textContent].find((text) => text && isVisible(text)) ??
        fill(words.relate, this.#terms.told.vendor.name),
      this.matches(':disabled'),
      this.#announcement === undefined
        ? nothing
        : html`<p role="status">${this.#announcement}</p>${this.#flow && panel(this.#flow, links, words)}`,
    );
  }

  #draw(words: Words, label: string, isDisabled: boolean, after: TemplateResult | typeof nothing): TemplateResult {
    // No white space between elements: each would be a node more. No `type` either: nothing in here has a form.
    return html`<button
        part="button"
        class="look base ${readOne(this, 'size', SIZES, 'medium')} ${readOne(this, 'appearance', APPEARANCES, 'solid')}"
        aria-haspopup="dialog"
        aria-description=${words.status[this.#status]}
        ?disabled=${isDisabled}
        @click=${this.#onPress}
        @auxclick=${this.#onPress}
        >${magnets(this.#status)}<span part="label">${label}</span></button
      >${after}`;
  }

  protected override firstUpdated(): void {
    if (contextProblem) return;
    new MutationObserver(() => this.requestUpdate()).observe(this, { childList: true, subtree: true, characterData: true });
    this.#openLanes = makeLanes(this, this.renderRoot as ShadowRoot);
  }

  protected override updated(): void {
    if (this.#flow && this.#flow.state !== 'ended') this.#presence?.show();
  }

  #show(status: Status): void {
    const previous = this.#status;
    if (status === previous) return;
    this.#status = status;
    if (isServer) return;
    this.#internals?.states?.[status === 'related' ? 'add' : 'delete']('related');
    this.requestUpdate();
    // Before the first rendering nothing has been shown that could change.
    if (this.hasUpdated) this.dispatchEvent(new RelStatusChangeEvent(status, previous));
  }

  readonly #onPress = (event: MouseEvent): void => {
    const { link } = linksOf(this);
    if (!event.isTrusted || (eventButton(event) as number) > 1) return;
    if (!opensElsewhere(event)) this.#begin(link);
    else if (link) openWindow(link.href, 'noopener');
  };

  #begin(link: HTMLAnchorElement | null): void {
    const internals = this.#internals as ElementInternals;
    const { states } = internals;
    const flow = createFlow(
      this.#terms,
      {
        submit: (record) => this.#submit(record, flow.terms.told.endpoint),
        open: openWebAgent,
        update: (outcome, record) => {
          this.#announcement = message(flow, wordsFor(this), outcome);
          this.requestUpdate();
          if (!outcome) return;
          release();
          states.delete('busy');
          presence.hide();
          if (record) internals.setFormValue(record);
          if (outcome === 'agreed') this.#show(statusAfter(record));
          if (outcome === 'asked') this.#show(outcome);
          this.dispatchEvent(new RelOutcomeEvent(outcome, record));
        },
      },
      this.#openLanes,
    );
    const presence = createPresence(this.renderRoot as ShadowRoot, (isEscape) => {
      // While an agent asks its person elsewhere, a click on the page is no answer.
      if (isEscape || flow.state === 'choosing') flow.cancel('user');
    });
    if (!take(flow, presence.focus)) return;
    if (!this.dispatchEvent(new RelActivateEvent(flow.terms.acts[0] as string)) || !this.isConnected) {
      release();
      return;
    }
    this.#flow = flow;
    this.#presence = presence;
    states.add('busy');
    flow.ask();
    if (flow.state === 'choosing' && !flow.offers[0] && link && this.#ifNone === 'follow') {
      flow.follow();
      link.click();
    }
  }

  #submit(record: string, endpoint: string | undefined): Promise<Reply | undefined> {
    let reply: Promise<Reply | undefined> | undefined;
    this.dispatchEvent(
      new RelProposeEvent(record, (response) => {
        reply = hearResponse(response);
      }),
    );
    return reply ?? (endpoint ? post(endpoint, record) : hearResponse({ __proto__: null, pending: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rel-button': RelButton;
  }
}
