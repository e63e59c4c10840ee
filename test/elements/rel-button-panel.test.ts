import { aTimeout, expect } from '@open-wc/testing';
import { WITH_MAIL } from '../support/acme.js';
import {
  buttonOf,
  click,
  clickWithControl,
  clickOutside,
  crossOf,
  key,
  PageAgent,
  panelOf,
  press,
  put,
  record,
  rowNamed,
  rowsOf,
  unfold,
  until,
} from '../support/page.js';

describe('<rel-button> without an agent', () => {
  let vendor: ReturnType<typeof record>;
  beforeEach(() => (vendor = record()));

  it('shows the link first, and folds the agreements, the other ways, an agent elsewhere, and what this is', async () => {
    const host = await put(WITH_MAIL);
    await press(host);
    const panel = panelOf(host) as HTMLElement;
    expect(panel).to.have.attribute('role', 'dialog');
    expect(panel).to.have.attribute('aria-label', 'Relate with Acme Coffee');
    expect(panel.querySelector('h2')).to.have.text('Relate with Acme Coffee');
    expect([...panel.querySelectorAll('label > span')].slice(0, 2).map(({ textContent }) => textContent)).to.deep.equal([
      'Your data only for the service you ask for',
      'Your data only for the service you ask for and analytics, and you can take it with you',
    ]);
    const links = [...panel.querySelectorAll<HTMLAnchorElement>('.term a')];
    expect(links.map(({ textContent }) => textContent)).to.deep.equal(['text', 'text']);
    expect(new Set(links.map(({ ariaLabel }) => ariaLabel)).size).to.equal(2);
    expect(links[0]?.href).to.equal('https://myterms.info/agreements/SD-BASE');
    const labels = rowsOf(host).map(({ textContent }) => textContent?.trim());
    expect(labels.filter((label) => label !== 'Send to an app')).to.deep.equal([
      'Visit Acme Coffee’s page',
      'Write to Acme Coffee',
      'Keep a copy',
      'Open',
      'Hand it the link',
    ]);
    expect(labels.includes('Send to an app')).to.equal('share' in navigator);
    expect([...panel.querySelectorAll('summary')].map(({ textContent }) => textContent)).to.deep.equal([
      'Acme Coffee agrees to',
      'Other ways',
      'I use an agent…',
      'What is this?',
    ]);
    expect(rowsOf(host).filter((row) => row.matches('.solid'))).to.deep.equal(rowsOf(host).slice(0, 1));
    await expect(host).to.be.accessible();
  });

  it('has the focus on the link, with its own target', async () => {
    const host = await put(WITH_MAIL);
    await press(host);
    const focused = host.shadowRoot?.activeElement as HTMLAnchorElement;
    expect(focused.textContent?.trim()).to.equal('Visit Acme Coffee’s page');
    expect(focused.href).to.equal(host.querySelector('a')?.href);
  });

  it('is busy, and closes by Escape, with the focus back and one outcome', async () => {
    const host = await put(WITH_MAIL);
    await press(host);
    expect(host).to.match(':state(busy)');
    await key('Escape');
    expect(panelOf(host)).to.equal(null);
    expect(host).not.to.match(':state(busy)');
    expect(host.shadowRoot?.activeElement).to.equal(buttonOf(host));
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
    await key('Escape');
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
  });

  it('closes by its cross, and by a press outside', async () => {
    const host = await put(WITH_MAIL);
    await press(host);
    await click(crossOf(host));
    expect(panelOf(host)).to.equal(null);
    await press(host);
    await clickOutside();
    expect(panelOf(host)).to.equal(null);
    expect(host.shadowRoot?.activeElement).to.equal(buttonOf(host));
    expect(vendor.outcomes()).to.deep.equal(['dismissed', 'dismissed']);
  });

  it('stays open under clicks in it, and under clicks that a script makes', async () => {
    const host = await put(WITH_MAIL);
    await press(host);
    await click(panelOf(host)?.querySelector('h2') as HTMLElement);
    await click(panelOf(host)?.querySelector('summary') as HTMLElement);
    document.body.click();
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(panelOf(host)).not.to.equal(null);
    expect(vendor.outcomes()).to.deep.equal([]);
  });

  it('leaves the focus where a press outside has put it', async () => {
    const host = await put(`${WITH_MAIL}<p style="margin-top:0"><input style="position:fixed;right:0;bottom:0" /></p>`);
    await press(host);
    const input = document.querySelector('input') as HTMLElement;
    await click(input);
    expect(panelOf(host)).to.equal(null);
    expect(document.activeElement).to.equal(input);
  });

  it('takes another button’s press as none outside: the focus comes to the open panel', async () => {
    const host = await put(`${WITH_MAIL}<p style="position:fixed;right:0;bottom:0"><rel-button id="second"></rel-button></p>`);
    await press(host);
    await click(panelOf(host)?.querySelector('h2') as HTMLElement);
    const second = document.querySelector('#second') as HTMLElement;
    await press(second);
    expect(panelOf(host)).not.to.equal(null);
    expect(panelOf(second)).to.equal(null);
    expect(host.shadowRoot?.activeElement?.textContent?.trim()).to.equal('Visit Acme Coffee’s page');
    expect(vendor.types()).to.deep.equal(['rel-activate']);
  });

  it('goes on by the link: by-link before the navigation', async () => {
    const host = await put(WITH_MAIL);
    const order: string[] = [];
    host.addEventListener('rel-outcome', () => order.push(`outcome at ${location.hash}`), { once: true });
    window.addEventListener('hashchange', () => order.push('navigation'), { once: true });
    await press(host);
    await key('Enter');
    await until(() => order.length === 2);
    expect(order).to.deep.equal(['outcome at ', 'navigation']);
    expect(location.hash).to.equal('#relate');
    history.replaceState(null, '', location.pathname + location.search);
    expect(vendor.outcomes()).to.deep.equal(['by-link']);
    expect(panelOf(host)).to.equal(null);
  });

  it('opens a row elsewhere by Ctrl, and ends nothing', async () => {
    const host = await put(WITH_MAIL);
    await press(host);
    const pressed: boolean[] = [];
    host.querySelector('a')?.addEventListener('click', (event) => {
      event.preventDefault();
      pressed.push(event.ctrlKey);
    });
    await clickWithControl(rowNamed(host, 'Visit Acme Coffee’s page'));
    expect(pressed).to.deep.equal([true]);
    unfold(host);
    for (const one of [rowNamed(host, 'Keep a copy'), crossOf(host)]) await clickWithControl(one);
    expect(panelOf(host)).not.to.equal(null);
    expect(vendor.outcomes()).to.deep.equal([]);
  });

  it('starts a mail by the second link', async () => {
    const host = await put(WITH_MAIL);
    await press(host);
    unfold(host);
    const mail = rowNamed(host, 'Write to Acme Coffee') as HTMLAnchorElement;
    expect(mail.href).to.equal('mailto:a@acme.example');
    const pressed: EventTarget[] = [];
    host.addEventListener('click', (event) => {
      event.preventDefault();
      if (!event.isTrusted) pressed.push(event.target as EventTarget);
    });
    await click(mail);
    expect(pressed).to.deep.equal([host.lastElementChild]);
    expect(vendor.outcomes()).to.deep.equal(['by-link']);
  });

  it('gives a copy of the offer as a file, without a request', async () => {
    const host = await put(WITH_MAIL.replace('<rel-button', '<rel-button endpoint="/relbutton"'));
    await press(host);
    unfold(host);
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
    expect(vendor.outcomes()).to.deep.equal(['by-link']);
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
      const host = await put(WITH_MAIL);
      await press(host);
      unfold(host);
      await click(rowNamed(host, 'Send to an app'));
      await aTimeout(0);
      expect(shared).to.deep.equal([{ title: 'Relate with Acme Coffee', url: new URL('#relate', location.href).href }]);
      expect(vendor.outcomes()).to.deep.equal(['by-link']);
    } finally {
      if (had) Object.defineProperty(Navigator.prototype, 'share', had);
      else delete (Navigator.prototype as { share?: unknown }).share;
    }
  });

  it('follows the link at once with no-agent="follow"', async () => {
    const host = await put(WITH_MAIL.replace('<rel-button', '<rel-button no-agent="follow"'));
    const clicked: string[] = [];
    const link = host.querySelector('a') as HTMLAnchorElement;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      clicked.push(vendor.outcomes().join());
    });
    await press(host);
    expect(clicked).to.deep.equal(['by-link']);
    expect(panelOf(host)).to.equal(null);
  });

  it('opens the panel all the same with no-agent="follow" where an agent answers, or no link is', async () => {
    const agent = new PageAgent('Agent');
    await press(await put(WITH_MAIL.replace('<rel-button', '<rel-button no-agent="follow"')));
    expect(vendor.outcomes()).to.deep.equal([]);
    agent.offers = [];
    document.querySelector('rel-button')?.cancel();
    const host = await put('<rel-button no-agent="follow"></rel-button>');
    await press(host);
    expect(rowsOf(host)[0]?.textContent?.trim()).to.equal('Keep a copy');
  });
});
