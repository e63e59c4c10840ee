import { expect } from '@open-wc/testing';
import type { RelBadge } from '../../src/elements/rel-badge/rel-badge.js';
import { inside, put, warningsDuring } from '../support/page.js';

const badge = (markup: string): Promise<RelBadge> => put<RelBadge>(markup);
const word = (host: Element): string | null => inside(host, '[part=status]').textContent;

describe('<rel-badge>', () => {
  it('shows the status that the server wrote, with the sign and in a word', async () => {
    const words = {
      none: 'Not related',
      offered: 'Open to relate',
      asked: 'Asked',
      related: 'Related',
      paused: 'Paused',
      ended: 'Ended',
    };
    const signs = new Set<string>();
    for (const [status, expected] of Object.entries(words)) {
      const host = await badge(`<rel-badge status="${status}">text for pages without script</rel-badge>`);
      expect(word(host)).to.equal(expected);
      signs.add(inside(host, 'svg').outerHTML);
      await expect(host).to.be.accessible();
      const [customer, vendor] = ['customer', 'vendor'].map((part) => inside(host, `[part=${part}]`).getAttribute('d'));
      expect(customer === vendor, `both magnets alike, ${status}`).to.equal(status !== 'offered');
    }
    expect(signs.size).to.equal(6);
  });

  it('is open to relate by default, and does not show its child', async () => {
    const host = await badge('<rel-badge>child</rel-badge>');
    expect(word(host)).to.equal('Open to relate');
    expect(host.shadowRoot?.querySelector('slot')).to.equal(null);
  });

  it('follows the button of its page, until something is newly set', async () => {
    const host = await badge('<rel-badge status="offered"></rel-badge><rel-button></rel-button>');
    const button = document.querySelector('rel-button') as HTMLElementTagNameMap['rel-button'];
    button.status = 'related';
    await button.updateComplete;
    await host.updateComplete;
    expect(word(host)).to.equal('Related');
    expect(host).to.have.attribute('status', 'offered');
    host.setAttribute('status', 'offered');
    await host.updateComplete;
    expect(word(host)).to.equal('Open to relate');
  });

  it('shows nothing that an event makes up', async () => {
    const host = await badge('<rel-badge status="paused"></rel-badge>');
    const warnings = await warningsDuring(async () => {
      for (const status of [undefined, null, 'owned', '<b>', {}, 'toString']) {
        document.dispatchEvent(Object.assign(new Event('rel-statuschange'), { status }));
        await host.updateComplete;
        expect(word(host)).to.equal('Paused');
      }
    });
    expect(warnings).to.deep.equal([]);
  });

  it('has one box in every status, and hears nothing when it is out of the document', async () => {
    const widths = new Set<number>();
    for (const status of ['none', 'offered', 'asked', 'related', 'paused', 'ended']) {
      widths.add((await badge(`<rel-badge status="${status}"></rel-badge>`)).getBoundingClientRect().width);
    }
    expect(widths.size).to.equal(1);
    const host = await badge('<rel-badge status="none"></rel-badge>');
    host.remove();
    document.dispatchEvent(Object.assign(new Event('rel-statuschange'), { status: 'related' }));
    expect(word(host)).to.equal('Not related');
  });

  it('warns of a status it does not know', async () => {
    const said = await warningsDuring(async () =>
      expect(word(await badge('<rel-badge status="won"></rel-badge>'))).to.equal('Open to relate'),
    );
    expect(said).to.deep.equal([
      'relbutton: <rel-badge status="won"> is left out; allowed: none, offered, asked, related, paused, ended.',
    ]);
  });
});
