/** Events and promises that the page's own scripts have dressed up: nothing is believed, and nothing throws. */
import { aTimeout, expect } from '@open-wc/testing';
import { buttonOf, inside, PageAgent, panelOf, press, put, record, rowNamed, until } from '../support/page.js';
import type { RelProposeEvent } from '../../src/elements/events.js';
import { debug } from '../../src/handoff/router.js';

const BUTTON = '<rel-button vendor-name="Acme" accepts="SD-BASE"><a href="#relate">Relate with Acme</a></rel-button>';

/** An event with a member of the page's own. */
const dress = <T extends Event>(event: T, members: Record<string, () => unknown>): T => {
  for (const [name, get] of Object.entries(members)) Object.defineProperty(event, name, { get });
  return event;
};
const fail = (): never => {
  throw new Error('a trap of the page’s');
};

describe('objects of the page’s own', () => {
  let vendor: ReturnType<typeof record>;
  let agent: PageAgent | undefined;
  const thrown: string[] = [];
  const onError = (event: ErrorEvent | PromiseRejectionEvent): void => {
    thrown.push('message' in event ? event.message : String(event.reason));
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  before(() => {
    window.addEventListener('error', onError, true);
    window.addEventListener('unhandledrejection', onError, true);
  });
  after(() => {
    window.removeEventListener('error', onError, true);
    window.removeEventListener('unhandledrejection', onError, true);
  });
  beforeEach(() => {
    thrown.length = 0;
    vendor = record();
  });
  afterEach(function () {
    document.querySelectorAll('rel-button').forEach((button) => button.cancel());
    expect(thrown, this.currentTest?.title).to.deep.equal([]);
  });
  it('cannot claim the document as the target of a message', async () => {
    agent = new PageAgent();
    const host = await put(BUTTON);
    await press(host);
    const { dropped } = debug();
    const offer = JSON.stringify({
      v: 1,
      id: agent.id,
      type: 'offer',
      offer: crypto.randomUUID(),
      acts: ['relate'],
      label: 'Fake',
    });
    for (const target of [document.body, host, document.documentElement]) {
      const event = new CustomEvent('rel-message', { detail: offer, bubbles: true });
      target.dispatchEvent(dress(event, { target: () => document, composedPath: () => () => [document] }));
    }
    expect(debug().dropped).to.equal(dropped);
  });

  it('are no messages where they are events of another kind, or throw', async () => {
    await put(BUTTON);
    const { dropped } = debug();
    document.dispatchEvent(new Event('rel-message'));
    document.dispatchEvent(new MessageEvent('rel-message', { data: '{}' }));
    document.dispatchEvent(dress(new CustomEvent('rel-message', { detail: 'x' }), { target: fail, detail: fail, type: fail }));
    document.dispatchEvent(Object.setPrototypeOf(new Event('rel-message'), CustomEvent.prototype) as Event);
    expect(debug().dropped).to.equal(dropped + 4);
  });

  it('press nothing', async () => {
    const host = await put(BUTTON);
    for (const event of [
      new Event('click', { bubbles: true, composed: true }),
      new CustomEvent('click', { bubbles: true, composed: true }),
      dress(new MouseEvent('click', { bubbles: true, composed: true }), { button: fail, ctrlKey: fail, metaKey: fail }),
      new Event('auxclick'),
    ])
      buttonOf(host).dispatchEvent(event);
    expect(vendor.types()).to.deep.equal([]);
  });

  it('neither close the panel nor choose in it', async () => {
    const host = await put(BUTTON);
    await press(host);
    const panel = panelOf(host);
    for (const row of panel?.querySelectorAll('button') ?? []) {
      row.dispatchEvent(dress(new Event('click', { bubbles: true }), { button: fail }));
      if (!panelOf(host)) break;
    }
    for (const type of ['click', 'keydown', 'keyup'])
      document.body.dispatchEvent(
        dress(new Event(type, { bubbles: true }), { composedPath: fail, key: () => 'Escape', target: fail }),
      );
    await aTimeout(0);
  });

  it('do not keep Escape from closing the panel', async () => {
    const host = await put(BUTTON);
    const trap = (event: Event): void => void dress(event, { key: fail, composedPath: fail, target: fail });
    window.addEventListener('keydown', trap, true);
    try {
      await press(host);
      const { sendKeys } = await import('@web/test-runner-commands');
      await sendKeys({ press: 'Escape' });
      await until(() => vendor.outcomes().length);
    } finally {
      window.removeEventListener('keydown', trap, true);
    }
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
  });

  it('say nothing to a badge', async () => {
    await put(`<rel-badge status="offered"></rel-badge>${BUTTON}`);
    const badge = document.querySelector('rel-badge') as Element;
    for (const event of [
      new Event('rel-statuschange'),
      new CustomEvent('rel-statuschange', { detail: 'related' }),
      dress(new Event('rel-statuschange'), { status: fail }),
      dress(new Event('rel-statuschange'), { status: () => ({ toString: fail, [Symbol.toPrimitive]: fail }) }),
      dress(new Event('rel-statuschange'), { status: () => Symbol('related') }),
    ])
      document.dispatchEvent(event);
    await aTimeout(20);
    expect(inside(badge, '[part=status]')).to.have.text('Open to relate');
  });

  /** What agents hear of an answer of the vendor's own code. */
  const answerWith = async (answer: ((event: RelProposeEvent) => void) | undefined): Promise<unknown> => {
    agent = new PageAgent('Agent');
    const answering = agent;
    const host = await put(BUTTON);
    if (answer) host.addEventListener('rel-propose', answer);
    await press(host);
    rowNamed(host, 'Agent').click();
    await until(() => answering.last('choose'));
    answering.sayChosen('propose', { record: '{}' });
    await until(() => answering.last('answer') ?? /not responding/.test(panelOf(host)?.textContent ?? ''), 'an answer');
    return answering.last('answer')?.['answer'];
  };

  for (const [what, forge] of [
    ['resolves', (resolve: (value: object) => void) => resolve({ __proto__: null, record: 'forged' })],
    ['never ends', () => undefined],
    ['throws', fail],
  ] as const)
    it(`forge no agreement where every object has a then that ${what}`, async () => {
      const answering = answerWith(undefined);
      await until(() => agent?.last('choose'));
      Object.defineProperty(Object.prototype, 'then', { value: forge, configurable: true });
      await aTimeout(50);
      delete (Object.prototype as { then?: unknown }).then;
      expect(await answering).to.be.oneOf(['pending', 'refuse']);
    });

  for (const [what, response] of [
    [
      'a thenable whose then throws',
      {
        get then() {
          return fail();
        },
      },
    ],
    ['a thenable that throws when it is called', { then: fail }],
    [
      'a body whose members throw',
      Promise.resolve({
        get pending() {
          return fail();
        },
      }),
    ],
    [
      'a body that contains itself',
      Promise.resolve(
        (() => {
          const body: Record<string, unknown> = {};
          return Object.assign(body, { record: body });
        })(),
      ),
    ],
    ['a body that no JSON can hold', Promise.resolve({ record: 1n })],
    ['a symbol', Symbol('pending')],
    ['nothing', undefined],
  ] as const)
    it(`as an answer are no answer, and throw into nobody's code: ${what}`, async () => {
      let caught: unknown;
      const said = await answerWith((event) => {
        try {
          event.respondWith(response as Promise<unknown>);
        } catch (error) {
          caught = error;
        }
      });
      expect(caught).to.equal(undefined);
      expect(said).to.equal(undefined);
    });
});
