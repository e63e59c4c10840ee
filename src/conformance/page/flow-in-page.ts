import { type Heard, InPage, type Lane, type Message } from './in-page.js';
import type { Proposal } from './vendor-in-page.js';

/** A case's moves of a flow in the page. */
export class FlowInPage extends InPage {
  /** Presses the host, and waits for its ask. */
  async ask(host = this.host): Promise<Message> {
    const before = this.of('ask').length;
    const hasAsked = (): boolean => this.of('ask').length > before;
    // A page that is still busy can lose a press: a person presses again.
    for (let presses = 0; presses < 3 && !hasAsked(); presses++) {
      await this.press(this.controls(host.shadowRoot as ShadowRoot)[0] ?? host);
      await this.until(hasAsked, '', 1_000).catch(() => undefined);
    }
    this.check(hasAsked(), 'The host does not ask at a press.');
    await this.rest();
    return (this.of('ask').at(-1) as Heard).message;
  }

  /** What the host said of a type, oldest first. */
  of(type: string, lane?: Lane): readonly Heard[] {
    return this.heard.filter((one) => one.message.type === type && (!lane || one.lane === lane));
  }
  /** What the host said, as words: `answer accept`, and `cancel all` for one without an offer. */
  get words(): readonly string[] {
    const isOfAgent = ({ lane, message }: Heard): boolean => lane === this.lane || !['ask', 'cancel'].includes(message.type);
    return this.heard.filter(isOfAgent).map(({ message }) => {
      const { type, answer, offer } = message;
      if (type === 'cancel') return offer ? type : 'cancel all';
      return typeof answer === 'string' ? `${type} ${answer}` : type;
    });
  }

  lane: Lane = 'private';
  /** Has an agent offer at the next ask. @returns the offer's id */
  offer(lane: Lane, message: object = {}): string {
    const offer = globalThis.crypto.randomUUID();
    this.offers.push({ lane, message: { type: 'offer', offer, label: `Agent ${offer.slice(0, 8)}`, ...message } });
    return offer;
  }
  /** Presses the row of an agent on the public lane. */
  async pressRow(label: string): Promise<void> {
    const row = (): HTMLElement | undefined => this.controls().findLast((one) => this.textIn(one).includes(label));
    await this.press(await this.until(row, `The host shows no control with the name of the agent, “${label}”.`));
  }

  /** Has one agent chosen: on the private lane at once, else by a press of its row. @returns `choose` */
  async choose(lane: Lane = this.node ? 'private' : 'public', acts?: readonly string[]): Promise<Message> {
    this.lane = lane;
    this.offered = this.offer(lane, acts ? { acts } : {});
    await this.ask();
    if (lane === 'public') await this.pressRow(`Agent ${this.offered.slice(0, 8)}`);
    const [chosen] = await this.until(() => this.of('choose').length > 0 && this.of('choose'), 'The host chooses no agent.');
    await this.rest(5);
    return (chosen as Heard).message;
  }
  /** Has one agent chosen that says `ack`. */
  async begin(lane?: Lane): Promise<Message> {
    const chosen = await this.choose(lane);
    this.say(this.lane, { type: 'ack' });
    return chosen;
  }

  /** Sends a proposal, and waits until the vendor has it. */
  async propose(record = '{"payload":"e30","signatures":[]}'): Promise<Proposal> {
    const before = this.proposals.length;
    this.say(this.lane, { type: 'propose', record });
    return this.until(() => this.proposals[before], 'The vendor does not get the proposal.');
  }
  /** Waits for the `count`-th answer. */
  async answer(count = 1): Promise<Message> {
    const get = (): Message | undefined => this.of('answer')[count - 1]?.message;
    return this.until(get, 'The agent gets no answer.');
  }
  async outcome(): Promise<string> {
    return (await this.until(() => this.outcomes[0], 'The flow has no outcome.')).outcome;
  }
  /** Ends the flow by the page. */
  async cancel(): Promise<void> {
    this.check(typeof this.host.cancel === 'function', 'The host has no method cancel().');
    this.host.cancel();
    await this.rest();
  }
}
