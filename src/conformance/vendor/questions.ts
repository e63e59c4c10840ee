/** Questions, leaving and proposals (contract, "Questions"; "Leaving and erasing"; "Proposals"). */
import { type Case, check, NotTried } from '../report.js';
import { claimsIn, NOWHERE, type VendorProbe } from '../probe.js';

type C = Case<VendorProbe>;

const questions: readonly C[] = [
  {
    rules: ['C-217'],
    name: 'a stranger’s sync and export get no records',
    async run(probe) {
      for (const act of ['sync', 'export']) {
        const { status, json } = await probe.post(probe.customer().sign({ act }));
        check(status === 200 && JSON.stringify(json?.records) === '[]', `${act} was answered by ${status}.`);
      }
    },
  },
  {
    rules: ['C-216', 'C-219'],
    name: 'a sync has what came after prev; without one, or with an unknown one, all; an export has all',
    async run(probe) {
      const related = await probe.begin();
      const first = related.last;
      await related.say('pause');
      const { customer } = related;
      check((await probe.sync(customer, first)).length === 1, 'After the first record there is not one.');
      check((await probe.sync(customer, related.last)).length === 0, 'After the last record there is one.');
      for (const prev of [undefined, NOWHERE]) check((await probe.sync(customer, prev)).length === 2, 'Not all are there.');
      const { json } = await probe.post(customer.sign({ act: 'export' }));
      check((json?.records as unknown[] | undefined)?.length === 2, 'An export has not all records.');
    },
  },
  {
    rules: ['C-215'],
    name: 'a question is not kept: the same bytes get a new answer',
    async run(probe) {
      const related = await probe.begin();
      const asked = related.customer.sign({ act: 'sync' });
      const before = (await probe.post(asked)).json?.records as unknown[];
      await related.say('pause');
      const later = (await probe.post(asked)).json?.records as unknown[] | undefined;
      check(later?.length === before.length + 1, 'The second answer is the first one.');
    },
  },
  {
    rules: ['C-198', 'C-196'],
    name: 'a question past its time: expired',
    run: (probe) => probe.refuses(probe.customer().sign({ act: 'sync', iat: 1, exp: 2 }), 'expired'),
  },
];

const leaving: readonly C[] = [
  {
    rules: ['C-157', 'C-198'],
    name: 'a leave is kept whatever its prev; a second one and a stranger’s too',
    async run(probe) {
      const { customer } = await probe.begin();
      await probe.accepts(customer.sign({ act: 'leave', prev: NOWHERE }));
      await probe.accepts(customer.sign({ act: 'leave' }));
      await probe.accepts(probe.customer().sign({ act: 'leave' }));
    },
  },
  {
    rules: ['C-157', 'C-199', 'C-159'],
    name: 'nothing follows a leave: ended',
    async run(probe) {
      const related = await probe.begin();
      await probe.accepts(related.sign('leave'));
      for (const [act, body] of [['relate'], ['pause'], ['converse', { text: 'Hello' }]] as [string, object?][])
        await probe.refuses(related.sign(act, body, act === 'relate' ? probe.relate : {}), 'ended');
    },
  },
  {
    rules: ['C-218'],
    name: 'a sync after the end has the leave, even one after the last record',
    async run(probe) {
      const related = await probe.begin();
      await probe.accepts(related.sign('leave'));
      for (const prev of [undefined, related.last])
        check(
          (await probe.sync(related.customer, prev)).some((record) => claimsIn(record).act === 'leave'),
          'The leave is missing.',
        );
    },
  },
  {
    rules: ['C-224'],
    name: 'a leave without erase is answered without erasure',
    async run(probe) {
      const related = await probe.begin();
      const { json } = await probe.post(related.sign('leave'));
      check(json && !('erasure' in json), 'The answer has erasure.');
    },
  },
  {
    rules: ['C-223', 'C-228'],
    name: 'a leave with erase says what became of the data, and the key stays ended',
    async run(probe) {
      const customer = probe.customer();
      const relate = customer.sign(probe.relate);
      await probe.accepts(relate);
      const { status, json } = await probe.post(customer.sign({ act: 'leave', body: { erase: true } }));
      check(status === 200 && typeof json?.record === 'string', `It was answered by ${status}.`);
      const { erased, pending, kept, why, until } = (json.erasure ?? {}) as Record<string, unknown>;
      const isKept = [kept, why, until].every((one) => typeof one === 'string');
      check([erased === true, pending === true, isKept].filter(Boolean).length === 1, 'erasure has none of its three forms.');
      if (erased) await probe.refuses(relate, 'ended');
    },
  },
];

const proposals: readonly C[] = [
  {
    rules: ['C-207'],
    name: 'an agreement that the vendor does not list is refused as unsupported_agreement, or countered',
    run(probe) {
      const unlisted = [...probe.site.decisions].filter(([id]) => !probe.site.published.accepts.includes(id));
      if (unlisted.length === 0) throw new NotTried('The vendor lists every agreement of the roster.');
      for (const [id, came] of unlisted) {
        check(
          came.json?.counter !== undefined || came.json?.pending === true || came.json?.code === 'unsupported_agreement',
          `${id} was answered by ${came.status} ${String(came.json?.code)}.`,
        );
      }
      return Promise.resolve();
    },
  },
  {
    rules: ['C-14', 'C-207'],
    name: 'an agreement that the vendor lists is accepted, held pending, countered, or refused as refused',
    run(probe) {
      const { decisions, published } = probe.site;
      const listed = [...decisions].filter(([id]) => published.accepts.includes(id) && !id.startsWith('PDC'));
      if (listed.length === 0) throw new NotTried('The vendor lists no agreement of the roster under which customers relate.');
      for (const [id, came] of listed) {
        const { record, pending, counter, code } = came.json ?? {};
        check(
          record !== undefined || pending === true || counter !== undefined || code === 'refused',
          `${id} was answered by ${came.status} ${String(code)}.`,
        );
      }
      return Promise.resolve();
    },
  },
  {
    rules: ['C-209', 'C-206', 'C-208'],
    name: 'a vendor counters once, with an agreement that it accepts',
    async run(probe) {
      const [id] = [...probe.site.decisions].find(([, { json }]) => json?.counter !== undefined) ?? [];
      if (id === undefined) throw new NotTried('The vendor counters no agreement of the roster.');
      const customer = probe.customer();
      const first = await probe.post(customer.sign({ act: 'relate', agreement: id }));
      check(probe.site.published.accepts.includes(String(first.json?.counter)), 'The counter is not one that it accepts.');
      const second = await probe.post(customer.sign({ act: 'relate', agreement: id }));
      check(second.json?.counter === undefined, 'It counters twice.');
      await probe.refuses(customer.sign(probe.relate), 'too_many_proposals');
    },
  },
  {
    rules: ['C-204'],
    name: 'a challenge that the vendor did not give is refused as wrong_challenge, or none is looked at',
    async run(probe) {
      const came = await probe.post(probe.customer().sign({ ...probe.relate, challenge: 'not given' }));
      if (came.status !== 200) probe.isRefusal(came, 'wrong_challenge');
    },
  },
];

export const questionCases: readonly Case<VendorProbe>[] = [...questions, ...leaving, ...proposals];
