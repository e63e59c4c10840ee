import { hashOfRecord } from '../customer.js';
import { claimsIn } from '../probe.js';
import { type Case, check } from '../report.js';
import type { AgentProbe } from './probe.js';
import { accepting, aProposal, changed, propose } from './relating.js';
import { CHALLENGE, SIGNED } from './signed.js';
import { VendorKey } from './stage.js';

/** A vendor that accepts by a record which the agent must not take. */
const forged = (
  rules: readonly string[],
  name: string,
  make: (record: string, probe: AgentProbe) => string,
  before: (probe: AgentProbe) => void = () => undefined,
): Case<AgentProbe> => ({
  rules,
  name,
  async run(probe) {
    before(probe);
    const { outcome } = await accepting(probe, (record) => make(record, probe));
    check(outcome !== 'agreed', 'The agent says agreed.');
  },
});

/** A published file that the agent must not follow: nothing of it counts. */
const misled = (rules: readonly string[], name: string, mislead: (probe: AgentProbe) => void): Case<AgentProbe> =>
  forged(rules, name, (record, probe) => probe.stage.key.countersign(record), mislead);

/** A flow that ends without a record. */
const ends = (
  rules: readonly string[],
  name: string,
  answer: string,
  body: object,
  outcomes: readonly string[],
): Case<AgentProbe> => ({
  rules,
  name,
  async run(probe) {
    const { flow } = await propose(probe);
    await probe.answer(flow, answer, body);
    const outcome = await probe.outcome();
    check(outcomes.includes(String(outcome)), `The agent says ${String(outcome)}, not ${outcomes.join(' or ')}.`);
    await probe.rest();
    check(probe.all('done').length === 1, 'The agent ended the flow more than once.');
    check(probe.all('propose').length === 1, 'The agent proposed again.');
  },
});

/** What an agent does once it is chosen. */
const cases: readonly Case<AgentProbe>[] = [
  {
    rules: ['C-3', 'C-36', 'C-37'],
    name: 'the chosen agent sends ack at once, hears no cancel of others, and proposes nothing before its person says yes',
    async run(probe) {
      await probe.chosen();
      await probe.next('ack');
      const before = probe.all().length;
      await probe.silent(before, 'The person has said nothing, and this came:');
    },
  },
  {
    rules: ['C-58', 'C-64'],
    name: 'a choose that names another origin is dismissed, without ack',
    async run(probe) {
      await probe.chosen({ vendor: { origin: 'https://other.example', name: 'Other' } });
      const { outcome } = await probe.next('done');
      check(outcome === 'dismissed', `The agent says ${String(outcome)}.`);
      check(!probe.all('ack').length && !probe.all('propose').length, 'The agent took the choice.');
    },
  },
  {
    rules: ['C-2'],
    name: 'a script of the page that clicks on all that it reaches gets no yes',
    async run(probe) {
      await probe.chosen();
      await probe.next('ack');
      await probe.rest(800);
      const before = probe.all().length;
      await probe.command({ meddles: true });
      await probe.silent(before, 'The person has said nothing, and this came:');
    },
  },
  {
    rules: ['C-42'],
    name: 'after a cancel of its offer the chosen agent sends nothing more',
    async run(probe) {
      const { id, offer } = await probe.chosen();
      await probe.next('ack');
      await probe.rest();
      const before = probe.all().length;
      await probe.say('cancel', { id, offer, reason: 'user' });
      await probe.silent(before, 'After the cancel this came:');
    },
  },
  {
    rules: ['C-40', 'C-43'],
    name: 'a no of the person ends the flow once, and nothing is proposed',
    async run(probe) {
      await probe.chosen();
      await probe.next('ack');
      await probe.person('no', `Say no in the agent’s own window, to ${probe.stage.origin}.`);
      const outcome = await probe.outcome();
      check(outcome === 'declined' || outcome === 'dismissed', `The agent says ${String(outcome)}.`);
      check(!probe.all('propose').length, 'The agent proposed a record.');
    },
  },
  ...SIGNED.map(({ rules, name, needsPage, holds }): Case<AgentProbe> => ({
    rules,
    name,
    async run(probe) {
      if (needsPage) probe.needsKind('in-page', 'web', 'extension');
      const { value, origin } = await aProposal(probe);
      holds(value, origin);
    },
  })),
  {
    rules: ['C-40', 'C-94', 'C-154', 'C-235'],
    name: 'an accepted record is agreed and kept: the next one follows it, by the same key; another vendor gets another key',
    async run(probe) {
      probe.needsKind('in-page', 'web', 'extension');
      const elsewhere = claimsIn((await aProposal(probe)).value);
      const { outcome, record } = await accepting(probe);
      check(outcome === 'agreed', `The agent says ${String(outcome)}.`);
      check(claimsIn(record).iss !== elsewhere.iss, 'Two vendors got records of one key.');
      await probe.chosen({ act: 'pause' });
      const next = claimsIn(await probe.proposed(2));
      check(next.iss === claimsIn(record).iss, 'The next record is of another key.');
      check(next.prev === hashOfRecord(record), `The next record has the prev ${String(next.prev)}, not that of the first.`);
      check(next.jti !== claimsIn(record).jti, 'The next record has the same jti.');
    },
  },
  {
    rules: ['C-38', 'C-212'],
    name: 'after a counter the agent proposes once more, by the same key, with a new jti and the same challenge; never a third time',
    async run(probe) {
      const { flow, record } = await propose(probe);
      await probe.answer(flow, 'counter', { agreement: 'SD-BASE-DP' });
      const [first, second] = [claimsIn(record), claimsIn(await probe.proposed(2))];
      for (const claim of ['iss', 'prev', 'challenge']) check(first[claim] === second[claim], `The ${claim} is another.`);
      check(first.jti !== second.jti, 'The jti is the same.');
      check(second.agreement === 'SD-BASE-DP', `The agreement is ${String(second.agreement)}.`);
      await probe.answer(flow, 'counter', { agreement: 'SD-BASE' });
      await probe.outcome();
      check(probe.all('propose').length === 2, 'The agent proposed a third time.');
    },
  },
  {
    rules: ['C-234'],
    name: 'a record whose answer is lost is sent again, the same bytes: at the next press, or to the endpoint',
    async run(probe) {
      const { flow, record } = await propose(probe);
      await probe.say('cancel', { ...flow, reason: 'page' });
      await probe.chosen({ challenge: CHALLENGE });
      const again = await probe.proposed(2);
      const posted = probe.stage.requests.some(({ method, body }) => method === 'POST' && body === record);
      check(again === record || posted, 'The agent signed another record, and did not send the first one again.');
    },
  },
  {
    rules: ['C-236'],
    name: 'after too_many_requests from the page the first proposal is made anew by the same key',
    async run(probe) {
      const { flow, record } = await propose(probe);
      await probe.answer(flow, 'refuse', { code: 'too_many_requests' });
      await probe.outcome();
      await probe.chosen();
      const again = await probe.proposed(2);
      check(claimsIn(again).iss === claimsIn(record).iss, 'The second proposal is of another key.');
    },
  },
  ends(['C-43'], 'a refusal ends the flow without a record', 'refuse', { code: 'refused' }, ['dismissed', 'declined']),
  ends(['C-183'], 'an unknown code of refusal is a refusal', 'refuse', { code: 'of_a_later_version' }, ['dismissed', 'declined']),
  ends(['C-43'], 'a pending answer ends the flow as asked', 'pending', {}, ['asked']),
  forged(['C-221'], 'a record with a countersignature of a key that is not published is not taken', (record, { stage }) =>
    new VendorKey(stage.key.kid).countersign(record),
  ),
  forged(['C-98', 'C-221'], 'a record with a countersignature of an unknown kid is not taken', (record) =>
    new VendorKey().countersign(record),
  ),
  forged(['C-99', 'C-221'], 'a record without a countersignature is not taken', (record) => record),
  forged(['C-222'], 'a record with another payload is not taken', (record, { stage }) =>
    stage.key.countersign(changed(record, { agreement: 'SD-BASE-DP', jti: 'another-jti-of-the-kit' })),
  ),
  forged(['C-221', 'C-222'], 'a record of another vendor is not taken', (record, { stage }) =>
    stage.key.countersign(changed(record, { aud: 'https://other.example' })),
  ),
  misled(['C-13'], 'published keys at another origin are not taken', ({ stage }) => {
    const jwks = `${stage.origin.replace('localhost', '127.0.0.1')}/keys`;
    stage.replies['/.well-known/relbutton.json'] = () => ({ body: { ...stage.published, jwks } });
  }),
  misled(['C-19', 'C-180'], 'a redirect of the published file is not followed', ({ stage }) => {
    stage.replies['/.well-known/relbutton.json'] = () => ({ status: 302, body: {}, headers: { location: '/moved.json' } });
    stage.replies['/moved.json'] = () => ({ body: stage.published });
  }),
  misled(['C-19'], 'a published file of more than 65,536 bytes is not taken', ({ stage }) => {
    stage.replies['/.well-known/relbutton.json'] = () => ({ body: { ...stage.published, more: 'x'.repeat(65_536) } });
  }),
  {
    rules: ['C-19', 'C-20', 'C-22'],
    name: 'keys of other kinds and without kid are ignored, the keys are fetched, and no cookie is sent',
    async run(probe) {
      const { stage } = probe;
      const nameless = { ...new VendorKey().jwk, kid: undefined };
      const keys = [{ kty: 'oct', kid: 'other' }, nameless, 7, stage.key.jwk];
      stage.replies['/keys'] = () => ({ body: { keys } });
      const { outcome } = await accepting(probe);
      check(outcome === 'agreed', `The agent says ${String(outcome)}.`);
      const asked = stage.requests.filter(({ path }) => path === '/keys');
      check(asked.length, 'The agent did not fetch the keys.');
      check(
        asked.every(({ headers }) => headers.cookie === undefined),
        'The agent sent a cookie.',
      );
    },
  },
];
export const flowCases: readonly Case<AgentProbe>[] = [...cases];
