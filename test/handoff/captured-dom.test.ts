import { closedRootOf, laneOf } from '../support/closed.js';
import { aTimeout, expect } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { click, inside, press, put, until } from '../support/page.js';
import { PrivateAgent } from '../support/private-agent.js';
import { Wiretap } from '../support/wiretap.js';

const BUTTON =
  '<rel-button vendor-name="Acme" accepts="SD-BASE" acts="relate com.example.own" endpoint="/relbutton"><a href="#relate">Relate with Acme</a></rel-button>';

describe('a page that has replaced every builtin', () => {
  let tap: Wiretap | undefined;
  let agent: PrivateAgent | undefined;
  afterEach(() => tap?.restore());

  /** Everything that the page must not hold: where agents speak, where they are named, and what they are called. */
  const listen = (host: Element, ...labels: string[]): Wiretap => {
    agent = new PrivateAgent(host, ...labels);
    const lane = laneOf(host);
    tap = new Wiretap([...labels, ...agent.offers.map(({ id }) => id)], [lane, lane.getRootNode()]);
    return tap;
  };

  it('is heard by this test when somebody uses one', async () => {
    const host = await put(BUTTON);
    const wiretap = listen(host, 'Quibble');
    const lane = laneOf(host);
    ['x'].includes('Quibble');
    lane.dispatchEvent(new CustomEvent('other'));
    new Map([[1, { deep: { deeper: lane } }]]).forEach(() => undefined);
    void [...['Quibble']];
    const { length } = wiretap.leaks;
    wiretap.restore();
    expect(wiretap.wrapped).to.be.greaterThan(4_000);
    expect(length).to.be.at.least(4);
    const found = new Set(wiretap.leaks);
    for (const name of ['Array.includes', 'EventTarget.dispatchEvent', 'Map.forEach', 'Array.Symbol(Symbol.iterator)'])
      expect([...found]).to.include(name);
  });

  it('learns no offer, no name and no lane from a whole flow with one agent', async () => {
    const host = await put(BUTTON);
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record: 'both' })));
    const wiretap = listen(host, 'Quibble');
    const answering = agent as PrivateAgent;
    answering.then = ({ type }) => {
      if (type === 'choose') {
        answering.say('ack');
        answering.say('propose', { record: 'mine' });
      } else if (type === 'answer') answering.say('done', { outcome: 'agreed' });
    };
    await press(host);
    await until(() => host.currentStatus === 'related');
    wiretap.restore();
    expect(answering.types()).to.deep.equal(['ask', 'choose', 'cancel-all', 'answer']);
    expect(wiretap.calls).to.be.greaterThan(100);
    expect([...new Set(wiretap.leaks)]).to.deep.equal([]);
  });

  it('nor from a choice among several, a silent one, another choice, and Cancel', async () => {
    const host = await put(BUTTON);
    // The panel is drawn once before, so that its closed root is known.
    const before = new PrivateAgent(host, 'a', 'b');
    await press(host);
    const names = closedRootOf(inside(host, '.agents')) as ShadowRoot;
    host.cancel();
    before.stop();

    const list = names.firstElementChild as Element;
    const wiretap = listen(host, 'Quibble', 'Zephyr');
    wiretap.guard(names);
    wiretap.guard(list);
    await press(host);
    const [x, y] = wiretap.aside(() => {
      for (const row of list.children) wiretap.guard(closedRootOf(row.firstElementChild as Element) as ShadowRoot);
      const row = list.firstElementChild as Element;
      const { left, top, width, height } = row.getBoundingClientRect();
      return [Math.round(left + width / 2), Math.round(top + height / 2)] as const;
    });
    await sendMouse({ type: 'click', position: [x, y] });
    await aTimeout(1_000);
    await until(() => host.shadowRoot?.textContent?.includes('not responding'), 'silence');
    const another = [...(host.shadowRoot?.querySelectorAll<HTMLElement>('.row') ?? [])].find(
      ({ textContent }) => textContent === 'Choose another',
    );
    await click(another as HTMLElement);
    host.cancel();
    await host.updateComplete;
    wiretap.restore();
    expect(agent?.types()).to.deep.equal(['ask', 'choose', 'cancel-all', 'cancel', 'ask', 'cancel-all']);
    expect([...new Set(wiretap.leaks)]).to.deep.equal([]);
  });
});
