import { expect } from 'chai';
import { payloadHash, permits, readClaims } from '../../src/contract/record.js';
import { type Change, createKey, createMemoryStore, type Vendor, verifyRecord } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { accepted, answered, key, kept, nextDue, open, origin, post, publicJwks, refused } from '../support/vendor.js';
import { allOf } from '../support/all-of.mjs';

let customer: Customer;
let vendor: Vendor;
const sign = (changes: object): Promise<string> => customer.sign({ agreement: undefined, ...changes });
const relate = (changes: object = {}): Promise<string> => customer.sign(changes);
const status = (): Promise<string> => vendor.status(customer.iss);
/** Says an act after a record, both sides signing it. */
const say = async (act: string, before: string, body?: object): Promise<string> =>
  accepted(vendor, await sign({ act, prev: await payloadHash(before), body }));
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const sync = async (prev?: string): Promise<string[]> =>
  (await answered(vendor, await sign({ act: 'sync', prev }))).records as string[];

beforeEach(async () => {
  customer = await Customer.create();
  vendor = open();
});

describe('a negotiation', () => {
  it('takes one counter, and then agrees', async () => {
    vendor = open({ decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : { counter: 'SD-BASE' }) });
    const first = await relate({ agreement: 'SD-BASE-ATP' });
    expect(await answered(vendor, first)).to.deep.equal({ counter: 'SD-BASE' });
    expect(await answered(vendor, first), 'the same bytes').to.deep.equal({ counter: 'SD-BASE' });
    expect(await status()).to.equal('offered');
    expect(await allOf(vendor.relationships())).to.deep.equal([]);
    const record = await accepted(vendor, await relate());
    expect(await vendor.relationship(customer.iss)).to.deep.equal({
      iss: customer.iss,
      status: 'related',
      agreement: 'SD-BASE',
      record,
      records: [record],
      proposal: undefined,
    });
  });

  it('counts proposals at one place, and for as long as they could be accepted', async () => {
    vendor = open({ decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : { counter: 'SD-BASE' }) });
    const counter = async (prev?: string): Promise<void> => {
      expect(await answered(vendor, await relate({ agreement: 'SD-BASE-A', prev }))).to.deep.equal({ counter: 'SD-BASE' });
    };
    await counter();
    const related = await accepted(vendor, await relate());
    await counter(await payloadHash(related));
    const { now } = Date;
    try {
      Date.now = () => now() + 700_000;
      await counter(await payloadHash(related));
    } finally {
      Date.now = now;
    }
  });

  it('takes the challenge of the first proposal again after a counter, from nobody else', async () => {
    const given = new Set(['c']);
    vendor = open({
      checkChallenge: (challenge) => given.delete(challenge),
      decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : { counter: 'SD-BASE' }),
    });
    await answered(vendor, await relate({ agreement: 'SD-BASE-ATP', challenge: 'c' }));
    await refused(vendor, await (await Customer.create()).sign({ challenge: 'c' }), 'wrong_challenge');
    await accepted(vendor, await relate({ challenge: 'c' }));
  });

  it('looks at a challenge again after anything but a counter', async () => {
    const given = new Set(['refused', 'countered', 'agreed', 'asked']);
    vendor = open({
      checkChallenge: (challenge) => given.delete(challenge),
      decide: ({ agreement, challenge }) => {
        if (challenge === 'asked') return 'pending';
        return agreement === 'SD-BASE' ? 'accept' : challenge === 'refused' ? 'refuse' : { counter: 'SD-BASE' };
      },
    });
    await answered(vendor, await relate({ agreement: 'SD-BASE-A', challenge: 'refused' }), 400);
    await refused(vendor, await relate({ challenge: 'refused' }), 'wrong_challenge');
    const record = await accepted(vendor, await relate({ challenge: 'agreed' }));
    const prev = await payloadHash(record);
    await refused(vendor, await sign({ act: 'pause', prev, challenge: 'agreed' }), 'wrong_challenge');
    await refused(vendor, await relate({ prev, challenge: 'agreed' }), 'wrong_challenge');
    await answered(vendor, await relate({ prev, agreement: 'SD-BASE-A', challenge: 'countered' }));
    await refused(vendor, await sign({ act: 'pause', prev, challenge: 'countered' }), 'wrong_challenge');
    const changed = await accepted(vendor, await relate({ prev, challenge: 'countered' }));
    const next = await payloadHash(changed);
    await refused(vendor, await sign({ act: 'pause', prev: next, challenge: 'countered' }), 'wrong_challenge');
    await refused(vendor, await relate({ prev: next, challenge: 'countered' }), 'wrong_challenge');
    await answered(vendor, await relate({ prev: next, agreement: 'SD-BASE-DP', challenge: 'asked' }), 202);
    await refused(vendor, await relate({ prev: next, challenge: 'asked' }), 'wrong_challenge');
  });

  it('looks at a challenge again after the answer to a counter was refused', async () => {
    const given = new Set(['c']);
    vendor = open({ checkChallenge: (challenge) => given.delete(challenge), decide: () => ({ counter: 'SD-BASE' }) });
    await answered(vendor, await relate({ agreement: 'SD-BASE-A', challenge: 'c' }));
    await answered(vendor, await relate({ agreement: 'SD-BASE-DP', challenge: 'c' }), 400);
    const { now } = Date;
    try {
      // When neither counts as a proposal any more.
      Date.now = () => now() + 700_000;
      await refused(vendor, await relate({ challenge: 'c' }), 'wrong_challenge');
    } finally {
      Date.now = now;
    }
  });

  it('counters once: what does not fit then is refused', async () => {
    vendor = open({ decide: () => ({ counter: 'SD-BASE' }) });
    await answered(vendor, await relate({ agreement: 'SD-BASE-A' }));
    const again = await relate({ agreement: 'SD-BASE-DP' });
    expect(await answered(vendor, again, 400)).to.include({ refused: true, code: 'refused' });
    expect(await answered(vendor, again, 400), 'the same bytes').to.include({ refused: true, code: 'refused' });
  });

  it('does not accept what is not in accepts, whatever is decided', async () => {
    vendor = open({ decide: () => 'accept' });
    expect(await answered(vendor, await relate({ agreement: 'SD-BASE-ATP' }), 400)).to.include({ code: 'unsupported_agreement' });
    expect(await allOf(vendor.records())).to.deep.equal([]);
  });

  it('waits for a person, who accepts', async () => {
    vendor = open({ decide: () => 'pending' });
    const proposal = await relate();
    expect(await answered(vendor, proposal, 202)).to.deep.equal({ pending: true });
    expect(await status()).to.equal('asked');
    expect(await allOf(vendor.pending())).to.deep.equal([{ iss: customer.iss, claims: readClaims(proposal), record: proposal }]);
    expect(await sync()).to.deep.equal([]);

    await vendor.decide(customer.iss, 'accept');
    expect(await status()).to.equal('related');
    expect(await allOf(vendor.pending())).to.deep.equal([]);
    const { record } = await vendor.relationship(customer.iss);
    expect(await sync(), 'by sync').to.deep.equal([record]);
    expect(await answered(vendor, proposal), 'by the same bytes').to.deep.equal({ record });
    expect(await codeOf(vendor.decide(customer.iss, 'refuse'))).to.equal('not_related');
  });

  it('waits for a person, who refuses or counters', async () => {
    vendor = open({ decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending') });
    const proposal = await relate({ agreement: 'SD-BASE-DP' });
    await answered(vendor, proposal, 202);
    expect(await codeOf(vendor.decide(customer.iss, { counter: 'SD-BASE-ATP' }))).to.equal('unsupported_counter');
    await vendor.decide(customer.iss, { counter: 'SD-BASE' });
    expect(await answered(vendor, proposal)).to.deep.equal({ counter: 'SD-BASE' });
    const second = await relate({ agreement: 'SD-BASE-DP' });
    await answered(vendor, second, 202);
    await vendor.decide(customer.iss, { counter: 'SD-BASE' });
    expect(await answered(vendor, second, 400), 'a second counter').to.include({ code: 'refused' });
    expect(await status()).to.equal('offered');
  });

  it('is over where the customer leaves while it waits', async () => {
    vendor = open({ decide: () => 'pending' });
    await answered(vendor, await relate(), 202);
    await accepted(vendor, await sign({ act: 'leave' }));
    expect(await status()).to.equal('ended');
    expect(await allOf(vendor.pending())).to.deep.equal([]);
    expect(await codeOf(vendor.decide(customer.iss, 'accept'))).to.equal('ended');
  });

  it('is over where the customer went on meanwhile', async () => {
    vendor = open({ decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending') });
    const first = await accepted(vendor, await relate());
    const change = await relate({ agreement: 'SD-BASE-DP', prev: await payloadHash(first) });
    await answered(vendor, change, 202);
    expect(await status()).to.equal('related');
    await say('pause', first);
    expect(await codeOf(vendor.decide(customer.iss, 'accept'))).to.equal('broken_chain');
    expect(await answered(vendor, change, 400)).to.include({ code: 'broken_chain' });
    expect((await vendor.relationship(customer.iss)).agreement).to.equal('SD-BASE');
  });
});

describe('what the customer says', () => {
  it('is kept in line: pause, resume, a word, another agreement', async () => {
    const related = await accepted(vendor, await relate());
    const paused = await say('pause', related, { reason: 'a journey' });
    expect(await status()).to.equal('paused');
    const resumed = await say('resume', paused);
    expect(await status()).to.equal('related');
    const word = await say('converse', resumed, { text: 'Hello' });
    const changed = await accepted(vendor, await relate({ agreement: 'SD-BASE-DP', prev: await payloadHash(word) }));
    const { records, agreement, record } = await vendor.relationship(customer.iss);
    expect(records).to.deep.equal([related, paused, resumed, word, changed]);
    expect(agreement).to.equal('SD-BASE-DP');
    expect(permits(String(record), 'service')).to.equal(true);
    const jwks = await publicJwks(vendor);
    for (const one of records) expect((await verifyRecord(one, jwks)).iss).to.equal(customer.iss);
  });

  it('leaves at any time, whatever was said meanwhile', async () => {
    const related = await accepted(vendor, await relate());
    await vendor.pause(customer.iss);
    const left = await say('leave', related);
    expect(await status()).to.equal('ended');
    expect((await vendor.relationship(customer.iss)).records).to.include(left);
    expect(await accepted(vendor, await sign({ act: 'leave', prev: 'x'.repeat(43) })), 'and once more').to.be.a('string');
  });

  it('leaves without an old challenge of the page in its way', async () => {
    vendor = open({ checkChallenge: () => false });
    const related = await accepted(vendor, await relate());
    await accepted(vendor, await sign({ act: 'leave', prev: await payloadHash(related), challenge: 'old' }));
    expect(await status()).to.equal('ended');
  });

  it('asks what is held, and what was said, also at the end, and neither is kept', async () => {
    vendor = open({ held: (iss) => ({ iss, orders: [1, 2] }) });
    const related = await accepted(vendor, await relate());
    const paused = await vendor.pause(customer.iss);
    const ended = await vendor.leave(customer.iss);
    const before = await kept(vendor);
    const asked = await sign({ act: 'export' });
    expect(await answered(vendor, asked)).to.deep.equal({
      records: [related, paused, ended],
      data: { iss: customer.iss, orders: [1, 2] },
    });
    expect(await sync()).to.deep.equal([related, paused, ended]);
    expect(await sync(await payloadHash(related))).to.deep.equal([paused, ended]);
    expect(await sync(await payloadHash(paused))).to.deep.equal([ended]);
    expect(await sync('x'.repeat(43)), 'what it does not know').to.deep.equal([related, paused, ended]);
    expect(await kept(vendor)).to.deep.equal(before);
  });
});

describe('erasing at the end', () => {
  it('leaves nothing but the record of the end', async () => {
    const related = await accepted(vendor, await relate());
    await vendor.converse(customer.iss, 'Hello');
    const leave = await sign({ act: 'leave', prev: await payloadHash(related), body: { erase: true } });
    const answer = await answered(vendor, leave);
    expect(answer).to.deep.include({ erasure: { erased: true } });
    expect(await answered(vendor, leave), 'the same bytes').to.deep.equal(answer);
    expect((await kept(vendor)).map(({ record }) => record)).to.deep.equal([answer.record]);
    expect(await status()).to.equal('ended');
    await refused(vendor, await relate(), 'ended');
  });
});

describe('what the vendor says', () => {
  it('is signed by it for this customer, in line', async () => {
    const related = await accepted(vendor, await relate());
    const jwks = await publicJwks(vendor);
    let last = related;
    for (const [act, say] of Object.entries({
      pause: () => vendor.pause(customer.iss, 'We move house.'),
      resume: () => vendor.resume(customer.iss),
      converse: () => vendor.converse(customer.iss, 'Hello'),
    })) {
      const record = await say();
      const claims = await verifyRecord(record, jwks);
      expect({ ...claims }).to.include({ iss: origin, aud: customer.iss, act, prev: await payloadHash(last) });
      expect(await sync(await payloadHash(last))).to.deep.equal([record]);
      last = record;
    }
    const left = await vendor.leave(customer.iss);
    expect(await status()).to.equal('ended');
    expect(await sync(await payloadHash(last))).to.deep.equal([left]);
  });

  it('needs a customer who began, and has an end', async () => {
    expect(await codeOf(vendor.pause(customer.iss))).to.equal('not_related');
    await accepted(vendor, await relate());
    await vendor.pause(customer.iss);
    expect(await codeOf(vendor.converse(customer.iss, 'Hello'))).to.equal('paused');
    await vendor.leave(customer.iss);
    for (const act of ['pause', 'resume', 'leave'] as const)
      expect(await codeOf(vendor[act](customer.iss)), act).to.equal('ended');
  });

  it('makes the customer’s record stale, which its agent signs again', async () => {
    const related = await accepted(vendor, await relate());
    const stale = await sign({ act: 'pause', prev: await payloadHash(related) });
    const own = await vendor.pause(customer.iss);
    await refused(vendor, stale, 'broken_chain');
    expect(await sync(await payloadHash(related))).to.deep.equal([own]);
    await say('resume', own);
    expect(await status(), 'each takes up its own hold').to.equal('paused');
  });

  it('is said after whatever the customer says at the same time', async () => {
    const related = await accepted(vendor, await relate());
    const prev = await payloadHash(related);
    const answers = await Promise.all([
      vendor.pause(customer.iss),
      vendor.converse(customer.iss, 'Hello').catch(() => undefined),
      post(vendor, await sign({ act: 'pause', prev })),
      post(vendor, await sign({ act: 'resume', prev })),
    ]);
    expect(answers.slice(2).filter((one) => (one as Response).status === 200).length).to.be.at.most(1);
    expect(await status()).to.be.oneOf(['paused', 'related']);
    const chain = (await vendor.relationship(customer.iss)).records;
    for (const [i, record] of chain.entries())
      if (i) expect(readClaims(record)?.prev).to.equal(await payloadHash(chain[i - 1] as string));
  });
});

describe('a vendor’s keys', () => {
  it('can be changed: what the old one signed can still be verified', async () => {
    const store = createMemoryStore();
    const before = await accepted(open({ store }), await relate());
    const newKey = await createKey();
    vendor = open({ store, key: newKey, formerKeys: [key] });
    const jwks = await publicJwks(vendor);
    expect(jwks.keys.map(({ kid }) => kid)).to.deep.equal([newKey.kid, key.kid]);
    expect(JSON.stringify(jwks)).not.to.contain('"d"');
    const after = await say('pause', before);
    for (const record of [before, after, await vendor.pause(customer.iss)])
      expect((await verifyRecord(record, jwks)).jti).to.be.a('string');
    expect(await codeOf(verifyRecord(before, await publicJwks(open({ key: newKey }))))).to.equal('unknown_key');
  });
});

describe('what is published', () => {
  it('names the agreements as others look for them', async () => {
    const since = new Date('2026-02-03T04:05:06Z');
    const response = await open({ since, terms: `${origin}/terms` }).handler(new Request(`${origin}/.well-known/myterms.json`));
    expect(await response?.json()).to.deep.equal({
      effective_date: 'Tue, 03 Feb 2026 04:05:06 +0000',
      agreements: [
        { id: 'SD-BASE', url: 'https://myterms.info/agreements/SD-BASE' },
        { id: 'SD-BASE-DP', url: 'https://myterms.info/agreements/SD-BASE-DP' },
      ],
      tos_url: `${origin}/terms`,
    });
  });
});

describe('onchange', () => {
  it('hears of what is kept and what is asked, once each, and not of what is refused', async () => {
    const heard: Change[] = [];
    vendor = open({
      onchange: (change) => void heard.push(change),
      decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending'),
    });
    const proposal = await relate({ agreement: 'SD-BASE-DP' });
    await answered(vendor, proposal, 202);
    await answered(vendor, proposal, 202);
    await vendor.decide(customer.iss, 'accept');
    const { record } = await vendor.relationship(customer.iss);
    await refused(vendor, await relate(), 'broken_chain');
    const pause = await vendor.pause(customer.iss);
    const left = await say('leave', String(record));
    await vendor.deliver();
    const { iss } = customer;
    const said = heard.map(({ id: _id, occurredAt: _occurredAt, ...rest }) => rest);
    expect(said).to.deep.equal([
      { iss, act: 'relate', side: 'customer', status: 'asked', sequence: 1 },
      { iss, act: 'relate', side: 'customer', status: 'related', sequence: 2, record },
      { iss, act: 'pause', side: 'vendor', status: 'paused', sequence: 3, record: pause },
      { iss, act: 'leave', side: 'customer', status: 'ended', sequence: 4, record: left },
    ]);
    expect(new Set(heard.map(({ id }) => id)).size).to.equal(4);
    for (const { occurredAt } of heard) expect(Date.now() - Date.parse(occurredAt)).to.be.within(0, 10_000);
    await vendor.deliver();
    expect(heard).to.have.length(4);
    expect(await nextDue(vendor)).to.equal(undefined);
  });

  it('hears of every act of either side, with its record; and the customer gets the same by sync and by export', async () => {
    const heard: Change[] = [];
    vendor = open({
      accepts: ['PDC-INTENT'],
      held: () => 'a card',
      decide: ({ act, body }) => (act === 'intentcast' && body && 'need' in body ? 'accept' : 'refuse'),
      onchange: (change) => void heard.push(change),
    });
    const { iss } = customer;
    const share = {
      what: 'An address',
      scope: 'One order',
      purpose: 'Delivery',
      until: new Date(Date.now() + 60_000).toISOString(),
    };
    const need = await accepted(vendor, await relate({ act: 'intentcast', agreement: 'PDC-INTENT', body: { need: 'Tea' } }));
    const answer = await vendor.converse(iss, 'We have some.', { re: await payloadHash(need) });
    const thanks = await say('converse', answer, { text: 'Thank you', re: await payloadHash(answer) });
    const pledge = await say('pledge', thanks, { amount: '5', currency: 'EUR' });
    const receipt = await vendor.receipt(iss, { re: await payloadHash(pledge), amount: '5', currency: 'EUR', at: '2026-11-26' });
    const shared = await say('share', receipt, share);
    const revoked = await say('revoke', shared, { re: await payloadHash(shared) });
    const feels = await vendor.regard(iss, 'fair', 'A pleasure');
    const felt = await say('regard', feels, { feels: 'unsure' });
    await vendor.deliver();
    const records = [need, answer, thanks, pledge, receipt, shared, revoked, feels, felt];
    expect(heard.map(({ record }) => record)).to.deep.equal(records);
    expect(heard.map(({ act, side, status }) => `${act} ${side} ${status}`)).to.deep.equal([
      'intentcast customer related',
      'converse vendor related',
      'converse customer related',
      'pledge customer related',
      'receipt vendor related',
      'share customer related',
      'revoke customer related',
      'regard vendor related',
      'regard customer related',
    ]);
    expect(await sync(await payloadHash(pledge))).to.deep.equal(records.slice(4));
    expect(await answered(vendor, await sign({ act: 'export' }))).to.deep.equal({ records, data: 'a card' });
    const left = await accepted(vendor, await sign({ act: 'leave', body: { erase: true } }));
    expect(await vendor.relationship(iss)).to.deep.include({ status: 'ended', records: [left] });
  });
});
