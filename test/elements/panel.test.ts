import { sendMouse } from '@web/test-runner-commands';
import { aTimeout, expect } from '@open-wc/testing';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import { buttonOf, click, inside, key, PageAgent, panelOf, press, put, rowNamed, rowsOf, until } from '../support/page.js';

const BUTTON =
  '<rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-A-DP"><a href="#relate">Relate with Acme Coffee</a></rel-button>';
const within = (style: string, markup = BUTTON): string => `<div style="${style}">${markup}</div>`;
const TALL = '<div style="height:70rem"></div>';

/** Where vendors put things, by what it may do to a panel. */
const PLACES: Readonly<Record<string, string>> = {
  'a transformed box': within('transform:translate(40px, 10px)'),
  'a scaled box': within('transform:scale(0.9);transform-origin:0 0'),
  'a box that hides what overflows it': within('overflow:hidden;height:2.5rem;width:15rem'),
  'a box that contains its painting': within('contain:paint;height:2.5rem;width:15rem'),
  'a box that is clipped and filtered': within('clip-path:inset(0);filter:opacity(1)'),
  'a container of its own size': within('container-type:size;height:3rem'),
  'a scrolled box': within('overflow:auto;height:9rem', TALL + BUTTON + TALL),
  'a box that sticks': within('position:sticky;top:0'),
  'a corner, top left': within('position:fixed;top:0;left:0'),
  'a corner, top right': within('position:fixed;top:0;right:0'),
  'a corner, bottom left': within('position:fixed;bottom:0;left:0'),
  'a corner, bottom right': within('position:fixed;bottom:0;right:0'),
  'a page from right to left': `<div dir="rtl">${BUTTON}</div>`,
  'a modal dialog': `<dialog aria-label="Shop">${BUTTON}</dialog>`,
  'a popover': `<div popover>${BUTTON}</div>`,
};

/** Whether a panel is by its button: in WebKit it is in the middle where the page is scrolled, and in Firefox beside it where it is transformed. */
const staysPut = !/Version\/.*Safari/.test(navigator.userAgent);

const open = async (markup: string): Promise<RelButton> => {
  const host = await put(TALL + markup + TALL);
  document.querySelector('dialog')?.showModal();
  document.querySelector<HTMLElement>('main > [popover]')?.showPopover();
  buttonOf(host).scrollIntoView({ block: 'center' });
  return host;
};

const hasFocus = (element?: Element): boolean => (element?.getRootNode() as ShadowRoot).activeElement === element;

/** How far everything that can be scrolled around an element is. */
const scrolled = (element: Element): number[] => {
  const all = [];
  for (let box: Element | null = element; box; box = box.parentElement) all.push(box.scrollTop, box.scrollLeft);
  return all;
};

/** The points of a panel at which something else is on top of it, and those that are off the screen. */
const covered = (host: Element): string[] => {
  const panel = panelOf(host) as HTMLElement;
  const { left, top, right, bottom } = panel.getBoundingClientRect();
  // Its corners are round.
  const [x1, y1, x2, y2] = [left + 8, top + 8, right - 8, bottom - 8];
  const points = [x1, (x1 + x2) / 2, x2].flatMap((x) => [y1, (y1 + y2) / 2, y2].map((y) => [x, y] as const));
  const missed = points.filter(([x, y]) => !panel.contains(host.shadowRoot?.elementFromPoint(x, y) ?? null));
  return missed.map((point) => point.map(Math.round).join(', '));
};

describe('the panel', () => {
  for (const [place, markup] of Object.entries(PLACES)) {
    it(`is all there in ${place}; nothing scrolls, and the focus comes back`, async () => {
      const host = await open(markup);
      const before = scrolled(host);
      await press(host);
      const button = buttonOf(host).getBoundingClientRect();
      const panel = (panelOf(host) as HTMLElement).getBoundingClientRect();
      expect(covered(host)).to.deep.equal([]);
      if (staysPut && !/transform/.test(markup)) {
        const gap = Math.max(panel.top - button.bottom, button.top - panel.bottom);
        expect(gap, 'gap').to.be.within(7, 9);
        expect(panel.left < button.right && button.left < panel.right, 'by its button').to.equal(true);
        if (/rtl/.test(markup)) expect(panel.right, 'begins where its button does').to.be.closeTo(button.right, 9);
      }
      expect(hasFocus(rowsOf(host)[0]), 'focus on the first row').to.equal(true);
      expect(scrolled(host)).to.deep.equal(before);
      await key('Escape');
      expect(panelOf(host) === null, 'closed').to.equal(true);
      expect(hasFocus(buttonOf(host)), 'focus on the button').to.equal(true);
      expect(scrolled(host)).to.deep.equal(before);
      expect(buttonOf(host).getClientRects(), 'the button is still there').to.have.length(1);
    });
  }

  it('closes by a press outside the modal dialog it is in, which stays', async () => {
    const host = await open(PLACES['a modal dialog'] as string);
    await press(host);
    await sendMouse({ type: 'click', position: [2, 2] });
    expect(panelOf(host) === null, 'closed').to.equal(true);
    expect(hasFocus(buttonOf(host)), 'focus on the button').to.equal(true);
    expect(document.querySelector('dialog')?.open).to.equal(true);
  });

  it('says each state in its live region', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(BUTTON);
    const replies: unknown[] = [
      { counter: 'SD-BASE' },
      { refused: true, code: 'no', message: 'Not today.' },
      undefined,
      { pending: true },
    ];
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve(replies.shift())));
    const says = (text: string): Promise<void> => until(() => inside(host, '[role=status]').textContent === text, text);
    const choose = async (): Promise<void> => {
      await press(host);
      await says('');
      await click(rowNamed(host, 'Agent'));
      await says('Waiting for your answer in the other window.');
    };
    const propose = (): void => agent.sayChosen('propose', { record: 'r' });

    await choose();
    await aTimeout(1_500);
    await says('Agent is not responding.');
    propose();
    await says('Acme Coffee suggests another agreement.');
    propose();
    await says('Acme Coffee does not agree. Not today.');
    await key('Escape');
    await choose();
    propose();
    await says('Acme Coffee is not responding.');
    await key('Escape');
    await choose();
    propose();
    await says('Acme Coffee will answer later.');
    agent.sayChosen('done', { outcome: 'asked' });
    expect(panelOf(host) === null, 'closed').to.equal(true);
    await says('Acme Coffee will answer later.');
  });
});
