import { closedRootOf } from '../support/closed.js';
import { aTimeout, expect } from '@open-wc/testing';
import { agentNameStyles } from '../../src/elements/rel-button/agent-list.styles.js';
import { click, inside, key, PageAgent, press, put, rowsOf } from '../support/page.js';
import { PrivateAgent } from '../support/private-agent.js';

const BUTTON = '<rel-button vendor-name="Acme"><a href="#relate">Relate with Acme</a></rel-button>';
const LONG = 'An agent with a name of 64 characters, which is as long as any m';
const WIDE = 'W'.repeat(64);

const listIn = (host: Element): ShadowRoot => closedRootOf(inside(host, '.agents')) as ShadowRoot;
const privateRowsOf = (host: Element): HTMLElement[] => [...listIn(host).querySelectorAll<HTMLElement>('.row')];
const nameRootOf = (row: HTMLElement): ShadowRoot => closedRootOf(row.querySelector('span') as Element) as ShadowRoot;
const nameIn = (row: HTMLElement): HTMLElement => nameRootOf(row).querySelector('[aria-label]') as HTMLElement;
const rowOf = (host: Element, name: string): HTMLElement => {
  const found = privateRowsOf(host).find((row) => nameIn(row).ariaLabel === name);
  if (!found) throw new Error(`no row "${name}"`);
  return found;
};

describe('the list of private agents', () => {
  let agent: PrivateAgent | undefined;
  const list = async (...names: string[]): Promise<HTMLElement> => {
    const host = await put(BUTTON);
    agent = new PrivateAgent(host, ...names);
    await press(host);
    return host;
  };

  it('holds no name outside the closed root of its row', async () => {
    const host = await list('First', 'Second');
    expect(
      privateRowsOf(host)
        .map((row) => nameIn(row).ariaLabel)
        .sort(),
    ).to.deep.equal(['First', 'Second']);
    expect(listIn(host).innerHTML).not.to.match(/First|Second/);
    for (const row of privateRowsOf(host)) expect(row.querySelector('span')?.shadowRoot).to.equal(null);
  });

  it('looks as the rows of public agents do', async () => {
    const looks = async (rowsIn: (host: Element) => (HTMLElement | undefined)[]): Promise<string[]> => {
      const host = await put(BUTTON);
      const answering = rowsIn === privateRowsOf ? new PrivateAgent(host, 'One', 'Two') : new PageAgent('One', 'Two');
      await press(host);
      const [row] = rowsIn(host) as [HTMLElement];
      const second = rowsIn(host)[1] as HTMLElement;
      const style = getComputedStyle(second);
      const look = (
        ['minHeight', 'width', 'border', 'borderRadius', 'backgroundColor', 'color', 'fontSize', 'fontWeight', 'cursor'] as const
      ).map((property) => `${property}: ${style[property]}`);
      look.push(`gap: ${second.getBoundingClientRect().top - row.getBoundingClientRect().bottom}`);
      await key('Escape');
      answering.stop();
      return look;
    };
    expect(await looks(privateRowsOf)).to.deep.equal(await looks(rowsOf));
  });

  it('gives each row 44 pixels to hit', async () => {
    const host = await list('One', 'Two');
    for (const row of privateRowsOf(host)) {
      row.scrollIntoView({ block: 'center' });
      const { left, top, bottom } = row.getBoundingClientRect();
      for (const y of [top - 2, (top + bottom) / 2, bottom + 2])
        expect(
          listIn(host)
            .elementFromPoint(left + 9, y)
            ?.closest('.row'),
        ).to.equal(row);
    }
  });

  it('shows a name of 64 characters whole, on two lines', async () => {
    const host = await list('A', LONG);
    const name = nameIn(rowOf(host, LONG));
    const whole = new CSSStyleSheet();
    whole.replaceSync('::before { overflow: visible !important }');
    nameRootOf(rowOf(host, LONG)).adoptedStyleSheets.push(whole);
    expect(name.scrollHeight).to.equal(name.clientHeight);
  });

  it('has the size it has whatever the names, even for a page that restyles the rows', async () => {
    const host = await list('i', WIDE);
    const rules = [
      '',
      '.row { width: 60px !important }',
      'span { display: block !important; position: relative !important; width: 60px; height: 12px }',
      '.row { width: max-content !important; height: auto !important; min-height: 0 !important }',
      '.row, span { display: block !important; position: static !important; contain: none !important }',
      '.row { display: inline !important; font: 40px monospace !important; white-space: nowrap !important } span { float: left }',
    ];
    const sheet = new CSSStyleSheet();
    listIn(host).adoptedStyleSheets.push(sheet);
    for (const rule of rules) {
      sheet.replaceSync(rule);
      const [short, long] = [rowOf(host, 'i'), rowOf(host, WIDE)].map((row) =>
        [row, row.querySelector('span') as HTMLElement]
          .map((one) => {
            const { width, height } = one.getBoundingClientRect();
            return [width, height, one.scrollWidth, one.scrollHeight, one.offsetWidth, one.clientHeight].join(' ');
          })
          .join(', '),
      );
      expect(short, rule).to.equal(long);
    }
  });

  it('draws names in a font that is not the page’s, and lets no pointer and no selection in, whatever a page styles', async () => {
    const host = await list('One', 'Two');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { font-family: monospace !important; pointer-events: auto !important; user-select: text !important }');
    listIn(host).adoptedStyleSheets.push(sheet);
    (listIn(host).adoptedStyleSheets[0] as CSSStyleSheet).insertRule('div[aria-label] { opacity: 0.5 }');
    for (const row of privateRowsOf(host)) {
      const { fontFamily, pointerEvents, opacity } = getComputedStyle(nameIn(row));
      expect([fontFamily, pointerEvents, opacity]).to.deep.equal(['system-ui', 'none', '1']);
      // WebKit knows it by another name only; no selection leads in there.
      if (CSS.supports('user-select: none')) expect(getComputedStyle(nameIn(row)).userSelect).to.equal('none');
    }
  });

  it('keeps its style sheets and roots from a page that replaced what they pass through', async () => {
    const got = new Set<unknown>();
    const keep = function (this: unknown, value?: unknown): void {
      got.add(this).add(value);
    };
    const { prototype } = Array;
    const iterate = prototype[Symbol.iterator];
    const adopted = Object.getOwnPropertyDescriptor(ShadowRoot.prototype, 'adoptedStyleSheets') as PropertyDescriptor;
    const host = await put(BUTTON);
    agent = new PrivateAgent(host, 'One', 'Two');
    Object.defineProperty(prototype, '0', {
      set(this: unknown[], value: unknown) {
        keep.call(this, value);
        Object.defineProperty(this, 0, { value, writable: true, enumerable: true, configurable: true });
      },
      configurable: true,
    });
    Object.defineProperty(ShadowRoot.prototype, 'adoptedStyleSheets', { get: keep, set: keep, configurable: true });
    prototype[Symbol.iterator] = function (this: unknown[]) {
      for (let i = 0; i < this.length; i++) keep.call(this, this[i]);
      return iterate.call(this) as never;
    };
    try {
      await press(host);
    } finally {
      prototype[Symbol.iterator] = iterate;
      delete (prototype as { 0?: unknown })[0];
      Object.defineProperty(ShadowRoot.prototype, 'adoptedStyleSheets', adopted);
    }
    expect(privateRowsOf(host)).to.have.length(2);
    expect(nameRootOf(privateRowsOf(host)[0] as HTMLElement).adoptedStyleSheets).to.have.length(1);
    const secrets = [...got].filter(
      (one) =>
        (one instanceof ShadowRoot && one.mode === 'closed') ||
        (one instanceof CSSStyleSheet && [...one.cssRules].some(({ cssText }) => /attr\(aria-label\)/.test(cssText))),
    );
    expect(secrets).to.deep.equal([]);
    expect(agentNameStyles.styleSheet).not.to.equal(nameRootOf(privateRowsOf(host)[0] as HTMLElement).adoptedStyleSheets[0]);
  });

  for (const press of ['Enter', ' ']) {
    it(`is used by ${press === ' ' ? 'Space' : press}`, async () => {
      await list('One', 'Two', 'Three');
      await key(press);
      await aTimeout(0);
      expect(agent?.types()).to.deep.equal(['ask', 'choose', 'cancel-all']);
    });
  }

  it('is pressed by no script, though Firefox gives a page its rows', async () => {
    const host = await list('One', 'Two');
    const [first, second] = privateRowsOf(host) as [HTMLElement, HTMLElement];
    first.click();
    first.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    first.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(agent?.types()).to.deep.equal(['ask']);
    await click(second);
    expect(agent?.types()).to.deep.equal(['ask', 'choose', 'cancel-all']);
  });
});
