import { randomUUID } from 'node:crypto';
import { check, NotTried, shorten, type Trace } from '../report.js';
import type { Command, Heard, Step } from './host-page.js';
import type { Stage } from './stage.js';

/** What the person at the screen has to do. */
export interface Deed {
  /** `open` the address in a browser, `press` the page's button, say `yes` or `no` in the agent's own window. */
  readonly do: 'open' | 'press' | 'yes' | 'no';
  /** The same in a sentence. */
  readonly says: string;
  /** The vendor's origin, which the page of the case has. */
  readonly origin: string;
}
/** The way in which the agent meets hosts. */
export type AgentKind = 'in-page' | 'web';

export interface Play {
  readonly kind: AgentKind;
  /** The origin of a web agent. */
  readonly webAgent: string | undefined;
  /** Does what the person has to do. `false`: the agent has no way to do it. */
  readonly onask: (deed: Deed) => Promise<unknown>;
  /** The longest wait for the person, in milliseconds. */
  readonly patience: number;
}

/** What one flow made, at the origin of its vendor. */
export interface Made {
  readonly value: string;
  readonly origin: string;
}
/** Makes something once, for all cases that look at it, and shows the page `back` again. @throws NotTried if it cannot be made */
export type Once = (name: string, make: (probe: AgentProbe) => Promise<string>, back: Stage) => Promise<Made>;

/** The time in which an agent has to answer by itself, in milliseconds (contract, C-73). */
const AT_ONCE = 2_000;
/** The time for which an agent has to be silent, in milliseconds. */
export const QUIET = 400;

export type Said = Readonly<Record<string, unknown>>;
const parse = ({ text }: Heard): Said => {
  try {
    return JSON.parse(String(text)) as Said;
  } catch {
    return {};
  }
};
export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A flow in which the agent was chosen. */
export interface ChosenFlow {
  readonly id: string;
  readonly offer: string;
}

/** What a case speaks to an agent by: it plays the host and the vendor at an origin of its own. */
export class AgentProbe implements Trace {
  readonly sent: string[] = [];
  readonly came: string[] = [];
  readonly heard: Heard[] = [];

  constructor(
    readonly play: Play,
    readonly stage: Stage,
    readonly once: Once,
  ) {
    stage.onheard = (heard) => {
      this.heard.push(heard);
      if (heard.kind !== 'ran') this.came.push(shorten(`${heard.kind} ${String(heard.text)}`));
    };
  }
  get lane(): Step['to'] {
    return this.play.kind === 'web' ? 'port' : 'host';
  }
  /** The messages of a type that came so far. */
  all(type?: string): readonly Heard[] {
    return this.heard.filter((one) => one.kind === 'message' && (!type || parse(one).type === type));
  }
  async #until<T>(get: () => T | undefined, limit: number): Promise<T | undefined> {
    const end = Date.now() + limit;
    for (;;) {
      const found = get();
      if (found !== undefined || Date.now() > end) return found;
      await pause(10);
    }
  }

  /** Has the person do something. @throws NotTried if the agent has no way to do it */
  async person(what: Deed['do'], says: string): Promise<void> {
    this.stage.tell({ says });
    if ((await this.play.onask({ do: what, says, origin: this.stage.origin })) === false)
      throw new NotTried('The agent has no way to do this: ' + says);
  }
  /** Dispatches steps, at a press if told so, and waits until the page has done them all. */
  async run(steps: readonly Step[], how: { onPress?: boolean; open?: string } = {}): Promise<void> {
    const before = this.heard.filter(({ kind }) => kind === 'ran').length;
    this.sent.push(shorten(steps.map(({ to, text }) => `${to}: ${String(text)}`).join('\n')));
    this.stage.tell({ steps, ...how } satisfies Command);
    if (how.onPress) await this.person('press', 'Press the button on this page.');
    const hasRun = () => this.heard.filter(({ kind }) => kind === 'ran').length > before || undefined;
    const limit = how.onPress ? this.play.patience : this.play.patience / 4;
    if (!(await this.#until(hasRun, limit))) throw new NotTried('Nobody pressed the button in time.');
  }
  say(type: string, body: object, to: Step['to'] = this.lane): Promise<void> {
    return this.run([{ to, text: JSON.stringify({ v: 1, type, ...body }) }]);
  }
  ask(changes: object = {}): string {
    return JSON.stringify({ v: [1], id: randomUUID(), type: 'ask', acts: ['relate'], lang: 'en', ...changes });
  }

  /** Waits for the next message of a type. @param count how many of the type there have to be */
  async next(type: string, { count = 1, limit = AT_ONCE } = {}): Promise<Said> {
    const message = await this.#until(() => this.all(type)[count - 1], limit);
    check(message, `No ${type} came within ${limit / 1_000} s.`);
    return parse(message);
  }
  /** Checks that no message but these comes. */
  async silent(before: number, why: string): Promise<void> {
    await pause(QUIET);
    const [extra] = this.all().slice(before);
    check(!extra, `${why} ${String(extra?.text)}`);
  }

  /** Presses, and returns the offer to an ask. @param changes members of the ask */
  async offered(changes: object = {}): Promise<ChosenFlow & { heard: Heard }> {
    this.needsOffers();
    const text = this.ask(changes);
    const { id } = JSON.parse(text) as { id: string };
    const before = this.all('offer').length;
    await this.run([{ to: this.lane, text }], { onPress: true });
    await this.next('offer', { count: before + 1 });
    const heard = this.all('offer')[before] as Heard;
    return { id, offer: String(parse(heard).offer), heard };
  }
  /** @throws NotTried for a web agent */
  needsOffers(): void {
    if (this.play.kind === 'web') throw new NotTried('A web agent makes no offers.');
  }
  choose({ id, offer }: ChosenFlow, changes: object = {}): string {
    const { origin } = this.stage;
    const choice = {
      act: 'relate',
      vendor: { origin, name: 'Kit' },
      accepts: ['SD-BASE', 'SD-BASE-DP'],
      endpoint: `${origin}/relbutton`,
    };
    return JSON.stringify({ v: 1, id, type: 'choose', offer, ...choice, ...changes });
  }
  /** Presses, chooses the agent, and cancels all others. @param changes members of `choose` */
  async chosen(changes: { act?: string } & Record<string, unknown> = {}): Promise<ChosenFlow> {
    const { webAgent } = this.play;
    if (webAgent === undefined) {
      const flow = await this.offered({ acts: [changes.act ?? 'relate'] });
      const over = JSON.stringify({ v: 1, id: flow.id, type: 'cancel', reason: 'user' });
      await this.run([this.choose(flow, changes), over].map((text) => ({ to: this.lane, text })));
      return { id: flow.id, offer: flow.offer };
    }
    const flow = { id: randomUUID(), offer: randomUUID() };
    const text = this.choose(flow, changes);
    const before = this.heard.filter(({ kind }) => kind === 'hello').length;
    await this.run([{ to: 'port', text }], { onPress: true, open: `${webAgent}/.well-known/rel-agent?v=1` });
    const hello = await this.#until(() => this.heard.filter(({ kind }) => kind === 'hello')[before], this.play.patience);
    check(hello, 'No hello came.');
    await this.run([{ to: 'port', text }]);
    return flow;
  }
  /** Has the person say yes, and waits for the proposal. @returns the record */
  async proposed(count = 1): Promise<string> {
    await this.person('yes', `Say yes in the agent’s own window, to ${this.stage.origin}.`);
    return String((await this.next('propose', { count, limit: this.play.patience })).record);
  }
  answer({ id, offer }: ChosenFlow, answer: string, body: object = {}): Promise<void> {
    return this.say('answer', { id, offer, answer, ...body });
  }
  async outcome(): Promise<unknown> {
    return (await this.next('done', { limit: this.play.patience })).outcome;
  }
}
