/** What still counts later: in a pause, after the end, and of what was said before (contract, "Order of checks"; "Storage"). */
import { edit } from '../customer.js';
import { type Case, check } from '../report.js';
import type { VendorProbe } from '../probe.js';

const later: readonly Case<VendorProbe>[] = [
  {
    rules: ['C-203'],
    name: 'an intentcast waits while the customer has paused; a relate does not',
    async run(probe) {
      const related = await probe.begin();
      await related.say('pause');
      await probe.refuses(related.sign('intentcast', { need: 'Tea' }), 'paused');
      await related.say('relate', undefined, probe.relate);
    },
  },
  {
    rules: ['C-157', 'C-230'],
    name: 'after a leave the bytes of an earlier record get the same answer',
    async run(probe) {
      const customer = probe.customer();
      const sent = customer.sign(probe.relate);
      const record = await probe.accepts(sent);
      await probe.accepts(customer.sign({ act: 'leave' }));
      check((await probe.accepts(sent)) === record, 'The second answer is another one.');
    },
  },
  {
    rules: ['C-195', 'C-230'],
    name: 'a leave that is sent again gets the same answer, and is kept once',
    async run(probe) {
      const { customer } = await probe.begin();
      const sent = customer.sign({ act: 'leave' });
      const record = await probe.accepts(sent);
      check((await probe.accepts(sent)) === record, 'The second answer is another one.');
      check((await probe.sync(customer)).length === 2, 'A sync has not two records.');
    },
  },
  {
    rules: ['C-195'],
    name: 'the same record in other bytes: jti_reused',
    async run(probe) {
      const sent = probe.customer().sign(probe.relate);
      await probe.accepts(sent);
      for (const other of [`${sent}\n`, edit(sent, (jws) => (jws.more = 1))]) await probe.refuses(other, 'jti_reused');
    },
  },
  {
    rules: ['C-216'],
    name: 'an export has all, also with a prev',
    async run(probe) {
      const related = await probe.begin();
      await related.say('pause');
      const { json } = await probe.post(related.sign('export'));
      check((json?.records as unknown[] | undefined)?.length === 2, 'An export has not all records.');
    },
  },
];

export const laterCases: readonly Case<VendorProbe>[] = [...later];
