import { hasOwn } from '../contract/captured.js';
import type { FlowState } from '../contract/flow.js';
import type { PageReply } from '../contract/replies.js';
import type { FlowHost, Terms } from './flow-host.js';
import { type FlowStep, TRANSITIONS } from './transitions.js';

/** Where a flow stands: its state, the record, and the vendor's reply. `transitions.ts` lists the states it goes through. */
export class FlowSteps {
  readonly terms: Terms;
  /** The record that was proposed last; once the vendor has signed it too, with both signatures. */
  protected record = '';
  /** The vendor's last reply. */
  reply: PageReply | undefined;
  protected readonly host: FlowHost;
  #state: FlowState = 'asking';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(terms: Terms, host: FlowHost) {
    this.terms = terms;
    this.host = host;
  }

  get state(): FlowState {
    return this.#state;
  }

  /** Returns whether the current state allows a step. */
  protected allows(step: FlowStep): boolean {
    return hasOwn(TRANSITIONS[this.#state], step);
  }

  /** Takes a step, where one leads on from here. @returns whether it did */
  protected step(step: FlowStep): boolean {
    if (!this.allows(step)) return false;
    clearTimeout(this.#timer);
    this.#state = (TRANSITIONS[this.#state] as Readonly<Record<FlowStep, FlowState>>)[step];
    return true;
  }

  /** Takes a step and draws the new state. @returns whether it did */
  protected enter(step: FlowStep): boolean {
    const isTaken = this.step(step);
    if (isTaken) this.host.update();
    return isTaken;
  }

  /** Takes the step `wait` after a while in this state. */
  protected wait(milliseconds: number, then: () => unknown = () => this.enter('wait')): void {
    this.#timer = setTimeout(then, milliseconds);
  }
}
