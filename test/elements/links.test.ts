import { executeServerCommand, sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import type { RelOutcomeEvent } from '../../src/elements/events.js';
import {
  buttonOf,
  click,
  inside,
  PageAgent,
  panelOf,
  press,
  put,
  rowNamed,
  rowsOf,
  until,
  wait,
  warningsDuring,
} from '../support/page.js';

const LINK = '<a href="/relate">Become a regular</a>';
const MAIL = '<a href="mailto:hello@acme.example">Mail</a>';
const labelOf = (host: Element): string | null => inside(host, '[part=label]').textContent;
const linkOf = (host: Element): HTMLAnchorElement => host.querySelector('a') as HTMLAnchorElement;

describe('the vendor’s link', () => {
  const outcomes: string[] = [];
  const hear = ({ outcome }: RelOutcomeEvent): void => void outcomes.push(outcome);
  // Nothing in here leaves the page.
  const stay = (event: Event): void => event.preventDefault();
  beforeEach(() => {
    outcomes.length = 0;
    document.addEventListener('rel-outcome', hear);
    window.addEventListener('click', stay);
  });
  afterEach(() => {
    document.querySelectorAll('rel-button').forEach((button) => button.cancel());
    document.removeEventListener('rel-outcome', hear);
    window.removeEventListener('click', stay);
  });

  describe('is found', () => {
    for (const [where, markup] of Object.entries({
      'a paragraph each': `<p>${LINK}</p><p>${MAIL}</p>`,
      'a paragraph with a break': `<p>${LINK}<br>\n${MAIL}</p>`,
      'what Astro writes': `<astro-island><astro-slot>${LINK}</astro-slot>${MAIL}</astro-island>`,
      'a slot in the document': `<slot>${LINK} ${MAIL}</slot>`,
      'lists and custom elements': `<ul><li><x-link>${LINK}</x-link></li><li><div>${MAIL}</div></li></ul>`,
      'after links that lead nowhere': `<a>No</a><svg><a href="/svg"><text>No</text></a></svg>${LINK}${MAIL}`,
    })) {
      it(`in ${where}`, async () => {
        const host = await put(`<rel-button vendor-name="Acme">${markup}</rel-button>`);
        expect(labelOf(host)).to.equal('Become a regular');
        await press(host);
        const rows = rowsOf(host)
          .slice(0, 2)
          .map((row) => [row.textContent, row.getAttribute('href')]);
        expect(rows).to.deep.equal([
          ['Become a regular', `${location.origin}/relate`],
          ['Write to Acme', 'mailto:hello@acme.example'],
        ]);
      });
    }

    it('in slots of the component that the button is in, whatever comes there later', async () => {
      const first = await put('<div id="shop"></div><rel-button></rel-button>');
      const shop = first.previousElementSibling as HTMLElement;
      shop.innerHTML = `<a slot="link" href="/one">One</a>`;
      const outer = shop.attachShadow({ mode: 'open' });
      outer.innerHTML = '<div><slot name="link"></slot></div>';
      const inner = (outer.firstElementChild as HTMLElement).attachShadow({ mode: 'open' });
      inner.innerHTML = '<rel-button><p><slot><a href="/fallback">Fallback</a></slot></p></rel-button>';
      const host = inner.querySelector('rel-button') as RelButton;
      await host.updateComplete;
      expect(labelOf(host)).to.equal('One');
      linkOf(shop).textContent = 'Two';
      await until(() => labelOf(host) === 'Two');
      linkOf(shop).replaceWith(
        Object.assign(document.createElement('a'), { slot: 'link', href: '/three', textContent: 'Three' }),
      );
      await until(() => labelOf(host) === 'Three');
      linkOf(shop).textContent = 'Four';
      await until(() => labelOf(host) === 'Four');
      (outer.querySelector('slot') as HTMLElement).remove();
      await until(() => labelOf(host) === 'Fallback');
    });

    it('when it comes, gets its href or changes within a wrapper later', async () => {
      const host = await put('<rel-button vendor-name="Acme"><p><a>Later</a></p></rel-button>');
      expect(labelOf(host)).to.equal('Relate with Acme');
      linkOf(host).href = '/later';
      await until(() => labelOf(host) === 'Later');
      await press(host);
      linkOf(host).href = '/now';
      await until(() => rowsOf(host)[0]?.getAttribute('href') === `${location.origin}/now`);
    });

    for (const missing of [
      'Only text',
      '<button>Relate</button>',
      '<a>Nowhere</a>',
      '<p><span>Relate</span></p>',
      '<img alt="">',
    ]) {
      it(`or the console is told: ${missing}`, async () => {
        const said = await warningsDuring(async () => {
          await put('<rel-button></rel-button><rel-button> <!-- --> </rel-button><rel-button><slot></slot></rel-button>');
          await put(`<rel-button>${LINK}</rel-button>`);
        });
        expect(said).to.deep.equal([]);
        // Told once a document, so in one of its own.
        const frame = document.body.appendChild(document.createElement('iframe'));
        frame.srcdoc = `<script>parent.said = []; console.warn = (text) => parent.said.push(text)</script><script type="module" src="/src/define.ts"></script><rel-button>${missing}</rel-button><rel-button>${missing}</rel-button>`;
        const told = (): string[] | undefined => (window as { said?: string[] }).said;
        await until(() => told()?.length);
        await wait(20);
        expect(told()).to.deep.equal(['relbutton: <rel-button> shows nothing of what is in it: no <a href>.']);
        frame.remove();
        delete (window as { said?: string[] }).said;
      });
    }
  });

  describe('gives the label', () => {
    for (const [markup, label] of [
      ['Relate with<br>Acme  <b>Cof</b>fee', 'Relate with Acme Coffee'],
      ['<div>Relate</div><div>with Acme</div>', 'Relate with Acme'],
      ['<h3>Acme</h3>Relate<p>now</p>', 'Acme Relate now'],
      ['<svg><title>heart</title><text>x</text></svg><style>.x{}</style><script>1</script>Relate', 'Relate'],
      ['<i aria-hidden="true">favorite</i><span hidden>no</span><template>no</template>Relate<!-- no -->', 'Relate'],
      ['<img src="data:," alt="Relate"> with Acme', 'Relate with Acme'],
      ['\n  Relate\tà\u00A0Acme\n', 'Relate à\u00A0Acme'],
      ['<font><font>Relate</font></font>', 'Relate'],
      [' \u200B\u3164 ', 'Relate with Shop'],
      ['<svg><title>heart</title></svg>', 'Relate with Shop'],
    ] as const) {
      it(JSON.stringify(markup), async () => {
        const host = await put(`<rel-button vendor-name="Shop"><a href="/r">${markup}</a></rel-button>`);
        expect(labelOf(host)).to.equal(label);
        await press(host);
        // The panel’s title says the same already.
        const row = label === 'Relate with Shop' ? 'Visit Shop’s page' : label;
        expect(rowsOf(host)[0]?.textContent).to.equal(row);
      });
    }

    it('by its aria-label where nothing else is seen', async () => {
      const host = await put('<rel-button><a href="/r" aria-label="Be friends"><svg></svg></a></rel-button>');
      expect(labelOf(host)).to.equal('Be friends');
    });
  });

  describe('is pressed by its row', () => {
    it('handlers included', async () => {
      const host = await put(
        `<rel-button><a href="#" onclick="document.querySelector('form').hidden = false; return false">Write to us</a></rel-button><form hidden><textarea></textarea></form>`,
      );
      const heard: unknown[] = [];
      linkOf(host).addEventListener('click', (event) => {
        heard.push(event.defaultPrevented, event.button, event.ctrlKey, outcomes.join());
        document.querySelector('textarea')?.focus();
      });
      await press(host);
      await click(rowNamed(host, 'Write to us'));
      expect(document.querySelector('form')?.hidden).to.equal(false);
      expect(heard).to.deep.equal([true, 0, false, 'by-link']);
      expect(document.activeElement?.localName).to.equal('textarea');
      expect(location.hash).to.equal('');
      expect(outcomes).to.deep.equal(['by-link']);
    });

    it('routers at the document included', async () => {
      const host = await put(`<rel-button><p>${LINK}</p></rel-button>`);
      const routed: string[] = [];
      const route = (event: MouseEvent): void => {
        const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]');
        if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || link.target === '_blank') return;
        event.preventDefault();
        routed.push(link.pathname);
      };
      document.addEventListener('click', route);
      await press(host);
      await click(rowNamed(host, 'Become a regular'));
      document.removeEventListener('click', route);
      expect(routed).to.deep.equal(['/relate']);
    });

    it('with the keys that are held', async () => {
      const host = await put(`<rel-button>${LINK}</rel-button>`);
      const keys: boolean[] = [];
      linkOf(host).addEventListener('click', (event) => {
        // With Shift it would open a window, which in Firefox takes the keyboard from the tests after this.
        event.preventDefault();
        keys.push(event.shiftKey, event.ctrlKey);
      });
      await press(host);
      await sendKeys({ down: 'Shift' });
      await click(rowNamed(host, 'Become a regular'));
      await sendKeys({ up: 'Shift' });
      expect(keys).to.deep.equal([true, false]);
    });

    it('once, and the row is a link of its own to see, drag and open elsewhere', async () => {
      const host = await put(`<rel-button>${LINK}</rel-button>`);
      let presses = 0;
      linkOf(host).addEventListener('click', () => presses++);
      await press(host);
      const row = rowNamed(host, 'Become a regular') as HTMLAnchorElement;
      expect([row.localName, row.href]).to.deep.equal(['a', linkOf(host).href]);
      await click(row);
      await wait(20);
      expect(presses).to.equal(1);
    });
  });
});

describe('text nodes that a translator or an extension replaces', () => {
  const roots = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? roots(one.shadowRoot) : [])]);
  const textNodes = (): ChildNode[] =>
    roots(document.querySelector('main') as HTMLElement).flatMap(({ childNodes, localName }) =>
      localName === 'style' ? [] : [...childNodes].filter((node) => node.nodeType === 3 && node.nodeValue?.trim()),
    );
  const WAYS: Readonly<Record<string, () => void>> = {
    'by an element': () =>
      textNodes().forEach((node) => {
        const font = document.createElement('font');
        font.textContent = `«${node.nodeValue}»`;
        node.replaceWith(font);
      }),
    'by nothing': () => textNodes().forEach((node) => node.remove()),
    'by others': () => textNodes().forEach((node) => node.replaceWith('«', node.nodeValue ?? '', '»')),
    'with all that is beside them': () =>
      textNodes().forEach(({ parentElement }) => ((parentElement as Element).textContent = '«all»')),
  };
  for (const [way, replace] of Object.entries(WAYS)) {
    it(`${way}, freeze nothing that is shown`, async () => {
      const agent = new PageAgent('Agent');
      const host = await put(
        `<rel-button vendor-name="Acme" accepts="SD-BASE" label="One">${LINK}</rel-button><rel-badge></rel-badge><rel-balance initiated="1 2"></rel-balance>`,
      );
      const badge = document.querySelector('rel-badge') as HTMLElementTagNameMap['rel-badge'];
      const balance = document.querySelector('rel-balance') as HTMLElementTagNameMap['rel-balance'];
      await press(host);
      replace();
      balance.initiated = '7 8';
      balance.vendorName = 'Acme';
      host.label = 'Two';
      badge.status = 'related';
      await until(() => labelOf(host) === 'Two' && inside(badge, '[part=status]').textContent === 'Related');
      await balance.updateComplete;
      const shown = ['th.vendor', 'td.customer', 'td.vendor'].map((cell) => inside(balance, cell).textContent);
      expect(shown).to.deep.equal(['Acme', '7', '8']);
      await click(rowsOf(host)[0] as HTMLElement);
      await until(() => panelOf(host)?.querySelector('p')?.textContent === 'Waiting for your answer in the other window.');
      replace();
      agent.sayChosen('propose', { record: 'p' });
      await until(() => /^Nothing can be agreed here/.test(panelOf(host)?.querySelector('p')?.textContent ?? ''));
      expect(inside(host, '[role=status]').textContent).to.contain('Nothing can be agreed here.');
      agent.stop();
      host.cancel();
    });
  }

  it('follow the link’s text in the page', async () => {
    const host = await put(`<rel-button>${LINK}</rel-button>`);
    WAYS['by an element']?.();
    await until(() => labelOf(host) === '«Become a regular»');
    linkOf(host).textContent = 'New label';
    await until(() => labelOf(host) === 'New label');
  });
});

describe('what is set on the host', () => {
  afterEach(() => document.querySelectorAll('rel-button').forEach((button) => button.cancel()));

  it('is disabled, or not, at once: by property', async () => {
    const host = await put('<rel-button></rel-button><rel-button disabled></rel-button>');
    const other = host.nextElementSibling as RelButton;
    host.disabled = true;
    other.disabled = false;
    expect([host.matches(':disabled'), other.matches(':disabled')]).to.deep.equal([true, false]);
    await Promise.all([host.updateComplete, other.updateComplete]);
    expect([buttonOf(host).disabled, buttonOf(other).disabled]).to.deep.equal([true, false]);
    await press(host);
    expect(panelOf(host)).to.equal(null);
    await press(other);
    expect(panelOf(other)).not.to.equal(null);
  });

  for (const [value, isDisabled] of [
    [true, true],
    ['disabled', true],
    [1, true],
    [false, false],
    ['', false],
    [null, false],
    [undefined, false],
    [0, false],
  ] as const) {
    it(`is disabled as a native button is by ${JSON.stringify(value)}, before and after upgrade`, async () => {
      const make = (from: Document): RelButton => Object.assign(from.createElement('rel-button'), { disabled: value as boolean });
      const main = (await put('<rel-button></rel-button>')).parentElement as HTMLElement;
      for (const host of [make(document), document.adoptNode(make(document.implementation.createHTMLDocument()))]) {
        main.append(host);
        await host.updateComplete;
        expect([host.disabled, host.matches(':disabled'), buttonOf(host).disabled]).to.deep.equal(Array(3).fill(isDisabled));
      }
      const native = Object.assign(document.createElement('button'), { disabled: value });
      expect(native.disabled).to.equal(isDisabled);
    });
  }

  it('is disabled by any attribute, and by what is around it', async () => {
    const host = await put('<fieldset><rel-button disabled="false"></rel-button></fieldset>');
    const fieldset = host.parentElement as HTMLFieldSetElement;
    const states: boolean[] = [];
    const see = async (): Promise<void> => {
      await host.updateComplete;
      states.push(buttonOf(host).disabled);
    };
    await see();
    fieldset.disabled = true;
    host.disabled = false;
    await see();
    fieldset.disabled = false;
    await see();
    host.setAttribute('disabled', '');
    await see();
    host.removeAttribute('disabled');
    await see();
    expect(states).to.deep.equal([true, true, false, true, false]);
  });

  it('is a boolean to frameworks that look before they set, and a name at once', async () => {
    const host = await put('<form><rel-button></rel-button></form>');
    expect(typeof host.disabled).to.equal('boolean');
    host.name = 'record';
    expect(host.getAttribute('name')).to.equal('record');
    host.name = undefined;
    expect([host.hasAttribute('name'), host.name]).to.deep.equal([false, '']);
    const early = Object.assign(document.implementation.createHTMLDocument().createElement('rel-button'), { name: 'early' });
    host.replaceWith(document.adoptNode(early));
    await early.updateComplete;
    expect(early.getAttribute('name')).to.equal('early');
  });

  for (const [value, label] of [
    ['Set', 'Set'],
    [7, '7'],
    [0, '0'],
    [['A', 'B'], 'A,B'],
    ['  Set \n so ', 'Set so'],
    ['', 'Become a regular'],
    [' \u200B', 'Become a regular'],
    [null, 'Become a regular'],
    [undefined, 'Become a regular'],
  ] as const) {
    it(`is the label ${JSON.stringify(value)}`, async () => {
      const host = await put(`<rel-button>${LINK}</rel-button>`);
      Object.assign(host, { label: value });
      await host.updateComplete;
      expect(labelOf(host)).to.equal(label);
    });
  }

  it('names the button by aria-label, also later', async () => {
    const host = await put(`<rel-button aria-label="Connect with Acme">${LINK}</rel-button>`);
    const named = (): string | null => buttonOf(host).getAttribute('aria-label');
    expect(named()).to.equal('Connect with Acme');
    expect(labelOf(host)).to.equal('Become a regular');
    host.setAttribute('aria-label', 'Other');
    await until(() => named() === 'Other');
    host.removeAttribute('aria-label');
    await until(() => named() === null);
  });

  const pressAccessKey = (): Promise<unknown> => executeServerCommand('access-key', 'r');
  it('presses by its accesskey, and not while disabled', async () => {
    const host = await put(`<rel-button accesskey="r">${LINK}</rel-button>`);
    await pressAccessKey();
    await until(() => panelOf(host));
    host.cancel();
    host.disabled = true;
    await host.updateComplete;
    await pressAccessKey();
    await wait(50);
    expect(panelOf(host)).to.equal(null);
  });

  it('takes a press of its own, beside the button, for none', async () => {
    const host = await put(`<rel-button style="padding: 40px">${LINK}</rel-button>`);
    const { left, top } = host.getBoundingClientRect();
    const target = { scrollIntoView: () => undefined, getBoundingClientRect: () => new DOMRect(left, top, 10, 10) };
    await click(target as unknown as Element);
    await wait(20);
    expect(panelOf(host)).to.equal(null);
  });

  it('takes the focus by autofocus, where nothing else has it', async () => {
    const host = await put(`<rel-button autofocus>${LINK}</rel-button>`);
    expect(document.activeElement).to.equal(host);
    const other = await put('<input><rel-button></rel-button>');
    (other.previousElementSibling as HTMLElement).focus();
    const late = Object.assign(document.createElement('rel-button'), { autofocus: true });
    other.after(late);
    await late.updateComplete;
    expect(document.activeElement).to.equal(other.previousElementSibling);
  });

  for (const style of ['height: 90px', 'min-height: 90px', 'height: 90px; display: flex']) {
    it(`is the button’s: ${style}`, async () => {
      const host = await put(`<rel-button style="${style}">${LINK}</rel-button>`);
      expect(buttonOf(host).getBoundingClientRect().height).to.equal(90);
    });
  }

  it('has no hole where the page has no host name', async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = '<script type="module" src="/src/define.ts"></script><rel-button></rel-button>';
    (await put('<rel-button></rel-button>')).after(frame);
    const host = (): Element | null | undefined => frame.contentDocument?.querySelector('rel-button');
    await until(() => host()?.shadowRoot?.querySelector('[part=label]')?.textContent);
    expect(frame.contentWindow?.location.hostname).to.equal('');
    expect(labelOf(host() as Element)).to.equal(`Relate with ${location.hostname}`);
  });
});
