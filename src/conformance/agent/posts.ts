import { hashOfRecord } from '../customer.js';
import { claimsIn } from '../probe.js';
import { type Case, check, shorten } from '../report.js';
import type { Deed } from './deeds.js';
import type { AgentProbe } from './probe.js';
import { aProposal, changed, relating } from './relating.js';
import { type Reply, TOO_LATE, VendorKey } from './stage.js';
import { NOT_NOW, NOW, type Posted, refusal, Vendor } from './vendor.js';

/** A case at the endpoint. @param needs what the person does in the agent's own place */
export const atEndpoint = (
  rules: readonly string[],
  name: string,
  needs: readonly Deed['do'][],
  run: (probe: AgentProbe, vendor: Vendor) => Promise<void>,
): Case<AgentProbe> => ({
  rules,
  name: `at the endpoint: ${name}`,
  async run(probe) {
    probe.needs(...needs);
    const vendor = new Vendor(probe.stage);
    try {
      await run(probe, vendor);
    } finally {
      probe.came.push(...vendor.posted.map(({ record }) => shorten(`POST ${record}`)));
      probe.sent.push(...vendor.replied.map((reply) => shorten(`reply ${JSON.stringify(reply)}`)));
    }
  },
});

/** Has the person pause in a new relationship, and the vendor answer it by this. @returns what was posted */
const pausing = async (probe: AgentProbe, vendor: Vendor, reply: (posted: Posted) => Reply | undefined): Promise<Posted> => {
  await relating(probe, vendor);
  vendor.answers = (posted) => (posted.claims.act === 'pause' ? reply(posted) : undefined);
  await probe.does('pause');
  const [first] = vendor.of('pause');
  check(first, 'The agent posted no pause.');
  return first;
};

const HUGE = 'x'.repeat(200_000);
/** Answers that are none: the same bytes have to come again. */
const UNANSWERED: readonly [rule: string, name: string, reply: (posted: Posted, probe: AgentProbe, vendor: Vendor) => Reply][] = [
  ['C-234', 'whose answer is lost', () => ({ body: '', fails: 'lost' })],
  ['C-182', 'that is answered by 503', () => NOT_NOW],
  ['C-182', 'that is answered by an object which is no reply', () => ({ body: { thanks: true } })],
  ['C-182', 'that is answered by a page', () => ({ status: 502, body: '<h1>Bad gateway</h1>' })],
  ['C-180', 'that is answered by a redirect', () => ({ status: 307, body: '', headers: { location: '/moved' } })],
  [
    'C-181',
    'whose answer has over 196,608 bytes',
    ({ record }, { stage }) => ({ body: { record: stage.key.countersign(record), more: HUGE } }),
  ],
  ['C-222', 'that is answered by the record before it', (_, __, { line: [first] }) => ({ body: { record: first } })],
];

/** Answers by a record that the agent must not take. */
const FORGED: readonly [rule: string, name: string, make: (record: string, probe: AgentProbe) => string][] = [
  [
    'C-221',
    'a countersignature of a key that is not published',
    (record, { stage }) => new VendorKey(stage.key.kid).countersign(record),
  ],
  ['C-98', 'a countersignature of an unknown kid', (record) => new VendorKey().countersign(record)],
  ['C-99', 'no countersignature', (record) => record],
  ['C-222', 'another agreement', (record, { stage }) => stage.key.countersign(changed(record, { agreement: 'PDC-AI' }))],
  ['C-222', 'another aud', (record, { stage }) => stage.key.countersign(changed(record, { aud: 'https://other.example' }))],
];

/** The published file of a vendor at which an agent must not relate. */
const MISLEADING: readonly [rules: readonly string[], name: string, mislead: (probe: AgentProbe) => Reply][] = [
  [
    ['C-13'],
    'names an endpoint at another origin',
    ({ stage }) => ({ body: { ...stage.published, endpoint: `${stage.byAddress}/relbutton` } }),
  ],
  [['C-19', 'C-180'], 'is a redirect', () => ({ status: 302, body: '', headers: { location: '/moved' } })],
  [['C-19'], 'has more than 65,536 bytes', ({ stage }) => ({ body: { ...stage.published, more: 'x'.repeat(65_536) } })],
];

const cases: readonly Case<AgentProbe>[] = [
  atEndpoint(['C-3'], 'a no of the person sends nothing', ['refuse'], async (probe, vendor) => {
    await probe.does('refuse', { posts: false });
    check(!vendor.posted.length, 'The agent posted a record.');
  }),
  ...MISLEADING.map(([rules, name, mislead]) =>
    atEndpoint(rules, `a vendor whose published file ${name} gets no record`, ['relate'], async (probe, vendor) => {
      probe.stage.replies['/.well-known/relbutton.json'] = () => mislead(probe);
      probe.stage.replies['/moved'] = () => ({ body: probe.stage.published });
      await probe.does('relate', { posts: false });
      check(!vendor.posted.length, 'The agent posted a record.');
    }),
  ),
  atEndpoint(
    ['C-94', 'C-154', 'C-171', 'C-235'],
    'a record is the whole body, as application/jose+json; the next one follows it, by the same key; another vendor gets another key',
    ['pause'],
    async (probe, vendor) => {
      const elsewhere = claimsIn((await aProposal(probe)).value);
      const record = await relating(probe, vendor);
      await probe.does('pause');
      const [next] = vendor.of('pause');
      check(next, 'The agent posted no pause.');
      const type = String(next.request.headers['content-type']);
      check(/^application\/jose\+json\s*(;|$)/i.test(type), `The content type is ${type}.`);
      const { iss, prev, jti } = next.claims;
      check(iss === claimsIn(record).iss, 'The next record is of another key.');
      check(prev === hashOfRecord(record), `The next record has the prev ${String(prev)}, not that of the first.`);
      check(jti !== claimsIn(record).jti, 'The next record has the same jti.');
      check(iss !== elsewhere.iss, 'Two vendors got records of one key.');
    },
  ),
  ...UNANSWERED.map(([rule, name, reply]) =>
    atEndpoint([rule], `a record ${name} is sent again, the same bytes`, ['pause', 'sync'], async (probe, vendor) => {
      const first = await pausing(probe, vendor, (posted) => reply(posted, probe, vendor));
      const before = vendor.of('pause').length;
      vendor.answers = () => undefined;
      await probe.does('sync');
      check(vendor.of('pause').length > before, 'The agent did not send it again.');
      check(
        vendor.of('pause').every(({ record }) => record === first.record),
        'The agent sent other bytes.',
      );
      check(!probe.stage.requests.some(({ path }) => path === '/moved'), 'The agent followed the redirect.');
      await probe.does('sync');
      const { prev } = vendor.of('sync').at(-1)?.claims ?? {};
      check(prev === vendor.last, 'The agent has not taken the answer to it.');
    }),
  ),
  atEndpoint(['C-181'], 'an agent gives up after 20 s without an answer', ['pause'], async (probe, vendor) => {
    let at = 0;
    const { request } = await pausing(probe, vendor, () => {
      at ||= Date.now();
      return { body: '', fails: 'late' };
    });
    const gone = await probe.until(() => request.goneAt, 2 * TOO_LATE);
    check(gone !== undefined && gone - at < TOO_LATE, `The agent still waits after ${TOO_LATE / 1_000} s.`);
  }),
  ...FORGED.map(([rule, name, make]) =>
    atEndpoint([rule], `an answer with ${name} is not taken`, ['pause', 'sync'], async (probe, vendor) => {
      const answered: string[] = [];
      await pausing(probe, vendor, ({ record }) => {
        const forged = make(record, probe);
        answered.push(hashOfRecord(forged));
        return { body: { record: forged } };
      });
      vendor.answers = ({ claims }) => (claims.act === 'sync' ? undefined : NOT_NOW);
      await probe.does('sync');
      check(vendor.of('pause', 'sync').length > 1, 'The agent neither sent the record again nor synced.');
      check(!vendor.posted.some(({ claims }) => answered.includes(String(claims.prev))), 'The agent goes on from it.');
    }),
  ),
  atEndpoint(
    ['C-183'],
    'an unknown code of refusal is a refusal: the record is not sent again',
    ['pause', 'sync'],
    async (probe, vendor) => {
      await pausing(probe, vendor, () => refusal('of_a_later_version'));
      const before = vendor.of('pause').length;
      await probe.does('sync');
      check(vendor.of('pause').length === before, 'The agent sent it again.');
    },
  ),
  atEndpoint(
    ['C-156'],
    'after broken_chain the agent syncs and signs anew, with a new jti and the new prev',
    ['pause', 'sync'],
    async (probe, vendor) => {
      let said = '';
      const first = await pausing(probe, vendor, () => {
        if (said) return undefined;
        said = vendor.say();
        return refusal('broken_chain');
      });
      if (vendor.of('pause').length < 2) await probe.does('sync');
      const again = vendor.of('pause')[1];
      check(vendor.of('sync').length, 'The agent did not sync.');
      check(again, 'The agent did not sign the act again.');
      check(again.claims.jti !== first.claims.jti, 'The jti is the same.');
      check(again.claims.prev === said, `The prev is ${String(again.claims.prev)}, not that of the vendor’s record.`);
    },
  ),
  atEndpoint(
    ['C-214'],
    'while a record awaits its answer no other one is sent, except a leave',
    ['pause', 'leave'],
    async (probe, vendor) => {
      const first = await pausing(probe, vendor, () => NOT_NOW);
      await probe.does('pause', { posts: false });
      check(
        vendor.of('pause', 'resume').every(({ record }) => record === first.record),
        'The agent sent another record.',
      );
      await probe.does('leave');
      check(vendor.of('leave').length, 'The agent did not send the leave.');
    },
  ),
  ...['broken_chain', 'jti_reused', 'too_many_proposals', 'too_many_requests'].map((code) =>
    atEndpoint(['C-236'], `after ${code} the first proposal is made anew by the same key`, ['relate'], async (probe, vendor) => {
      const [status, headers] = code === 'too_many_requests' ? [429, NOW] : [400, {}];
      vendor.answers = () => ({ ...refusal(code, status), headers });
      await probe.does('relate');
      vendor.answers = () => undefined;
      await probe.does('relate');
      const [first, again] = [vendor.of('relate')[0], vendor.of('relate').at(-1)];
      check(first && again && vendor.of('relate').length > 1, 'The agent posted no second relate.');
      check(again.claims.iss === first.claims.iss, 'The second proposal is of another key.');
    }),
  ),
];
export const postCases: readonly Case<AgentProbe>[] = [...cases];
