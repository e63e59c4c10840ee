import { aTimeout, expect } from '@open-wc/testing';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import type { RelOutcomeEvent } from '../../src/elements/events.js';
import { PLAIN } from '../support/acme.js';
import { click, key, PageAgent, panelOf, press, put, record, rowNamed, rowsOf, until } from '../support/page.js';

describe('<rel-button> an end', () => {
  let vendor: ReturnType<typeof record>;
  let agent: PageAgent;
  beforeEach(() => (vendor = record()));

  const open = async (): Promise<RelButton> => {
    agent = new PageAgent('Agent');
    const host = await put(PLAIN);
    await press(host);
    return host;
  };

  it('comes by cancel(), with the reason page', async () => {
    const host = await open();
    host.cancel();
    host.cancel();
    expect(agent.last('cancel')).to.deep.equal({ v: 1, id: agent.id, type: 'cancel', reason: 'page' });
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
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
    expect(agent.last('cancel')).to.deep.include({ reason: 'page', offer: agent.offers[0]?.id });
    expect(agent.targets.at(-1)).to.equal(document);
  });

  it('does not come by a move in one task', async () => {
    const host = await open();
    const parent = host.parentElement as HTMLElement;
    host.remove();
    parent.append(host);
    await aTimeout(20);
    expect(vendor.outcomes()).to.deep.equal([]);
    expect(panelOf(host)).not.to.equal(null);
    expect(host.shadowRoot?.activeElement).to.equal(rowsOf(host)[0]);
    await click(rowNamed(host, 'Agent'));
    expect(agent.last('choose')).not.to.equal(undefined);
  });

  it('comes with the page, in that very task', async () => {
    const host = await open();
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
    expect(agent.last('cancel')).to.deep.include({ reason: 'page' });
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
    agent.stop();
    host = await open();
    ending(host);
    await click(rowNamed(host, 'Agent'));
    agent.sayChosen('done', { outcome: 'dismissed' });
    expect(told).to.have.length(3);
    expect(told[1]).to.deep.equal(told[0]);
    expect(told[2]).to.deep.equal(told[0]);
  });
});
