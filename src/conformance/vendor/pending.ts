/** Proposals that await a decision, and what the vendor says itself (contract, "Proposals"). */
import { type Customer, hashOfRecord } from '../customer.js';
import { type Case, check, NotTried } from '../report.js';
import { claimsIn, type VendorProbe } from '../probe.js';

type C = Case<VendorProbe>;

/** Has a proposal of a customer await a decision. @throws NotTried if the vendor decides all at once */
const asked = async (
  probe: VendorProbe,
  customer: Customer = probe.customer(),
  body?: object,
): Promise<{ customer: Customer; sent: string }> => {
  const [id] = [...probe.site.decisions].find(([, { json }]) => json?.pending === true) ?? [];
  if (id === undefined) throw new NotTried('The vendor holds no agreement of the roster pending.');
  const sent = customer.sign({ act: 'relate', agreement: id, body });
  const { status } = await probe.post(sent);
  check(status === 202, `A pending proposal was answered by ${status}.`);
  return { customer, sent };
};
/** Asks the person at the terminal. @throws NotTried if there is none */
const person = async (probe: VendorProbe, question: string): Promise<void> => {
  if (!probe.site.ask) throw new NotTried('It needs a person at the vendor’s desk: --with-person.');
  await probe.site.ask(question);
};
const show = ({ iss }: Customer): string => iss.slice(0, 8);

const pending: readonly C[] = [
  {
    rules: ['C-206', 'C-208'],
    name: 'a proposal while one is pending: too_many_proposals',
    async run(probe) {
      const { customer } = await asked(probe);
      await probe.refuses(customer.sign(probe.relate), 'too_many_proposals');
    },
  },
  {
    rules: ['C-150'],
    name: 'a passkey’s proposal that is pending is found as asked, without prev, agreement and since',
    async run(probe) {
      const passkey = probe.passkey();
      await asked(probe, passkey, { credential: passkey.credential });
      const { status, json } = await probe.get(`${probe.site.published.endpoint}?customer=${passkey.iss}`);
      check(status === 200 && json?.status === 'asked', `It was answered by ${status} and the status ${String(json?.status)}.`);
      const more = ['prev', 'agreement', 'since'].filter((member) => member in json);
      check(more.length === 0, `The answer has ${more.join(' and ')}.`);
    },
  },
  {
    rules: ['C-211'],
    name: 'a pending proposal is not accepted after the end',
    async run(probe) {
      const { customer, sent } = await asked(probe);
      await probe.accepts(customer.sign({ act: 'leave' }));
      await person(probe, `Try to accept the proposal of the customer ${show(customer)} in the desk. It has left.`);
      const { json } = await probe.post(sent);
      check(json?.record === undefined, 'The proposal is accepted.');
    },
  },
  {
    rules: ['C-210', 'C-230'],
    name: 'a pending proposal that a person accepts is answered by its record',
    async run(probe) {
      const { customer, sent } = await asked(probe);
      await person(probe, `Accept the proposal of the customer ${show(customer)} in the desk.`);
      probe.checkVendorSignature(await probe.accepts(sent), 1);
    },
  },
  {
    rules: ['C-210', 'C-230'],
    name: 'a pending proposal that a person refuses is answered by a refusal',
    async run(probe) {
      const { customer, sent } = await asked(probe);
      await person(probe, `Refuse the proposal of the customer ${show(customer)} in the desk.`);
      await probe.refuses(sent, 'refused');
    },
  },
  {
    rules: ['C-97', 'C-128', 'C-161', 'C-203'],
    name: 'the vendor’s own records are in the line, and its pause is its own to resume',
    async run(probe) {
      const related = await probe.begin();
      await person(
        probe,
        `Write "Hello" to the customer ${show(related.customer)} in the desk, and then pause the relationship.`,
      );
      const own = (await probe.sync(related.customer)).filter((record) => claimsIn(record).iss === probe.site.origin);
      check(own.length === 2, `The vendor said ${own.length} records, not 2.`);
      own.forEach((record) => probe.checkVendorSignature(record, 0));
      related.last = hashOfRecord(own[1] ?? '');
      await probe.refuses(related.sign('converse', { text: 'Hello' }), 'paused');
      await related.say('resume');
      await probe.refuses(related.sign('converse', { text: 'Hello' }), 'paused');
    },
  },
];

export const pendingCases: readonly Case<VendorProbe>[] = [...pending];
