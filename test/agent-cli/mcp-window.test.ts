/** The window in which the person decides: only its own form counts, once, and for a while. */
import { expect } from 'chai';
import { allOf } from '../support/all-of.mjs';
import { assist, type Assisted, FORM, openShop, press, send, type Shop, tokenIn } from '../support/assistant.js';
import { PASSPHRASE } from '../support/file-ledger.js';

describe('the window of relbutton-agent mcp', () => {
  let shop: Shop;
  let assisted: Assisted;
  let other: Assisted | undefined;
  let address: string;
  let prepared: unknown;
  let time = Date.now();

  beforeEach(async () => {
    shop = await openShop();
    assisted = await assist({ now: () => time });
    ({ prepared } = await assisted.call('prepare_relate', { vendor: shop.origin }));
    address = assisted.opened[0] as string;
  });
  afterEach(async () => {
    shop.close();
    await assisted.close();
    await other?.close();
    other = undefined;
  });
  const stateOf = async (): Promise<unknown> => (await assisted.call('status_of', { prepared })).state;
  const expectNothing = async (): Promise<void> => {
    expect(assisted.signings()).to.equal(0);
    expect(await allOf(shop.vendor.relationships())).to.deep.equal([]);
  };
  const formWith = async (changes: Record<string, string> = {}): Promise<string> =>
    new URLSearchParams({ token: tokenIn((await send(address)).text), decision: 'yes', ...changes }).toString();

  it('is on the loopback address alone, under a secret, and loads and runs nothing', async () => {
    expect(address).to.match(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/);
    const { headers, text } = await send(address);
    const policy = String(headers['content-security-policy']);
    for (const part of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
      expect(policy).to.include(part);
    expect(policy).not.to.match(/unsafe|script/);
    expect(headers).to.include({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(text).not.to.match(/<script|onclick|javascript:/);
    expect((await send(new URL('/window.css', address).href)).headers['content-type']).to.include('text/css');
  });

  it('shows the record that an answer is about, and takes no other hash', async () => {
    await press(address, 'yes');
    const { iss } = (await allOf(shop.vendor.relationships()))[0] as { iss: string };
    const vendor = shop.origin;
    const said = [];
    for (const text of ['Do you want a bag?', 'May we charge 500 EUR?\nTerms: none']) {
      await shop.vendor.converse(iss, text);
      const { vendors } = (await assisted.call('inbox', { limit: 1 })) as { vendors: [{ said: [{ hash: string }] }] };
      said.push(vendors[0].said[0].hash);
    }
    await assisted.call('prepare_say', { vendor, text: 'Yes, please', re: said[1] });
    const { text } = await send(assisted.opened.at(-1) as string);
    expect(text.replace(/\s+/g, ' ')).to.match(
      /<dt>re<\/dt> <dd>[\w-]{43}<\/dd> ?<dt>About<\/dt> <dd>act: converse text: May we charge 500 EUR\? Terms: none<\/dd>/,
    );
    for (const re of [said[0]?.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')), 'A'.repeat(43)])
      expect(await assisted.call('prepare_say', { vendor, text: 'Yes', re })).to.have.keys('error');
  });

  it('refuses forms of other pages, names that lead here, and everything but GET and POST', async () => {
    const { origin, host, port } = new URL(address);
    const own = { ...FORM, origin, 'sec-fetch-site': 'same-origin' };
    const body = await formWith();
    const wrong: [string, object, string][] = [
      ['POST', { ...own, origin: 'https://evil.example' }, body],
      ['POST', { ...own, origin: 'null' }, body],
      ['POST', { ...own, origin: `http://localhost:${port}` }, body],
      ['POST', FORM, body],
      ['POST', { ...own, 'sec-fetch-site': 'cross-site' }, body],
      ['POST', { ...own, 'sec-fetch-site': 'same-site' }, body],
      ['POST', { ...own, 'content-type': 'text/plain' }, body],
      ['POST', { ...own, 'content-type': 'application/json' }, '{"decision":"yes"}'],
      ['POST', own, await formWith({ token: '' })],
      ['POST', own, await formWith({ token: 'x'.repeat(43) })],
      ['POST', own, await formWith({ decision: 'maybe' })],
      ['POST', own, 'decision=yes'],
      ['POST', own, `${body}&fill=${'x'.repeat(70_000)}`],
      ['PUT', own, body],
      ['DELETE', own, body],
      ['POST', { ...own, host: `evil.example:${port}`, origin: `http://evil.example:${port}` }, body],
      ['GET', { host: `evil.example:${port}` }, ''],
      ['GET', { host: `localhost:${port}` }, ''],
      ['GET', { host: '127.0.0.1' }, ''],
    ];
    for (const [method, headers, text] of wrong) {
      const answer = await send(address, method, { host, ...headers }, text).catch(() => ({ status: 499, text: '' }));
      expect(answer.status, `${method} ${JSON.stringify(headers)}`).to.be.within(400, 499);
      expect(answer.text, 'no token for others').not.to.include('name="token"');
    }
    for (const path of [
      '/',
      `${new URL(address).pathname}x`,
      `${new URL(address).pathname}?decision=yes`,
      `/${String(prepared)}`,
    ])
      expect((await send(new URL(path, address).href)).status, path).to.equal(404);
    expect(await stateOf()).to.equal('waiting for the person');
    await expectNothing();
  });

  it('signs once, however often the button is pressed', async () => {
    const body = await formWith();
    const headers = { ...FORM, origin: new URL(address).origin };
    const all = await Promise.all(Array.from({ length: 5 }, () => send(address, 'POST', headers, body)));
    expect(all.map(({ status }) => status)).to.deep.equal(Array(5).fill(303));
    await send(address, 'POST', headers, body);
    expect(assisted.signings()).to.equal(1);
    expect((await allOf(shop.vendor.records())).length).to.equal(1);
    expect(await stateOf()).to.equal('sent');
  });

  it('takes no yes after a no', async () => {
    const yes = await formWith();
    await press(address, 'no');
    await send(address, 'POST', { ...FORM, origin: new URL(address).origin }, yes);
    expect(await stateOf()).to.equal('declined');
    await expectNothing();
  });

  it('takes no form of another act', async () => {
    const yes = await formWith();
    await assisted.call('prepare_relate', { vendor: shop.origin, agreement: 'SD-BASE-A' });
    const answer = await send(assisted.opened[1] as string, 'POST', { ...FORM, origin: new URL(address).origin }, yes);
    expect(answer.status).to.equal(403);
    await expectNothing();
  });

  it('ends an act after ten minutes, and prepares no more than twenty at a time', async () => {
    for (let i = 1; i < 20; i++) await assisted.call('prepare_relate', { vendor: shop.origin });
    expect(await assisted.call('prepare_relate', { vendor: shop.origin })).to.have.keys('error');
    const yes = await formWith();
    time += 600_000;
    expect((await send(address)).text).to.include('Too late: nothing was signed');
    await send(address, 'POST', { ...FORM, origin: new URL(address).origin }, yes);
    expect(await stateOf()).to.equal('expired');
    expect(await assisted.call('prepare_relate', { vendor: shop.origin })).to.have.property('state', 'waiting for the person');
    await expectNothing();
  });

  it('looks at a passphrase later after each wrong one, and locks after the fifth, until it is started again', async () => {
    let ticks = 0;
    const told = (other = await assist({ isTold: true, ticks: () => ticks }));
    const given = await told.call('prepare_relate', { vendor: shop.origin });
    const second = await told.call('prepare_relate', { vendor: shop.origin, agreement: 'SD-BASE-A' });
    const at = given.address as string;
    for (const nothing of [undefined, ''])
      expect((await press(at, 'yes', nothing)).text, 'no try').to.include('Type the passphrase');
    for (const wait of [1, 2, 4, 8]) {
      expect((await press(at, 'yes', `guess ${wait}`)).text)
        .to.include('not the passphrase')
        .and.include('Nothing was signed');
      ticks += wait * 1_000 - 1;
      for (const words of [PASSPHRASE, 'guess'])
        expect((await press(second.address as string, 'yes', words)).text, words).to.include('Wait 1 s');
      ticks += 1;
    }
    expect((await press(second.address as string, 'yes', 'guess')).text).to.include('locked');
    ticks += 100_000_000;
    for (const { prepared, address } of [given, second]) {
      expect((await send(address as string)).text)
        .to.include('Nothing was signed')
        .and.not.to.include('name="token"');
      expect((await told.call('status_of', { prepared })).state).to.equal('declined');
    }
    expect(JSON.stringify(await told.call('prepare_relate', { vendor: shop.origin }))).to.include('locked');
    expect(await told.call('my_relationships')).to.have.property('relationships');
    expect(told.signings()).to.equal(0);
  });

  it('forgets wrong passphrases after a right one', async () => {
    let ticks = 0;
    const told = (other = await assist({ isTold: true, ticks: () => ticks }));
    for (let round = 1; round <= 3; round++) {
      const { address } = await told.call('prepare_relate', {
        vendor: shop.origin,
        agreement: round % 2 ? 'SD-BASE' : 'SD-BASE-A',
      });
      for (let i = 0; i < 4; i++, ticks += 8_000)
        expect((await press(address as string, 'yes', 'guess')).text).to.include('not the passphrase');
      expect((await press(address as string, 'yes', PASSPHRASE)).text).to.include('You said yes');
      expect(told.signings()).to.equal(round);
    }
  });
});
