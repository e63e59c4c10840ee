import { closedRootOf, laneOf } from '../support/closed.js';
import { a11ySnapshot, findAccessibilityNode } from '@web/test-runner-commands';
import { aTimeout, expect } from '@open-wc/testing';
import {
  buttonOf,
  click,
  clickWithControl,
  inside,
  key,
  PageAgent,
  panelOf,
  press,
  put,
  record,
  crossOf,
  rowNamed,
  until,
} from '../support/page.js';
import { PrivateAgent } from '../support/private-agent.js';

const BUTTON = '<rel-button vendor-name="Acme" accepts="SD-BASE"><a href="#relate">Relate with Acme</a></rel-button>';

const namesOf = (host: Element): ShadowRoot => closedRootOf(inside(host, '.agents')) as ShadowRoot;
const rowsOf = (host: Element): HTMLElement[] => [...namesOf(host).querySelectorAll<HTMLElement>('button')];
/** Returns the element that draws the name in a row, in a closed root of its own. */
const nameIn = (row: HTMLElement): HTMLElement =>
  closedRootOf(row.firstElementChild as Element)?.firstElementChild as HTMLElement;
const labelOf = (row: HTMLElement): string => nameIn(row).getAttribute('aria-label') ?? '';
const labelsOf = (host: Element): string[] => rowsOf(host).map(labelOf);

describe('the private lane', () => {
  let vendor: ReturnType<typeof record>;
  beforeEach(() => (vendor = record()));
  it('is there from the first rendering: one mark, hidden, with one element in a closed root', async () => {
    const host = await put(BUTTON);
    const [mark, ...more] = host.shadowRoot?.querySelectorAll<HTMLElement>('[data-rel-lane]') ?? [];
    expect(more).to.deep.equal([]);
    expect([mark?.localName, mark?.hidden, mark?.parentNode === host.shadowRoot]).to.deep.equal(['span', true, true]);
    expect(mark?.shadowRoot).to.equal(null);
    expect(laneOf(host).isConnected).to.equal(true);
  });

  it('stays the same through renderings and moves', async () => {
    const host = await put(BUTTON);
    const lane = laneOf(host);
    host.setAttribute('status', 'related');
    document.body.append(host);
    await host.updateComplete;
    expect(laneOf(host)).to.equal(lane);
    host.remove();
  });

  it('carries a flow that no listener of the page sees', async () => {
    const host = await put(BUTTON);
    const seen: string[] = [];
    const listening = new AbortController();
    for (const target of [window, document, host, host.shadowRoot as ShadowRoot]) {
      for (const capture of [true, false]) {
        const note = (event: Event): void => {
          const { type } = JSON.parse((event as CustomEvent<string>).detail) as { type: string };
          if (target === window && capture) seen.push(type);
          else if (type !== 'ask' && type !== 'cancel') seen.push(type);
        };
        target.addEventListener('rel-message', note, { capture, signal: listening.signal });
      }
    }
    const agent = new PrivateAgent(host, 'Mine');
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record: 'both' })));
    await press(host);
    agent.say('ack');
    agent.say('propose', { record: 'mine' });
    await until(() => agent.types().includes('answer'));
    agent.say('done', { outcome: 'agreed' });
    listening.abort();
    expect(vendor.outcomes()).to.deep.equal(['agreed']);
    expect(agent.types()).to.deep.equal(['ask', 'choose', 'cancel-all', 'answer']);
    // What the public is told says nothing of the agent.
    expect(seen).to.deep.equal(['ask', 'cancel']);
  });

  for (const [what, tamper] of [
    ['was taken away', (root) => root.querySelector('[data-rel-lane]')?.remove()],
    ['stands elsewhere', (root) => document.body.append(root.querySelector('[data-rel-lane]') as Element)],
    [
      'has another before it',
      (root) => (root.prepend(document.createElement('b')), root.firstElementChild?.setAttribute('data-rel-lane', '')),
    ],
    ['has another deep down', (root) => root.querySelector('[part=label]')?.setAttribute('data-rel-lane', '')],
  ] as [string, (root: ShadowRoot) => unknown][]) {
    it(`is not asked when it ${what}: the public one is`, async () => {
      const host = await put(BUTTON);
      const agent = new PrivateAgent(host, 'Mine');
      const listener = new PageAgent('Public');
      tamper(host.shadowRoot as ShadowRoot);
      await press(host);
      expect(agent.count).to.equal(0);
      expect(listener.types()).to.deep.equal(['ask']);
      await click(rowNamed(host, 'Public'));
      agent.say('done', { offer: listener.last('choose')?.offer, id: listener.id, outcome: 'declined' });
      expect(vendor.outcomes()).to.deep.equal([]);
      document.querySelectorAll('body > [data-rel-lane]').forEach((mark) => mark.remove());
    });
  }

  it('is checked again when the person chooses another', async () => {
    const host = await put(BUTTON);
    const agent = new PrivateAgent(host, 'Mine');
    host.addEventListener('rel-activate', () => host.shadowRoot?.querySelector('[data-rel-lane]')?.remove());
    await press(host);
    expect(agent.count).to.equal(0);
  });

  it('tells an agent of the end, whoever ends it, also out of the document', async () => {
    const host = await put(BUTTON);
    const agent = new PrivateAgent(host, 'One', 'Two');
    await press(host);
    await key('Escape');
    await press(host);
    host.remove();
    await until(() => agent.types().length === 4);
    expect(agent.types()).to.deep.equal(['ask', 'cancel-all', 'ask', 'cancel-all']);
    expect([agent.heard[1]?.['reason'], agent.heard[3]?.['reason']]).to.deep.equal(['user', 'page']);
  });

  it('hears every agent, though one stops what it can', async () => {
    const host = await put(BUTTON);
    for (const capture of [true, false]) {
      laneOf(host).addEventListener(
        'rel-message',
        (event) => {
          const { type } = JSON.parse((event as CustomEvent<string>).detail) as { type: string };
          if (type === 'offer') event.stopImmediatePropagation();
        },
        { capture },
      );
    }
    new PrivateAgent(host, 'One', 'Two');
    await press(host);
    expect(labelsOf(host).sort()).to.deep.equal(['One', 'Two']);
  });

  it('stopped for all by one agent, leaves the person the other ways', async () => {
    const host = await put(BUTTON);
    laneOf(host).addEventListener('rel-message', (event) => event.stopImmediatePropagation(), true);
    new PrivateAgent(host, 'Mine');
    await press(host);
    expect(rowNamed(host, 'Visit Acme’s page')).to.be.instanceOf(HTMLAnchorElement);
    await click(crossOf(host));
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
  });

  describe('names its agents', () => {
    it('without text, for assistive technology, and only the chosen one goes on', async () => {
      const host = await put(BUTTON);
      const agent = new PrivateAgent(host, 'First agent', 'Second agent');
      await press(host);
      expect(labelsOf(host).sort()).to.deep.equal(['First agent', 'Second agent']);
      expect(namesOf(host).textContent).to.equal('');
      const row = rowsOf(host).find((one) => labelOf(one) === 'Second agent') as HTMLElement;
      // Firefox says it unresolved.
      expect(getComputedStyle(nameIn(row), '::before').content).to.match(/^("Second agent"|attr\(aria-label\))$/);
      await click(row);
      expect(agent.chosen).to.equal('Second agent');
      expect(agent.types()).to.deep.equal(['ask', 'choose', 'cancel-all']);
    });

    it('and a Ctrl-click on one starts nothing', async () => {
      const host = await put(BUTTON);
      const agent = new PrivateAgent(host, 'First agent', 'Second agent');
      await press(host);
      await clickWithControl(rowsOf(host)[0] as HTMLElement);
      expect(agent.types()).to.deep.equal(['ask']);
      expect(panelOf(host)).not.to.equal(null);
    });

    it('in a closed root that the panel’s own tree says nothing of', async () => {
      const host = await put(BUTTON);
      new PrivateAgent(host, 'First agent', 'Second agent');
      await press(host);
      expect(inside(host, '.agents').shadowRoot).to.equal(null);
      expect(host.shadowRoot?.innerHTML).not.to.match(/First|Second/);
      expect(panelOf(host)?.textContent).not.to.match(/First|Second/);
    });

    // Of the three only Chromium's driver says what assistive technology is told.
    if (/Chrome/.test(navigator.userAgent)) {
      it('to assistive technology, as buttons of these names', async () => {
        const host = await put(BUTTON);
        new PrivateAgent(host, 'First agent', 'Second agent');
        await press(host);
        for (const name of ['First agent', 'Second agent']) {
          const tree = (await a11ySnapshot({})) as never;
          const found = findAccessibilityNode(tree, (node: { name?: string }) => node.name === name) as { role?: string } | null;
          expect(found?.role, name).to.equal('button');
        }
      });
    }

    it('in the same order for nobody', async () => {
      const host = await put(BUTTON);
      new PrivateAgent(host, '1', '2', '3');
      const orders = new Set<string>();
      for (let i = 0; i < 24; i++) {
        await press(host);
        orders.add(labelsOf(host).join(''));
        await key('Escape');
      }
      // All six of them come, but for one time in some ten.
      expect(orders.size).to.be.at.least(4);
    });

    it('with those that answered publicly, in one list', async () => {
      const host = await put(BUTTON);
      new PrivateAgent(host, 'Private');
      const publicly = new PageAgent('Public');
      await press(host);
      expect(labelsOf(host).sort()).to.deep.equal(['Private', 'Public']);
      await click(rowsOf(host).find((row) => labelOf(row) === 'Public') as HTMLElement);
      expect(publicly.types()).to.deep.equal(['ask', 'choose', 'cancel-all']);
    });

    it('each once, for the act that is chosen, and calls those that gave no name your agent', async () => {
      const host = await put(BUTTON.replace('<rel-button', '<rel-button acts="relate com.example.loyalty"'));
      const agent = new PrivateAgent(host, { acts: ['relate'] }, { label: 'Both', acts: ['relate', 'com.example.loyalty'] });
      await press(host);
      expect(labelsOf(host).sort()).to.deep.equal(['Both', 'Your agent']);
      await click(panelOf(host)?.querySelectorAll('.chips label')[1] as HTMLElement);
      await until(() => labelsOf(host).length === 1);
      expect(labelsOf(host)).to.deep.equal(['Both']);
      await click(rowsOf(host)[0] as HTMLElement);
      expect(agent.heard[1]).to.deep.include({ type: 'choose', act: 'com.example.loyalty' });
    });

    it('in a box of one size, whatever their number and the page’s own style of it', async () => {
      const host = await put(BUTTON);
      const sizes = new Set<string>();
      const style = new CSSStyleSheet();
      (host.shadowRoot as ShadowRoot).adoptedStyleSheets.push(style);
      for (const rule of ['', '.agents { position: static; display: inline-block; width: max-content; contain: none }']) {
        style.replaceSync(rule);
        const before = sizes.size;
        for (const labels of [
          ['a', 'b'],
          ['a', 'b', 'c', 'd', 'e'],
          ['A rather long name of an agent', 'b'],
        ]) {
          const agent = new PrivateAgent(host, ...labels);
          await press(host);
          const box = inside(host, '.agents');
          const { width, height } = box.getBoundingClientRect();
          sizes.add([rule, width, height, box.scrollHeight, box.scrollWidth, panelOf(host)?.scrollHeight].join(' '));
          await key('Escape');
          agent.stop();
        }
        expect(sizes.size - before, [...sizes].join('\n')).to.equal(1);
      }
    });

    for (const names of [
      ['One', 'Two'],
      ['One', 'Two', 'Three', 'Four', 'Five'],
    ]) {
      it(`with the focus on the first of ${names.length}, and all reached by the keyboard`, async () => {
        const host = await put(BUTTON);
        const agent = new PrivateAgent(host, ...names);
        await press(host);
        expect(host.shadowRoot?.activeElement).to.equal(inside(host, '.agents'));
        expect(rowsOf(host).indexOf(namesOf(host).activeElement as HTMLElement)).to.equal(0);
        const first = labelsOf(host)[0];
        await key('Enter');
        expect(agent.chosen).to.equal(first);
      });
    }

    it('once more after a flow of another button, and after a choice of another agent', async () => {
      await put(`${BUTTON}<p>${BUTTON}</p>`);
      const [a, b] = document.querySelectorAll('rel-button');
      for (const host of [a, b, a, a] as Element[]) {
        const agent = new PrivateAgent(host, 'One', 'Two');
        await press(host);
        expect(labelsOf(host).sort()).to.deep.equal(['One', 'Two']);
        await key('Escape');
        agent.stop();
        expect(host.shadowRoot?.querySelector('.agents')).to.equal(null);
      }
    });

    it('keeps the row that has the focus when the panel is drawn again', async () => {
      const host = await put(BUTTON);
      new PrivateAgent(host, 'One', 'Two');
      await press(host);
      await key('Tab');
      const [, second] = rowsOf(host);
      // WebKit's Tab goes past buttons, by its platform's default.
      if (namesOf(host).activeElement !== second) second?.focus();
      host.vendorName = 'Other';
      await host.updateComplete;
      expect(namesOf(host).activeElement).to.equal(second);
    });

    it('never in the panel’s own words', async () => {
      const host = await put(BUTTON);
      new PrivateAgent(host, 'Mine');
      await press(host);
      expect(panelOf(host)).to.contain.text('Waiting');
      await aTimeout(1_000);
      await until(() => panelOf(host)?.textContent?.includes('not responding'));
      expect(host.shadowRoot?.textContent).not.to.contain('Mine');
      expect(host.shadowRoot?.textContent).to.contain('Your agent is not responding.');
      await click(rowNamed(host, 'Choose another'));
      expect(labelsOf(host)).to.deep.equal(['Mine']);
    });
  });

  it('goes on with the one agent though the page says no-agent="follow"', async () => {
    const host = await put(BUTTON.replace('<rel-button', '<rel-button no-agent="follow"'));
    const agent = new PrivateAgent(host, 'Mine');
    await click(buttonOf(host));
    await aTimeout(0);
    expect(agent.types()).to.deep.equal(['ask', 'choose', 'cancel-all']);
    expect(vendor.outcomes()).to.deep.equal([]);
  });
});
