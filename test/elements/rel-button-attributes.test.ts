import { expect, fixture, html } from '@open-wc/testing';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import type { RelStatusChangeEvent } from '../../src/elements/events.js';
import { LINK, PLAIN } from '../support/acme.js';
import { buttonOf, click, inside, PageAgent, press, put, record, rowNamed, until, warningsDuring } from '../support/page.js';

describe('<rel-button>', () => {
  let vendor: ReturnType<typeof record>;
  beforeEach(() => (vendor = record()));

  describe('its markup', () => {
    it('shows the child link’s text and leaves the link where it is, unslotted', async () => {
      const host = await put(PLAIN);
      expect(inside(host, '[part=label]')).to.have.text('Relate with Acme Coffee');
      expect(host).lightDom.to.equal(LINK);
      const link = host.querySelector('a');
      expect(link?.assignedSlot).to.equal(null);
      expect(link?.getClientRects()).to.have.length(0);
    });

    it('prefers the label, and falls back to the vendor’s name, and to the host name', async () => {
      for (const [markup, label] of [
        [`<rel-button label="Hello">${LINK}</rel-button>`, 'Hello'],
        ['<rel-button vendor-name="Acme"></rel-button>', 'Relate with Acme'],
        ['<rel-button></rel-button>', `Relate with ${location.hostname}`],
      ] as const)
        expect(inside(await fixture(markup), '[part=label]')).to.have.text(label);
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
      expect(inside(host, '[part=label]')).to.have.text('Relate with Later');
      expect(buttonOf(host)).to.have.class('large').and.to.have.class('plain');
    });

    const list = ['SD-BASE', 'SD-BASE-A'];
    for (const [how, template] of [
      ['an array', html`<rel-button .accepts=${list}></rel-button>`],
      ['text as a property', html`<rel-button .accepts=${list.join(' ')}></rel-button>`],
      ['the text of an array as an attribute', html`<rel-button accepts=${String(list)}></rel-button>`],
    ] as const)
      it(`takes a list as frameworks set it: ${how}`, async () => {
        const agent = new PageAgent('Agent');
        const host = await fixture<RelButton>(template);
        await press(host);
        await click(rowNamed(host, 'Agent'));
        expect(agent.last('choose')).to.deep.include({ accepts: list });
      });

    it('takes what was set before its upgrade, and nothing as nothing', async () => {
      const host = Object.assign(document.implementation.createHTMLDocument().createElement('rel-button'), {
        vendorName: 'Earlier',
        accepts: ['SD-BASE'],
      });
      await fixture(html`${document.adoptNode(host)}`);
      await host.updateComplete;
      expect(inside(host, '[part=label]')).to.have.text('Relate with Earlier');
      expect(host.accepts).to.deep.equal(['SD-BASE']);
      const said = await warningsDuring(async () => {
        Object.assign(host, { accepts: null, acts: undefined, size: null, label: undefined, vendorName: null });
        await host.updateComplete;
      });
      expect(said).to.deep.equal([]);
      expect(inside(host, '[part=label]')).to.have.text(`Relate with ${location.hostname}`);
    });

    it('is a native button that takes the focus for its host', async () => {
      const host = await put(PLAIN);
      host.focus();
      expect(host.shadowRoot?.activeElement).to.equal(buttonOf(host));
      expect(buttonOf(host).localName).to.equal('button');
      await expect(host).to.be.accessible();
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
          'relbutton: <rel-button acts="Buy"> is left out; allowed: relate, converse, intentcast, pledge, receipt, share, revoke, regard, pause, resume, export, leave, sync, com.example.own.',
          `relbutton: <rel-button endpoint="https://other.example/x"> is left out; allowed: URLs of ${origin}.`,
        ].sort(),
      );
    });

    it('leave the rest working', async () => {
      const agent = new PageAgent('Agent');
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
      expect(host).to.match(':state(related)');
      const [event] = vendor.events as RelStatusChangeEvent[];
      expect([event?.type, event?.status, event?.previousStatus]).to.deep.equal(['rel-statuschange', 'related', 'paused']);
      host.removeAttribute('status');
      await host.updateComplete;
      expect(host.currentStatus).to.equal('offered');
      expect(host).not.to.match(':state(related)');
      expect(host).not.to.have.attribute('status');
    });

    it('is said in words to assistive technology', async () => {
      const host = await put('<rel-button status="ended"></rel-button>');
      expect(buttonOf(host)).to.have.attribute('aria-description', 'Ended');
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
});
