import { expect } from '@open-wc/testing';
import { PLAIN } from '../support/acme.js';
import {
  buttonOf,
  click,
  clickOutside,
  inside,
  key,
  PageAgent,
  panelOf,
  press,
  put,
  record,
  rowNamed,
  rowsOf,
  until,
} from '../support/page.js';

describe('<rel-button> with agents', () => {
  let vendor: ReturnType<typeof record>;
  beforeEach(() => (vendor = record()));

  it('lists them first, by name, each safe to show', async () => {
    new PageAgent('<img src=x onerror=alert(1)>', 'B\u202Eidi', '');
    const host = await put(PLAIN);
    await press(host);
    const names = rowsOf(host)
      .slice(0, 3)
      .map(({ textContent }) => textContent?.trim());
    expect(names).to.have.members(['<img src=x onerror=alert(1)>', 'Bidi', 'Your agent']);
    expect(panelOf(host)?.querySelector('img')).to.equal(null);
    expect(host.shadowRoot?.activeElement).to.equal(rowsOf(host)[0]);
    expect(rowsOf(host)[3]?.textContent?.trim()).to.equal('Visit Acme Coffee’s page');
  });

  it('asks with version, id, acts and language, and says no more before a choice', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(`<div lang="de">${PLAIN}</div>`);
    await press(host);
    expect(agent.heard).to.deep.equal([{ v: [1], id: agent.id, type: 'ask', acts: ['relate'], lang: 'de' }]);
    expect(agent.targets[0]).to.equal(host);
  });

  it('does not list an offer that has not the act', async () => {
    const agent = new PageAgent();
    agent.offers = [{ id: crypto.randomUUID(), label: 'Other', acts: ['converse'] }];
    const host = await put(PLAIN);
    await press(host);
    expect(rowsOf(host).map(({ textContent }) => textContent?.trim())).not.to.include('Other');
  });

  it('lists each agent once, for the act that is chosen first', async () => {
    const agent = new PageAgent('Both', 'One');
    agent.offers = agent.offers.map((offer, i) => ({ ...offer, acts: i ? ['relate'] : ['relate', 'com.example.loyalty'] }));
    const host = await put('<rel-button acts="com.example.loyalty relate" vendor-name="A"></rel-button>');
    const agents = (): (string | null)[] =>
      [...(panelOf(host)?.querySelectorAll('section .row') ?? [])].map(({ textContent }) => textContent);
    await press(host);
    expect(agents()).to.have.members(['Both', 'One']);
    expect(rowsOf(host).filter((row) => row.matches('.solid'))).to.deep.equal(rowsOf(host).slice(0, 1));
    const chips = [...(panelOf(host)?.querySelectorAll<HTMLElement>('.chips label') ?? [])];
    expect(chips.map(({ textContent }) => textContent?.trim())).to.deep.equal(['Relate', 'com.example.loyalty']);
    await click(chips[1] as HTMLElement);
    await until(() => agents().length === 1);
    expect(agents()).to.deep.equal(['Both']);
    await click(rowNamed(host, 'Both'));
    expect(agent.last('choose')?.['act']).to.equal('com.example.loyalty');
  });

  it('chooses the act by the arrow keys, too', async () => {
    new PageAgent('Agent');
    const host = await put('<rel-button acts="com.example.loyalty relate" vendor-name="A"></rel-button>');
    await press(host);
    const radios = [...(panelOf(host)?.querySelectorAll<HTMLInputElement>('.chips input') ?? [])];
    radios[0]?.focus();
    await key('ArrowRight');
    expect(radios.map(({ checked }) => checked)).to.deep.equal([false, true]);
    expect(host.shadowRoot?.activeElement).to.equal(radios[1]);
  });

  it('tells the chosen one everything, and the others that it is over', async () => {
    const agent = new PageAgent('One', 'Two');
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
    expect(panelOf(host)).to.contain.text('Waiting for your answer in the other window.');
  });

  it('keeps the focus in the panel when its contents change, and the panel under clicks outside', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(PLAIN);
    await press(host);
    await click(rowNamed(host, 'Agent'));
    await until(() => host.shadowRoot?.activeElement?.textContent?.trim() === 'Cancel');
    await clickOutside();
    expect(panelOf(host)).not.to.equal(null);
    await key('Escape');
    expect(agent.last('cancel')).to.deep.include({ reason: 'user', offer: agent.offers[0]?.id });
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
    expect(host.shadowRoot?.activeElement).to.equal(buttonOf(host));
  });

  it('says in a live region what goes on, and what came of it', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(PLAIN);
    const answer = Promise.withResolvers<object>();
    host.addEventListener('rel-propose', (event) => event.respondWith(answer.promise));
    await press(host);
    const region = inside(host, '[role=status]');
    expect(region).to.have.text('');
    await click(rowNamed(host, 'Agent'));
    await until(() => region.textContent === 'Waiting for your answer in the other window.');
    agent.sayChosen('propose', { record: 'p' });
    await until(() => region.textContent === 'Waiting for Acme Coffee.');
    answer.resolve({ record: 'r' });
    await until(() => agent.last('answer'));
    agent.sayChosen('done', { outcome: 'agreed' });
    await until(() => region.textContent === 'You and Acme Coffee relate.');
  });

  it('says after 2 s that the agent is silent, with Cancel and Choose another', async () => {
    const agent = new PageAgent('Silent');
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
