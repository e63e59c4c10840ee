import { aTimeout, expect, oneEvent } from '@open-wc/testing';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import type { RelOutcomeEvent } from '../../src/elements/events.js';
import { PLAIN } from '../support/acme.js';
import {
  buttonOf,
  click,
  clickOutside,
  inside,
  key,
  panelOf,
  press,
  put,
  record,
  crossOf,
  rowsOf,
  until,
} from '../support/page.js';

/** Where pages put elements: into shadow roots and other documents, and out of one place into another. */
describe('<rel-button> in its place', () => {
  let vendor: ReturnType<typeof record>;
  beforeEach(() => (vendor = record()));

  for (const mode of ['open', 'closed'] as const) {
    it(`has its panel, focus and live region in shadow roots that are ${mode}`, async () => {
      const first = await put('<div></div><rel-button></rel-button>');
      let root: ShadowRoot | undefined;
      for (let host: Element | null = first.parentElement?.firstElementChild ?? null; host;) {
        const isInnermost: boolean = Boolean(root);
        root = host.attachShadow({ mode });
        root.innerHTML = isInnermost ? `<p>Text</p>${PLAIN}` : '<section></section>';
        host = root.querySelector('section');
      }
      const host = root?.querySelector('rel-button') as RelButton;
      const told: string[] = [];
      host.addEventListener('rel-outcome', ({ outcome }) => told.push(outcome));
      await host.updateComplete;
      await press(host);
      const panel = panelOf(host) as HTMLElement;
      const [button, box] = [buttonOf(host), panel].map((one) => one.getBoundingClientRect()) as [DOMRect, DOMRect];
      if (innerWidth >= 480)
        expect([box.left, box.top - button.bottom].map(Math.round)).to.deep.equal([button.left, 8].map(Math.round));
      expect(host.shadowRoot?.activeElement).to.equal(rowsOf(host)[0]);
      // A click within, by mouse and by keyboard, is none outside.
      await click(inside(host, 'summary'));
      expect(told).to.deep.equal([]);
      rowsOf(host)[0]?.focus();
      await key('Enter');
      await aTimeout(20);
      expect(told).to.deep.equal(['by-link']);
      expect(document.location.hash).to.equal('#relate');
      await press(host);
      await key('Escape');
      expect(told).to.deep.equal(['by-link', 'dismissed']);
      expect(host.shadowRoot?.activeElement).to.equal(buttonOf(host));
      await press(host);
      expect(inside(host, '[role=status]').getRootNode()).to.equal(host.shadowRoot);
      await clickOutside();
      expect(told).to.deep.equal(['by-link', 'dismissed', 'dismissed']);
      expect(panelOf(host)).to.equal(null);
    });
  }

  it('looks as it did after a time in another document, and works there and back', async () => {
    const host = await put(`${PLAIN}<rel-badge status="related"></rel-badge><iframe width="600"></iframe>`);
    const badge = document.querySelector('rel-badge') as HTMLElementTagNameMap['rel-badge'];
    const home = host.parentElement as HTMLElement;
    const other = (home.querySelector('iframe') as HTMLIFrameElement).contentDocument as Document;
    const looks = (): unknown[] =>
      [buttonOf(host), inside(badge, '[part=badge]')].map((one) => {
        const { backgroundColor, borderTopLeftRadius, fontSize, display } = getComputedStyle(one);
        return [backgroundColor, borderTopLeftRadius, fontSize, display, one.getBoundingClientRect().height];
      });
    const before = looks();
    other.body.append(other.adoptNode(host), badge);
    await aTimeout(0);
    expect(looks()).to.deep.equal(before);
    home.prepend(document.adoptNode(host), badge);
    await aTimeout(0);
    expect(looks()).to.deep.equal(before);
    await press(host);
    await click(crossOf(host));
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
  });

  it('ends its flow when the page swaps its markup, and leaves a new button that can be pressed', async () => {
    const host = await put(PLAIN);
    const { parentElement: stage } = host;
    await press(host);
    if (stage) stage.innerHTML = PLAIN;
    const { outcome } = await oneEvent<RelOutcomeEvent>(host, 'rel-outcome');
    expect(outcome).to.equal('dismissed');
    const next = stage?.querySelector('rel-button') as RelButton;
    await next.updateComplete;
    await press(next);
    expect(panelOf(next)).not.to.equal(null);
  });

  it('is, as a copy that a page kept, what its attributes say', async () => {
    const host = await put(PLAIN);
    const stage = host.parentElement as HTMLElement;
    await press(host);
    const kept = stage.cloneNode(true) as HTMLElement;
    host.setAttribute('status', 'related');
    await host.updateComplete;
    stage.replaceChildren();
    await until(() => vendor.outcomes().length === 0 && !host.isConnected);
    await aTimeout(10);
    stage.append(...kept.childNodes);
    const copy = stage.querySelector('rel-button') as RelButton;
    await copy.updateComplete;
    expect([copy.currentStatus, panelOf(copy), copy.matches(':state(busy)')]).to.deep.equal(['offered', null, false]);
    expect(buttonOf(copy)).to.have.text('Relate with Acme Coffee');
    await press(copy);
    expect(panelOf(copy)).not.to.equal(null);
    // And the one that was taken out can come back.
    copy.replaceWith(host);
    await aTimeout(10);
    await press(host);
    expect(panelOf(host)).not.to.equal(null);
  });

  if ('moveBefore' in Element.prototype) {
    it('keeps its flow, its panel and the focus when it is moved as a whole', async () => {
      const host = await put(`${PLAIN}<section></section>`);
      await press(host);
      const section = document.querySelector('main section') as HTMLElement & { moveBefore(node: Node, before: null): void };
      section.moveBefore(host, null);
      await aTimeout(20);
      expect(vendor.outcomes()).to.deep.equal([]);
      expect(panelOf(host)).not.to.equal(null);
      expect(host.shadowRoot?.activeElement).to.equal(rowsOf(host)[0]);
    });
  }
});
