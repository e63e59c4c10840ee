import { hashOfRecord } from '../customer.js';
import { type Case, check } from '../report.js';
import { atEndpoint } from './posts.js';
import type { AgentProbe } from './probe.js';
import { relating } from './relating.js';
import { type Reply, VendorKey } from './stage.js';
import type { Vendor } from './vendor.js';

const NOWHERE = 'A'.repeat(43);

/** Records that break an answer to `sync`, after a good one of the vendor. `good` is that one's hash, `last` that of the customer's. */
const BAD: readonly [
  rules: readonly string[],
  name: string,
  make: (vendor: Vendor, hashes: { good: string; last: string }) => string,
][] = [
  [['C-221'], 'signed by a key that is not published', (vendor, { good }) => vendor.made({ prev: good }, new VendorKey())],
  [['C-163', 'C-221'], 'for another customer', (vendor, { good }) => vendor.made({ prev: good, aud: NOWHERE })],
  [['C-163', 'C-221'], 'of another vendor', (vendor, { good }) => vendor.made({ prev: good, iss: 'https://other.example' })],
  [
    ['C-109', 'C-163', 'C-221'],
    'of an act of the customer',
    (vendor, { good }) => vendor.made({ prev: good, act: 'relate', agreement: 'SD-BASE' }),
  ],
  [['C-7', 'C-221'], 'with a member twice', (vendor, { good }) => vendor.made({ prev: good }).replace('{', '{"payload":"e30",')],
  [['C-163'], 'that is a question', (vendor, { good }) => vendor.made({ prev: good, act: 'sync', body: undefined })],
  [['C-163'], 'whose prev is not there', (vendor) => vendor.made({ prev: NOWHERE })],
  [['C-163'], 'whose prev another one names', (vendor, { last }) => vendor.made({ prev: last })],
  [
    ['C-127', 'C-163'],
    'that answers a record which is not there',
    (vendor, { good }) => vendor.made({ prev: good, body: { text: 'Yes', re: NOWHERE } }),
  ],
  [
    ['C-128', 'C-163'],
    'that answers a record of its own side',
    (vendor, { good }) => vendor.made({ prev: good, body: { text: 'Yes', re: good } }),
  ],
  [
    ['C-129', 'C-163'],
    'with a receipt for what is no pledge',
    (vendor, { good, last }) =>
      vendor.made({ prev: good, act: 'receipt', body: { re: last, amount: '1', currency: 'EUR', at: '2027-01-01' } }),
  ],
];

const syncsOf = (vendor: Vendor): readonly unknown[] => vendor.of('sync').map(({ claims }) => claims.prev);
const answeringSync =
  (answer: (prev: unknown) => object): Vendor['answers'] =>
  ({ claims }): Reply | undefined =>
    claims.act === 'sync' ? { body: answer(claims.prev) } : undefined;
/** Syncs twice, and checks that the agent has taken the vendor's last record by then. */
const takes = async (probe: AgentProbe, vendor: Vendor, why: string): Promise<void> => {
  await probe.does('sync');
  await probe.does('sync');
  check(syncsOf(vendor).at(-1) === vendor.last, why);
};

const cases: readonly Case<AgentProbe>[] = [
  ...BAD.map(([rules, name, make]) =>
    atEndpoint(rules, `a record ${name} is not taken over, and none of that answer is`, ['sync'], async (probe, vendor) => {
      const last = hashOfRecord(await relating(probe, vendor));
      const good = vendor.made();
      const bad = make(vendor, { good: hashOfRecord(good), last });
      vendor.answers = answeringSync(() => ({ records: [good, bad] }));
      await probe.does('sync');
      check(vendor.of('sync').length, 'The agent posted no sync.');
      vendor.answers = () => undefined;
      await probe.does('sync');
      check(syncsOf(vendor).at(-1) === last, `The agent goes on from ${String(syncsOf(vendor).at(-1))}.`);
    }),
  ),
  atEndpoint(['C-163'], 'a record that has a leave as its prev is not taken over', ['sync'], async (probe, vendor) => {
    const last = hashOfRecord(await relating(probe, vendor));
    const end = vendor.made({ act: 'leave', body: undefined });
    vendor.answers = answeringSync(() => ({ records: [end, vendor.made({ prev: hashOfRecord(end) })] }));
    await probe.does('sync');
    await probe.does('sync');
    check(syncsOf(vendor).at(-1) === last, 'The agent took it over.');
  }),
  atEndpoint(['C-220'], 'an answer with more is followed, and not without end', ['sync'], async (probe, vendor) => {
    await relating(probe, vendor);
    const wanted = [vendor.last, vendor.say(), vendor.say(), vendor.say()];
    vendor.answers = answeringSync((prev) => ({ records: vendor.after(prev).slice(0, 1), more: true }));
    await probe.does('sync');
    const asked = syncsOf(vendor);
    check(
      wanted.every((prev) => asked.includes(prev)),
      `The agent asked after ${asked.join(', ')}, not after ${wanted.join(', ')}.`,
    );
    check(asked.length <= wanted.length + 1, `The agent asked ${asked.length} times.`);
  }),
  atEndpoint(
    ['C-8', 'C-102', 'C-110'],
    'an unknown act of the vendor keeps its place in the line, and unknown members are ignored',
    ['sync'],
    async (probe, vendor) => {
      await relating(probe, vendor);
      vendor.say({ act: 'com.example.loyalty', body: ['any'] });
      vendor.say({ later: { more: 1 }, body: { text: 'Good day', later: true } });
      await takes(probe, vendor, 'The agent has not taken the records.');
    },
  ),
  atEndpoint(['C-22'], 'a record by a new key makes the agent fetch the keys anew', ['sync'], async (probe, vendor) => {
    await relating(probe, vendor);
    probe.stage.keys = [new VendorKey().jwk, probe.stage.key.jwk];
    await takes(probe, vendor, 'The agent does not go on from its own record.');
    probe.stage.key = new VendorKey();
    probe.stage.keys = undefined;
    vendor.say();
    await takes(probe, vendor, 'The agent has not taken the record.');
  }),
  atEndpoint(['C-21'], 'a record stays good whose key the vendor no longer publishes', ['sync'], async (probe, vendor) => {
    await relating(probe, vendor);
    probe.stage.key = new VendorKey();
    vendor.say();
    // A vendor that does not know the prev answers all.
    vendor.answers = answeringSync(() => ({ records: vendor.line }));
    await takes(probe, vendor, 'The agent does not take an answer with a record that it holds already.');
  }),
  atEndpoint(['C-116'], 'a text of the vendor is shown as text, not as markup', ['sync'], async (probe, vendor) => {
    await relating(probe, vendor);
    const address = `${probe.stage.origin}/picture`;
    vendor.say({ body: { text: `<img src="${address}"><iframe src="${address}"></iframe>` } });
    await takes(probe, vendor, 'The agent has not taken the record.');
    check(!probe.stage.requests.some(({ path }) => path === '/picture'), 'The agent loaded an address in the text.');
  }),
];
export const syncCases: readonly Case<AgentProbe>[] = [...cases];
