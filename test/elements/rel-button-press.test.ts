import { aTimeout, expect } from '@open-wc/testing';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import { PLAIN } from '../support/acme.js';
import { buttonOf, click, clickWithControl, key, PageAgent, panelOf, press, put, record, until } from '../support/page.js';

describe('<rel-button> a press', () => {
  let vendor: ReturnType<typeof record>;
  beforeEach(() => (vendor = record()));

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
    const agent = new PageAgent();
    const host = await put(PLAIN);
    host.click();
    buttonOf(host).click();
    buttonOf(host).dispatchEvent(new PointerEvent('click', { bubbles: true, composed: true }));
    await aTimeout(0);
    expect(vendor.events).to.deep.equal([]);
    expect(agent.heard).to.deep.equal([]);
  });

  it('is nothing when a script makes it inside a real click elsewhere', async () => {
    const agent = new PageAgent();
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
    const agent = new PageAgent('Agent');
    const host = await put(PLAIN);
    host.addEventListener('rel-activate', (event) => event.preventDefault());
    await press(host);
    expect(vendor.types()).to.deep.equal(['rel-activate']);
    expect(agent.heard).to.deep.equal([]);
    expect(panelOf(host)).to.equal(null);
    expect(host).not.to.match(':state(busy)');
    await press(host);
    expect(vendor.types()).to.deep.equal(['rel-activate', 'rel-activate']);
  });

  it('is nothing more when the vendor removes the button meanwhile', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(PLAIN);
    host.addEventListener('rel-activate', () => host.remove());
    await press(host);
    expect(agent.heard).to.deep.equal([]);
    const other = await put(PLAIN);
    await press(other);
    expect(panelOf(other)).not.to.equal(null);
  });

  it('starts one flow when it is a double click', async () => {
    const agent = new PageAgent();
    const host = await put(PLAIN);
    const { left, top } = buttonOf(host).getBoundingClientRect();
    const target = buttonOf(host);
    await Promise.all([click(target), click(target)]);
    await aTimeout(0);
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
      const before = link.outerHTML;
      const pressed: unknown[] = [];
      link.addEventListener('click', (event) => {
        event.preventDefault();
        pressed.push([event.ctrlKey, link.target]);
      });
      await doIt(host);
      expect(pressed).to.deep.equal([[true, '_blank']]);
      expect(link.outerHTML).to.equal(before);
      expect(vendor.events).to.deep.equal([]);
      expect(panelOf(host)).to.equal(null);
    });
  }
});
