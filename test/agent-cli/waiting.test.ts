/** A person decides by how things stand: what waited for the vendor's answer is answered first, and told. */
import { expect } from 'chai';
import { proposeAct } from '../../src/agent-cli/proposals.js';
import { openedWith } from '../../src/agent-cli/open.js';
import { allOf } from '../support/all-of.mjs';
import { assist, type Assisted, openShop, press, type Shop, type Told } from '../support/assistant.js';
import { PASSPHRASE } from '../support/file-ledger.js';

type Decision = 'accept' | 'refuse' | 'pending' | { counter: 'SD-BASE' };

describe('an act while an earlier one waits for its answer', () => {
  let shop: Shop;
  let assisted: Assisted;
  let decision: Decision;
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const acts = (): [string, object][] => {
    const vendor = shop.origin;
    return [
      ['prepare_say', { vendor, text: 'Hello' }],
      ['prepare_pledge', { vendor, amount: '5', currency: 'EUR' }],
      ['prepare_share', { vendor, what: 'My size', scope: 'Shoes', purpose: 'A pair', until }],
    ];
  };
  /** Relates, while the vendor's server is down: the record waits. */
  const proposeUnheard = async (agreement: string): Promise<void> => {
    const real = globalThis.fetch;
    globalThis.fetch = (input, init) =>
      init?.method === 'POST' ? Promise.reject(new TypeError('It is down.')) : real(input, init);
    const proposal = { vendor: { origin: shop.origin, name: 'Shop' }, act: 'relate', agreement };
    const failure = await assisted.ledger.say(proposal).catch(({ message }: Error) => message);
    globalThis.fetch = real;
    expect(failure).to.include('It is down');
  };
  const decide = async (decision: Exclude<Decision, 'pending'>): Promise<void> => {
    for await (const { iss } of shop.vendor.pending()) await shop.vendor.decide(iss, decision);
  };
  const faultOf = ({ error }: Told): string => (error as { untrusted: string } | undefined)?.untrusted ?? 'no fault';

  beforeEach(async () => {
    decision = 'accept';
    shop = await openShop({ decide: () => decision });
    assisted = await assist({ patience: 200 });
  });
  afterEach(async () => {
    shop.close();
    await assisted.close();
  });

  for (const way of ['at once', 'later'] as const)
    it(`tells that the vendor suggests other terms, ${way}, and what to do`, async () => {
      for (const [name, given] of way === 'later' ? acts() : acts().slice(0, 1)) {
        decision = 'pending';
        await proposeUnheard('SD-BASE-A');
        if (way === 'later') {
          await assisted.call('inbox');
          await decide({ counter: 'SD-BASE' });
        } else decision = { counter: 'SD-BASE' };
        expect(faultOf(await assisted.call(name, given)), name)
          .to.include('It suggests SD-BASE: ')
          .and.include('Nothing else was signed. Relate first, under those terms or others.');
        expect(faultOf(await assisted.call(name, given)), name).to.include('You have no relationship with');
        decision = 'accept';
        await assisted.call('prepare_relate', { vendor: shop.origin, agreement: 'SD-BASE' });
        await press(assisted.opened.at(-1) as string, 'yes');
        await assisted.call(name, given);
        expect((await press(assisted.opened.at(-1) as string, 'yes')).text).to.include('Both of you hold this record.');
        await assisted.call('prepare_leave', { vendor: shop.origin });
        await press(assisted.opened.at(-1) as string, 'yes');
      }
    });

  it('tells that the vendor refuses, has not decided, or does not answer', async () => {
    const [name, given] = acts()[0] as [string, object];
    decision = 'pending';
    await proposeUnheard('SD-BASE');
    expect(faultOf(await assisted.call(name, given))).to.include('has not decided on your first proposal yet');
    expect(faultOf(await assisted.call('prepare_relate', { vendor: shop.origin }))).to.include('has not decided');
    const wake = shop.silence();
    expect(faultOf(await assisted.call(name, given))).to.include('has not answered within 0.2 s');
    wake();
    await decide('refuse');
    let fault = faultOf(await assisted.call(name, given));
    while (/has not (answered|decided)/.test(fault)) fault = faultOf(await assisted.call(name, given));
    expect(fault).to.include('does not agree to what you signed before, "Relate" (refused)').and.include('relate first');
    expect([assisted.signings(), await allOf(shop.vendor.records())]).to.deep.equal([0, []]);
  });

  it('goes on under the terms that the vendor has agreed to meanwhile', async () => {
    await proposeUnheard('SD-BASE-A');
    await assisted.call('prepare_say', { vendor: shop.origin, text: 'Hello' });
    const { text } = await press(assisted.opened[0] as string, 'yes');
    expect(text).to.include('Both of you hold this record.').and.include('SD-BASE-A: ');
    decision = { counter: 'SD-BASE' };
    await proposeUnheard('PDC-INTENT');
    const told = await assisted.call('prepare_say', { vendor: shop.origin, text: 'Hello' });
    expect(faultOf(told)).to.include('SD-BASE-A stays in force: try again');
    expect(await assisted.call('prepare_say', { vendor: shop.origin, text: 'Hello' })).to.include({
      state: 'waiting for the person',
    });
  });

  it('has a need said, and a leave go out, whatever waits', async () => {
    decision = { counter: 'SD-BASE' };
    await proposeUnheard('SD-BASE-A');
    decision = 'accept';
    await assisted.call('prepare_intentcast', { need: 'A stroller', vendors: [shop.origin] });
    const { text } = await press(assisted.opened.at(-1) as string, 'yes');
    expect(text).to.include('Both of you hold this record.');
    decision = 'pending';
    const other = await openShop({ decide: () => 'pending' });
    await assisted.ledger.say({ vendor: { origin: other.origin, name: 'Shop' }, act: 'relate', agreement: 'SD-BASE' });
    await assisted.call('prepare_intentcast', { need: 'A stroller', vendors: [other.origin] });
    const asked = await press(assisted.opened.at(-1) as string, 'yes');
    expect(asked.text).to.include('It has not decided on your first proposal yet');
    await assisted.call('prepare_leave', { vendor: other.origin });
    expect((await press(assisted.opened.at(-1) as string, 'yes')).text).to.include('Both of you hold this record.');
    other.close();
  });

  it('proposes the terms that the vendor has suggested meanwhile without telling them as news', async () => {
    decision = { counter: 'SD-BASE' };
    await proposeUnheard('SD-BASE-A');
    expect(await assisted.call('prepare_relate', { vendor: shop.origin, agreement: 'SD-BASE' })).to.include({
      state: 'waiting for the person',
    });
  });

  it('says it at the terminal as in the window', async () => {
    decision = { counter: 'SD-BASE' };
    await proposeUnheard('SD-BASE-A');
    const opened = openedWith(assisted.ledger, globalThis.fetch, PASSPHRASE);
    const fault = await proposeAct(opened, shop.origin, 'converse', { text: 'Hello' }).catch(({ message }: Error) => message);
    expect(fault).to.include('It suggests SD-BASE: ');
  });
});
