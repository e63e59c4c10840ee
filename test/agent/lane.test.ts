import { closedRootOf, laneOf } from '../support/closed.js';
import { expect } from 'chai';
import { type Answer, type AskHandler, type Chosen, onAsk } from '../../src/agent/index.js';
import { PRESS_COUNTS } from '../../src/agent/gesture.js';
import { buttonOf, click, key, nextTask, panelOf, press, put, record, rowNamed, until, wait } from '../support/page.js';

const BUTTON = '<rel-button vendor-name="Acme" accepts="SD-BASE"><a href="#relate">Relate with Acme</a></rel-button>';

/** The API that only extensions have. Chromium opens closed roots of HTML elements only, and throws for others. */
const openOrClosedShadowRoot = (element: Element): ShadowRoot | null => {
  if (!(element instanceof HTMLElement)) throw new TypeError('not an HTMLElement');
  return element.shadowRoot ?? closedRootOf(element);
};

describe('onAsk in an extension', () => {
  const stops: (() => void)[] = [];
  const agent = (handler: AskHandler): void => void stops.push(onAsk(handler));
  let vendor: ReturnType<typeof record>;
  /** Messages on the public lane, which the page hears. */
  let said: string[];
  const note = (event: Event): void =>
    void said.push((JSON.parse((event as CustomEvent<string>).detail) as { type: string }).type);
  beforeEach(() => {
    Object.assign(window, { browser: { dom: { openOrClosedShadowRoot } } });
    vendor = record();
    said = [];
    window.addEventListener('rel-message', note, true);
  });
  afterEach(() => {
    document.querySelectorAll('rel-button').forEach((button) => button.cancel());
    stops.splice(0).forEach((stop) => stop());
    vendor.stop();
    window.removeEventListener('rel-message', note, true);
    delete (window as { browser?: unknown }).browser;
  });
  const outcomes = (): string[] =>
    vendor.events
      .filter(({ type }) => type === 'rel-outcome')
      .map((event) => (event as HTMLElementEventMap['rel-outcome']).outcome);

  it('goes from press to record by the same one function, and the page hears nothing of it', async () => {
    const seen: { chosen?: Chosen; answer?: Answer } = {};
    agent(async (ask) => {
      seen.chosen = await ask.offer({ label: 'My agent' });
      seen.answer = await seen.chosen.propose('signed');
      return 'agreed';
    });
    const host = await put(BUTTON);
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record: 'countersigned' })));
    await press(host);
    await until(() => outcomes().length);
    expect(outcomes()).to.deep.equal(['agreed']);
    expect({ ...seen.chosen?.vendor }).to.deep.equal({ origin: location.origin, name: 'Acme' });
    expect(seen.answer).to.deep.include({ answer: 'accept', record: 'countersigned' });
    expect(said).to.deep.equal(['ask', 'cancel']);
  });

  it('never answers publicly, though a page takes the lane away or adds a second', async () => {
    let asked = 0;
    agent(async (ask) => {
      asked++;
      await ask.offer();
      return 'dismissed';
    });
    for (const tamper of [
      (root: ShadowRoot) => root.querySelector('[data-rel-lane]')?.remove(),
      (root: ShadowRoot) => root.querySelector('[part=label]')?.setAttribute('data-rel-lane', ''),
    ]) {
      const host = await put(BUTTON);
      tamper(host.shadowRoot as ShadowRoot);
      await press(host);
      await key('Escape');
    }
    expect(asked).to.equal(0);
    expect(said).to.deep.equal(['ask', 'cancel', 'ask', 'cancel']);
  });

  it('is silent on a lane that was not pressed, by whatever the page does', async () => {
    let asked = 0;
    agent(async (ask) => {
      asked++;
      await ask.offer();
      return 'dismissed';
    });
    const host = await put(`${BUTTON}<button id="other">Other</button>`);
    const lane = laneOf(host);
    const ask = (): void => {
      const detail = JSON.stringify({ v: [1], id: crypto.randomUUID(), type: 'ask', acts: ['relate'], lang: 'en' });
      lane.dispatchEvent(new CustomEvent('rel-message', { detail }));
    };
    ask();
    host.click();
    ask();
    const other = document.querySelector('#other') as HTMLElement;
    other.onclick = () => {
      buttonOf(host).click();
      ask();
    };
    await click(other);
    expect(asked).to.equal(0);
    await press(host);
    expect(asked).to.equal(1);
  });

  it('leaves the lane when the press counts no more, and stays while a flow is on', async () => {
    let listeners = 0;
    const host = await put(BUTTON);
    const lane = laneOf(host);
    const { addEventListener, removeEventListener } = lane;
    lane.addEventListener = (...parameters: Parameters<Element['addEventListener']>) => {
      listeners++;
      addEventListener.apply(lane, parameters);
    };
    lane.removeEventListener = (...parameters: Parameters<Element['removeEventListener']>) => {
      listeners--;
      removeEventListener.apply(lane, parameters);
    };
    agent(async (ask) => {
      await ask.offer();
      return new Promise(() => undefined);
    });
    host.addEventListener('rel-activate', (event) => event.preventDefault(), { once: true });
    await press(host);
    expect(listeners).to.equal(1);
    await wait(PRESS_COUNTS + 100);
    expect(listeners).to.equal(0);
    await press(host);
    await wait(PRESS_COUNTS + 100);
    expect(listeners).to.equal(1);
    await key('Escape');
    await wait(PRESS_COUNTS + 100);
    expect(listeners).to.equal(0);
  });

  it('hears the second ask of a press on choose another', async () => {
    let asked = 0;
    agent(async (ask) => {
      asked++;
      // Offered, and then never acknowledged: what a broken agent does.
      await ask.offer({ label: 'Mine' });
      return 'declined';
    });
    const host = await put(BUTTON);
    const lane = laneOf(host);
    lane.addEventListener('rel-message', (event) => {
      const { type } = JSON.parse((event as CustomEvent<string>).detail) as { type: string };
      if (type === 'choose' && asked === 1) event.stopImmediatePropagation();
    });
    await press(host);
    await wait(1_000);
    await until(() => panelOf(host)?.textContent?.includes('not responding'));
    await click(rowNamed(host, 'Choose another'));
    await nextTask();
    expect(asked).to.equal(2);
  });

  for (const [mode, how] of [
    ['open', 'by the pointer'],
    ['open', 'by keys'],
    ['closed', 'by the pointer'],
    ['closed', 'by keys'],
  ] as const) {
    it(`finds a button inside another component’s ${mode} root, pressed ${how}`, async () => {
      let asked = 0;
      agent(async (ask) => {
        asked++;
        await ask.offer();
        return 'declined';
      });
      const outer = await put(`${BUTTON}<div id="outer"></div>`);
      outer.remove();
      const root = (document.querySelector('#outer') as Element).attachShadow({ mode });
      root.innerHTML = `<p>Before</p><section></section>`;
      const inner = (root.querySelector('section') as Element).attachShadow({ mode });
      inner.innerHTML = BUTTON;
      const host = inner.querySelector('rel-button') as HTMLElementTagNameMap['rel-button'];
      await host.updateComplete;
      if (how === 'by keys') {
        host.focus();
        await key('Enter');
        await nextTask();
      } else await press(host);
      expect(asked).to.equal(1);
      expect(said.includes('offer')).to.equal(false);
      host.cancel();
    });
  }

  it('takes a host by whatever tag, and an element with a lane of another form for none', async () => {
    let asked = 0;
    agent(async (ask) => {
      asked++;
      await ask.offer();
      return 'dismissed';
    });
    await put(BUTTON + ['a', 'b', 'c', 'd', 'e'].map((id) => `<div id="${id}"></div>`).join(''));
    const make = (id: string, form: (mark: HTMLElement) => ShadowRoot): [HTMLElement, () => void] => {
      const host = document.querySelector(`#${id}`) as HTMLElement;
      const root = host.attachShadow({ mode: 'open' });
      root.innerHTML = '<button>Press</button><span data-rel-lane hidden></span>';
      const inner = form(root.querySelector('span') as HTMLElement);
      const detail = JSON.stringify({ v: [1], id: crypto.randomUUID(), type: 'ask', acts: ['relate'], lang: 'en' });
      const button = root.querySelector('button') as HTMLElement;
      return [button, () => void inner.firstElementChild?.dispatchEvent(new CustomEvent('rel-message', { detail }))];
    };
    const withChildren = (mark: HTMLElement, mode: ShadowRootMode, count: number): ShadowRoot => {
      const root = mark.attachShadow({ mode });
      for (let i = 0; i < count; i++) root.append(document.createElement('i'));
      return root;
    };
    const fine = (mark: HTMLElement): ShadowRoot => withChildren(mark, 'closed', 1);
    for (const [id, form] of [
      ['a', fine],
      ['b', (mark: HTMLElement) => withChildren(mark, 'closed', 2)],
      ['c', (mark: HTMLElement) => withChildren(mark, 'open', 1)],
      ['d', (mark: HTMLElement) => (mark.after(mark.cloneNode()), fine(mark))],
      ['e', (mark: HTMLElement) => (mark.previousElementSibling?.append(mark), fine(mark))],
    ] as const) {
      const [button, ask] = make(id, form);
      button.onclick = ask;
      await click(button);
      expect(asked, id).to.equal(1);
    }
  });
});
