import type { ReactiveController } from 'lit';
import type { Outcome } from '../../contract/flow.js';
import type { PageReply } from '../../contract/replies.js';
import { contextProblem } from '../../handoff/context.js';
import { hearResponse, post } from '../../handoff/endpoint.js';
import { Flow } from '../../handoff/flow.js';
import type { Terms } from '../../handoff/flow-host.js';
import { makeLanes, type OpenLanes } from '../../handoff/lanes.js';
import { attend, release, take } from '../../handoff/router.js';
import { openWebAgent } from '../../handoff/web-agent.js';
import { RelActivateEvent, RelProposeEvent } from '../events.js';
import type { RelElement } from '../rel-element.js';
import { wordsFor } from '../words.js';
import { keepClick } from './open-panel.js';
import { message } from './panel/message.js';
import { createPresence, type Presence } from './presence.js';
import { dropRepeat, dropSecondTap } from './single-press.js';
import { actOf } from './status-after.js';

// Without a prototype: a page's `Object.prototype.then` would make it a promise of the page's.
/** The reply where a page has neither `endpoint` nor `respondWith` (contract, "Negotiation"). */
const NO_ENDPOINT = { __proto__: null, refused: true, code: 'no_endpoint', message: '' };

/** Runs the flows of a button, one at a time: asks, keeps the panel on screen, and puts proposals to the vendor. */
export class FlowController implements ReactiveController {
  readonly #host: RelElement;
  readonly #ended: (outcome: Outcome, record: string | undefined) => void;
  #openLanes: OpenLanes | undefined;
  #presence: Presence | undefined;
  #flow: Flow | undefined;
  #announcement: string | undefined;

  /** @param ended runs once for each flow, with its outcome and the record that both sides signed */
  constructor(host: RelElement, ended: (outcome: Outcome, record: string | undefined) => void) {
    this.#host = host;
    this.#ended = ended;
    host.addController(this);
  }

  /** The flow that is on, or the last one: its panel stays, hidden, so that a row's own click can still lead on. */
  get flow(): Flow | undefined {
    return this.#flow;
  }
  /** The text of the live region; `undefined` before the first press. */
  get announcement(): string | undefined {
    return this.#announcement;
  }

  hostConnected(): void {
    if (!contextProblem) attend();
    // A move in the document has hidden the panel.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    const flow = this.#flow;
    const presence = this.#presence;
    // A move within one task and document is no removal.
    if (flow) setTimeout(() => presence?.isHere() || flow.cancel('page'));
  }

  hostUpdated(): void {
    if (!contextProblem && !this.#openLanes) {
      const { renderRoot } = this.#host;
      this.#openLanes = makeLanes(this.#host, renderRoot as ShadowRoot);
      renderRoot.addEventListener('keydown', dropRepeat, true);
      renderRoot.addEventListener('click', dropSecondTap, true);
    }
    if (this.#flow && this.#flow.state !== 'ended') this.#presence?.show();
  }

  /** Begins a flow, where the document has none and the page does not prevent it. */
  begin(terms: Terms): void {
    const host = this.#host;
    const flow = new Flow(
      terms,
      {
        submit: (record, isExport) => this.#submit(record, terms.told.endpoint, isExport),
        open: openWebAgent,
        update: (outcome, record) => {
          this.#announcement = message(flow, wordsFor(host), outcome, actOf(record));
          host.requestUpdate();
          if (!outcome) return;
          release();
          presence.hide();
          this.#ended(outcome, record);
        },
      },
      this.#openLanes as OpenLanes,
    );
    const presence = createPresence(host.renderRoot as ShadowRoot, (cause) => {
      // While an agent asks its person elsewhere, a click on the page is no answer.
      if (cause !== 'outside' || flow.state === 'choosing' || flow.state === 'accept')
        flow.cancel(cause === 'page' ? cause : 'user');
    });
    if (!take(flow, presence.focus)) return;
    if (!host.dispatchEvent(new RelActivateEvent(terms.acts[0] as string)) || !presence.isHere()) {
      release();
      return;
    }
    this.#flow = flow;
    this.#presence = presence;
    host.renderRoot.addEventListener('click', keepClick);
    flow.ask();
  }

  #submit(record: string, endpoint: string | undefined, isExport: boolean): Promise<PageReply | undefined> {
    let reply: Promise<PageReply | undefined> | undefined;
    this.#host.dispatchEvent(
      new RelProposeEvent(record, (response) => {
        reply = hearResponse(response, isExport);
      }),
    );
    return reply ?? (endpoint ? post(endpoint, record, isExport) : hearResponse(NO_ENDPOINT, isExport));
  }
}
