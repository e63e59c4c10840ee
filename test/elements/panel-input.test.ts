import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import {
  buttonOf,
  click,
  crossOf,
  inside,
  key,
  PageAgent,
  panelOf,
  press,
  put,
  rowNamed,
  rowsOf,
  unfold,
  until,
  wait,
} from '../support/page.js';

const LINK = '<a href="#relate">Relate with Acme Coffee</a>';
const BUTTON = `<rel-button vendor-name="Acme Coffee" accepts="SD-BASE">${LINK}</rel-button>`;

/** What a person does in the panel belongs to the panel: the page around it hears nothing but the clicks that agents need. */
describe('in the panel', () => {
  let listening: AbortController;
  beforeEach(() => (listening = new AbortController()));
  afterEach(() => {
    listening.abort();
    document.querySelectorAll<RelButton>('rel-button, own-button').forEach((button) => button.cancel());
    history.replaceState(null, '', location.pathname + location.search);
  });
  /** The types that listeners of the page hear, in either phase, at whatever they can listen on. */
  const hear = (types: readonly string[]): string[] => {
    const heard: string[] = [];
    const { signal } = listening;
    for (const target of [window, document, document.body, document.querySelector('main') as HTMLElement])
      for (const capture of [true, false])
        // Not the window's own capturing ones: those that are there first come first.
        for (const type of types)
          if (target !== window || !capture)
            target.addEventListener(type, ({ type, defaultPrevented }) => heard.push(`${type} ${defaultPrevented}`), {
              capture,
              signal,
            });
    return heard;
  };
  const focused = (host: Element): string => host.shadowRoot?.activeElement?.textContent?.trim() ?? '';

  const INPUT = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'pointerdown', 'pointerup', 'mousedown', 'mouseup'];
  for (const mode of ['none', 'open', 'closed'] as const) {
    it(`keys, text, pointers and wheel stay there, in a shadow root: ${mode}`, async () => {
      let host = await put(BUTTON);
      if (mode !== 'none') {
        const root = (document.querySelector('main') as HTMLElement).attachShadow({ mode });
        root.innerHTML = BUTTON;
        host = root.querySelector('rel-button') as RelButton;
        await host.updateComplete;
      }
      await press(host);
      const heard = hear([...INPUT, 'wheel', 'touchstart', 'touchmove', 'focusin', 'paste', 'contextmenu', 'dblclick']);
      unfold(host);
      const field = inside<HTMLInputElement>(host, 'input');
      await click(field);
      await sendKeys({ type: 'http://s/' });
      await key('Tab');
      expect(field.value).to.equal('http://s/');
      expect(focused(host)).to.equal('Open');
      for (const type of ['wheel', 'touchmove'])
        if (mode !== 'closed') {
          const event = new Event(type, { bubbles: true, composed: true, cancelable: true });
          rowsOf(host)[0]?.dispatchEvent(event);
          expect(event.defaultPrevented).to.equal(false);
        }
      expect(heard).to.deep.equal([]);
      await key('Escape');
      expect(panelOf(host)).to.equal(null);
      expect(heard).to.deep.equal([]);
      await key('x');
      expect(new Set(heard), 'on the button the keys are the page’s again').to.include('keydown false');
    });
  }

  it('a click reaches who listens at the document as it comes down, and nobody on its way up', async () => {
    const host = await put(`<div id="box">${BUTTON}</div>`);
    await press(host);
    const { signal } = listening;
    const heard: string[] = [];
    document.addEventListener('click', (event) => heard.push((event.target as Element).localName), { capture: true, signal });
    for (const one of [document.querySelector('#box') as HTMLElement, host, document, window])
      one.addEventListener('click', () => heard.push('up'), { signal });
    await click(inside(host, 'h2'));
    await click(crossOf(host));
    expect(panelOf(host)).to.equal(null);
    expect(heard).to.deep.equal(['rel-button', 'rel-button']);
  });

  it('a capturing listener of the page can leave it out, as docs/embedding.md says', async () => {
    const host = await put(`<h1>Shop</h1>${BUTTON}`);
    const { signal } = listening;
    const heard: string[] = [];
    const judge = (event: Event): void => {
      if (event.composedPath().some((node) => (node as Element).localName === 'rel-button')) return;
      heard.push((event.target as Element).localName);
    };
    window.addEventListener('click', judge, { capture: true, signal });
    await press(host);
    await click(inside(host, 'h2'));
    expect(heard).to.deep.equal([]);
    await click(document.querySelector('h1') as HTMLElement);
    expect(heard).to.deep.equal(['h1']);
  });

  it('no click is one on a dialog outside its box, whatever it judges by', async () => {
    const host = await put(`<dialog aria-label="Shop" style="inset:0 auto auto 0;margin:0;padding:4px">${BUTTON}</dialog>`);
    const dialog = document.querySelector('dialog') as HTMLDialogElement;
    dialog.showModal();
    const leave = ({ clientX, clientY }: MouseEvent): void => {
      const { left, right, top, bottom } = dialog.getBoundingClientRect();
      if (clientX < left || clientX > right || clientY < top || clientY > bottom) dialog.close();
    };
    for (const type of ['click', 'mousedown', 'pointerdown', 'pointerup'] as const) dialog.addEventListener(type, leave);
    await press(host);
    unfold(host);
    for (const what of ['h2', 'summary', 'input']) await click(inside(host, what));
    await click(crossOf(host));
    expect(panelOf(host)).to.equal(null);
    expect(dialog.open).to.equal(true);
  });

  for (const [where, markup] of Object.entries({
    'a modal dialog': `<dialog aria-label="Shop">${BUTTON}</dialog>`,
    'a popover': `<div popover>${BUTTON}</div>`,
    'a page with its own listener': `<div id="own">${BUTTON}</div>`,
  })) {
    it(`Escape closes the panel and not what is around it, held as well, then that: ${where}`, async () => {
      const host = await put(markup);
      const around = host.parentElement as HTMLElement & Partial<HTMLDialogElement>;
      const log: string[] = [];
      const { signal } = listening;
      around.showModal?.();
      if (around.popover) around.showPopover();
      for (const type of ['cancel', 'close', 'toggle']) around.addEventListener(type, () => log.push(type), { signal });
      if (around.id)
        for (const type of ['keydown', 'keyup'])
          for (const target of [around, document, window])
            target.addEventListener(type, (event) => (event as KeyboardEvent).key === 'Escape' && log.push('close'), { signal });
      await wait(50);
      log.length = 0;
      await press(host);
      await sendKeys({ down: 'Escape' });
      expect(panelOf(host)).to.equal(null);
      if (!isWebKit) await sendKeys({ down: 'Escape' });
      await sendKeys({ up: 'Escape' });
      await wait(50);
      expect(log).to.deep.equal([]);
      await key('Escape');
      await until(() => log.includes('close') || log.includes('toggle'), 'the next Escape');
    });
  }

  if ('CloseWatcher' in window)
    it('the back gesture of Android closes the panel and not the dialog around it', async () => {
      const scope = window as unknown as { CloseWatcher: new () => { requestClose(): void } };
      const { CloseWatcher } = scope;
      const made: { requestClose(): void }[] = [];
      // No desktop browser has the gesture: ask the newest watcher to close, as the gesture does.
      scope.CloseWatcher = class extends CloseWatcher {
        constructor() {
          super();
          made.push(this);
        }
      };
      const host = await put(`<dialog aria-label="Shop">${BUTTON}</dialog>`);
      const dialog = host.parentElement as HTMLDialogElement;
      dialog.showModal();
      await press(host);
      made[0]?.requestClose();
      expect(panelOf(host)).to.equal(null);
      expect([made.length, dialog.open]).to.deep.equal([1, true]);
      await wait(600);
      await press(host);
      await key('Escape');
      expect(panelOf(host)).to.equal(null);
      await wait(600);
      await press(host);
      made[1]?.requestClose();
      expect(panelOf(host), 'an old watcher closes nothing').not.to.equal(null);
      scope.CloseWatcher = CloseWatcher;
    });

  it('Tab goes through every row to the last, and Shift+Tab back, under a trap that knows light DOM only', async () => {
    const host = await put(`<div id="box"><button>First</button>${BUTTON}<button>Last</button></div>`);
    const box = document.querySelector('#box') as HTMLElement;
    const trap = (event: Event): void => {
      if ((event as KeyboardEvent).key !== 'Tab') return;
      event.preventDefault();
      const all = [...box.querySelectorAll('button')];
      (all.find((one) => document.activeElement && document.activeElement.compareDocumentPosition(one) & 4) ?? all[0])?.focus();
    };
    const { signal } = listening;
    for (const target of [box, document])
      for (const capture of [true, false]) target.addEventListener('keydown', trap, { capture, signal });
    await press(host);
    unfold(host);
    const passed = [focused(host)];
    for (let i = 0; i < 12 && passed.at(-1) !== 'What is this?'; i++) {
      await key('Tab');
      passed.push(focused(host));
    }
    expect(passed).to.include.members(['Visit Acme Coffee’s page', 'Keep a copy', 'I use an agent…', 'What is this?']);
    await sendKeys({ down: 'Shift' });
    await key('Tab');
    await sendKeys({ up: 'Shift' });
    expect(focused(host)).to.equal('Hand it the link');
  });

  const isWebKit = /Linux.*Version\/.*Safari/.test(navigator.userAgent);
  // WebKitGTK's driver repeats no key that is held.
  if (!isWebKit) {
    for (const markup of [BUTTON, '<rel-button vendor-name="Acme Coffee"></rel-button>'])
      it(`a held Enter is one press: ${markup}`, async () => {
        const outcomes: string[] = [];
        const host = await put(markup);
        host.addEventListener('rel-outcome', ({ outcome }) => outcomes.push(outcome));
        buttonOf(host).focus();
        for (let i = 0; i < 5; i++) {
          await sendKeys({ down: 'Enter' });
          await wait(30);
        }
        await sendKeys({ up: 'Enter' });
        expect(outcomes).to.deep.equal([]);
        expect(location.hash).to.equal('');
        expect(panelOf(host)).not.to.equal(null);
        crossOf(host).focus();
        for (let i = 0; i < 5; i++) {
          await sendKeys({ down: 'Enter' });
          await wait(30);
        }
        await sendKeys({ up: 'Enter' });
        expect(outcomes).to.deep.equal(['dismissed']);
        expect(panelOf(host)).to.equal(null);
        await key('Enter');
        await until(() => panelOf(host), 'a panel by the next press');
        await key('Enter');
        await until(() => outcomes.length === 2, 'the first row by a press of its own');
      });
  }

  /** Taps a point, as often as told, as fast as the driver can. */
  const tap = async (position: [number, number], times: number): Promise<void> => {
    for (let i = 0; i < times; i++) await sendMouse({ type: 'click', position });
  };
  const middle = (element: Element): [number, number] => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [Math.round(left + width / 2), Math.round(top + height / 2)];
  };

  for (const times of [2, 3])
    it(`of ${times} fast taps one counts, on what comes up under the finger, and later each`, async () => {
      const outcomes: string[] = [];
      const host = await put(BUTTON);
      host.addEventListener('rel-outcome', ({ outcome }) => outcomes.push(outcome));
      // Where the panel comes up over its button.
      const style = document.createElement('style');
      style.textContent = '[popover]{position-area:none!important;inset:0 auto auto 0!important;margin:0!important}';
      host.shadowRoot?.append(style);
      await press(host);
      const cancel = middle(crossOf(host));
      await key('Escape');
      await wait(600);
      host.style.cssText = `position:fixed;left:${cancel[0] - 20}px;top:${cancel[1] - 20}px`;
      outcomes.length = 0;
      await tap(cancel, times);
      expect(outcomes).to.deep.equal([]);
      expect(panelOf(host)).not.to.equal(null);
      await wait(600);
      await tap(cancel, times);
      expect(outcomes).to.deep.equal(['dismissed']);
      expect(panelOf(host), 'nor is the button under the cross pressed').to.equal(null);
    });

  it('a second tap presses no row of what the first has led to', async () => {
    const agent = new PageAgent('Agent');
    const outcomes: string[] = [];
    const host = await put(BUTTON);
    host.addEventListener('rel-outcome', ({ outcome }) => outcomes.push(outcome));
    const style = document.createElement('style');
    style.textContent = '.row{position:fixed!important;inset:0!important;width:auto!important}';
    await press(host);
    await wait(600);
    // Every row over every other, the last on top, and the agent's over that.
    host.shadowRoot?.append(style);
    rowNamed(host, 'Agent').style.zIndex = '1';
    await tap([200, 200], 2);
    agent.stop();
    expect(agent.types()).to.deep.equal(['ask', 'choose', 'cancel-all']);
    expect(outcomes).to.deep.equal([]);
  });

  for (const [around, markup] of Object.entries({
    'a summary': `<details><summary>Shop ${BUTTON}</summary><p>text</p></details>`,
    'a link': BUTTON.replace('<rel-button', '<rel-button id="b"').replace(LINK, ''),
    'a label': `<label>Shop ${BUTTON}</label>`,
    'the label of something else': `<input type="checkbox" id="x"><label for="x">Shop ${BUTTON}</label>`,
  })) {
    it(`a click presses no ${around} around the button`, async () => {
      const host = await put(markup);
      if (around === 'a link') {
        const link = Object.assign(document.createElement('a'), { href: '#around' });
        host.replaceWith(link);
        link.append(host);
        buttonOf(host).addEventListener('click', (event) => event.preventDefault());
      }
      const outcomes: string[] = [];
      host.addEventListener('rel-outcome', ({ outcome }) => outcomes.push(outcome));
      const state = (): unknown[] => [
        document.querySelector('details')?.open,
        document.querySelector<HTMLInputElement>('#x')?.checked,
        location.hash,
        outcomes.length,
      ];
      await press(host);
      unfold(host);
      const before = state();
      for (const what of ['h2', 'summary', '.term span', 'label', 'input']) {
        await click(inside(host, what));
        await wait(20);
        expect(state(), what).to.deep.equal(before);
      }
      expect(host.shadowRoot?.activeElement).to.equal(inside(host, 'input'));
      await click(crossOf(host));
      await wait(20);
      expect(state()).to.deep.equal([...before.slice(0, 3), 1]);
      expect(panelOf(host)).to.equal(null);
    });
  }

  it('a press on another button is none outside, whatever class either is of', async () => {
    const { RelButton } = await import('../../src/elements/rel-button/rel-button.js');
    if (!customElements.get('own-button')) customElements.define('own-button', class extends RelButton {});
    const markup = `${BUTTON}<p style="position:fixed;right:0;bottom:0"><own-button></own-button></p>`;
    for (const [first, second] of [
      ['rel-button', 'own-button'],
      ['own-button', 'rel-button'],
    ] as const) {
      await put(markup);
      const [one, other] = [first, second].map((name) => document.querySelector<RelButton>(name) as RelButton) as [
        RelButton,
        RelButton,
      ];
      await other.updateComplete;
      await one.updateComplete;
      const outcomes: string[] = [];
      one.addEventListener('rel-outcome', ({ outcome }) => outcomes.push(outcome));
      await press(one);
      await click(buttonOf(other));
      expect(outcomes, `${first} open, ${second} pressed`).to.deep.equal([]);
      expect(panelOf(one)).not.to.equal(null);
      one.cancel();
    }
  });
});
