import { expect } from 'chai';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import { buttonOf, click, key, nextTask, PageAgent, panelOf, press, put, rowNamed, until, wait } from '../support/page.js';

const LINK = '<a href="#relate">Relate with Acme Coffee</a>';
const BUTTON = `<rel-button vendor-name="Acme Coffee" accepts="SD-BASE">${LINK}</rel-button>`;
const OTHER = `<p style="position:fixed;right:0;bottom:0"><rel-button id="other"></rel-button></p>`;

describe('a flow whose button', () => {
  let outcomes: string[];
  const wrong: string[] = [];
  const note = (event: ErrorEvent | PromiseRejectionEvent): void =>
    void wrong.push(String('reason' in event ? event.reason : event.message));
  before(() => {
    window.addEventListener('error', note);
    window.addEventListener('unhandledrejection', note);
  });
  beforeEach(() => (outcomes = []));
  afterEach(async () => {
    document.querySelectorAll('rel-button').forEach((button) => button.cancel());
    await wait(20);
    expect(wrong.splice(0)).to.deep.equal([]);
  });
  after(() => {
    window.removeEventListener('error', note);
    window.removeEventListener('unhandledrejection', note);
  });
  const start = async (markup: string): Promise<RelButton> => {
    const host = await put(markup);
    host.addEventListener('rel-outcome', ({ outcome }) => outcomes.push(outcome));
    return host;
  };
  const frame = (): Document => {
    const iframe = document.createElement('iframe');
    document.querySelector('main')?.append(iframe);
    return iframe.contentDocument as Document;
  };
  const box = (): HTMLElement => document.querySelector('#box') as HTMLElement;
  const other = (): RelButton => document.querySelector('#other') as RelButton;

  const HIDDEN: Readonly<Record<string, [markup: string, hide: () => unknown, show: () => unknown]>> = {
    'display: none': [`<nav id="box">${BUTTON}</nav>`, () => (box().style.display = 'none'), () => (box().style.display = '')],
    'the attribute hidden on itself': [
      BUTTON,
      () => ((document.querySelector('rel-button') as HTMLElement).hidden = true),
      () => ((document.querySelector('rel-button') as HTMLElement).hidden = false),
    ],
    'visibility: hidden': [
      `<div id="box"><p>${BUTTON}</p></div>`,
      () => (box().style.visibility = 'hidden'),
      () => (box().style.visibility = ''),
    ],
    'visibility after a transition': [
      `<div id="box" style="transition:visibility 0.1s">${BUTTON}</div>`,
      () => (box().style.visibility = 'hidden'),
      () => (box().style.visibility = ''),
    ],
    'content-visibility: hidden': [
      `<div id="box">${BUTTON}</div>`,
      () => box().style.setProperty('content-visibility', 'hidden'),
      () => box().style.removeProperty('content-visibility'),
    ],
    'details that close': [
      `<details id="box" open><summary>Shop</summary>${BUTTON}</details>`,
      () => box().removeAttribute('open'),
      () => box().setAttribute('open', ''),
    ],
    'a dialog that closes': [
      `<dialog id="box" open aria-label="Shop">${BUTTON}</dialog>`,
      () => (box() as HTMLDialogElement).close(),
      () => (box() as HTMLDialogElement).show(),
    ],
    'a popover that closes': [
      `<div id="box" popover="manual">${BUTTON}</div>`,
      () => box().hidePopover(),
      () => box().showPopover(),
    ],
  };
  for (const [how, [markup, hide, show]] of Object.entries(HIDDEN)) {
    it(`is hidden by ${how} ends, and takes no focus`, async () => {
      const host = await start(`${markup}<input>${OTHER}`);
      if (how.includes('popover')) box().showPopover();
      await press(host);
      expect(panelOf(host)).not.to.equal(null);
      hide();
      const input = document.querySelector('main > input') as HTMLInputElement;
      input.focus();
      await until(() => outcomes.length, 'the end');
      expect(outcomes).to.deep.equal(['dismissed']);
      expect(document.activeElement).to.equal(input);
      await until(() => !host.matches(':state(busy)'));
      show();
      if (how.includes('transition')) await until(() => getComputedStyle(box()).visibility === 'visible');
      expect(panelOf(host)).to.equal(null);
      await press(host);
      expect(panelOf(host)).not.to.equal(null);
    });

    it(`is hidden by ${how} gives way to another at once, though an agent is being asked`, async () => {
      const agent = new PageAgent('Agent');
      const host = await start(`${markup}${OTHER}`);
      if (how.includes('popover')) box().showPopover();
      await press(host);
      await click(rowNamed(host, 'Agent'));
      hide();
      if (how.includes('transition')) await until(() => getComputedStyle(box()).visibility === 'hidden');
      await press(other());
      expect(outcomes).to.deep.equal(['dismissed']);
      expect(panelOf(other())).not.to.equal(null);
      expect(agent.last('cancel')).to.deep.include({ reason: 'page' });
      agent.stop();
    });
  }

  it('went with the frame it was pressed in gives way to another', async () => {
    await start(`${BUTTON}${OTHER}`);
    const host = document.querySelector('rel-button') as RelButton;
    const there = frame();
    there.body.append(host);
    await nextTask();
    const iframe = document.querySelector('iframe') as HTMLElement;
    buttonOf(host).focus();
    await key('Enter');
    await until(() => host.matches(':state(busy)'), 'a flow in the frame');
    iframe.remove();
    await press(other());
    expect(panelOf(other())).not.to.equal(null);
  });

  it('closes its menu by the press itself ends, and the next press is answered', async () => {
    const host = await start(`<nav id="box">${BUTTON}</nav>${OTHER}`);
    box().addEventListener('click', () => (box().style.display = 'none'));
    await press(host);
    await press(other());
    expect(outcomes).to.deep.equal(['dismissed']);
    expect(panelOf(other())).not.to.equal(null);
  });

  it('is out of sight but rendered goes on', async () => {
    const host = await start(`<div id="box">${BUTTON}</div><div style="height:4000px"></div>`);
    await press(host);
    scrollTo(0, 3000);
    box().style.opacity = '0';
    await wait(500);
    expect(outcomes).to.deep.equal([]);
    scrollTo(0, 0);
  });

  const GONE: Readonly<Record<string, (host: Element) => void>> = {
    'is removed': (host) => host.remove(),
    'is moved into a frame': (host) => frame().body.append(host),
    'is adopted by a frame and put there': (host) => {
      const there = frame();
      there.body.append(there.adoptNode(host));
    },
    'is only adopted by a frame': (host) => void frame().adoptNode(host),
    'is moved into a document without a window': (host) => document.implementation.createHTMLDocument().body.append(host),
    'is moved into a parsed document': (host) => new DOMParser().parseFromString('<p>', 'text/html').body.append(host),
    'is moved into a template': (host) => document.createElement('template').content.append(host),
    'is moved into a fragment': (host) => document.createDocumentFragment().append(host),
  };
  const AT: Readonly<Record<string, (host: RelButton, move: () => void) => unknown>> = {
    'while the panel is open': () => undefined,
    'in rel-activate': (host, move) => host.addEventListener('rel-activate', move),
    'during the ask': (host, move) =>
      host.addEventListener('rel-message', ({ detail }: CustomEventInit) => /"ask"/.test(String(detail)) && move()),
    'in rel-propose': (host, move) => {
      host.addEventListener('rel-propose', move);
      const agent = new PageAgent('Agent');
      void until(() => agent.last('choose'))
        .then(() => agent.sayChosen('propose', { record: 'r' }))
        .finally(() => agent.stop());
    },
  };
  for (const [what, move] of Object.entries(GONE))
    for (const [when, at] of Object.entries(AT))
      it(`${what} ${when} ends, without an error, and another can be pressed`, async () => {
        const host = await start(`${BUTTON}<div id="here"></div>${OTHER}`);
        at(host, () => move(host));
        await press(host);
        if (when.includes('propose')) await click(rowNamed(host, 'Agent'));
        if (when.includes('open')) move(host);
        const ends = when.includes('activate') ? [] : ['dismissed'];
        await until(() => outcomes.length === ends.length && !host.matches(':state(busy)'), 'the end');
        await wait(60);
        expect(outcomes).to.deep.equal(ends);
        expect(host.matches(':state(busy)')).to.equal(false);
        expect(panelOf(host)).to.equal(null);
        expect(document.activeElement?.localName, 'the focus stays').not.to.equal('iframe');
        await press(other());
        expect(panelOf(other())).not.to.equal(null);
        other().cancel();
        document.querySelector('main')?.prepend(document.adoptNode(host));
        await host.updateComplete;
        await nextTask();
        expect(panelOf(host)).to.equal(null);
      });

  for (const [how, set] of [
    ['property', (host: RelButton) => (host.status = 'paused')],
    ['attribute', (host: RelButton) => host.setAttribute('status', 'paused')],
  ] as const)
    it(`has a status that is set in rel-statuschange keeps that: ${how}`, async () => {
      const agent = new PageAgent('Agent');
      const host = await start(BUTTON);
      host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ pending: true })));
      host.addEventListener('rel-statuschange', () => set(host), { once: true });
      await press(host);
      await click(rowNamed(host, 'Agent'));
      agent.sayChosen('propose', { record: 'r' });
      await until(() => agent.last('answer'));
      agent.sayChosen('done', { outcome: 'asked' });
      agent.stop();
      await host.updateComplete;
      await wait(20);
      expect(outcomes).to.deep.equal(['asked']);
      expect(host.currentStatus).to.equal('paused');
      expect(buttonOf(host).getAttribute('aria-description')).to.equal('Paused');
    });
});
