import { randomUUID } from 'node:crypto';
import { check, NoAnswer, NotTried, shorten, type Trace, UnreachableError } from '../report.js';
import { type AgentKind, type Deed, type Play, WITHOUT_PAGE } from './deeds.js';
import type { Command, Heard, Step } from './host-page.js';
import type { Stage } from './stage.js';

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
const QUIET = 400;
/** The longest time until an agent that was told to do something asks the vendor, and until it asks nothing more, in milliseconds. */
const COMES = 10_000;
const ENDS = 20_000;

export type Said = Readonly<Record<string, unknown>>;
const parse = ({ text }: Heard): Said => {
  try {
    return JSON.parse(String(text)) as Said;
  } catch {
    return {};
  }
};
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

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
      if (heard.kind !== 'ran' && heard.kind !== 'waits') this.came.push(shorten(`${heard.kind} ${String(heard.text)}`));
    };
  }
  /** Where the agent hears a flow: where it has offered, or the port of a web agent. */
  get lane(): Step['to'] {
    if (this.play.kind === 'web') return 'port';
    return this.all('offer').at(-1)?.on === 'lane' ? 'lane' : 'host';
  }
  /** The messages of a type that came so far. */
  all(type?: string): readonly Heard[] {
    return this.heard.filter((one) => one.kind === 'message' && (!type || parse(one).type === type));
  }
  async until<T>(get: () => T | undefined, limit: number): Promise<T | undefined> {
    const end = Date.now() + limit;
    for (;;) {
      const found = get();
      if (found !== undefined || Date.now() > end) return found;
      await pause(10);
    }
  }

  /** Has the person do something. @throws NotTried if the agent has no way to do it */
  async person(what: Deed['do'], says: string, more: { link?: string } = {}): Promise<void> {
    this.needs(what);
    this.stage.tell({ says });
    this.sent.push(`to the person: ${says}`);
    if ((await this.play.onask({ do: what, says, origin: this.stage.origin, ...more })) === false) this.play.lacks.add(what);
    this.needs(what);
  }
  /** @throws NotTried if the agent has no way to do one of these */
  needs(...deeds: readonly Deed['do'][]): void {
    const lacking = deeds.filter((one) => this.play.lacks.has(one));
    if (lacking.length) throw new NotTried(`The agent has no way to ${lacking.join(', ')} in a place of its own.`);
  }
  /** @throws NotTried if the agent meets hosts in another way */
  needsKind(...kinds: readonly AgentKind[]): void {
    if (!kinds.includes(this.play.kind)) throw new NotTried(`It is for another kind of agent: ${kinds.join(', ')}.`);
  }
  /**
   * Has the person do something with no page of the vendor, and waits until the agent asks the vendor nothing more.
   *
   * @param posts whether the agent has to post something: that is waited for. Default: `true`
   */
  async does(what: keyof typeof WITHOUT_PAGE, { link, posts = true }: { link?: string; posts?: boolean } = {}): Promise<void> {
    const says = `In a place of the agent’s own: ${WITHOUT_PAGE[what]} ${link ?? this.stage.origin}.`;
    const { requests } = this.stage;
    const before = requests.length;
    await this.person(what, says, link === undefined ? {} : { link });
    if (posts) await this.until(() => requests.slice(before).find(({ method }) => method === 'POST'), COMES);
    const end = Date.now() + ENDS;
    for (let asked = -1; asked < requests.length && Date.now() < end;) {
      asked = requests.length;
      await pause(QUIET);
    }
  }
  count(kind: Heard['kind']): number {
    return this.heard.filter((one) => one.kind === kind).length;
  }
  /** Runs a command of the page, at a press if it is told so, and waits until the page has done it. */
  async command(command: Command): Promise<void> {
    this.needsKind('in-page', 'web', 'extension');
    const [ran, waits] = [this.count('ran'), this.count('waits')];
    this.stage.tell(command);
    const limit = this.play.patience;
    const hears = (kind: Heard['kind'], before: number): Promise<true | undefined> =>
      this.until(() => this.count(kind) > before || undefined, limit);
    if (command.onPress) {
      if (!(await hears('waits', waits))) this.#missPage();
      await this.person('press', 'Press the button on this page.');
    }
    if (await hears('ran', ran)) return;
    if (command.onPress) throw new NotTried('Nobody pressed the button in time.');
    this.#missPage();
  }
  #missPage(): never {
    const { stage, play } = this;
    const within = `within ${play.patience / 1_000} s`;
    if (!stage.isOpen) throw new UnreachableError(`No browser has opened ${stage.origin} ${within}.`);
    throw new NoAnswer(`The page ${stage.origin}, which has the agent in it, has not answered the kit ${within}.`);
  }
  /** Lets the page go on, with the agent in it: on a busy machine it gets as much of its own time. */
  rest(milliseconds = QUIET): Promise<void> {
    return this.command({ rests: milliseconds });
  }
  /** Dispatches steps. */
  run(steps: readonly Step[], how: Omit<Command, 'steps'> = {}): Promise<void> {
    this.sent.push(shorten(steps.map(({ to, text }) => `${to}: ${String(text)}`).join('\n')));
    return this.command({ steps, ...how });
  }
  /** Asks as a host does, on the private lane first, and then on the public one. @param after waits before it, in milliseconds */
  asks(text: unknown, how: Omit<Command, 'steps'> = {}, after = 0): Promise<void> {
    this.needsKind('in-page', 'extension');
    return this.run(
      [
        { to: 'lane', text, after },
        { to: 'host', text },
      ],
      how,
    );
  }
  say(type: string, body: object, to: Step['to'] = this.lane): Promise<void> {
    return this.run([{ to, text: JSON.stringify({ v: 1, type, ...body }) }]);
  }
  ask(changes: object = {}): string {
    return JSON.stringify({ v: [1], id: randomUUID(), type: 'ask', acts: ['relate'], lang: 'en', ...changes });
  }

  /** Waits for the next message of a type. @param count how many of the type there have to be */
  async next(type: string, { count = 1, limit = AT_ONCE } = {}): Promise<Said> {
    const get = (): Heard | undefined => this.all(type)[count - 1];
    let message = await this.until(get, limit);
    if (!message && limit === AT_ONCE) await this.rest(AT_ONCE);
    message ??= get();
    check(message, `No ${type} came within ${limit / 1_000} s.`);
    return parse(message);
  }
  /** Checks that no message but these comes. */
  async silent(before: number, why: string): Promise<void> {
    await this.rest();
    const [extra] = this.all().slice(before);
    check(!extra, `${why} ${String(extra?.text)}`);
  }

  /** Presses, and returns the offer to an ask. @param changes members of the ask */
  async offered(changes: object = {}, how: Pick<Command, 'shape'> = {}): Promise<ChosenFlow & { heard: Heard }> {
    const text = this.ask(changes);
    const { id } = JSON.parse(text) as { id: string };
    const before = this.all('offer').length;
    await this.asks(text, { onPress: true, ...how });
    await this.next('offer', { count: before + 1 });
    const heard = this.all('offer')[before] as Heard;
    return { id, offer: String(parse(heard).offer), heard };
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
    if (this.play.kind !== 'web') {
      const flow = await this.offered({ acts: [changes.act ?? 'relate'] });
      const over = JSON.stringify({ v: 1, id: flow.id, type: 'cancel', reason: 'user' });
      await this.run([this.choose(flow, changes), over].map((text) => ({ to: this.lane, text })));
      return { id: flow.id, offer: flow.offer };
    }
    return (await this.openedWindow(changes)).flow;
  }
  /** Opens a web agent's page by a press, and sends `choose` after its hello. @returns the hello */
  async openedWindow(changes: object = {}, how: Pick<Command, 'welcomesFrom'> = {}): Promise<{ flow: ChosenFlow; hello: Said }> {
    this.needsKind('web');
    const flow = { id: randomUUID(), offer: randomUUID() };
    const text = this.choose(flow, changes);
    const hellos = (): readonly Heard[] => this.heard.filter(({ kind, isFramed }) => kind === 'hello' && !isFramed);
    const before = hellos().length;
    await this.run([{ to: 'port', text }], { onPress: true, open: this.windowAddress, ...how });
    const hello = await this.until(() => hellos()[before], this.play.patience);
    check(hello, 'No hello came.');
    await this.run([{ to: 'port', text }]);
    return { flow, hello: parse(hello) };
  }
  /** The address of a web agent's page for flows. */
  get windowAddress(): string {
    return `${this.play.webAgent}/.well-known/rel-agent?v=1`;
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
