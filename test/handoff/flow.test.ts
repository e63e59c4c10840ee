import { expect } from 'chai';
import fc from 'fast-check';
import { FROM_AGENT, parseMessage } from '../../src/contract/messages.js';
import type { Reply } from '../../src/contract/replies.js';
import type { FlowState, Outcome } from '../../src/contract/flow.js';
import { Flow } from '../../src/handoff/flow.js';
import type { Terms } from '../../src/handoff/flow-host.js';
import type { Offer } from '../../src/handoff/offers.js';
import { Clock } from '../support/clock.js';

const terms: Terms = {
  acts: ['relate'],
  lang: 'en',
  status: 'offered',
  told: { vendor: { origin: 'https://shop.example', name: 'Shop' }, accepts: ['SD-BASE'], endpoint: undefined, challenge: 'c' },
};
type Said = { type: string; id: string; offer?: string; [key: string]: unknown };
type Lane = 'private' | 'public';

/** A flow with everything around it: what it said, what it drew, what came of it. */
class Bench {
  readonly clock = new Clock();
  /** Messages on the public lane, which every script hears. */
  readonly said: Said[] = [];
  /** Messages with their lanes. */
  readonly lanes: string[] = [];
  readonly states: FlowState[] = [];
  readonly outcomes: { outcome: Outcome; record: string | undefined }[] = [];
  readonly submitted: string[] = [];
  /** Runs while the host says something, as agents and page scripts do. */
  whileSaying: (said: Said, lane: Lane) => void = () => undefined;
  /** The windows of agents elsewhere, the newest last. */
  readonly windows: {
    origin: string;
    id: string;
    said: Said[];
    isClosed: boolean;
    greet: () => void;
    hear: (data: unknown) => void;
  }[] = [];
  isPopupBlocked = false;
  #resolve: ((reply: Reply | undefined) => void) | undefined;
  #hearPrivately: (detail: unknown) => void = () => undefined;
  readonly flow: Flow;

  /** @param hasPrivateLane which the page may have taken away */
  constructor(hasPrivateLane = true) {
    const speak =
      (lane: Lane) =>
      (text: string): void => {
        const said = JSON.parse(text) as Said;
        if (lane === 'public') this.said.push(said);
        this.lanes.push(`${lane} ${said.type}`);
        this.whileSaying(said, lane);
      };
    this.flow = new Flow(
      terms,
      {
        submit: (record) => {
          this.submitted.push(record);
          return {
            then: (resolve: (reply: Reply | undefined) => void) => (this.#resolve = resolve),
          } as unknown as Promise<Reply>;
        },
        open: (origin, id, greet, hear) => {
          if (this.isPopupBlocked) return null;
          const one = { origin, id, said: [] as Said[], isClosed: false, isGreeted: false, greet: () => undefined, hear };
          one.greet = () => {
            if (one.isClosed || one.isGreeted) return;
            one.isGreeted = true;
            greet();
          };
          this.windows.push(one);
          return {
            say: (text) => one.isGreeted && one.said.push(JSON.parse(text) as Said),
            close: () => void (one.isClosed = true),
          };
        },
        update: (outcome, record) => {
          this.states.push(this.flow.state);
          if (outcome) this.outcomes.push({ outcome, record });
        },
      },
      (hear) => {
        this.#hearPrivately = hear;
        return { private: hasPrivateLane ? speak('private') : undefined, public: speak('public') };
      },
    );
  }

  get id(): string {
    return this.said.findLast(({ type }) => type === 'ask')?.id ?? '';
  }

  hear(type: string, body: object = {}): boolean {
    const message = parseMessage(JSON.stringify({ v: 1, type, id: this.id, ...body }), FROM_AGENT);
    return Boolean(message) && !this.flow.receive(message as NonNullable<typeof message>, 'public');
  }

  hearPrivately(type: string, body: object = {}): void {
    this.#hearPrivately(JSON.stringify({ v: 1, type, id: this.id, ...body }));
  }

  get offers(): Offer[] {
    return Object.values(this.flow.offers);
  }

  /** The offer that the newest window was told of. */
  get webOffer(): string | undefined {
    return this.windows.at(-1)?.said.findLast(({ type }) => type === 'choose')?.offer;
  }

  /** Says something by the port of the newest window. */
  hearWeb(type: string, body: object = {}): void {
    const last = this.windows.at(-1);
    const offer = this.webOffer;
    if (!last?.isClosed) last?.hear(JSON.stringify({ v: 1, type, id: this.id, offer, ...body }));
  }

  /** The vendor answers; `undefined`: it was not reached. */
  reply(reply: Reply | undefined): void {
    this.#resolve?.(reply);
    this.#resolve = undefined;
    this.clock.pass(0);
  }

  /** Asks, hears these offers, and opens the panel. */
  ask(...offers: string[]): void {
    this.whileSaying = ({ type }, lane) => {
      if (type !== 'ask' || lane === 'private') return;
      for (const offer of offers) this.hear('offer', { offer, acts: ['relate'], label: offer.slice(0, 2) });
    };
    this.flow.ask();
  }

  /** The same of agents that answer privately. */
  askPrivately(...offers: { offer: string; acts?: string[]; label?: string }[]): void {
    this.whileSaying = ({ type, id }, lane) => {
      if (type === 'ask' && lane === 'private')
        for (const offer of offers) this.hearPrivately('offer', { id, acts: ['relate'], ...offer });
    };
    this.flow.ask();
  }

  choose(index = 0): string {
    const offer = this.offers[index];
    if (!offer) throw new Error('no such offer');
    this.flow.choose(offer, 'relate');
    return offer.id;
  }

  types(): string[] {
    return this.said.map(({ type, offer }) => (type === 'cancel' && !offer ? 'cancel-all' : type));
  }
}

const uuid = (n: number): string => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`;
const A = uuid(1);
const B = uuid(2);
const accept: Reply = { record: 'countersigned' };
const pending: Reply = { pending: true };
const counter: Reply = { counter: 'SD-BASE-DP' };
const refuse: Reply = { refused: true, code: 'no', message: 'Not today.' };

describe('a flow', () => {
  let bench: Bench;
  beforeEach(() => (bench = new Bench()));
  afterEach(() => bench.clock.restore());

  it('asks with nothing but the version, acts and language', () => {
    bench.ask();
    expect(bench.said).to.deep.equal([{ v: [1], id: bench.id, type: 'ask', acts: ['relate'], lang: 'en' }]);
    expect(bench.flow.state).to.equal('choosing');
  });

  it('goes from press to agreed', () => {
    bench.ask(A);
    bench.choose();
    expect(bench.said[1]).to.deep.equal({
      v: 1,
      id: bench.id,
      type: 'choose',
      offer: A,
      act: 'relate',
      vendor: { origin: 'https://shop.example', name: 'Shop' },
      accepts: ['SD-BASE'],
      challenge: 'c',
    });
    expect(bench.hear('ack', { offer: A })).to.equal(true);
    expect(bench.hear('propose', { offer: A, record: 'r' })).to.equal(true);
    expect(bench.submitted).to.deep.equal(['r']);
    bench.reply(accept);
    expect(bench.said.at(-1)).to.deep.include({ type: 'answer', offer: A, answer: 'accept', record: 'countersigned' });
    expect(bench.hear('done', { offer: A, outcome: 'agreed' })).to.equal(true);
    expect(bench.outcomes).to.deep.equal([{ outcome: 'agreed', record: 'countersigned' }]);
    expect(bench.types()).to.deep.equal(['ask', 'choose', 'cancel-all', 'answer']);
  });

  it('answers in a later task than the proposal', () => {
    bench.ask(A);
    bench.choose();
    bench.whileSaying = () => expect.fail('too early');
    bench.hear('propose', { offer: A, record: 'r' });
  });

  it('hears offers only while it asks, the first of one id, and 32 of them', () => {
    bench.ask(A, A, B, ...Array.from({ length: 40 }, (_, i) => uuid(i + 10)));
    expect(bench.offers).to.have.length(32);
    expect(bench.offers.filter(({ id }) => id === A)).to.have.length(1);
    expect(bench.hear('offer', { offer: uuid(99), acts: ['relate'] })).to.equal(false);
  });

  it('lists offers in an order that does not follow theirs', () => {
    const firsts = new Set(
      Array.from({ length: 64 }, () => {
        bench.ask(A, B);
        const [first] = bench.offers;
        bench.flow.cancel('user');
        bench.clock.restore();
        bench = new Bench();
        return first?.id;
      }),
    );
    expect(firsts).to.deep.equal(new Set([A, B]));
  });

  it('takes any valid message of the chosen agent for its ack', () => {
    bench.ask(A);
    bench.choose();
    bench.hear('propose', { offer: A, record: 'r' });
    bench.clock.pass(10_000);
    expect(bench.flow.state).to.equal('deciding');
  });

  it('says after 2 s that an agent is silent, and still hears it', () => {
    bench.ask(A);
    bench.choose();
    bench.clock.pass(1_999);
    expect(bench.flow.state).to.equal('waiting');
    bench.clock.pass(1);
    expect(bench.flow.state).to.equal('silent');
    expect(bench.hear('ack', { offer: A })).to.equal(true);
    expect(bench.flow.state).to.equal('consenting');
    bench.clock.pass(24 * 3_600_000);
    expect(bench.outcomes).to.deep.equal([]);
  });

  it('asks anew for another agent, which forgets the first', () => {
    bench.ask(A);
    bench.choose();
    const first = bench.id;
    bench.clock.pass(2_000);
    bench.flow.chooseAnother();
    expect(bench.id).not.to.equal(first);
    expect(bench.types()).to.deep.equal(['ask', 'choose', 'cancel-all', 'cancel', 'ask']);
    expect(bench.said[3]).to.deep.include({ id: first, offer: A, reason: 'user' });
    const message = parseMessage(JSON.stringify({ v: 1, type: 'ack', id: first, offer: A }), FROM_AGENT);
    expect(message && bench.flow.receive(message, 'public')).to.equal('another flow');
  });

  it('lets one counter be answered by one more proposal', () => {
    bench.ask(A);
    bench.choose();
    bench.hear('propose', { offer: A, record: '1' });
    expect(bench.hear('propose', { offer: A, record: '2' })).to.equal(false);
    bench.reply(counter);
    expect(bench.said.at(-1)).to.deep.include({ answer: 'counter', agreement: 'SD-BASE-DP' });
    expect(bench.hear('propose', { offer: A, record: '2' })).to.equal(true);
    bench.reply(counter);
    expect(bench.said.at(-1)).to.deep.include({ answer: 'refuse' });
    expect(bench.said.at(-1)).not.to.have.property('agreement');
    expect(bench.hear('propose', { offer: A, record: '3' })).to.equal(false);
    expect(bench.submitted).to.deep.equal(['1', '2']);
  });

  it('puts the same record again to a vendor that was not reached, and never answers that', () => {
    bench.ask(A);
    bench.choose();
    bench.hear('propose', { offer: A, record: 'r' });
    bench.reply(undefined);
    expect(bench.flow.state).to.equal('unreached');
    expect(bench.types()).not.to.include('answer');
    bench.flow.retry();
    expect(bench.submitted).to.deep.equal(['r', 'r']);
    bench.reply(accept);
    expect(bench.flow.state).to.equal('accept');
  });

  it('tells the person what a vendor said that refused', () => {
    bench.ask(A);
    bench.choose();
    bench.hear('propose', { offer: A, record: 'r' });
    bench.reply(refuse);
    expect(bench.flow.reply?.message).to.equal('Not today.');
    expect(bench.said.at(-1)).to.deep.include({ answer: 'refuse', code: 'no' });
  });

  it('is agreed after 1 s though the agent says no more', () => {
    bench.ask(A);
    bench.choose();
    bench.hear('propose', { offer: A, record: 'r' });
    bench.reply(accept);
    bench.clock.pass(999);
    expect(bench.outcomes).to.deep.equal([]);
    bench.clock.pass(1);
    expect(bench.outcomes).to.deep.equal([{ outcome: 'agreed', record: 'countersigned' }]);
  });

  it('cannot be cancelled any more once the record has both signatures', () => {
    bench.ask(A);
    bench.choose();
    bench.hear('propose', { offer: A, record: 'r' });
    bench.reply(accept);
    bench.flow.cancel('page');
    expect(bench.outcomes).to.deep.equal([{ outcome: 'agreed', record: 'countersigned' }]);
    expect(bench.types()).not.to.include('cancel');
  });

  // What the agent says, by what the vendor has answered.
  const readings: [answer: Reply | 'none', said: string, outcome: Outcome][] = [
    ['none', 'agreed', 'dismissed'],
    ['none', 'asked', 'dismissed'],
    ['none', 'declined', 'declined'],
    ['none', 'dismissed', 'dismissed'],
    [pending, 'agreed', 'asked'],
    [pending, 'asked', 'asked'],
    [pending, 'declined', 'declined'],
    [pending, 'dismissed', 'dismissed'],
    [counter, 'agreed', 'dismissed'],
    [counter, 'asked', 'dismissed'],
    [refuse, 'agreed', 'dismissed'],
    [refuse, 'asked', 'dismissed'],
    [accept, 'dismissed', 'agreed'],
    [accept, 'declined', 'agreed'],
    [accept, 'asked', 'agreed'],
  ];
  for (const [answer, said, outcome] of readings) {
    it(`reads done ${said} after ${typeof answer === 'string' ? answer : Object.keys(answer).join()} as ${outcome}`, () => {
      bench.ask(A);
      bench.choose();
      if (answer !== 'none') {
        bench.hear('propose', { offer: A, record: 'r' });
        bench.reply(answer);
      }
      expect(bench.hear('done', { offer: A, outcome: said })).to.equal(true);
      expect(bench.outcomes.map((one) => one.outcome)).to.deep.equal([outcome]);
      expect(bench.hear('done', { offer: A, outcome: 'agreed' })).to.equal(false);
    });
  }

  it('ends by a link only while the person chooses', () => {
    bench.ask(A);
    bench.flow.follow();
    expect(bench.outcomes.map(({ outcome }) => outcome)).to.deep.equal(['by-link']);
    expect(bench.types()).to.deep.equal(['ask', 'cancel-all']);
  });

  it('can be ended by the page while it asks', () => {
    bench.whileSaying = ({ type }) => {
      if (type === 'ask') bench.flow.cancel('page');
    };
    bench.flow.ask();
    expect(bench.flow.state).to.equal('ended');
    expect(bench.outcomes).to.have.length(1);
  });

  it('can be ended by the page while it says what was chosen', () => {
    bench.ask(A);
    bench.whileSaying = ({ type }) => {
      if (type === 'choose') bench.flow.cancel('page');
    };
    bench.choose();
    bench.clock.pass(5_000);
    expect(bench.flow.state).to.equal('ended');
    expect(bench.outcomes).to.have.length(1);
  });

  it('hears the chosen agent alone', () => {
    bench.ask(A, B);
    const chosen = bench.choose();
    const other = chosen === A ? B : A;
    for (const [type, body] of [
      ['ack', {}],
      ['propose', { record: 'r' }],
      ['done', { outcome: 'agreed' }],
    ] as const) {
      expect(bench.hear(type, { offer: other, ...body }), type).to.equal(false);
    }
    expect(bench.flow.state).to.equal('waiting');
  });
});

describe('a flow on the private lane', () => {
  let bench: Bench;
  beforeEach(() => (bench = new Bench()));
  afterEach(() => bench.clock.restore());
  const isChosen = (): boolean => bench.lanes.includes('private choose');

  it('asks there first, and publicly as well, whether or not somebody answered', () => {
    bench.askPrivately();
    expect(bench.lanes).to.deep.equal(['private ask', 'public ask']);
    bench.flow.cancel('user');
    bench.clock.restore();
    bench = new Bench();
    bench.askPrivately({ offer: A }, { offer: B });
    expect(bench.lanes).to.deep.equal(['private ask', 'public ask']);
  });

  it('chooses the one agent that answered, and speaks with it there alone', () => {
    bench.askPrivately({ offer: A });
    expect(bench.lanes).to.deep.equal(['private ask', 'public ask', 'private choose', 'private cancel', 'public cancel']);
    bench.hearPrivately('propose', { offer: A, record: 'r' });
    bench.reply(accept);
    bench.hearPrivately('done', { offer: A, outcome: 'agreed' });
    expect(bench.outcomes).to.deep.equal([{ outcome: 'agreed', record: 'countersigned' }]);
    expect(bench.lanes.slice(5)).to.deep.equal(['private answer']);
  });

  it('leaves the choice to the person where there is one', () => {
    bench.askPrivately({ offer: A }, { offer: B });
    expect(isChosen()).to.equal(false);
    expect([bench.flow.state, bench.flow.isPrivate, bench.offers.length]).to.deep.equal(['choosing', true, 2]);
  });

  it('leaves it to them too where an agent answered publicly besides', () => {
    bench.whileSaying = ({ type, id }, lane) => {
      if (type !== 'ask') return;
      if (lane === 'private') bench.hearPrivately('offer', { id, offer: A, acts: ['relate'] });
      else bench.hear('offer', { offer: B, acts: ['relate'] });
    };
    bench.flow.ask();
    expect([isChosen(), bench.flow.state, bench.offers.length]).to.deep.equal([false, 'choosing', 2]);
  });

  it('leaves it to them where the one agent does not do what was pressed', () => {
    bench.askPrivately({ offer: A, acts: ['converse'] });
    expect([isChosen(), bench.flow.state]).to.deep.equal([false, 'choosing']);
  });

  it('leaves it to them when they choose another', () => {
    bench.askPrivately({ offer: A });
    bench.clock.pass(2_000);
    bench.flow.chooseAnother();
    expect(bench.flow.state).to.equal('choosing');
    expect(bench.lanes.filter((said) => said === 'private choose')).to.have.length(1);
  });

  it('hears an agent on the lane its offer came on, and on no other', () => {
    bench.askPrivately({ offer: A });
    expect(bench.hear('ack', { offer: A })).to.equal(false);
    expect(bench.hear('done', { offer: A, outcome: 'declined' })).to.equal(false);
    expect(bench.flow.state).to.equal('waiting');
    bench.flow.cancel('user');
    bench.clock.restore();
    bench = new Bench();
    bench.ask(A);
    bench.choose();
    bench.hearPrivately('ack', { offer: A });
    expect(bench.flow.state).to.equal('waiting');
  });

  it('never says its name where the page reads it', () => {
    bench.askPrivately({ offer: A, label: 'Secret' });
    expect(bench.flow.agent).to.equal('');
    bench.flow.cancel('user');
    bench.clock.restore();
    bench = new Bench();
    bench.ask(A);
    bench.choose();
    expect(bench.flow.agent).to.equal(A.slice(0, 2));
  });

  it('is not there for the length of an ask whose host has lost it', () => {
    bench.clock.restore();
    bench = new Bench(false);
    bench.ask(A);
    expect(bench.lanes).to.deep.equal(['public ask']);
    bench.hearPrivately('offer', { offer: B, acts: ['relate'] });
    bench.choose();
    expect(bench.lanes).to.deep.equal(['public ask', 'public choose', 'public cancel']);
  });
});

describe('a flow with an agent elsewhere', () => {
  const AGENT = 'https://agent.example';
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
    bench.ask(A);
    bench.flow.open(AGENT);
  });
  afterEach(() => bench.clock.restore());
  const web = () => bench.windows.at(-1) ?? expect.fail('no window');

  it('opens its window, ends every offer on the lanes, and chooses it on its port', () => {
    expect(bench.types()).to.deep.equal(['ask', 'cancel-all']);
    expect(bench.flow.state).to.equal('opening');
    expect(web()).to.deep.include({ origin: AGENT, id: bench.id, said: [] });
    web().greet();
    expect(web().said).to.have.length(1);
    expect(web().said[0]).to.deep.include({ type: 'choose', id: bench.id, act: 'relate', accepts: ['SD-BASE'], challenge: 'c' });
    expect(web().said[0]?.offer)
      .to.match(/^[\da-f-]{36}$/)
      .and.not.equal(A);
    bench.hearWeb('ack');
    expect(bench.flow.state).to.equal('consenting');
    bench.hearWeb('propose', { record: 'r' });
    bench.reply(accept);
    expect(web().said.at(-1)).to.deep.include({ type: 'answer', answer: 'accept', record: 'countersigned' });
    bench.hearWeb('done', { outcome: 'agreed' });
    expect(bench.outcomes).to.deep.equal([{ outcome: 'agreed', record: 'countersigned' }]);
    expect(web().isClosed).to.equal(true);
    expect(bench.types()).to.deep.equal(['ask', 'cancel-all']);
  });

  it('hears it on its port alone, and nothing there that is no message', () => {
    web().greet();
    const offer = bench.webOffer;
    expect(bench.hear('ack', { offer })).to.equal(false);
    for (const data of [undefined, {}, 'ack', '{"v":1,"type":"ack"}', '{"v":1,"type":"cancel"}']) web().hear(data);
    bench.hearWeb('offer', { acts: ['relate'] });
    bench.hearWeb('ack', { offer: A });
    bench.hearWeb('ack', { id: uuid(5) });
    expect(bench.flow.state).to.equal('waiting');
    expect(bench.outcomes).to.deep.equal([]);
  });

  it('says after 10 s that nothing was heard, still hears it, and opens it again', () => {
    bench.clock.pass(9_999);
    expect(bench.flow.state).to.equal('opening');
    bench.clock.pass(1);
    expect(bench.flow.state).to.equal('unheard');
    const [before] = bench.windows;
    bench.flow.retry();
    expect(before?.isClosed).to.equal(true);
    expect(bench.windows).to.have.length(2);
    bench.clock.pass(10_000);
    web().greet();
    expect(bench.flow.state).to.equal('waiting');
    expect(bench.types()).to.deep.equal(['ask', 'cancel-all']);
    expect(bench.outcomes).to.deep.equal([]);
  });

  it('is silent after its hello as any agent is, and another can be chosen', () => {
    web().greet();
    bench.clock.pass(2_000);
    expect(bench.flow.state).to.equal('silent');
    bench.flow.retry();
    expect(bench.windows).to.have.length(1);
    bench.flow.chooseAnother();
    expect(web().said.at(-1)).to.deep.include({ type: 'cancel', reason: 'user' });
    expect(web().isClosed).to.equal(true);
    expect(bench.types()).to.deep.equal(['ask', 'cancel-all', 'ask']);
    expect(bench.flow.state).to.equal('choosing');
  });

  it('says that the browser opened no window, and tries again', () => {
    bench.flow.cancel('user');
    bench.clock.restore();
    bench = new Bench();
    bench.isPopupBlocked = true;
    bench.ask();
    bench.flow.open(AGENT);
    expect(bench.flow.state).to.equal('unopened');
    bench.clock.pass(60_000);
    expect(bench.flow.state).to.equal('unopened');
    bench.isPopupBlocked = false;
    bench.flow.retry();
    expect(bench.flow.state).to.equal('opening');
    expect(web().origin).to.equal(AGENT);
    expect(bench.types()).to.deep.equal(['ask', 'cancel-all']);
  });

  it('tells it of a cancel, and before its hello nobody', () => {
    web().greet();
    bench.flow.cancel('page');
    expect(web().said.at(-1)).to.deep.include({ type: 'cancel', reason: 'page', offer: bench.webOffer });
    bench.clock.restore();
    bench = new Bench();
    bench.ask();
    bench.flow.open(AGENT);
    bench.flow.cancel('user');
    expect(web().isClosed).to.equal(true);
    expect(bench.types()).to.deep.equal(['ask', 'cancel-all']);
    expect(bench.outcomes.map(({ outcome }) => outcome)).to.deep.equal(['dismissed']);
  });

  it('opens no window but while the person chooses, or tries again', () => {
    for (const step of [
      () => undefined,
      () => web().greet(),
      () => bench.hearWeb('ack'),
      () => bench.hearWeb('propose', { record: 'r' }),
      () => bench.reply(undefined),
      () => bench.flow.cancel('user'),
    ]) {
      step();
      bench.flow.open('https://other.example');
    }
    expect(bench.windows).to.have.length(1);
    expect(bench.flow.agent).to.equal(AGENT);
  });
});

describe('a flow in any interleaving', () => {
  type Step = (bench: Bench) => void;
  const offerOf = (bench: Bench, isChosen: boolean): string =>
    isChosen ? (bench.said.findLast(({ type }) => type === 'choose')?.offer ?? A) : uuid(77);
  const mine = fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
  const named = (weight: number, steps: fc.Arbitrary<[string, Step]>): { weight: number; arbitrary: typeof steps } => ({
    weight,
    arbitrary: steps,
  });
  const step = fc.oneof(
    named(
      4,
      fc.nat(1).map((i) => [`choose ${i}`, (bench) => bench.offers[i] && bench.flow.choose(bench.offers[i], 'relate')]),
    ),
    named(
      2,
      mine.map((isMine) => [`ack ${isMine}`, (bench) => void bench.hear('ack', { offer: offerOf(bench, isMine) })]),
    ),
    named(
      5,
      mine.map((isMine) => [
        `propose ${isMine}`,
        (bench) => void bench.hear('propose', { offer: offerOf(bench, isMine), record: 'r' }),
      ]),
    ),
    named(
      2,
      fc
        .tuple(mine, fc.constantFrom('agreed', 'asked', 'declined', 'dismissed'))
        .map(([isMine, outcome]) => [
          `done ${isMine} ${outcome}`,
          (bench) => void bench.hear('done', { offer: offerOf(bench, isMine), outcome }),
        ]),
    ),
    named(
      5,
      fc
        .constantFrom<(Reply | undefined)[]>(accept, pending, pending, counter, refuse, undefined)
        .map((reply) => [`reply ${JSON.stringify(reply)}`, (bench) => bench.reply(reply)]),
    ),
    named(
      2,
      fc.constantFrom(0, 500, 1_000, 2_000).map((time) => [`pass ${time}`, (bench) => bench.clock.pass(time)]),
    ),
    named(
      2,
      fc.boolean().map((isBlocked) => [
        `open ${isBlocked ? 'blocked' : ''}`,
        (bench) => {
          bench.isPopupBlocked = isBlocked;
          bench.flow.open('https://agent.example');
        },
      ]),
    ),
    named(3, fc.constant(['greet', (bench) => bench.windows.at(-1)?.greet()])),
    named(
      6,
      fc
        .constantFrom(
          ['ack', {}],
          ['propose', { record: 'r' }],
          ['propose', { record: 'r' }],
          ['done', { outcome: 'agreed' }],
          ['done', { outcome: 'declined' }],
        )
        .map(([type, body]) => [`${type as string} by port`, (bench) => bench.hearWeb(type, body)]),
    ),
    named(1, fc.constant(['another', (bench) => bench.flow.chooseAnother()])),
    named(1, fc.constant(['retry', (bench) => bench.flow.retry()])),
    named(1, fc.constant(['offer late', (bench) => void bench.hear('offer', { offer: uuid(55), acts: ['relate'] })])),
    named(1, fc.constant(['follow', (bench) => bench.flow.follow()])),
    named(
      1,
      fc
        .constantFrom<('user' | 'page')[]>('user', 'page')
        .map((reason) => [`cancel ${reason}`, (bench) => bench.flow.cancel(reason)]),
    ),
  );

  const begun = fc.constantFrom('asked', 'chosen', 'chosen', 'elsewhere');

  /** The grammar of the host's messages in a flow (contract, "Messages"). */
  const PORT_GRAMMAR = /^(choose (answer ){0,2}(cancel )?)?$/;
  const GRAMMAR = /^(ask (choose cancel-all (answer ){0,2}(cancel )?|cancel-all )?)+$/;

  it('ends exactly once, is agreed only by the vendor’s own accept, and keeps the order of the contract', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.nat(2), begun, fc.array(step, { minLength: 1, maxLength: 32 }), (offers, begin, steps) => {
        const bench = new Bench();
        try {
          bench.ask(...[A, B].slice(0, offers));
          if (begin === 'chosen' && offers) bench.choose();
          if (begin === 'elsewhere') {
            bench.flow.open('https://agent.example');
            bench.windows.at(-1)?.greet();
          }
          for (const [, run] of steps) run(bench);
          expect(bench.outcomes.length).to.be.at.most(1);
          bench.flow.cancel('page');
          bench.clock.pass(60_000);
          for (const [, run] of steps) run(bench);

          expect(bench.outcomes).to.have.length(1);
          expect(bench.states.filter((state) => state === 'ended')).to.have.length(1);
          const [{ outcome, record } = { outcome: 'none', record: '' }] = bench.outcomes;
          const everything = [...bench.said, ...bench.windows.flatMap(({ said }) => said)];
          const answers = everything.filter(({ type }) => type === 'answer').map(({ answer }) => answer);
          expect(outcome === 'agreed').to.equal(answers.includes('accept'));
          if (outcome === 'asked') expect(answers.at(-1)).to.equal('pending');
          expect(record).to.equal(outcome === 'agreed' ? 'countersigned' : undefined);
          expect(bench.submitted.length - answers.length).to.be.at.least(0);
          expect(answers.filter((answer) => answer === 'counter').length).to.be.at.most(1);
          expect(`${bench.types().join(' ')} `).to.match(GRAMMAR);
          for (const { said, isClosed } of bench.windows) {
            expect(said.map(({ type }) => `${type} `).join('')).to.match(PORT_GRAMMAR);
            expect(isClosed).to.equal(true);
          }
          seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
          if (outcome === 'agreed' && bench.windows.at(-1)?.said.length) seen.set('agreed by port', 1);
        } finally {
          bench.clock.restore();
        }
      }),
      { numRuns: 6_000 },
    );
    // The steps reach every outcome: else this would prove little.
    expect([...seen.keys()]).to.include.members(['agreed', 'asked', 'declined', 'dismissed', 'by-link', 'agreed by port']);
  });
});
