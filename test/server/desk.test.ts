/** The desk over HTTP: who may see it, its forms, its pages, and what they cost. */
import { expect } from 'chai';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDesk, type Desk, type DeskOptions } from '../../src/server/desk/index.js';
import { createMemoryStore, linkOf, type ListedRelationship, type Store, type Vendor } from '../../src/server/index.js';
import { nodeHandler } from '../../src/server/node.js';
import { allOf } from '../support/all-of.mjs';
import { Customer } from '../support/customer.js';
import { type DeskForm, formsIn } from '../support/desk-forms.js';
import { accepted, open, origin } from '../support/vendor.js';

const ACCEPTS = ['SD-BASE', 'SD-BASE-DP', 'PDC-INTENT'] as const;
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
/** A text as a hostile customer writes it. */
const HOSTILE = `</textarea></q><script>document.title = 'owned'</script><img src=x onerror="alert(1)"> " ' & {{x}} \u05d0`;

describe('the desk', () => {
  let vendor: Vendor;
  let store: Store;
  let faults: Error[] = [];
  /** The calls of the store, by name, with what was asked. */
  let calls: [name: string, asked: unknown][] = [];
  let isDown = false;
  /** The answer of `authorize`. */
  let session: unknown;

  const counted = (whole: Store): Store =>
    Object.fromEntries(
      Object.entries(whole).map(([name, call]: [string, (...asked: unknown[]) => unknown]) => [
        name,
        (...asked: unknown[]) => {
          calls.push([name, asked.at(-1)]);
          if (isDown) throw new Error('The disk is gone.');
          return call(...asked);
        },
      ]),
    ) as unknown as Store;
  const openDesk = (options: Partial<DeskOptions> = {}, of = vendor): Desk =>
    createDesk(of, { authorize: () => session as string, ...options });
  let desk: Desk;

  beforeEach(() => {
    store = counted(createMemoryStore());
    [faults, isDown, session] = [[], false, 'anna'];
    vendor = open({
      accepts: ACCEPTS,
      store,
      decide: ({ agreement }) => (agreement === 'SD-BASE-DP' ? 'pending' : 'accept'),
      onerror: (error) => faults.push(error),
    });
    desk = openDesk();
    calls = [];
  });

  /** Makes a relationship. @returns its customer, and a function by which they say more */
  const relate = async (beginning: object = {}): Promise<{ iss: string; say: (claims: object) => Promise<string> }> => {
    const customer = await Customer.create();
    const { iss } = customer;
    const say = async (claims: object): Promise<string> => {
      const last = (await vendor.relationship(iss)).records.at(-1);
      const prev = last === undefined ? undefined : (await linkOf(last)).hash;
      return accepted(vendor, await customer.sign({ agreement: undefined, prev, ...claims }));
    };
    if ((beginning as { agreement?: string }).agreement === 'SD-BASE-DP') {
      const body = await customer.sign(beginning);
      const headers = { 'content-type': 'application/jose+json' };
      await vendor.handler(new Request(`${origin}/relbutton`, { method: 'POST', headers, body }));
    } else await say({ act: 'relate', agreement: 'SD-BASE', ...beginning });
    return { iss, say };
  };
  const get = async (path = '', of = desk, init: RequestInit = {}): Promise<Response> =>
    (await of.handler(new Request(`${origin}/desk${path}`, init))) as Response;
  const read = async (path = '', status = 200): Promise<string> => {
    const response = await get(path);
    expect(response.status, path).to.equal(status);
    return response.text();
  };
  /** Returns the form with a button whose name begins with a text. */
  const formOf = async (path: string, label: string): Promise<DeskForm> => {
    const form = formsIn(await read(path)).find((one) => one.label.startsWith(label));
    if (!form) throw new Error(`no form ${label} at ${path}`);
    return form;
  };
  const BROWSER = { origin, 'sec-fetch-site': 'same-origin' };
  const send = async (
    { action, fields }: Pick<DeskForm, 'action' | 'fields'>,
    changes: Record<string, string | undefined> = {},
    headers: Record<string, string> = BROWSER,
    of = desk,
  ): Promise<Response> => {
    const sent = Object.entries({ ...fields, ...changes }).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const body = new URLSearchParams(sent);
    return (await of.handler(new Request(origin + action, { method: 'POST', headers, body }))) as Response;
  };
  const claimsOf = async (iss: string): Promise<[act: string, body: unknown][]> => {
    const links = await Promise.all((await vendor.relationship(iss)).records.map(linkOf));
    return links.filter(({ claims }) => claims.iss === origin).map(({ claims }) => [claims.act, { ...claims.body }]);
  };

  describe('is for those who are signed in', () => {
    it('and does not start without a way to tell', () => {
      for (const options of [undefined, {}, { authorize: 'anna' }, { authorize: null }])
        expect(() => createDesk(vendor, options as unknown as DeskOptions)).to.throw(TypeError, /authorize.*who is signed in/);
      for (const options of [{ path: 'desk' }, { path: '/a b' }, { path: '/a?b' }, { secret: 'short' }])
        expect(() => openDesk(options)).to.throw(TypeError);
    });

    it('and shows nothing to others, nor takes their forms', async () => {
      const { iss } = await relate();
      const form = await formOf(`/${iss}`, 'Leave');
      for (session of [null, undefined]) {
        for (const path of ['', '/', '/decide', '/answer', '/pledges', `/${iss}`, '/export.csv', '/export.jsonld', '/other']) {
          const text = await read(path, 403);
          expect(text).to.contain('Sign in');
          expect(text).to.not.contain(iss.slice(0, 8));
        }
        expect((await send(form)).status).to.equal(403);
      }
      session = new Response(null, { status: 302, headers: { location: '/login' } });
      expect((await get(`/${iss}`)).headers.get('location')).to.equal('/login');
      expect(await claimsOf(iss)).to.deep.equal([]);
      expect(faults).to.deep.equal([]);
    });

    it('and stays shut if the option fails or returns another form, and tells the operator', async () => {
      const { iss } = await relate();
      for (session of [true, false, '', 7, {}]) expect(await read(`/${iss}`, 500)).to.not.contain(iss.slice(0, 8));
      expect(faults.map(({ message }) => message).join()).to.match(/authorize of createDesk returned true.*has to return/);
      const failing = openDesk({ authorize: () => Promise.reject(new Error('LDAP is away')) });
      expect((await get('', failing)).status).to.equal(500);
      expect(faults.at(-1)?.message).to.equal('LDAP is away');
    });

    it('and leaves other paths to others', async () => {
      for (const path of ['/', '/desks', '/deskx/answer', '/other/desk'])
        expect(await desk.handler(new Request(origin + path))).to.equal(null);
      expect(await read('/')).to.contain('<h1>Relationships</h1>');
      await read('/nothing', 404);
      await read(`/${'x'.repeat(43)}`, 404);
      const elsewhere = openDesk({ path: '/admin/crm/' });
      const page = await (await elsewhere.handler(new Request(`${origin}/admin/crm`)))?.text();
      expect(page).to.contain('href="/admin/crm/answer"');
      const root = openDesk({ path: '/' });
      expect(await (await root.handler(new Request(`${origin}/`)))?.text()).to.contain('href="/answer"');
    });

    it('and has no script, and headers that keep others out', async () => {
      for (const path of ['', '/decide', '/answer', '/pledges', '/nothing', '/export.csv', '/desk.css']) {
        const response = await get(path);
        const { headers } = response;
        expect(headers.get('content-security-policy')).to.match(
          /^default-src 'none'; style-src 'self'; .*frame-ancestors 'none'$/,
        );
        expect(headers.get('x-content-type-options')).to.equal('nosniff');
        if (path !== '/desk.css') expect(headers.get('cache-control')).to.equal('no-store');
        expect(await response.text()).to.not.match(/<script|<style| style=| on\w+=/);
      }
      expect((await get('', desk, { method: 'HEAD' })).status).to.equal(200);
      const refused = await get('', desk, { method: 'PUT' });
      expect([refused.status, refused.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD']);
    });
  });

  describe('takes a form', () => {
    it('for each act that a vendor can say', async () => {
      const asked = await relate({ agreement: 'SD-BASE-DP' });
      const done = await send(await formOf('/decide', 'Accept'));
      expect(done.status).to.equal(303);
      const location = done.headers.get('location') ?? '';
      expect(location).to.match(/^\/desk\/decide\?/);
      expect(await read(location.replace('/desk', ''))).to.contain(
        `<title>Customer ${asked.iss.slice(0, 8)} and we relate. To decide`,
      );
      expect(await vendor.status(asked.iss)).to.equal('related');
      const refused = await relate({ agreement: 'SD-BASE-DP' });
      await send(await formOf(`/${refused.iss}`, 'Refuse'));
      expect(await vendor.status(refused.iss)).to.equal('offered');

      const { iss, say } = await relate();
      await say({ act: 'converse', body: { text: 'Are you open?' } });
      await say({ act: 'pledge', body: { amount: '7.50', currency: 'EUR', per: 'month', for: 'the blog' } });
      const at = `/${iss}`;
      const answered = await send(await formOf('/answer', 'Answer'), { text: 'We are.\r\nCome in.' });
      expect(answered.headers.get('location')).to.match(/^\/desk\/answer\?done=converse/);
      await send(await formOf(at, 'Send to'), { text: 'New beans.' });
      const receipt = await formOf('/pledges', 'Send a receipt');
      expect(receipt.fields.amount).to.equal('');
      await send(receipt, { amount: '7.50', at: '2026-11-02' });
      await send(await formOf(at, 'Tell them'), { feels: 'fair', note: '' });
      await send(await formOf(at, 'Pause'), { reason: 'Stocktaking' });
      await send(await formOf(at, 'Resume'), { reason: '' });
      await send(await formOf(at, 'Leave'));
      const said = await claimsOf(iss);
      expect(said.map(([act]) => act)).to.deep.equal(['converse', 'converse', 'receipt', 'regard', 'pause', 'resume', 'leave']);
      expect(said[0]?.[1]).to.include({ text: 'We are.\nCome in.' }).and.to.have.property('re');
      expect(said[1]?.[1]).to.deep.equal({ text: 'New beans.' });
      expect(said[2]?.[1]).to.include({ amount: '7.50', currency: 'EUR', at: '2026-11-02' });
      expect(said.slice(3).map(([, body]) => body)).to.deep.equal([{ feels: 'fair' }, { reason: 'Stocktaking' }, {}, {}]);
      expect(formsIn(await read(at))).to.deep.equal([]);
    });

    it('only of its own pages', async () => {
      const { iss } = await relate();
      const form = await formOf(`/${iss}`, 'Leave');
      for (const headers of [
        {},
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: `${origin}.evil.example` },
        { origin, 'sec-fetch-site': 'cross-site' },
        { origin, 'sec-fetch-site': 'same-site' },
        { origin, 'sec-fetch-site': 'none' },
      ])
        expect((await send(form, {}, headers)).status, JSON.stringify(headers)).to.equal(403);
      for (const token of [undefined, '', 'x', form.fields.token?.replace(/.$/, '!'), `${crypto.randomUUID()}.${'A'.repeat(43)}`])
        expect((await send(form, { token })).status, token).to.equal(403);
      session = 'eve';
      const theirs = await formOf(`/${iss}`, 'Leave');
      session = 'anna';
      expect((await send(theirs)).status, 'of another session').to.equal(403);
      expect((await send(form, {}, BROWSER, openDesk())).status, 'of another process').to.equal(403);
      await read(`/${iss}?${new URLSearchParams(form.fields).toString()}`);
      expect(await claimsOf(iss)).to.deep.equal([]);
      const other = openDesk({ origin: 'https://admin.shop.example' });
      expect((await send(form, {}, BROWSER, other)).status).to.equal(403);
    });

    it('of another process with the same secret', async () => {
      const { iss } = await relate();
      const secret = 's'.repeat(32);
      const [one, other] = [openDesk({ secret }), openDesk({ secret })];
      const [form] = formsIn(await (await get(`/${iss}`, one)).text());
      expect((await send(form as DeskForm, { act: 'pause' }, BROWSER, other)).status).to.equal(303);
    });

    it('that is one, of an act that it has, and not too long', async () => {
      const { iss } = await relate();
      const form = await formOf(`/${iss}`, 'Send to');
      for (const type of ['text/plain', 'application/json', 'multipart/form-data; boundary=x'])
        expect((await send(form, {}, { ...BROWSER, 'content-type': type })).status, type).to.equal(415);
      expect((await send(form, { text: 'x'.repeat(70_000) })).status).to.equal(413);
      for (const act of ['constructor', '', 'relate', undefined]) expect((await send(form, { act })).status, act).to.equal(400);
      expect((await get('', desk, { method: 'POST', headers: BROWSER, body: '' })).status).to.equal(405);
      expect(await claimsOf(iss)).to.deep.equal([]);
    });

    it('once, if it is sent twice', async () => {
      const { iss } = await relate();
      const form = await formOf(`/${iss}`, 'Send to');
      const [first, second] = await Promise.all([send(form, { text: 'Once' }), send(form, { text: 'Once' })]);
      expect([first.status, second.status, (await send(form, { text: 'Once' })).status]).to.deep.equal([303, 303, 303]);
      expect(await claimsOf(iss)).to.deep.equal([['converse', { text: 'Once' }]]);
      await send(await formOf(`/${iss}`, 'Send to'), { text: 'Once' });
      expect(await claimsOf(iss)).to.have.length(2);
    });

    it('and says what was done only if it was', async () => {
      const { iss } = await relate();
      const done = (await send(await formOf(`/${iss}`, 'Pause'))).headers.get('location')?.replace('/desk', '') ?? '';
      expect(await read(done)).to.contain('role="status">We paused with');
      for (const changed of [
        done.replace('done=pause', 'done=leave'),
        done.replace(/of=.{8}/, 'of=xxxxxxxx'),
        done.replace(/seal=.*/, ''),
      ])
        expect(await read(changed)).to.not.contain('role="status"');
      session = 'eve';
      expect(await read(done)).to.not.contain('role="status"');
    });
  });

  describe('says why something was not done', () => {
    it('in the form, which keeps its text', async () => {
      const { iss, say } = await relate();
      await say({ act: 'pledge', body: { amount: '7.50', currency: 'EUR' } });
      const text = `Hello ${HOSTILE}\n\nBye`;
      const writing = await formOf(`/${iss}`, 'Send to');
      const receipt = await formOf(`/${iss}`, 'Send a receipt');
      const feeling = await formOf(`/${iss}`, 'Tell them');
      const cases: [DeskForm, Record<string, string>, RegExp][] = [
        [writing, { text: `${text}\u202e` }, /control characters/],
        [writing, { text: 'x'.repeat(5_000) }, /missing, or too long|too long/],
        [receipt, { amount: '1e3', at: '2026-11-02' }, /An amount has up to twelve digits/],
        [receipt, { amount: '7.50', at: 'yesterday' }, /A time is a date/],
        [receipt, { amount: '7.50', at: '2026-11-02', currency: 'XXX' }, /A currency is a code/],
        [feeling, { feels: 'best', note: text }, /A field is missing, or too long/],
      ];
      for (const [form, changes, sentence] of cases) {
        const response = await send(form, changes);
        expect(response.status).to.equal(400);
        const page = await response.text();
        expect(/role="alert">([^<]*)/.exec(page)?.[1]).to.match(sentence);
        expect(page.match(/id="fault"/g)).to.have.length(1);
        const again = formsIn(page).find(({ label }) => label === form.label);
        for (const name of ['text', 'amount', 'at', 'note'])
          if (changes[name] !== undefined) expect(again?.fields[name]).to.equal(changes[name]);
        expect(page).to.not.match(/<script|<img/);
      }
      await say({ act: 'pause', body: {} });
      const paused = await send(writing, { text });
      expect(await paused.text()).to.contain('on hold');
      expect(await claimsOf(iss)).to.deep.equal([]);
      expect(faults).to.deep.equal([]);
    });

    it('also where the page was made before a new start: the text is sent by another press', async () => {
      const { iss } = await relate();
      const text = 'Written before\nthe restart';
      const form = await formOf(`/${iss}`, 'Send to');
      desk = openDesk();
      const stale = await send(form, { text });
      expect(stale.status).to.equal(403);
      const again = formsIn(await stale.text()).find(({ label }) => label === form.label);
      expect((await send(again as DeskForm)).status).to.equal(303);
      expect(await claimsOf(iss)).to.deep.equal([['converse', { text }]]);
    });

    it('also where the store is away: then the text stays as well', async () => {
      const { iss } = await relate();
      const form = await formOf(`/${iss}`, 'Send to');
      isDown = true;
      expect(await read('', 503)).to.contain('cannot be reached');
      const response = await send(form, { text: 'Precious & long' });
      expect(response.status).to.equal(503);
      const page = await response.text();
      expect(page).to.contain('Precious &amp; long');
      isDown = false;
      const [again] = formsIn(page);
      expect((await send(again as DeskForm)).status).to.equal(303);
      expect(await claimsOf(iss)).to.deep.equal([['converse', { text: 'Precious & long' }]]);
      expect(faults.map(({ message }) => message)).to.include('The disk is gone.');
    });
  });

  describe('shows', () => {
    it('every text of a customer as text', async () => {
      const { iss, say } = await relate({
        act: 'intentcast',
        agreement: 'PDC-INTENT',
        body: { need: HOSTILE, reach: `mailto:a@b.example"><img src=x onerror=alert(1)>` },
      });
      await say({ act: 'converse', body: { text: HOSTILE, reach: 'https:export.csv' } });
      await say({ act: 'pledge', body: { amount: '1', currency: 'EUR', for: HOSTILE } });
      await say({ act: 'share', body: { what: HOSTILE, scope: HOSTILE, purpose: HOSTILE, until: inHours(2) } });
      await say({ act: 'regard', body: { feels: 'unfair', note: HOSTILE } });
      for (const path of ['', '/answer', '/pledges', `/${iss}`, `?search=${encodeURIComponent(HOSTILE)}`]) {
        const page = await read(path);
        expect(page, path).to.not.match(/<img|<script|onerror="alert|href="https:export/);
        if (path.length > 1) expect(page, path).to.contain('&lt;script&gt;');
      }
      const page = await read(`/${iss}`);
      expect(page.match(/dir="auto">&lt;\/textarea/g)?.length).to.be.greaterThan(5);
      await say({ act: 'pause', body: { reason: HOSTILE } });
      expect(await read(`/${iss}`)).to.not.match(/<img|<script/);
    });

    it('what was agreed, received, shared, felt and counted, and each record to the byte', async () => {
      const { iss, say } = await relate({ body: { reach: 'mailto:me@customer.example' } });
      await say({ act: 'share', body: { what: 'I am in Lisbon', scope: 'The city', purpose: 'café', until: inHours(5) } });
      const revoke = (
        await linkOf(
          await say({ act: 'share', body: { what: 'Porto', scope: 'Another city', purpose: 'café', until: inHours(5) } }),
        )
      ).hash;
      await say({ act: 'revoke', body: { re: revoke } });
      await say({ act: 'regard', body: { feels: 'unsure', note: 'Late beans' } });
      await vendor.regard(iss, 'fair');
      const page = await read(`/${iss}`);
      for (const part of [
        iss,
        'href="mailto:me@customer.example"',
        'SD-BASE: We use their data only for the service they ask for.',
        'their agent',
        'I am in Lisbon',
        'Ends in 5 hours',
        'not used any more, they took it back',
        'They: Unsure',
        'Late beans',
        'We: Fair',
      ])
        expect(page).to.contain(part);
      expect(page).to.not.contain('Porto');
      expect(page.replace(/\s+/g, '')).to.contain('Initiated</th><td>4</td><td>1</td>');
      const { records } = await vendor.relationship(iss);
      const shown = Array.from(page.matchAll(/<pre[^>]*>([^<]*)</g), ([, text = '']) => text.replaceAll('&quot;', '"'));
      expect(shown).to.deep.equal(records.toReversed());
    });

    it('who holds a relationship, and what is left of one that ended', async () => {
      const { iss, say } = await relate();
      await say({ act: 'pause', body: {} });
      const held = await read(`/${iss}`);
      expect(held).to.contain('They paused');
      expect(formsIn(held).map(({ label }) => label.split(' ')[0])).to.deep.equal(['Tell', 'Pause', 'Leave']);
      await say({ act: 'leave', body: { erase: true } });
      expect(await read(`/${iss}`)).to.contain('Nothing is kept but that it ended');
      expect(await read('?status=ended')).to.contain(iss.slice(0, 8));
    });

    it('a proposal, also for other terms of a relationship that goes on', async () => {
      const { iss, say } = await relate();
      await say({ act: 'relate', agreement: 'SD-BASE-DP' }).catch(() => undefined);
      expect(await read(`/${iss}`)).to.contain('Proposes SD-BASE-DP');
      expect(await read('/decide')).to.contain('They can take it with them');
      await send(await formOf(`/${iss}`, 'Accept'));
      expect((await vendor.relationship(iss)).agreement).to.equal('SD-BASE-DP');
      expect(await read('/decide')).to.contain('Nothing awaits a decision');
    });

    it('times in the zone of the option', async () => {
      await relate();
      const time = new Date((await allOf(vendor.relationships()))[0]?.since ?? '');
      const page = await (
        await get(`/${(await allOf(vendor.relationships()))[0]?.iss}`, openDesk({ timeZone: 'Asia/Tokyo' }))
      ).text();
      expect(page).to.contain(time.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Tokyo' }));
    });
  });

  describe('reads page by page', () => {
    /** A vendor whose lists are made up: each relationship has two records, and the `n`th waits for an answer. */
    const madeUp = async (
      count: number,
      counts: (n: number) => number,
      waits: number,
    ): Promise<{ vendor: Vendor; read: string[] }> => {
      const { iss, say } = await relate();
      const done = (await vendor.relationship(iss)).records;
      await say({ act: 'converse', body: { text: 'Is anybody there?' } });
      const waiting = (await vendor.relationship(iss)).records;
      const name = (n: number): string => String(n).padStart(43, 'n');
      const listed = Array.from({ length: count }, (_, n) => ({
        iss: name(n),
        status: 'related' as const,
        agreement: 'SD-BASE' as const,
        since: undefined,
        counts: { customer: counts(n), vendor: 0 },
        proposal: undefined,
      }));
      const opened: string[] = [];
      return {
        read: opened,
        vendor: {
          ...vendor,
          async *relationships({ after } = {}): AsyncGenerator<ListedRelationship> {
            for (const one of listed.slice(listed.findIndex((other) => other.iss === after) + 1))
              yield await Promise.resolve(one);
          },
          relationship: async (of) => {
            opened.push(of);
            return { ...(await vendor.relationship(iss)), records: of === name(waits) ? waiting : done };
          },
        },
      };
    };
    /** Follows the links to the next page. @returns the pages */
    const pages = async (path: string, of: Desk): Promise<string[]> => {
      const found: string[] = [];
      for (let next: string | undefined = path; next !== undefined;) {
        const page = await (await get(next, of)).text();
        found.push(page);
        next = /href="\/desk([^"]*)" rel="next"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
      }
      return found;
    };

    it('a list of 50, without a record, and each relationship once', async () => {
      const all: string[] = [];
      for (let n = 0; n < 120; n++) all.push((await relate()).iss);
      calls = [];
      const found = await pages('', desk);
      expect(found.map((page) => page.match(/<li>/g)?.length)).to.deep.equal([50, 50, 20]);
      expect(Array.from(found.join('').matchAll(/href="\/desk\/([\w-]{43})"/g), ([, iss]) => iss)).to.deep.equal(all);
      expect(new Set(calls.map(([name]) => name))).to.deep.equal(new Set(['relationships']));
      for (const [, page] of calls) expect((page as { limit: number }).limit).to.be.at.most(51);
      expect(calls.length).to.be.at.most(9);
    });

    it('of a status, and of a key', async () => {
      const all: Awaited<ReturnType<typeof relate>>[] = [];
      for (let n = 0; n < 4; n++) all.push(await relate());
      await all[1]?.say({ act: 'pause', body: {} });
      const named = (page: string): string[] => all.map(({ iss }) => iss).filter((iss) => page.includes(`/desk/${iss}`));
      expect(named(await read('?status=paused'))).to.deep.equal([all[1]?.iss]);
      expect(named(await read('?status=other'))).to.have.length(4);
      const iss = all[2]?.iss ?? '';
      for (const search of [iss.slice(0, 6), `Customer ${iss.slice(0, 8)}`, `${iss.slice(0, 8)}…`])
        expect(named(await read(`?${new URLSearchParams({ search }).toString()}`)), search).to.deep.equal([iss]);
      const [record = ''] = (await vendor.relationship(iss)).records;
      for (const search of [iss, ` ${iss} `, record])
        expect((await get(`?${new URLSearchParams({ search }).toString()}`)).headers.get('location')).to.equal(`/desk/${iss}`);
      expect(await read('?search=nobody')).to.contain('None here.');
    });

    it('at most 1,000 relationships for a key or an answer, and goes on where it stopped', async () => {
      const { vendor: many, read: opened } = await madeUp(2_500, (n) => (n % 5 === 0 ? 2 : 1), 2_400);
      const of = openDesk({}, many);
      const found = await pages('/answer', of);
      expect(found).to.have.length(3);
      expect(found[0]).to.contain('There may be more');
      expect(found[2]).to.contain('Is anybody there?');
      expect(opened, 'those in which nothing can wait are not read').to.have.length(500);
      const searched = await pages(`?search=${String(2_400).padStart(43, 'n').slice(0, 42)}`, of);
      expect(searched.map((page) => page.match(/<li>/g)?.length ?? 0)).to.deep.equal([0, 0, 10]);
    });

    it('at most 2,000 records for an answer, and opens none that has more', async () => {
      const { vendor: many, read: opened } = await madeUp(10, (n) => (n === 3 ? 5_000 : 700), 9);
      const found = await pages('/answer', openDesk({}, many));
      expect(opened).to.have.length(9);
      expect(found.length).to.be.within(4, 6);
      expect(found.join('')).to.contain('too many records to look through');
      expect(found.at(-1)).to.contain('Is anybody there?');
    });

    it('the records of a relationship, the newest first', async () => {
      const { iss, say } = await relate();
      for (let n = 1; n <= 60; n++) await say({ act: 'converse', body: { text: `Text ${n}.` } });
      const page = await read(`/${iss}`);
      const [, list = ''] = page.split('id="records"');
      expect(list.match(/<pre/g)).to.have.length(50);
      expect(list).to.contain('Text 60.').and.to.not.contain('Text 10.');
      const [, query = ''] = /href="\/desk\/[\w-]+(\?before=[\w-]+)#records"/.exec(list) ?? [];
      const [, earlier = ''] = (await read(`/${iss}${query}`)).split('id="records"');
      expect(earlier.match(/<pre/g)).to.have.length(11);
      expect(earlier).to.contain('Text 10.').and.to.contain('agreed on SD-BASE');
    });
  });

  describe('in a server of Node', () => {
    const server = createServer();
    let address = '';
    let answer: ReturnType<typeof nodeHandler>;
    before(async () => {
      server.on('request', (request, response) => {
        void answer(request, response).then((isAnswered) => isAnswered || response.writeHead(404).end());
      });
      await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
      address = `http://localhost:${(server.address() as AddressInfo).port}`;
    });
    after(() => void server.close().closeAllConnections());

    it('answers, takes forms, and leaves the rest', async () => {
      answer = nodeHandler(desk, origin);
      expect((await fetch(`${address}/other`)).status).to.equal(404);
      const { iss } = await relate();
      const page = await (await fetch(`${address}/desk/${iss}`)).text();
      const { action, fields } = formsIn(page).find(({ label }) => label.startsWith('Send to')) as DeskForm;
      const body = new URLSearchParams({ ...fields, text: 'By HTTP' });
      const done = await fetch(address + action, { method: 'POST', headers: { origin }, body, redirect: 'manual' });
      expect(done.status).to.equal(303);
      expect(await claimsOf(iss)).to.deep.equal([['converse', { text: 'By HTTP' }]]);
    });

    it('exports part by part, as the parts are read', async () => {
      let made = 0;
      let ended = false;
      const endless: Vendor = {
        ...vendor,
        async *export() {
          try {
            for (;;) {
              made += 1;
              yield await Promise.resolve('x'.repeat(10_000));
            }
          } finally {
            ended = true;
          }
        },
      };
      answer = nodeHandler(openDesk({}, endless), origin);
      const response = await fetch(`${address}/desk/export.csv`);
      expect(response.headers.get('content-disposition')).to.equal('attachment; filename="relationships.csv"');
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      expect((await reader.read()).value?.length).to.be.greaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const begun = made;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(made, 'no more than the client takes').to.equal(begun);
      await reader.cancel();
      for (const end = Date.now() + 10_000; !ended && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(ended, 'the reading ends with the client').to.equal(true);
    });

    it('exports what the vendor writes, and breaks off where that fails', async () => {
      answer = nodeHandler(desk, origin);
      await relate();
      for (const [file, format] of [
        ['csv', 'csv'],
        ['jsonld', 'json-ld'],
      ] as const)
        expect(await (await fetch(`${address}/desk/export.${file}`)).text()).to.equal(
          (await allOf(vendor.export(format))).join(''),
        );
      const broken: Vendor = {
        ...vendor,
        async *export() {
          yield await Promise.resolve('first');
          throw new Error('The disk is gone.');
        },
      };
      answer = nodeHandler(openDesk({}, broken), origin);
      const failed = await fetch(`${address}/desk/export.csv`)
        .then((response) => response.text())
        .then(
          () => false,
          () => true,
        );
      expect(failed, 'half a file does not look like a whole one').to.equal(true);
      expect(faults.map(({ message }) => message)).to.deep.equal(['The disk is gone.']);
    });
  });
});
