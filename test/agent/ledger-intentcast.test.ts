import { expect } from 'chai';
import { conversationsOf, type CustomerRelationship, type Ledger, linkOf, type Told } from '../../src/agent/ledger.js';
import { readClaims } from '../../src/contract/record.js';
import { forgetLedger, openLedger } from '../support/ledgers.js';
import { down, endpoint, Market, type Stall } from '../support/market.js';
import { codeOf } from '../support/vendor-wire.js';

const need = { need: 'A bicycle for a child of six', budget: { amount: '150', currency: 'EUR' }, by: '2030-05-01' };

describe('a need', () => {
  let market: Market;
  let name: string;
  let ledger: Ledger;

  const at = async (origin: string): Promise<CustomerRelationship | undefined> =>
    (await ledger.list()).find(({ vendor }) => vendor === origin);
  const expectAlike = async ({ origin, shop }: Stall, status: string): Promise<void> => {
    const mine = await at(origin);
    const theirs = await shop.relationship(mine?.iss ?? '');
    expect(mine?.records).to.deep.equal(theirs.records);
    expect([mine?.status, theirs.status]).to.deep.equal([status, status]);
  };
  /** Says a need to vendors, and returns a word for each: its answer, the code of a refusal, or of an error. */
  const tell = async (...vendors: string[]): Promise<string[]> =>
    (await ledger.intentcast(need, vendors)).map(({ heard, error }) => heard?.code ?? heard?.answer ?? faultOf(error));
  const faultOf = (error: Told['error']): string => (error && 'code' in error ? String(error.code) : (error?.name ?? 'nothing'));

  beforeEach(async () => {
    market = new Market();
    name = `ledger-${crypto.randomUUID()}`;
    ledger = await openLedger(name);
  });
  afterEach(() => {
    market.close();
    forgetLedger(name);
  });

  it('goes to several vendors: one that is down or refuses does not stop the rest', async () => {
    const [one, two, three] = [
      await market.open('down.example'),
      await market.open('no.example', { decide: () => 'refuse' }),
      await market.open('yes.example'),
    ];
    one.edge = down;
    const told = await ledger.intentcast(need, [one.origin, two.origin, three.origin]);
    expect(told.map(({ vendor, name: called }) => [vendor, called])).to.deep.equal([
      [one.origin, undefined],
      [two.origin, 'The no.example'],
      [three.origin, 'The yes.example'],
    ]);
    expect([told[0]?.error?.name, told[0]?.heard]).to.deep.equal(['TypeError', undefined]);
    expect([told[1]?.error, told[1]?.heard]).to.deep.equal([undefined, { answer: 'refuse', code: 'refused' }]);
    expect([told[2]?.error, told[2]?.heard?.answer]).to.deep.equal([undefined, 'accept']);
    expect((await ledger.list()).map(({ vendor }) => vendor)).to.deep.equal([three.origin]);
    await expectAlike(three, 'related');

    const { iss = '', records = [] } = (await at(three.origin)) ?? {};
    const claims = readClaims(records[0] ?? '');
    expect([claims?.act, claims?.agreement, claims?.prev]).to.deep.equal(['intentcast', 'PDC-INTENT', undefined]);
    expect(JSON.parse(JSON.stringify(claims?.body))).to.deep.equal(need);
    await three.shop.converse(iss, 'We have one.', { re: (await linkOf(records[0] ?? '')).hash });
    await ledger.sync(iss);
    await expectAlike(three, 'related');
    const [thread] = conversationsOf(await Promise.all(((await at(three.origin))?.records ?? []).map(linkOf)));
    expect([thread?.root.claims.act, thread?.links.length, thread?.awaits]).to.deep.equal(['intentcast', 2, 'customer']);

    await ledger.converse(iss, 'Which colour?', { re: thread?.links[1]?.hash });
    await ledger.say({ vendor: { origin: three.origin, name: 'Three' }, act: 'relate', agreement: 'SD-BASE' });
    await expectAlike(three, 'related');
    const { erasure } = await ledger.say({
      vendor: { origin: three.origin, name: 'Three' },
      act: 'leave',
      body: { erase: true },
    });
    expect({ ...erasure }).to.deep.equal({ erased: true });
    expect([(await at(three.origin))?.status, await three.shop.status(iss)]).to.deep.equal(['ended', 'ended']);
  });

  it('is signed with the key for that vendor, and with a new one after an end', async () => {
    const [one, two] = [await market.open('one.example'), await market.open('two.example')];
    const vendor = { origin: one.origin, name: 'One' };
    await ledger.say({ vendor, act: 'relate', agreement: 'SD-BASE' });
    const before = await at(one.origin);
    expect(await tell(one.origin, two.origin)).to.deep.equal(['accept', 'accept']);
    expect([(await at(one.origin))?.iss, (await at(one.origin))?.records.length]).to.deep.equal([before?.iss, 2]);
    expect((await at(two.origin))?.iss).not.to.equal(before?.iss);
    await expectAlike(one, 'related');
    await expectAlike(two, 'related');

    await ledger.say({ vendor, act: 'leave' });
    expect(await tell(one.origin)).to.deep.equal(['accept']);
    const all = (await ledger.list()).filter((kept) => kept.vendor === one.origin);
    expect(all.map(({ status }) => status).sort()).to.deep.equal(['ended', 'related']);
    expect(new Set(all.map(({ iss }) => iss)).size).to.equal(2);
  });

  it('is not signed for a vendor that takes part in no such act, or does not accept its agreement', async () => {
    const without = await market.open('without.example', { accepts: ['SD-BASE'] });
    const older = await market.open('older.example');
    const offer = { name: 'Older', accepts: ['SD-BASE', 'PDC-INTENT'], acts: ['relate', 'leave'], endpoint: '/relbutton' };
    older.edge = () => Promise.resolve(Response.json(offer));
    expect(await tell(without.origin, older.origin)).to.deep.equal(['unsupported_agreement', 'unsupported_act']);
    expect(await ledger.list()).to.deep.equal([]);
    expect(market.requests).to.have.members([without, older].map(({ origin }) => `GET ${origin}/.well-known/relbutton.json`));
  });

  it('goes to addresses as people type them, once to each origin, and to none that is not over https or on localhost', async () => {
    const bikes = await market.open('bikes.example');
    const typed = [' bikes.example ', 'https://BIKES.example/children?size=6', bikes.origin, `${bikes.origin}:443/`];
    const bad = [
      'http://bikes.example',
      'ftp://bikes.example',
      'javascript:alert(1)',
      'blob:https://bikes.example/x',
      'data:text/html,x',
      'ann@bikes.example',
      'https://good.example@bikes.example',
      'https://ann:b@bikes.example',
      'bikes example',
      '',
      'localhost.bikes.example:x',
    ];
    const told = await ledger.intentcast(need, [...bad, ...typed]);
    expect(told.map(({ vendor }) => vendor)).to.deep.equal([...bad, bikes.origin]);
    for (const { vendor, error } of told.slice(0, -1))
      expect(error?.message).to.equal(`"${vendor}" is no vendor's address. Write it like https://shop.example.`);
    expect(told.at(-1)?.heard?.answer).to.equal('accept');
    expect(new Set(market.requests.map((one) => new URL(one.split(' ')[1] ?? '').origin))).to.deep.equal(new Set([bikes.origin]));

    market.requests.length = 0;
    const local = ['localhost:4711', 'http://localhost:4712/x', 'http://127.0.0.1', 'http://[::1]:8080'];
    expect((await ledger.intentcast(need, local)).map(({ vendor, error }) => [vendor, error?.name])).to.deep.equal(
      ['http://localhost:4711', 'http://localhost:4712', 'http://127.0.0.1', 'http://[::1]:8080'].map((one) => [
        one,
        'TypeError',
      ]),
    );
    expect(market.requests).to.have.length(4);
  });

  it('that is not valid goes to nobody', async () => {
    const bikes = await market.open('bikes.example');
    for (const [changes, code] of [
      [{ need: ' ' }, 'unreadable_text'],
      [{ need: 'a'.repeat(4_001) }, 'unreadable_text'],
      [{ need: 'A \u2066bell' }, 'unreadable_text'],
      [{ budget: { amount: '1e3', currency: 'EUR' } }, 'invalid_amount'],
      [{ budget: { amount: '\uff11\uff12', currency: 'EUR' } }, 'invalid_amount'],
      [{ budget: { amount: '12', currency: 'eur' } }, 'unknown_currency'],
      [{ by: '2030-02-30' }, 'invalid_time'],
    ] as const)
      expect(await codeOf(ledger.intentcast({ ...need, ...changes }, [bikes.origin]))).to.equal(code);
    expect([market.requests, await ledger.list()]).to.deep.equal([[], []]);
    expect(await ledger.intentcast(need, [])).to.deep.equal([]);
  });

  it('waits for the next sync where a vendor did not answer, or answered rubbish', async () => {
    const [silent, rubbish, good] = [
      await market.open('silent.example'),
      await market.open('rubbish.example'),
      await market.open('good.example'),
    ];
    silent.edge = endpoint(() => {
      throw new TypeError('Failed to fetch');
    });
    rubbish.edge = endpoint(() => new Response('<!doctype html>Hello'));
    expect(await tell(silent.origin, rubbish.origin, good.origin)).to.deep.equal(['TypeError', 'TypeError', 'accept']);
    for (const stall of [silent, rubbish]) {
      const { iss = '', status, records, proposed } = (await at(stall.origin)) ?? {};
      expect([status, records, readClaims(proposed ?? '')?.act]).to.deep.equal(['asked', [], 'intentcast']);
      stall.edge = (_, answer) => answer();
      await ledger.sync(iss);
      await expectAlike(stall, 'related');
    }
  });

  it('whose acceptance is forged is not kept', async () => {
    const [forger, good] = [await market.open('forger.example'), await market.open('good.example')];
    await ledger.intentcast(need, [good.origin]);
    const [record] = (await at(good.origin))?.records ?? [];
    forger.edge = endpoint(() => Response.json({ record }));
    expect(await tell(forger.origin)).to.deep.equal(['malformed']);
    expect((await at(forger.origin))?.records).to.deep.equal([]);
  });

  it('that a person at the vendor decides later stays the one that waits', async () => {
    const slow = await market.open('slow.example', { decide: () => 'pending' });
    const vendor = { origin: slow.origin, name: 'Slow' };
    expect(await tell(slow.origin)).to.deep.equal(['pending']);
    const waiting = await at(slow.origin);
    expect(waiting?.status).to.equal('asked');
    const { iss = '' } = waiting ?? {};
    expect(await tell(slow.origin)).to.deep.equal(['too_many_proposals']);
    expect(await ledger.converse(iss, 'And?')).to.deep.equal({ answer: 'refuse', code: 'too_many_proposals' });
    expect(await codeOf(ledger.sign({ vendor, act: 'converse', body: { text: 'And?' } }))).to.equal('not_related');
    expect(await at(slow.origin)).to.deep.equal({ ...waiting, name: 'The slow.example' });

    await slow.shop.decide(iss, 'accept');
    expect(await ledger.converse(iss, 'And?')).to.include({ answer: 'accept' });
    await expectAlike(slow, 'related');
  });
});
