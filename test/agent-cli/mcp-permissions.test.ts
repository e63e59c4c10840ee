/** Standing permissions: the person makes and ends them in the window, and nothing that an assistant sends widens one. */
import Database from 'libsql';
import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allOf } from '../support/all-of.mjs';
import { assist, type Assisted, openShop, press, send, sendForm, type Shop, type Told } from '../support/assistant.js';
import { ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';

const program = fileURLToPath(new URL('../../dist/agent-cli/relbutton-agent.js', import.meta.url));
const ledgerOptions = ({ path }: Assisted): string[] => ['--ledger', path('ledger.db'), '--passphrase-file', path('passphrase')];
const DAY = 86_400_000;
const NEED = 'A litre of oat milk, or two';

describe('standing permissions of relbutton-agent mcp', () => {
  let shop: Shop;
  let other: Shop;
  let assisted: Assisted;
  let time: number;
  const dayIn = (days: number): string => new Date(time + days * DAY).toISOString().slice(0, 10);
  const prepare = (changes: object = {}): Promise<Told> =>
    assisted.call('prepare_intentcast', {
      need: NEED,
      budget: { amount: '5', currency: 'EUR' },
      vendors: [shop.origin],
      ...changes,
    });
  const lastOpened = (): string => assisted.opened.at(-1) as string;
  const allow = async (changes: Record<string, string> = {}, given: object = {}): Promise<string> => {
    await prepare(given);
    const fields = { decision: 'allow', words: NEED, most: '5', until: dayIn(30), passphrase: PASSPHRASE };
    return (await sendForm(lastOpened(), { ...fields, ...changes })).text;
  };
  const held = async ({ vendor }: Shop): Promise<number> => (await allOf(vendor.records())).length;
  /** Expects that the person is asked, and that nothing was signed. */
  const expectAsked = async (changes: object, why: string): Promise<void> => {
    const before = [assisted.signings(), assisted.opened.length];
    const told = await prepare(changes);
    expect(told, why).to.have.property('state', 'waiting for the person');
    expect(told, why).not.to.have.property('signedUnder');
    expect([assisted.signings(), assisted.opened.length - 1], why).to.deep.equal(before);
    await press(lastOpened(), 'no');
  };

  beforeEach(async () => {
    time = Date.parse('2026-06-15T12:00:00Z');
    [shop, other] = [await openShop(), await openShop()];
    assisted = await assist({ now: () => time, patience: 20_000 });
  });
  afterEach(async () => {
    for (const one of [shop, other]) one.close();
    await assisted.close();
  });

  it('lets needs of the kind through, says so, and writes them down', async () => {
    expect(await allow({}, { vendors: [shop.origin, other.origin] })).to.include('You said yes');
    expect(assisted.signings()).to.equal(2);
    const told = await prepare({
      need: 'two, or a litre of OAT milk!',
      budget: { amount: '4.9999', currency: 'EUR' },
      by: dayIn(2),
    });
    expect(told).to.include({
      state: 'sent',
      signedUnder: 'a standing permission of the person, until 2026-07-16T00:00:00.000Z',
    });
    expect((told.results as Told[])[0]).to.include({ vendor: shop.origin, answer: 'accept' });
    expect([await held(shop), await held(other), assisted.opened.length]).to.deep.equal([2, 1, 1]);
    const page = await send(assisted.room.window.permissions);
    for (const part of [shop.origin, other.origin, NEED, '5 EUR', 'in force', 'two, or a litre of OAT milk!', '1'])
      expect(page.text).to.include(part);
    const plain = await assisted.call('prepare_intentcast', { need: 'oat milk', vendors: [shop.origin] });
    expect(plain.state, 'no budget').to.equal('sent');
  });

  it('is made only by the passphrase in the window, with an end of a year at most', async () => {
    const wrong: [Record<string, string>, RegExp][] = [
      [{ passphrase: '' }, /Type the passphrase/],
      [{ until: '' }, /Name the last day/],
      [{ until: dayIn(-1) }, /Name the last day/],
      [{ until: dayIn(366) }, /Name the last day/],
      [{ until: '9999-12-31' }, /Name the last day/],
      [{ until: '2026-06-31' }, /Name the last day/],
      [{ until: `${dayIn(30)}T12:00:00Z` }, /Name the last day/],
      [{ words: '' }, /Write the words/],
      [{ words: ' ... ' }, /Write the words/],
      [{ words: 'oat\u202e milk' }, /Write the words/],
      [{ words: 'x'.repeat(4_001) }, /Write the words/],
      [{ most: '' }, /Write the most/],
      [{ most: '-1' }, /Write the most/],
      [{ most: '1e9' }, /Write the most/],
      [{ passphrase: 'guess' }, /not the passphrase/],
    ];
    for (const [changes, words] of wrong) expect(await allow(changes), JSON.stringify(changes)).to.match(words);
    await assisted.call('prepare_relate', { vendor: shop.origin });
    const fields = { decision: 'allow', words: NEED, most: '5', until: dayIn(3), passphrase: PASSPHRASE };
    expect((await sendForm(lastOpened(), fields)).text, 'another act').to.include('Only needs can be allowed');
    for (const claim of [
      { permission: 'all' },
      { allow: true },
      { decision: 'allow' },
      { until: dayIn(30), words: NEED, passphrase: PASSPHRASE },
    ])
      expect(await prepare(claim), JSON.stringify(claim)).to.have.keys('error');
    expect(assisted.room.permissions.all()).to.deep.equal([]);
    expect([assisted.signings(), await held(shop)]).to.deep.equal([0, 0]);
    await expectAsked({}, 'no permission');
  });

  it('says on the page that there are too many, and signs nothing', async () => {
    const { sealed } = assisted.room.opened.ledger;
    for (let i = 0; i < 50; i++) {
      const one = { id: `${i}`, vendors: [], words: 'x', made: time, until: time + DAY, seen: time, uses: [] };
      sealed.change(`${i}`, () => JSON.stringify(one));
    }
    expect(await allow()).to.include('There are 50 permissions already. End one of them first.');
    expect(assisted.signings()).to.equal(0);
  });

  it('covers no other vendor, words, money, address or time', async () => {
    await allow();
    const outside: [object, string][] = [
      [{ vendors: [other.origin] }, 'another vendor'],
      [{ vendors: [shop.origin, other.origin] }, 'one vendor more'],
      [{ need: `${NEED} and my address is 1 Main Street` }, 'other words'],
      [{ need: 'oat oat milk' }, 'a word twice'],
      [{ need: 'litres' }, 'a part of a word'],
      [{ need: 'o\u0430t milk' }, 'a letter that looks the same'],
      [{ need: 'oat milk 😀' }, 'an emoji'],
      [{ need: 'oat\u200dmilk' }, 'a joiner'],
      [{ need: `oat milk${' '.repeat(60)}` }, 'many blanks'],
      [{ need: '!' }, 'no word'],
      [{ budget: { amount: '5.0001', currency: 'EUR' } }, 'more money'],
      [{ budget: { amount: '000000000006', currency: 'EUR' } }, 'more money after zeros'],
      [{ budget: { amount: '5', currency: 'JPY' } }, 'another currency'],
      [{ reach: 'mailto:evil@example.com' }, 'an address'],
      [{ by: '2026-06-20T12:34:56.123456789Z' }, 'a time of day'],
    ];
    for (const [changes, why] of outside) await expectAsked(changes, why);
    expect([assisted.signings(), await held(shop), await held(other)]).to.deep.equal([1, 1, 0]);
    for (const name of ['prepare_relate', 'prepare_leave'])
      expect(await assisted.call(name, { vendor: shop.origin }), name).to.have.property('state', 'waiting for the person');
    expect(await assisted.call('prepare_say', { vendor: shop.origin, text: NEED })).to.have.property(
      'state',
      'waiting for the person',
    );
    expect(assisted.signings()).to.equal(1);
  });

  it('ends on its day, and a clock that goes back does not give time back', async () => {
    const made = time;
    await allow({ until: dayIn(1) });
    time = Date.parse('2026-06-16T23:59:59.999Z');
    expect((await prepare()).state).to.equal('sent');
    time += 1;
    await expectAsked({}, 'after the end');
    time = made + DAY / 4;
    await expectAsked({}, 'the clock moved back after the end');
    time = made - DAY;
    await expectAsked({}, 'the clock moved back before it was made');
    expect((await send(assisted.room.window.permissions)).text).to.include('not in force');
  });

  it('does not count while the clock is behind a time that it had', async () => {
    await allow();
    time += 3 * DAY;
    expect((await prepare()).state).to.equal('sent');
    time -= DAY;
    await expectAsked({}, 'a day back');
    time += DAY;
    expect((await prepare()).state).to.equal('sent');
  });

  it('lets ten needs through in 24 hours', async () => {
    await allow();
    for (let i = 0; i < 10; i++) expect((await prepare()).state, String(i)).to.equal('sent');
    await expectAsked({}, 'the eleventh');
    time += DAY;
    expect((await prepare()).state).to.equal('sent');
  });

  it('ends by a button of the window, and by nothing that comes from elsewhere', async () => {
    await allow();
    const { permissions } = assisted.room.window;
    const [, id = ''] = /name="revoke" value="([\w-]+)"/.exec((await send(permissions)).text) ?? [];
    const evil = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' };
    expect((await send(permissions, 'POST', evil, `revoke=${id}`)).status).to.equal(403);
    expect((await sendForm(permissions, { token: 'x'.repeat(43), revoke: id })).status).to.equal(403);
    expect((await send(new URL('/permissions/', permissions).href)).status).to.equal(404);
    expect((await prepare()).state).to.equal('sent');
    expect((await sendForm(permissions, { revoke: id })).text)
      .to.include('ended by you')
      .and.not.to.include('name="revoke"');
    await expectAsked({}, 'ended');
  });

  it('is listed and ended by a command, too', async () => {
    time = Date.now();
    await allow();
    await prepare();
    writeFileSync(assisted.path('passphrase'), PASSPHRASE);
    const run = (...args: string[]): string =>
      execFileSync(process.execPath, [program, 'permissions', ...args, ...ledgerOptions(assisted)], { encoding: 'utf8' });
    const { id, ...listed } = JSON.parse(run('--json')) as Record<string, unknown>;
    expect(listed).to.include({ isOpen: true, words: NEED }).and.have.property('uses').with.length(1);
    const ended = run('--revoke', String(id));
    for (const part of [`Permission: ${String(id)}`, `Vendor:     ${shop.origin}`, 'ended by you', `need:      ${NEED}`])
      expect(ended).to.include(part);
    await expectAsked({}, 'ended');
  });

  it('stands in the ledger file, sealed by its key, for the next start', async () => {
    const folder = ledgerFolder();
    const ledger = await openCheap(folder.path('a.db'));
    ledger.sealed.change('one', () => 'a text');
    ledger.close();
    const again = await openCheap(folder.path('a.db'));
    expect(again.sealed.all()).to.deep.equal(['a text']);
    const database = new Database(folder.path('a.db'));
    const [row] = database.prepare('SELECT name, value FROM sealed').all() as { name: string; value: string }[];
    expect(Buffer.from(row?.value ?? '', 'base64url').toString('latin1')).not.to.include('text');
    database.prepare('INSERT INTO sealed (name, value) VALUES (?, ?)').run('copy', row?.value);
    database.prepare('INSERT INTO sealed (name, value) VALUES (?, ?)').run('forged', '{"vendors":[]}');
    expect(again.sealed.all(), 'copied and forged ones count as missing').to.deep.equal(['a text']);
    again.sealed.change('one', () => undefined);
    expect(again.sealed.all()).to.deep.equal([]);
    database.close();
    again.close();
    folder.remove();
  });
});
