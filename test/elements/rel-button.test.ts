import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import { RelButton } from '../../src/elements/rel-button/rel-button.js';
import type { RelOutcomeEvent, RelStatusChangeEvent } from '../../src/elements/events.js';
import { debug } from '../../src/handoff/router.js';
import {
  buttonOf,
  click,
  clickWithControl,
  clickOutside,
  inside,
  key,
  nextTask,
  PageAgent,
  panelOf,
  press,
  put,
  record,
  rowNamed,
  rowsOf,
  until,
  wait,
  warningsDuring,
} from '../support/page.js';

const LINK = '<a href="#relate">Relate with Acme Coffee</a>';
const PLAIN = `<rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-A" acts="relate">${LINK}</rel-button>`;

describe('<rel-button>', () => {
  let vendor: ReturnType<typeof record>;
  let agent: PageAgent | undefined;
  beforeEach(() => (vendor = record()));
  afterEach(() => {
    document.querySelectorAll('rel-button').forEach((button) => button.cancel());
    vendor.stop();
    agent?.stop();
    agent = undefined;
  });
  const outcomes = (): string[] =>
    vendor.events.filter(({ type }) => type === 'rel-outcome').map((event) => (event as RelOutcomeEvent).outcome);

  describe('its markup', () => {
    it('shows the child link’s text and leaves the link where it is, unslotted', async () => {
      const host = await put(PLAIN);
      expect(inside(host, '[part=label]').textContent).to.equal('Relate with Acme Coffee');
      const link = host.querySelector('a');
      expect(link?.parentElement).to.equal(host);
      expect(link?.assignedSlot).to.equal(null);
      expect(link?.getClientRects()).to.have.length(0);
    });

    it('prefers the label, and falls back to the vendor’s name, and to the host name', async () => {
      expect(inside(await put(`<rel-button label="Hello">${LINK}</rel-button>`), '[part=label]').textContent).to.equal('Hello');
      expect(inside(await put('<rel-button vendor-name="Acme"></rel-button>'), '[part=label]').textContent).to.equal(
        'Relate with Acme',
      );
      expect(inside(await put('<rel-button></rel-button>'), '[part=label]').textContent).to.equal(
        `Relate with ${location.hostname}`,
      );
    });

    it('follows children that come or change later', async () => {
      const host = await put('<rel-button></rel-button>');
      host.innerHTML = LINK;
      await until(() => inside(host, '[part=label]').textContent === 'Relate with Acme Coffee');
      (host.querySelector('a') as HTMLElement).textContent = 'Other';
      await until(() => inside(host, '[part=label]').textContent === 'Other');
    });

    it('reflects attributes in properties, and starts with the defaults', async () => {
      const host = await put(
        '<rel-button accepts=" SD-BASE  SD-BASE-A " acts="relate" vendor-name="A" no-agent="follow" challenge="c"></rel-button>',
      );
      expect(host.accepts).to.deep.equal(['SD-BASE', 'SD-BASE-A']);
      expect(host.acts).to.deep.equal(['relate']);
      expect(host.vendorName).to.equal('A');
      expect(host.noAgent).to.equal('follow');
      expect(host.challenge).to.equal('c');
      expect((await put('<rel-button></rel-button>')).currentStatus).to.equal('offered');
    });

    it('takes properties as attributes, at any time', async () => {
      const host = await put('<rel-button></rel-button>');
      Object.assign(host, { vendorName: 'Later', size: 'large', appearance: 'plain', accepts: ['SD-BASE'] });
      await host.updateComplete;
      expect(inside(host, '[part=label]').textContent).to.equal('Relate with Later');
      expect(buttonOf(host).classList.contains('large') && buttonOf(host).classList.contains('plain')).to.equal(true);
    });

    for (const [how, set] of [
      ['an array', (host: RelButton) => Object.assign(host, { accepts: ['SD-BASE', 'SD-BASE-A'] })],
      ['text as a property', (host: RelButton) => Object.assign(host, { accepts: 'SD-BASE SD-BASE-A' })],
      [
        'the text of an array as an attribute',
        (host: RelButton) => host.setAttribute('accepts', String(['SD-BASE', 'SD-BASE-A'])),
      ],
    ] as const)
      it(`takes a list as frameworks set it: ${how}`, async () => {
        agent = new PageAgent('Agent');
        const host = await put('<rel-button></rel-button>');
        set(host);
        await host.updateComplete;
        await press(host);
        await click(rowNamed(host, 'Agent'));
        expect(agent.last('choose')).to.deep.include({ accepts: ['SD-BASE', 'SD-BASE-A'] });
      });

    it('takes what was set before its upgrade, and nothing as nothing', async () => {
      const host = Object.assign(document.implementation.createHTMLDocument().createElement('rel-button'), {
        vendorName: 'Earlier',
        accepts: ['SD-BASE'],
      });
      document.querySelector('main')?.append(document.adoptNode(host));
      await host.updateComplete;
      expect(inside(host, '[part=label]').textContent).to.equal('Relate with Earlier');
      expect(host.accepts).to.deep.equal(['SD-BASE']);
      const said = await warningsDuring(async () => {
        Object.assign(host, { accepts: null, acts: undefined, size: null, label: undefined, vendorName: null });
        await host.updateComplete;
      });
      expect(said).to.deep.equal([]);
      expect(inside(host, '[part=label]').textContent).to.equal(`Relate with ${location.hostname}`);
    });

    it('is a native button that takes the focus for its host', async () => {
      const host = await put(PLAIN);
      host.focus();
      expect(host.shadowRoot?.activeElement).to.equal(buttonOf(host));
      expect(buttonOf(host).localName).to.equal('button');
    });
  });

  describe('bad attributes', () => {
    it('are warned of once each, with element, attribute, value and what is allowed', async () => {
      const bad =
        '<rel-button size="huge" appearance="loud" status="owned" accepts="SD-BASE SD-NEW" acts="relate Buy" endpoint="https://other.example/x"></rel-button>';
      const said = await warningsDuring(async () => {
        await put(bad);
        await put(bad);
      });
      const origin = location.origin;
      expect(said.sort()).to.deep.equal(
        [
          'relbutton: <rel-button size="huge"> is left out; allowed: small, medium, large.',
          'relbutton: <rel-button appearance="loud"> is left out; allowed: solid, outline, plain, sign.',
          'relbutton: <rel-button status="owned"> is left out; allowed: none, offered, asked, related, paused, ended.',
          `relbutton: <rel-button accepts="SD-NEW"> is left out; allowed: SD-BASE, SD-BASE-DP, SD-BASE-A, SD-BASE-A-DP, SD-BASE-AT, SD-BASE-AT-DP, SD-BASE-ATP, SD-BASE-ATP-DP, SD-BASE-ATP-S3P, SD-BASE-ATP-S3P-DP, PDC-INTENT, PDC-AI, PDC-GOOD.`,
          'relbutton: <rel-button acts="Buy"> is left out; allowed: relate, converse, pause, resume, export, leave, sync, com.example.own.',
          `relbutton: <rel-button endpoint="https://other.example/x"> is left out; allowed: URLs of ${origin}.`,
        ].sort(),
      );
    });

    it('leave the rest working', async () => {
      agent = new PageAgent('Agent');
      const host = await put(
        `<rel-button size="big" accepts="SD-OLD SD-BASE" acts="Nothing" endpoint="http://[" status="x" no-agent="explode">${LINK}</rel-button>`,
      );
      await press(host);
      await click(rowNamed(host, 'Agent'));
      expect(agent.last('choose')).to.deep.include({ act: 'relate', accepts: ['SD-BASE'] });
      expect(agent.last('choose')).not.to.have.property('endpoint');
      expect(host.currentStatus).to.equal('offered');
    });
  });

  describe('its status', () => {
    it('is the attribute’s, and tells of changes but not of the first', async () => {
      const host = await put('<rel-button status="paused"></rel-button>');
      expect(host.currentStatus).to.equal('paused');
      expect(vendor.events).to.deep.equal([]);
      host.setAttribute('status', 'related');
      await host.updateComplete;
      expect(host.matches(':state(related)')).to.equal(true);
      const [event] = vendor.events as RelStatusChangeEvent[];
      expect([event?.type, event?.status, event?.previousStatus]).to.deep.equal(['rel-statuschange', 'related', 'paused']);
      host.removeAttribute('status');
      await host.updateComplete;
      expect(host.currentStatus).to.equal('offered');
      expect(host.matches(':state(related)')).to.equal(false);
      expect(host.hasAttribute('status')).to.equal(false);
    });

    it('is said in words to assistive technology', async () => {
      const host = await put('<rel-button status="ended"></rel-button>');
      expect(buttonOf(host).getAttribute('aria-description')).to.equal('Ended');
    });

    it('draws each status otherwise, in one box', async () => {
      const drawn = new Set<string>();
      const widths = new Set<number>();
      for (const status of ['none', 'offered', 'asked', 'related', 'paused', 'ended']) {
        const host = await put(`<rel-button status="${status}">${LINK}</rel-button>`);
        drawn.add(inside(host, 'svg').outerHTML);
        widths.add(host.getBoundingClientRect().width);
      }
      expect(drawn.size).to.equal(6);
      expect(widths.size).to.equal(1);
    });
  });

  describe('a press', () => {
    it('starts with rel-activate, by click, Enter and Space', async () => {
      const host = await put(PLAIN);
      await press(host);
      expect(vendor.events[0]).to.include({
        type: 'rel-activate',
        act: 'relate',
        cancelable: true,
        bubbles: true,
        composed: true,
      });
      await key('Escape');
      for (const name of ['Enter', ' ']) {
        await key(name);
        await until(() => panelOf(host), `panel by ${name}`);
        await key('Escape');
      }
      expect(vendor.types()).to.deep.equal([
        'rel-activate',
        'rel-outcome',
        'rel-activate',
        'rel-outcome',
        'rel-activate',
        'rel-outcome',
      ]);
    });

    it('is nothing when a script makes it', async () => {
      agent = new PageAgent();
      const host = await put(PLAIN);
      host.click();
      buttonOf(host).click();
      buttonOf(host).dispatchEvent(new PointerEvent('click', { bubbles: true, composed: true }));
      await nextTask();
      expect(vendor.events).to.deep.equal([]);
      expect(agent.heard).to.deep.equal([]);
    });

    it('is nothing when a script makes it inside a real click elsewhere', async () => {
      agent = new PageAgent();
      const host = await put(`${PLAIN}<button id="other">Other</button>`);
      const other = document.querySelector('#other') as HTMLElement;
      other.onclick = () => buttonOf(host).click();
      await click(other);
      expect(vendor.events).to.deep.equal([]);
      expect(agent.heard).to.deep.equal([]);
    });

    it('only focuses when it is a click on a label', async () => {
      const host = await put(`<label for="b">Label</label>${PLAIN.replace('<rel-button', '<rel-button id="b"')}`);
      await click(document.querySelector('label') as HTMLElement);
      expect(vendor.events).to.deep.equal([]);
      expect(document.activeElement).to.equal(host);
    });

    it('is nothing more when the vendor prevents it', async () => {
      agent = new PageAgent('Agent');
      const host = await put(PLAIN);
      host.addEventListener('rel-activate', (event) => event.preventDefault());
      await press(host);
      expect(vendor.types()).to.deep.equal(['rel-activate']);
      expect(agent.heard).to.deep.equal([]);
      expect(panelOf(host)).to.equal(null);
      expect(host.matches(':state(busy)')).to.equal(false);
      await press(host);
      expect(vendor.types()).to.deep.equal(['rel-activate', 'rel-activate']);
    });

    it('is nothing more when the vendor removes the button meanwhile', async () => {
      agent = new PageAgent('Agent');
      const host = await put(PLAIN);
      host.addEventListener('rel-activate', () => host.remove());
      await press(host);
      expect(agent.heard).to.deep.equal([]);
      const other = await put(PLAIN);
      await press(other);
      expect(panelOf(other)).not.to.equal(null);
    });

    it('starts one flow when it is a double click', async () => {
      agent = new PageAgent();
      const host = await put(PLAIN);
      const { left, top } = buttonOf(host).getBoundingClientRect();
      const target = buttonOf(host);
      await Promise.all([click(target), click(target)]);
      await nextTask();
      expect(left + top).to.be.a('number');
      expect(agent.types()).to.deep.equal(['ask']);
    });

    it('does nothing while disabled, by itself or by its form', async () => {
      await press(await put('<rel-button disabled></rel-button>'));
      const host = await put('<form><fieldset disabled><rel-button></rel-button></fieldset></form>');
      await press(host);
      expect(vendor.events).to.deep.equal([]);
      (document.querySelector('fieldset') as HTMLFieldSetElement).disabled = false;
      await host.updateComplete;
      await press(host);
      expect(vendor.types()).to.deep.equal(['rel-activate']);
    });

    const middle = async (host: RelButton): Promise<void> => click(buttonOf(host), 'middle');
    const withControl = async (host: RelButton): Promise<void> => clickWithControl(buttonOf(host));
    // WebKitGTK's driver lets the left button go when it is told the middle one, so that no page sees a middle click from it.
    const isWebKitGtk = /Linux.*Version\/.*Safari/.test(navigator.userAgent);
    for (const [what, doIt] of Object.entries(
      isWebKitGtk ? { Ctrl: withControl } : { Ctrl: withControl, 'the middle button': middle },
    )) {
      it(`with ${what} presses the link, for a new tab, and starts and ends nothing`, async () => {
        const host = await put(PLAIN);
        const link = host.querySelector('a') as HTMLAnchorElement;
        const pressed: unknown[] = [];
        link.addEventListener('click', (event) => {
          event.preventDefault();
          pressed.push([event.ctrlKey, link.target]);
        });
        await doIt(host);
        expect(pressed).to.deep.equal([[true, '_blank']]);
        expect(link.outerHTML).to.equal(LINK);
        expect(vendor.events).to.deep.equal([]);
        expect(panelOf(host)).to.equal(null);
      });
    }
  });

  describe('without an agent', () => {
    const markup = `<rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-A-DP">${LINK}<a href="mailto:a@acme.example">Mail</a></rel-button>`;

    it('shows in order: agreements, link, mail, copy, an agent elsewhere, and what this is', async () => {
      const host = await put(markup);
      await press(host);
      const panel = panelOf(host) as HTMLElement;
      expect(panel.getAttribute('role')).to.equal('dialog');
      expect(panel.getAttribute('aria-label')).to.equal('Relate with Acme Coffee');
      expect(panel.querySelector('h2')?.textContent).to.equal('Relate with Acme Coffee');
      expect([...panel.querySelectorAll('li')].map((item) => item.textContent?.replace(/\s+/g, ' ').trim())).to.deep.equal([
        'Your data is only for the service you ask for. The official text of SD-BASE decides',
        'Your data is only for the service you ask for and analytics. You can take it with you. The official text of SD-BASE-A-DP decides',
      ]);
      expect(panel.querySelector('li a')?.getAttribute('href')).to.equal('https://myterms.info/agreements/SD-BASE');
      const labels = rowsOf(host).map(({ textContent }) => textContent?.trim());
      expect(labels.filter((label) => label !== 'Send to an app')).to.deep.equal([
        'Relate with Acme Coffee',
        'Write to Acme Coffee',
        'Keep a copy',
        'Open',
        'Hand it the link',
        'Cancel',
      ]);
      expect(labels.includes('Send to an app')).to.equal('share' in navigator);
      const [agent, what] = panel.querySelectorAll('details');
      expect([agent, what].map((one) => one?.querySelector('summary')?.textContent)).to.deep.equal([
        'I use an agent',
        'What is this?',
      ]);
      agent?.remove();
      expect(panel.textContent).not.to.match(/agent/i);
    });

    it('has the focus on the link, with its own target', async () => {
      const host = await put(markup);
      await press(host);
      const focused = host.shadowRoot?.activeElement as HTMLAnchorElement;
      expect(focused.textContent?.trim()).to.equal('Relate with Acme Coffee');
      expect(focused.href).to.equal(host.querySelector('a')?.href);
    });

    it('is busy, and closes by Escape, with the focus back and one outcome', async () => {
      const host = await put(markup);
      await press(host);
      expect(host.matches(':state(busy)')).to.equal(true);
      await key('Escape');
      expect(panelOf(host)).to.equal(null);
      expect(host.matches(':state(busy)')).to.equal(false);
      expect(host.shadowRoot?.activeElement).to.equal(buttonOf(host));
      expect(outcomes()).to.deep.equal(['dismissed']);
      await key('Escape');
      expect(outcomes()).to.deep.equal(['dismissed']);
    });

    it('closes by Cancel, and by a press outside', async () => {
      const host = await put(markup);
      await press(host);
      await click(rowNamed(host, 'Cancel'));
      expect(panelOf(host)).to.equal(null);
      await press(host);
      await clickOutside();
      expect(panelOf(host)).to.equal(null);
      expect(host.shadowRoot?.activeElement).to.equal(buttonOf(host));
      expect(outcomes()).to.deep.equal(['dismissed', 'dismissed']);
    });

    it('stays open under clicks in it, and under clicks that a script makes', async () => {
      const host = await put(markup);
      await press(host);
      await click(panelOf(host)?.querySelector('h2') as HTMLElement);
      await click(panelOf(host)?.querySelector('summary') as HTMLElement);
      document.body.click();
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
      expect(panelOf(host)).not.to.equal(null);
      expect(outcomes()).to.deep.equal([]);
    });

    it('leaves the focus where a press outside has put it', async () => {
      const host = await put(`${markup}<p style="margin-top:0"><input style="position:fixed;right:0;bottom:0" /></p>`);
      await press(host);
      const input = document.querySelector('input') as HTMLElement;
      await click(input);
      expect(panelOf(host)).to.equal(null);
      expect(document.activeElement).to.equal(input);
    });

    it('takes another button’s press as none outside: the focus comes to the open panel', async () => {
      const host = await put(`${markup}<p style="position:fixed;right:0;bottom:0"><rel-button id="second"></rel-button></p>`);
      await press(host);
      await click(panelOf(host)?.querySelector('h2') as HTMLElement);
      const second = document.querySelector('#second') as HTMLElement;
      await press(second);
      expect(panelOf(host)).not.to.equal(null);
      expect(panelOf(second)).to.equal(null);
      expect(host.shadowRoot?.activeElement?.textContent?.trim()).to.equal('Relate with Acme Coffee');
      expect(vendor.types()).to.deep.equal(['rel-activate']);
    });

    it('goes on by the link: by-link before the navigation', async () => {
      const host = await put(markup);
      const order: string[] = [];
      host.addEventListener('rel-outcome', () => order.push(`outcome at ${location.hash}`), { once: true });
      window.addEventListener('hashchange', () => order.push('navigation'), { once: true });
      await press(host);
      await key('Enter');
      await until(() => order.length === 2);
      expect(order).to.deep.equal(['outcome at ', 'navigation']);
      expect(location.hash).to.equal('#relate');
      history.replaceState(null, '', location.pathname + location.search);
      expect(outcomes()).to.deep.equal(['by-link']);
      expect(panelOf(host)).to.equal(null);
    });

    it('opens a row elsewhere by Ctrl, and ends nothing', async () => {
      const host = await put(markup);
      await press(host);
      const pressed: boolean[] = [];
      host.querySelector('a')?.addEventListener('click', (event) => {
        event.preventDefault();
        pressed.push(event.ctrlKey);
      });
      await clickWithControl(rowNamed(host, 'Relate with Acme Coffee'));
      expect(pressed).to.deep.equal([true]);
      for (const name of ['Keep a copy', 'Cancel']) await clickWithControl(rowNamed(host, name));
      expect(panelOf(host)).not.to.equal(null);
      expect(outcomes()).to.deep.equal([]);
    });

    it('starts a mail by the second link', async () => {
      const host = await put(markup);
      await press(host);
      const mail = rowNamed(host, 'Write to Acme Coffee') as HTMLAnchorElement;
      expect(mail.href).to.equal('mailto:a@acme.example');
      const pressed: EventTarget[] = [];
      host.addEventListener('click', (event) => {
        event.preventDefault();
        if (!event.isTrusted) pressed.push(event.target as EventTarget);
      });
      await click(mail);
      expect(pressed).to.deep.equal([host.lastElementChild]);
      expect(outcomes()).to.deep.equal(['by-link']);
    });

    it('gives a copy of the offer as a file, without a request', async () => {
      const host = await put(markup.replace('<rel-button', '<rel-button endpoint="/relbutton"'));
      await press(host);
      // The edge of the machine: what the browser would write to disk.
      const saved: { name: string; href: string }[] = [];
      const { click: realClick } = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
        saved.push({ name: this.download, href: this.href });
      };
      const requests = performance.getEntriesByType('resource').length;
      try {
        await click(rowNamed(host, 'Keep a copy'));
      } finally {
        HTMLAnchorElement.prototype.click = realClick;
      }
      expect(performance.getEntriesByType('resource').length).to.equal(requests);
      expect(saved).to.have.length(1);
      expect(saved[0]?.name).to.equal(`${location.hostname}.relbutton.json`);
      const { date, ...offer } = (await (await fetch(saved[0]?.href ?? '')).json()) as { date: string };
      expect(Date.now() - Date.parse(date)).to.be.within(0, 60_000);
      expect(offer).to.deep.equal({
        relbutton: 1,
        vendor: { origin: location.origin, name: 'Acme Coffee' },
        acts: ['relate'],
        accepts: ['SD-BASE', 'SD-BASE-A-DP'],
        endpoint: `${location.origin}/relbutton`,
        link: new URL('#relate', location.href).href,
      });
      expect(outcomes()).to.deep.equal(['by-link']);
    });

    it('sends to an app where there is such a thing, and takes no for an answer', async () => {
      const had = Object.getOwnPropertyDescriptor(Navigator.prototype, 'share');
      const shared: ShareData[] = [];
      Object.defineProperty(Navigator.prototype, 'share', {
        configurable: true,
        value: (data: ShareData) => {
          shared.push(data);
          return Promise.reject(new DOMException('no', 'AbortError'));
        },
      });
      try {
        const host = await put(markup);
        await press(host);
        await click(rowNamed(host, 'Send to an app'));
        await nextTask();
        expect(shared).to.deep.equal([{ title: 'Relate with Acme Coffee', url: new URL('#relate', location.href).href }]);
        expect(outcomes()).to.deep.equal(['by-link']);
      } finally {
        if (had) Object.defineProperty(Navigator.prototype, 'share', had);
        else delete (Navigator.prototype as { share?: unknown }).share;
      }
    });

    it('follows the link at once with no-agent="follow"', async () => {
      const host = await put(markup.replace('<rel-button', '<rel-button no-agent="follow"'));
      const clicked: string[] = [];
      const link = host.querySelector('a') as HTMLAnchorElement;
      link.addEventListener('click', (event) => {
        event.preventDefault();
        clicked.push(outcomes().join());
      });
      await press(host);
      expect(clicked).to.deep.equal(['by-link']);
      expect(panelOf(host)).to.equal(null);
    });

    it('opens the panel all the same with no-agent="follow" where an agent answers, or no link is', async () => {
      agent = new PageAgent('Agent');
      await press(await put(markup.replace('<rel-button', '<rel-button no-agent="follow"')));
      expect(outcomes()).to.deep.equal([]);
      agent.offers = [];
      document.querySelector('rel-button')?.cancel();
      const host = await put('<rel-button no-agent="follow"></rel-button>');
      await press(host);
      expect(rowsOf(host)[0]?.textContent?.trim()).to.equal('Keep a copy');
    });
  });

  describe('with agents', () => {
    it('lists them first, by name, each safe to show', async () => {
      agent = new PageAgent('<img src=x onerror=alert(1)>', 'B\u202Eidi', '');
      const host = await put(PLAIN);
      await press(host);
      const names = rowsOf(host)
        .slice(0, 3)
        .map(({ textContent }) => textContent?.trim());
      expect(names).to.have.members(['<img src=x onerror=alert(1)>', 'Bidi', 'Your agent']);
      expect(panelOf(host)?.querySelector('img')).to.equal(null);
      expect(host.shadowRoot?.activeElement).to.equal(rowsOf(host)[0]);
      expect(rowsOf(host)[3]?.textContent?.trim()).to.equal('Relate with Acme Coffee');
    });

    it('asks with version, id, acts and language, and says no more before a choice', async () => {
      agent = new PageAgent('Agent');
      const host = await put(`<div lang="de">${PLAIN}</div>`);
      await press(host);
      expect(agent.heard).to.deep.equal([{ v: [1], id: agent.id, type: 'ask', acts: ['relate'], lang: 'de' }]);
      expect(agent.targets[0]).to.equal(host);
    });

    it('does not list an offer that has not the act', async () => {
      agent = new PageAgent();
      agent.offers = [{ id: crypto.randomUUID(), label: 'Other', acts: ['converse'] }];
      const host = await put(PLAIN);
      await press(host);
      expect(rowsOf(host).map(({ textContent }) => textContent?.trim())).not.to.include('Other');
    });

    it('lists further acts as rows of their own, in the order of the contract', async () => {
      agent = new PageAgent('Agent');
      const host = await put('<rel-button acts="com.example.loyalty relate" vendor-name="A"></rel-button>');
      await press(host);
      expect([...(panelOf(host)?.querySelectorAll('h3') ?? [])].map(({ textContent }) => textContent)).to.deep.equal([
        'com.example.loyalty',
      ]);
      await click(rowsOf(host)[1] as HTMLElement);
      expect(agent.last('choose')?.['act']).to.equal('com.example.loyalty');
    });

    it('tells the chosen one everything, and the others that it is over', async () => {
      agent = new PageAgent('One', 'Two');
      const host = await put(PLAIN.replace('<rel-button', '<rel-button endpoint="relbutton?x" challenge="c"'));
      await press(host);
      await click(rowNamed(host, 'Two'));
      const two = agent.offers[1]?.id;
      expect(agent.heard.slice(1)).to.deep.equal([
        {
          v: 1,
          id: agent.id,
          type: 'choose',
          offer: two,
          act: 'relate',
          vendor: { origin: location.origin, name: 'Acme Coffee' },
          accepts: ['SD-BASE', 'SD-BASE-A'],
          endpoint: new URL('relbutton?x', location.href).href,
          challenge: 'c',
        },
        { v: 1, id: agent.id, type: 'cancel', reason: 'user' },
      ]);
      expect(panelOf(host)?.textContent).to.contain('Waiting for your answer in the other window.');
    });

    it('keeps the focus in the panel when its contents change, and the panel under clicks outside', async () => {
      agent = new PageAgent('Agent');
      const host = await put(PLAIN);
      await press(host);
      await click(rowNamed(host, 'Agent'));
      await until(() => host.shadowRoot?.activeElement?.textContent?.trim() === 'Cancel');
      await clickOutside();
      expect(panelOf(host)).not.to.equal(null);
      await key('Escape');
      expect(agent.last('cancel')).to.deep.include({ reason: 'user', offer: agent.offers[0]?.id });
      expect(outcomes()).to.deep.equal(['dismissed']);
      expect(host.shadowRoot?.activeElement).to.equal(buttonOf(host));
    });

    it('says in a live region what goes on, and what came of it', async () => {
      agent = new PageAgent('Agent');
      const host = await put(PLAIN);
      const answer = Promise.withResolvers<object>();
      host.addEventListener('rel-propose', (event) => event.respondWith(answer.promise));
      await press(host);
      const region = inside(host, '[role=status]');
      expect(region.textContent).to.equal('');
      await click(rowNamed(host, 'Agent'));
      await until(() => region.textContent === 'Waiting for your answer in the other window.');
      agent.sayChosen('propose', { record: 'p' });
      await until(() => region.textContent === 'Waiting for Acme Coffee.');
      answer.resolve({ record: 'r' });
      await until(() => agent?.last('answer'));
      agent.sayChosen('done', { outcome: 'agreed' });
      await until(() => region.textContent === 'You and Acme Coffee relate.');
    });

    it('says after 2 s that the agent is silent, with Cancel and Choose another', async () => {
      agent = new PageAgent('Silent');
      const host = await put(PLAIN);
      await press(host);
      const begun = performance.now();
      await click(rowNamed(host, 'Silent'));
      await until(() => panelOf(host)?.textContent?.includes('Silent is not responding.'));
      expect(performance.now() - begun).to.be.at.least(2_000);
      expect(rowsOf(host).map(({ textContent }) => textContent?.trim())).to.deep.equal(['Choose another', 'Cancel']);
      const first = agent.id;
      await click(rowNamed(host, 'Choose another'));
      expect(agent.id).not.to.equal(first);
      expect(agent.types()).to.deep.equal(['ask', 'choose', 'cancel-all', 'cancel', 'ask']);
      rowNamed(host, 'Silent');
      expect(vendor.types()).to.deep.equal(['rel-activate']);
    });
  });

  describe('an agent elsewhere', () => {
    const { open } = window;
    const opened: unknown[][] = [];
    let frame: HTMLIFrameElement | null = null;
    let port: MessagePort | undefined;
    const heard: { type: string; offer?: string; [key: string]: unknown }[] = [];
    // A frame of this origin stands in for the window, at the edge of the machine.
    beforeEach(() => {
      opened.length = heard.length = 0;
      frame = document.body.appendChild(document.createElement('iframe'));
      frame.contentWindow?.addEventListener('message', ({ ports }) => {
        [port] = ports;
        if (port) port.onmessage = ({ data }) => heard.push(JSON.parse(data as string) as { type: string });
      });
      window.open = (...parameters) => {
        opened.push([...parameters, navigator.userActivation.isActive]);
        return frame?.contentWindow ?? null;
      };
    });
    afterEach(() => {
      frame?.remove();
      window.open = open;
    });
    const greet = (): boolean =>
      window.dispatchEvent(
        new MessageEvent('message', { source: frame?.contentWindow ?? null, origin, data: { rel: 'hello', v: [1] } }),
      );
    const say = (type: string, body: object = {}): void => {
      const { id, offer } = heard[0] ?? { type };
      port?.postMessage(JSON.stringify({ v: 1, id, offer, type, ...body }));
    };
    const name = async (host: Element, address: string): Promise<HTMLInputElement> => {
      await press(host);
      await click(panelOf(host)?.querySelector('summary') as HTMLElement);
      const field = panelOf(host)?.querySelector('input') as HTMLInputElement;
      await click(field);
      await sendKeys({ type: address });
      return field;
    };

    it('is opened in the press, and everything goes by its port', async () => {
      agent = new PageAgent('Agent');
      const host = await put(PLAIN);
      host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record: 'r' })));
      await name(host, location.host);
      await click(rowNamed(host, 'Open'));
      expect(opened).to.deep.equal([[`${origin}/.well-known/rel-agent?v=1`, '_blank', 'popup', true]]);
      expect(agent.types()).to.deep.equal(['ask', 'cancel-all']);
      await until(() => panelOf(host)?.textContent?.includes('Waiting for your answer in the other window.'));
      greet();
      await until(() => heard.length);
      expect(heard[0]).to.deep.include({ type: 'choose', act: 'relate', vendor: { origin, name: 'Acme Coffee' } });
      say('propose', { record: 'p' });
      await until(() => heard[1]);
      expect(heard[1]).to.deep.include({ type: 'answer', answer: 'accept', record: 'r' });
      say('done', { outcome: 'agreed' });
      await until(() => outcomes().length);
      expect(outcomes()).to.deep.equal(['agreed']);
      expect(agent.types()).to.deep.equal(['ask', 'cancel-all']);
    });

    it('is opened by Enter in the field, too', async () => {
      const host = await put(PLAIN);
      await name(host, ' agent.example ');
      await key('Enter');
      expect(opened).to.deep.equal([['https://agent.example/.well-known/rel-agent?v=1', '_blank', 'popup', true]]);
    });

    it('is not opened by what is no address: a sentence says so, until it is one', async () => {
      const host = await put(PLAIN);
      const field = await name(host, 'me@agent.example');
      await key('Enter');
      expect(opened).to.deep.equal([]);
      expect(field.validationMessage).to.equal('An address is like agent.example.');
      expect(host.shadowRoot?.activeElement).to.equal(field);
      expect(outcomes()).to.deep.equal([]);
      field.value = '';
      await sendKeys({ type: 'agent.example' });
      await key('Enter');
      expect(opened).to.have.length(1);
    });

    it('that the browser does not open: says so, and opens it in the next press', async () => {
      const host = await put(PLAIN);
      const window = frame;
      frame = null;
      await name(host, location.host);
      await key('Enter');
      await until(() => panelOf(host)?.textContent?.includes('Your browser opened no window.'));
      expect(rowsOf(host).map(({ textContent }) => textContent?.trim())).to.deep.equal(['Try again', 'Cancel']);
      expect(host.shadowRoot?.activeElement).to.equal(rowNamed(host, 'Try again'));
      frame = window;
      await click(rowNamed(host, 'Try again'));
      expect(opened).to.have.length(2);
      greet();
      await until(() => heard.length);
    });

    it('is not remembered', async () => {
      const host = await put(PLAIN);
      const field = await name(host, 'agent.example');
      expect(field.autocomplete).to.equal('off');
      await key('Escape');
      await press(host);
      expect(panelOf(host)?.querySelector('input')?.value).to.equal('');
    });

    it('can be handed the link, by a link: by-link in the press', async () => {
      const host = await put(PLAIN);
      await name(host, '');
      const row = rowNamed(host, 'Hand it the link') as HTMLAnchorElement;
      const link = host.querySelector('a') as HTMLAnchorElement;
      expect(row.href).to.equal(`web+rel:${encodeURIComponent(link.href)}`);
      expect(row.target).to.equal('_blank');
      row.addEventListener('click', (event) => event.preventDefault());
      await click(row);
      expect(outcomes()).to.deep.equal(['by-link']);
      const without = await put('<rel-button></rel-button>');
      await press(without);
      expect(panelOf(without)?.querySelector('[href^="web+rel:"]')).to.equal(null);
    });
  });

  describe('a proposal', () => {
    const begin = async (markup = PLAIN): Promise<RelButton> => {
      agent = new PageAgent('Agent');
      const host = await put(markup);
      await press(host);
      await click(rowNamed(host, 'Agent'));
      agent.sayChosen('ack');
      return host;
    };
    const answered = async (): Promise<Record<string, unknown>> => {
      await until(() => agent?.last('answer'));
      return agent?.last('answer') as unknown as Record<string, unknown>;
    };

    it('goes to the vendor’s code, with the record and its claims', async () => {
      const host = await begin();
      const payload = btoa('{"act":"relate"}');
      agent?.sayChosen('propose', { record: JSON.stringify({ payload }) });
      const event = vendor.events[1] as HTMLElementEventMap['rel-propose'];
      expect(event.record).to.equal(JSON.stringify({ payload }));
      expect({ ...event.claims }).to.deep.equal({ act: 'relate' });
      expect(event.target).to.equal(host);
      await answered();
      agent?.sayChosen('propose', { record: 'nonsense' });
      expect(vendor.types().filter((type) => type === 'rel-propose')).to.have.length(1);
    });

    it('is agreed by respondWith, with the status, then the outcome and the form value', async () => {
      const host = await begin(`<form>${PLAIN.replace('<rel-button', '<rel-button name="r"')}</form>`);
      const form = document.querySelector('form') as HTMLFormElement;
      expect([...new FormData(form)]).to.deep.equal([]);
      host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record: 'countersigned' })));
      agent?.sayChosen('propose', { record: 'r' });
      expect(await answered()).to.deep.include({ answer: 'accept', record: 'countersigned' });
      agent?.sayChosen('done', { outcome: 'agreed' });
      expect(vendor.types()).to.deep.equal(['rel-activate', 'rel-propose', 'rel-statuschange', 'rel-outcome']);
      expect(vendor.events.at(-1)).to.include({ outcome: 'agreed', record: 'countersigned' });
      expect(host.currentStatus).to.equal('related');
      expect(host.matches(':state(related)')).to.equal(true);
      expect(host.hasAttribute('status')).to.equal(false);
      expect([...new FormData(form)]).to.deep.equal([['r', 'countersigned']]);
      form.reset();
      expect([...new FormData(form)]).to.deep.equal([]);
      // Whatever the vendor newly sets wins, though it is what it was.
      host.setAttribute('status', 'offered');
      await host.updateComplete;
      expect(host.currentStatus).to.equal('offered');
    });

    for (const [act, status] of [
      ['pause', 'paused'],
      ['resume', 'related'],
      ['leave', 'ended'],
    ]) {
      it(`shows ${status} after both sides hold a ${act}`, async () => {
        const host = await begin();
        const record = JSON.stringify({ payload: btoa(JSON.stringify({ act })), signatures: [] });
        host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record })));
        agent?.sayChosen('propose', { record });
        await answered();
        agent?.sayChosen('done', { outcome: 'agreed' });
        expect(host.currentStatus).to.equal(status);
      });
    }

    it('is refused where nothing can be agreed, and offers the ways that need no agent', async () => {
      const host = await begin();
      agent?.sayChosen('propose', { record: 'r' });
      expect(await answered()).to.deep.include({ answer: 'refuse', code: 'no_endpoint' });
      await host.updateComplete;
      expect(panelOf(host)?.querySelector('p')?.textContent).to.equal('Nothing can be agreed here.');
      expect(rowsOf(host).map(({ textContent }) => textContent)).to.deep.equal([
        'Relate with Acme Coffee',
        'Keep a copy',
        'Cancel',
      ]);
      agent?.sayChosen('done', { outcome: 'agreed' });
      expect(outcomes()).to.deep.equal(['dismissed']);
      expect(host.currentStatus).to.equal('offered');
      expect((vendor.events.at(-1) as RelOutcomeEvent).record).to.equal(undefined);
    });

    it('goes on by the link where nothing can be agreed', async () => {
      const host = await begin();
      agent?.sayChosen('propose', { record: 'r' });
      await answered();
      const link = rowsOf(host)[0] as HTMLAnchorElement;
      link.addEventListener('click', (event) => event.preventDefault());
      await click(link);
      expect(outcomes()).to.deep.equal(['by-link']);
    });

    it('is not agreed by a page that adds a record to Object.prototype', async () => {
      const polluted = Object.prototype as { record?: string };
      const host = await begin();
      polluted.record = 'forged';
      try {
        agent?.sayChosen('propose', { record: 'r' });
        await until(() => agent?.last('answer'));
      } finally {
        delete polluted.record;
      }
      agent?.sayChosen('done', { outcome: 'agreed' });
      expect(outcomes()).to.deep.equal(['dismissed']);
      expect(host.currentStatus).to.equal('offered');
    });

    it('is refused, or countered once, in the panel’s words too', async () => {
      const host = await begin();
      const replies = [{ counter: 'SD-BASE-A' }, { refused: true, code: 'no', message: 'Not today.' }];
      host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve(replies.shift())));
      agent?.sayChosen('propose', { record: '1' });
      expect(await answered()).to.deep.include({ answer: 'counter', agreement: 'SD-BASE-A' });
      expect(panelOf(host)?.textContent).to.contain('Acme Coffee suggests another agreement.');
      agent?.sayChosen('propose', { record: '2' });
      await until(() => agent?.last('answer')?.['answer'] === 'refuse');
      await until(() => panelOf(host)?.textContent?.includes('Acme Coffee does not agree. Not today.'));
      agent?.sayChosen('done', { outcome: 'dismissed' });
      expect(outcomes()).to.deep.equal(['dismissed']);
    });

    for (const [what, response] of [
      ['rejects', () => Promise.reject(new Error('down'))],
      ['resolves to nothing', () => Promise.resolve()],
      ['resolves to nonsense', () => Promise.resolve({ record: 1 })],
      [
        'has a getter that throws',
        () => Promise.resolve(Object.defineProperty({}, 'record', { enumerable: true, get: () => expect.fail('trap') })),
      ],
      ['refers to itself', () => Promise.resolve(Object.assign([] as unknown[], [[]]).concat((() => window) as never))],
      ['is a function', () => Promise.resolve(() => undefined)],
    ] as const) {
      it(`that ${what} is not reached: Try again, and the agent hears nothing`, async () => {
        const host = await begin();
        const responses: (() => Promise<unknown>)[] = [response, () => Promise.resolve({ record: 'countersigned' })];
        host.addEventListener('rel-propose', (event) => event.respondWith((responses.shift() as () => Promise<unknown>)()));
        agent?.sayChosen('propose', { record: 'r' });
        await until(() => panelOf(host)?.textContent?.includes('Acme Coffee is not responding.'));
        expect(agent?.last('answer')).to.equal(undefined);
        await click(rowNamed(host, 'Try again'));
        expect(await answered()).to.deep.include({ answer: 'accept', record: 'countersigned' });
      });
    }

    it('that is not reached and cancelled ends as dismissed, with a cancel for the agent', async () => {
      const host = await begin();
      host.addEventListener('rel-propose', (event) => event.respondWith(Promise.reject(new Error())));
      agent?.sayChosen('propose', { record: 'r' });
      await until(() => rowsOf(host).length === 2);
      await click(rowNamed(host, 'Cancel'));
      expect(agent?.types().slice(-2)).to.deep.equal(['cancel-all', 'cancel']);
      expect(outcomes()).to.deep.equal(['dismissed']);
    });

    it('is responded to once, and in time', async () => {
      const host = await begin();
      const errors: string[] = [];
      let late: HTMLElementEventMap['rel-propose'] | undefined;
      host.addEventListener('rel-propose', (event) => {
        late = event;
        event.respondWith(Promise.resolve({ pending: true }));
        try {
          event.respondWith(Promise.resolve({ record: 'second' }));
        } catch (error) {
          errors.push((error as DOMException).name);
        }
      });
      agent?.sayChosen('propose', { record: 'r' });
      expect(await answered()).to.deep.include({ answer: 'pending' });
      try {
        late?.respondWith(Promise.resolve({ record: 'late' }));
      } catch (error) {
        errors.push((error as DOMException).name);
      }
      expect(errors).to.deep.equal(['InvalidStateError', 'InvalidStateError']);
    });
  });

  describe('the endpoint', () => {
    const { fetch: realFetch } = window;
    let requests: { url: string; init: RequestInit }[] = [];
    /** The edge of the machine: the network. */
    const answerWith = (response: () => Promise<Response>): void => {
      requests = [];
      window.fetch = ((url: string, init: RequestInit) => {
        requests.push({ url, init });
        return response();
      }) as typeof fetch;
    };
    afterEach(() => (window.fetch = realFetch));
    const propose = async (): Promise<RelButton> => {
      agent = new PageAgent('Agent');
      const host = await put(PLAIN.replace('<rel-button', '<rel-button endpoint="/relbutton"'));
      await press(host);
      await click(rowNamed(host, 'Agent'));
      agent.sayChosen('propose', { record: 'the record' });
      return host;
    };

    it('gets the record’s text as it is, of its own origin, with cookies and no redirects', async () => {
      answerWith(() => Promise.resolve(Response.json({ record: 'r' })));
      await propose();
      const { url, init } = requests[0] ?? { url: '', init: {} };
      expect(url).to.equal(`${location.origin}/relbutton`);
      expect(init).to.deep.include({ method: 'POST', body: 'the record', credentials: 'same-origin', redirect: 'error' });
      expect(init.headers).to.deep.equal({ 'content-type': 'application/jose+json' });
      await until(() => agent?.last('answer')?.['answer'] === 'accept');
    });

    it('is not asked where the vendor’s code responds', async () => {
      answerWith(() => Promise.resolve(Response.json({ record: 'r' })));
      document.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ pending: true })), { once: true });
      await propose();
      await until(() => agent?.last('answer')?.['answer'] === 'pending');
      expect(requests).to.deep.equal([]);
    });

    for (const [what, response] of [
      ['is down', () => Promise.reject(new TypeError('Failed to fetch'))],
      ['fails', () => Promise.resolve(Response.json({ record: 'r' }, { status: 500 }))],
      ['answers in HTML', () => Promise.resolve(new Response('<p>Hello</p>'))],
      ['answers with another status', () => Promise.resolve(Response.json({ pending: true }, { status: 200 }))],
      ['answers at length', () => Promise.resolve(Response.json({ record: 'r', more: 'x'.repeat(65_536) }))],
    ] as const) {
      it(`that ${what} is not reached`, async () => {
        answerWith(response);
        const host = await propose();
        await until(() => panelOf(host)?.textContent?.includes('Acme Coffee is not responding.'));
        expect(host.currentStatus).to.equal('offered');
        expect(agent?.last('answer')).to.equal(undefined);
      });
    }
  });

  describe('an end', () => {
    const open = async (): Promise<RelButton> => {
      agent?.stop();
      agent = new PageAgent('Agent');
      const host = await put(PLAIN);
      await press(host);
      return host;
    };

    it('comes by cancel(), with the reason page', async () => {
      const host = await open();
      host.cancel();
      host.cancel();
      expect(agent?.last('cancel')).to.deep.equal({ v: 1, id: agent?.id, type: 'cancel', reason: 'page' });
      expect(outcomes()).to.deep.equal(['dismissed']);
      expect(panelOf(host)).to.equal(null);
    });

    it('comes by removal, said from the document, and told to the element', async () => {
      const host = await open();
      await click(rowNamed(host, 'Agent'));
      const told: string[] = [];
      host.addEventListener('rel-outcome', ({ outcome }) => told.push(outcome));
      host.remove();
      await until(() => told.length);
      expect(told).to.deep.equal(['dismissed']);
      expect(agent?.last('cancel')).to.deep.include({ reason: 'page', offer: agent?.offers[0]?.id });
      expect(agent?.targets.at(-1)).to.equal(document);
    });

    it('does not come by a move in one task', async () => {
      const host = await open();
      const parent = host.parentElement as HTMLElement;
      host.remove();
      parent.append(host);
      await wait(20);
      expect(outcomes()).to.deep.equal([]);
      expect(panelOf(host)).not.to.equal(null);
      expect(host.shadowRoot?.activeElement).to.equal(rowsOf(host)[0]);
      await click(rowNamed(host, 'Agent'));
      expect(agent?.last('choose')).not.to.equal(undefined);
    });

    it('comes with the page, in that very task', async () => {
      const host = await open();
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      expect(outcomes()).to.deep.equal(['dismissed']);
      expect(agent?.last('cancel')).to.deep.include({ reason: 'page' });
      expect(panelOf(host)).to.equal(null);
      await press(host);
      expect(panelOf(host)).not.to.equal(null);
    });

    it('is alike, whether there was no agent, a silent one or a quiet refusal', async () => {
      const told: object[] = [];
      const ending = (host: RelButton): void =>
        host.addEventListener('rel-outcome', ({ outcome, record, bubbles, detail }: RelOutcomeEvent & { detail?: unknown }) =>
          told.push({ outcome, record, bubbles, detail }),
        );
      let host = await put(PLAIN);
      ending(host);
      await press(host);
      await key('Escape');
      host = await open();
      ending(host);
      await click(rowNamed(host, 'Agent'));
      await key('Escape');
      host = await open();
      ending(host);
      await click(rowNamed(host, 'Agent'));
      agent?.sayChosen('done', { outcome: 'dismissed' });
      expect(told).to.have.length(3);
      expect(told[1]).to.deep.equal(told[0]);
      expect(told[2]).to.deep.equal(told[0]);
    });
  });

  describe('hostile messages', () => {
    const dropsDuring = async (run: () => unknown): Promise<number> => {
      const before = debug().dropped;
      await run();
      return debug().dropped - before;
    };

    it('are kept with the reason, once asked for, and no more than a hundred of them', async () => {
      agent = new PageAgent('Agent');
      debug({ keep: true });
      agent.send('no JSON');
      agent.say('ack', { id: crypto.randomUUID(), offer: crypto.randomUUID() });
      const host = await put(PLAIN);
      await press(host);
      const { offers } = agent;
      agent.say('offer', { offer: offers[0]?.id, acts: ['relate'] });
      agent.say('ack', { id: crypto.randomUUID(), offer: offers[0]?.id });
      await click(rowNamed(host, 'Agent'));
      agent.say('ack', { offer: crypto.randomUUID() });
      agent.say('offer', { offer: offers[0]?.id, acts: ['relate'] });
      expect(debug().messages.slice(-6)).to.deep.equal([
        { reason: 'malformed', state: undefined, type: undefined },
        { reason: 'no flow', state: undefined, type: 'ack' },
        { reason: 'out of order', state: 'choosing', type: 'offer' },
        { reason: 'another flow', state: 'choosing', type: 'ack' },
        { reason: 'not chosen', state: 'waiting', type: 'ack' },
        { reason: 'out of order', state: 'waiting', type: 'offer' },
      ]);
      for (let i = 0; i < 200; i++) agent.send(`${i}`);
      expect(debug().messages).to.have.length(100);
    });

    it('are dropped and counted, and nothing changes', async () => {
      agent = new PageAgent('Agent');
      const host = await put(PLAIN);
      await press(host);
      await click(rowNamed(host, 'Agent'));
      const { id, offers } = agent;
      const offer = offers[0]?.id;
      const say = (message: object): void => agent?.send(JSON.stringify({ v: 1, id, offer, ...message }));
      const hostile: (() => unknown)[] = [
        () => agent?.send({ type: 'done' }),
        () => agent?.send(null),
        () => agent?.send('{'),
        () => agent?.send('[]'),
        () => agent?.send('{}'),
        () => agent?.send(JSON.stringify({ v: 1, id, type: 'done', offer, outcome: 'agreed', pad: 'x'.repeat(65_536) })),
        () => say({ type: 'done', outcome: 'related' }),
        () => say({ type: 'done', outcome: 'agreed', v: 2 }),
        () => say({ type: 'done', outcome: 'agreed', id: crypto.randomUUID() }),
        () => say({ type: 'done', outcome: 'agreed', offer: crypto.randomUUID() }),
        () => say({ type: 'propose', record: 'x'.repeat(16_385) }),
        () => say({ type: 'offer', acts: ['relate'], offer: crypto.randomUUID() }),
        () => agent?.send(`{"v":1,"id":"${id}","offer":"${offer}","type":"done","__proto__":{"outcome":"agreed"}}`),
      ];
      const before = host.shadowRoot?.innerHTML;
      for (const [i, attack] of hostile.entries()) expect(await dropsDuring(attack), `attack ${i}`).to.equal(1);
      await nextTask();
      expect(host.shadowRoot?.innerHTML).to.equal(before);
      expect(outcomes()).to.deep.equal([]);
      expect(host.currentStatus).to.equal('offered');
    });

    it('that are nobody’s business are no drops', async () => {
      agent = new PageAgent();
      const host = await put(PLAIN);
      const none = await dropsDuring(async () => {
        await press(host);
        agent?.send(JSON.stringify({ v: 2, type: 'news' }));
        agent?.send(JSON.stringify({ v: [1], id: agent.id, type: 'ask', acts: ['relate'], lang: 'en' }));
        agent?.send('nonsense', host);
        agent?.send('nonsense', window);
      });
      expect(none).to.equal(0);
    });

    it('of a finished flow are late: dropped', async () => {
      agent = new PageAgent('Agent');
      const host = await put(PLAIN);
      await press(host);
      await click(rowNamed(host, 'Agent'));
      agent.sayChosen('done', { outcome: 'dismissed' });
      expect(await dropsDuring(() => agent?.sayChosen('done', { outcome: 'agreed' }))).to.equal(1);
      expect(outcomes()).to.deep.equal(['dismissed']);
      expect(host.currentStatus).to.equal('offered');
    });

    it('in the wrong order never make it related', async () => {
      agent = new PageAgent('Agent');
      const host = await put(PLAIN);
      await press(host);
      const forged = { offer: agent.offers[0]?.id, outcome: 'agreed' };
      expect(await dropsDuring(() => agent?.say('done', forged))).to.equal(1);
      await click(rowNamed(host, 'Agent'));
      agent.say('done', forged);
      expect(outcomes()).to.deep.equal(['dismissed']);
      expect(host.currentStatus).to.equal('offered');
    });

    it('that stop the event for others harm nothing else', async () => {
      agent = new PageAgent('Agent');
      const host = await put(PLAIN);
      const stop = (event: Event): void => event.stopImmediatePropagation();
      window.addEventListener('rel-message', stop, true);
      try {
        await press(host);
        expect(rowsOf(host)[0]?.textContent?.trim()).to.equal('Relate with Acme Coffee');
      } finally {
        window.removeEventListener('rel-message', stop, true);
      }
    });
  });

  describe('privacy', () => {
    it('has no request, no storage and no event before a gesture', async () => {
      const seen: string[] = [];
      const listening = new AbortController();
      const types = ['rel-message', 'rel-activate', 'rel-propose', 'rel-statuschange', 'rel-outcome'];
      for (const type of types) window.addEventListener(type, () => seen.push(type), { capture: true, signal: listening.signal });
      const databases = async (): Promise<string> => JSON.stringify(await indexedDB.databases());
      const before = await databases();
      const requests = performance.getEntriesByType('resource').length;
      const stored = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]);
      const statuses = ['none', 'offered', 'asked', 'related', 'paused', 'ended'];
      await put(
        Array.from({ length: 50 }, (_, i) =>
          PLAIN.replace('<rel-button', `<rel-button status="${statuses[i % 6]}" endpoint="/relbutton"`),
        ).join(''),
      );
      await wait(100);
      listening.abort();
      expect(seen).to.deep.equal([]);
      expect(performance.getEntriesByType('resource').length).to.equal(requests);
      expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])).to.equal(stored);
      expect(await databases()).to.equal(before);
    });

    it('leaves on the document what copies of the library share, and no more', async () => {
      await put(PLAIN);
      const shared = (document as unknown as Record<symbol, unknown>)[Symbol.for('relbutton.v1')];
      expect(shared).to.have.keys('version', 'busy');
    });

    it('waits while another copy is busy, and survives a page that sets traps', async () => {
      const host = await put(PLAIN);
      const shared = (document as unknown as Record<symbol, { busy: boolean }>)[Symbol.for('relbutton.v1')] as { busy: boolean };
      shared.busy = true;
      await press(host);
      expect(vendor.events).to.deep.equal([]);
      Object.defineProperty(shared, 'busy', {
        configurable: true,
        get: () => expect.fail('trap'),
        set: () => expect.fail('trap'),
      });
      await press(host);
      expect(panelOf(host)).not.to.equal(null);
      await key('Escape');
      Object.defineProperty(shared, 'busy', { configurable: true, writable: true, value: false });
      expect(outcomes()).to.deep.equal(['dismissed']);
    });
  });
});
