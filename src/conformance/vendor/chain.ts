/** The chain, and replays (contract, "The chain"; "Storage"). */
import { type AnyJws, hashOfRecord } from '../customer.js';
import { type Case, check, NotTried } from '../report.js';
import { claimsIn, NOWHERE, Related, type VendorProbe } from '../probe.js';
import { pledged, shared } from './acts.js';

type C = Case<VendorProbe>;

const countersigned = (alg: 'ES256' | 'EdDSA'): C => ({
  rules: ['C-96', 'C-98', 'C-91', 'C-108', 'C-173', 'C-7', 'C-9'],
  name: `a record comes back with the vendor’s signature second, its payload unchanged, ${alg}`,
  async run(probe) {
    const sent = probe.customer(alg).sign({ ...probe.relate, body: { reach: 'mailto:alex@example.com', note: 'é' } });
    const record = await probe.accepts(sent);
    const [before, after] = [sent, record].map((one) => JSON.parse(one) as AnyJws) as [AnyJws, AnyJws];
    check(after.payload === before.payload, 'The payload was changed.');
    check(after.signatures.length === 2, `It has ${after.signatures.length} signatures.`);
    check(JSON.stringify(after.signatures[0]) === JSON.stringify(before.signatures[0]), 'The customer’s signature was changed.');
    check(record.length <= 16_384, 'It is longer than 16,384 units.');
    probe.checkVendorSignature(record, 1);
  },
});

const line: readonly C[] = [
  {
    rules: ['C-153', 'C-154', 'C-161', 'C-173'],
    name: 'every act of a customer is kept in one line, and every record of it has the vendor’s signature',
    async run(probe) {
      const related = await probe.begin();
      for (const [act, body] of [
        ['converse', { text: 'Hello' }],
        ['pledge', pledged()],
        ['regard', { feels: 'fair' }],
        ['pause'],
        ['pause'],
        ['resume'],
        ['resume'],
      ] as [string, object?][])
        await related.say(act, body);
      await related.say('revoke', { re: await related.say('share', shared()) });
      const records = await probe.sync(related.customer);
      check(records.length === 10, `A sync has ${records.length} of 10 records.`);
      records.forEach((record) => probe.checkVendorSignature(record, 1));
      const prevs = records.map((record) => claimsIn(record).prev);
      const hashes = records.map(hashOfRecord);
      check(
        prevs.every((prev, i) => prev === hashes[i - 1]),
        'The records are not oldest first.',
      );
    },
  },
  {
    rules: ['C-154', 'C-202'],
    name: 'a record that names none before, one that is not there, or one that has a next: broken_chain',
    async run(probe) {
      const related = await probe.begin();
      const { last, customer } = related;
      await related.say('pause');
      for (const prev of [undefined, NOWHERE, last]) await probe.refuses(customer.sign({ act: 'resume', prev }), 'broken_chain');
    },
  },
  {
    rules: ['C-162'],
    name: 'a second relate is kept, under the same agreement',
    async run(probe) {
      const related = await probe.begin();
      await related.say('relate', undefined, probe.relate);
    },
  },
  {
    rules: ['C-203'],
    name: 'converse, pledge and share wait while the customer has paused; revoke and regard do not',
    async run(probe) {
      const related = await probe.begin();
      const share = await related.say('share', shared());
      await related.say('pause');
      for (const [act, body] of [
        ['converse', { text: 'Hello' }],
        ['pledge', pledged()],
        ['share', shared()],
      ] as const)
        await probe.refuses(related.sign(act, body), 'paused');
      await probe.refuses(related.sign('converse', { text: 'Hello' }, { prev: NOWHERE }), 'broken_chain');
      await related.say('regard', { feels: 'unsure' });
      await related.say('revoke', { re: share });
      await related.say('resume');
      await related.say('converse', { text: 'Hello' });
    },
  },
  {
    rules: ['C-153', 'C-162'],
    name: 'an intentcast begins a relationship under PDC-INTENT',
    async run(probe) {
      if (!probe.site.published.accepts.includes('PDC-INTENT')) throw new NotTried('The vendor does not accept PDC-INTENT.');
      const related = new Related(probe, probe.customer(), undefined);
      const sent = related.sign('intentcast', { need: 'A grinder', budget: pledged(), by: '2999-01-01' });
      const { status, json } = await probe.post(sent);
      if (json?.pending || json?.counter) throw new NotTried('The vendor accepts no need at once.');
      check(status === 200 && json?.record, `It was answered by ${status} ${String(json?.code)}.`);
      related.last = hashOfRecord(sent);
      await related.say('relate', undefined, probe.relate);
    },
  },
  {
    rules: ['C-188', 'C-99'],
    name: 'the record with both signatures, sent back: malformed',
    async run(probe) {
      await probe.refuses(await probe.accepts(probe.customer().sign(probe.relate)), 'malformed');
    },
  },
];

const replays: readonly C[] = [
  {
    rules: ['C-195', 'C-230', 'C-229'],
    name: 'the same bytes get the same answer, also later in the line',
    async run(probe) {
      const customer = probe.customer();
      const sent = customer.sign(probe.relate);
      const first = await probe.post(sent);
      check((await probe.post(sent)).text === first.text, 'The second answer is another one.');
      await new Related(probe, customer, hashOfRecord(sent)).say('pause');
      check((await probe.post(sent)).text === first.text, 'The third answer is another one.');
      check((await probe.sync(customer)).length === 2, 'The record is kept twice.');
    },
  },
  {
    rules: ['C-195'],
    name: 'other bytes under a used jti: jti_reused, before the times and the chain',
    async run(probe) {
      const customer = probe.customer();
      const claims = customer.claims(probe.relate);
      await probe.accepts(customer.sign(claims));
      await probe.refuses(customer.sign({ ...claims, more: 1 }), 'jti_reused');
      await probe.refuses(customer.sign({ act: 'pause', jti: claims.jti, exp: 1, iat: 1 }), 'jti_reused');
    },
  },
  {
    rules: ['C-232'],
    name: 'two customers may use one jti',
    async run(probe) {
      const jti = String(probe.customer().claims().jti);
      for (let i = 0; i < 2; i++) await probe.accepts(probe.customer().sign({ ...probe.relate, jti }));
    },
  },
  {
    rules: ['C-231'],
    name: 'the jti of a refused record is free',
    async run(probe) {
      const related = await probe.begin();
      const { jti } = related.customer.claims();
      await probe.refuses(related.sign('pause', undefined, { jti, prev: NOWHERE }), 'broken_chain');
      await related.say('pause', undefined, { jti });
    },
  },
  {
    rules: ['C-233'],
    name: 'eight same records at once are kept once, and all get the same answer',
    async run(probe) {
      const customer = probe.customer();
      const sent = customer.sign(probe.relate);
      const came = await Promise.all(Array.from({ length: 8 }, () => probe.post(sent)));
      check(
        came.every(({ status, text }) => status === 200 && text === came[0]?.text),
        'The answers differ.',
      );
      check((await probe.sync(customer)).length === 1, 'The record is kept more than once.');
    },
  },
  {
    rules: ['C-155'],
    name: 'of eight records at once that follow the same one, one is kept, and the others are broken_chain',
    async run(probe) {
      const related = await probe.begin();
      const came = await Promise.all(Array.from({ length: 8 }, () => probe.post(related.sign('pause'))));
      check(
        came.filter(({ status }) => status === 200).length === 1,
        `${came.filter(({ status }) => status === 200).length} were kept.`,
      );
      came.filter(({ status }) => status !== 200).forEach((one) => probe.isRefusal(one, 'broken_chain'));
      check((await probe.sync(related.customer)).length === 2, 'A sync has not two records.');
    },
  },
];

export const chainCases: readonly Case<VendorProbe>[] = [countersigned('ES256'), countersigned('EdDSA'), ...line, ...replays];
