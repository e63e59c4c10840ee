import { aTimeout, expect } from '@open-wc/testing';
import { debug } from '../../src/handoff/router.js';
import { PLAIN } from '../support/acme.js';
import { click, PageAgent, press, put, record, rowNamed, rowsOf } from '../support/page.js';

describe('<rel-button> hostile messages', () => {
  let vendor: ReturnType<typeof record>;
  beforeEach(() => (vendor = record()));

  const dropsDuring = async (run: () => unknown): Promise<number> => {
    const before = debug().dropped;
    await run();
    return debug().dropped - before;
  };

  it('are kept with the reason, once asked for, and no more than a hundred of them', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(PLAIN);
    debug({ keep: true });
    agent.send('no JSON');
    agent.say('ack', { id: crypto.randomUUID(), offer: crypto.randomUUID() });
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
    const agent = new PageAgent('Agent');
    const host = await put(PLAIN);
    await press(host);
    await click(rowNamed(host, 'Agent'));
    const { id, offers } = agent;
    const offer = offers[0]?.id;
    const say = (message: object): void => agent.send(JSON.stringify({ v: 1, id, offer, ...message }));
    const hostile: (() => unknown)[] = [
      () => agent.send({ type: 'done' }),
      () => agent.send(null),
      () => agent.send('{'),
      () => agent.send('[]'),
      () => agent.send('{}'),
      () => agent.send(JSON.stringify({ v: 1, id, type: 'done', offer, outcome: 'agreed', pad: 'x'.repeat(65_536) })),
      () => say({ type: 'done', outcome: 'related' }),
      () => say({ type: 'done', outcome: 'agreed', v: 2 }),
      () => say({ type: 'done', outcome: 'agreed', id: crypto.randomUUID() }),
      () => say({ type: 'done', outcome: 'agreed', offer: crypto.randomUUID() }),
      () => say({ type: 'propose', record: 'x'.repeat(16_385) }),
      () => say({ type: 'offer', acts: ['relate'], offer: crypto.randomUUID() }),
      () => agent.send(`{"v":1,"id":"${id}","offer":"${offer}","type":"done","__proto__":{"outcome":"agreed"}}`),
    ];
    const before = host.shadowRoot?.innerHTML;
    for (const [i, attack] of hostile.entries()) expect(await dropsDuring(attack), `attack ${i}`).to.equal(1);
    await aTimeout(0);
    expect(host.shadowRoot?.innerHTML).to.equal(before);
    expect(vendor.outcomes()).to.deep.equal([]);
    expect(host.currentStatus).to.equal('offered');
  });

  it('that are nobody’s business are no drops', async () => {
    const agent = new PageAgent();
    const host = await put(PLAIN);
    const none = await dropsDuring(async () => {
      await press(host);
      agent.send(JSON.stringify({ v: 2, type: 'news' }));
      agent.send(JSON.stringify({ v: [1], id: agent.id, type: 'ask', acts: ['relate'], lang: 'en' }));
      agent.send('nonsense', host);
      agent.send('nonsense', window);
    });
    expect(none).to.equal(0);
  });

  it('of a finished flow are late: dropped', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(PLAIN);
    await press(host);
    await click(rowNamed(host, 'Agent'));
    agent.sayChosen('done', { outcome: 'dismissed' });
    expect(await dropsDuring(() => agent.sayChosen('done', { outcome: 'agreed' }))).to.equal(1);
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
    expect(host.currentStatus).to.equal('offered');
  });

  it('in the wrong order never make it related', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(PLAIN);
    await press(host);
    const forged = { offer: agent.offers[0]?.id, outcome: 'agreed' };
    expect(await dropsDuring(() => agent.say('done', forged))).to.equal(1);
    await click(rowNamed(host, 'Agent'));
    agent.say('done', forged);
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
    expect(host.currentStatus).to.equal('offered');
  });

  it('that stop the event for others harm nothing else', async () => {
    new PageAgent('Agent');
    const host = await put(PLAIN);
    const stop = (event: Event): void => event.stopImmediatePropagation();
    window.addEventListener('rel-message', stop, true);
    try {
      await press(host);
      expect(rowsOf(host)[0]?.textContent?.trim()).to.equal('Visit Acme Coffee’s page');
    } finally {
      window.removeEventListener('rel-message', stop, true);
    }
  });
});
