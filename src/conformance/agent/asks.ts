import { randomUUID } from 'node:crypto';
import { type Case, check, NotTried } from '../report.js';
import type { Step } from './host-page.js';
import type { AgentProbe } from './probe.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** Has the agent hear an ask in a press, which it must not answer. */
const unheard = (rules: readonly string[], name: string, textOf: (probe: AgentProbe) => unknown): Case<AgentProbe> => ({
  rules,
  name,
  async run(probe) {
    await probe.asks(textOf(probe), { onPress: true });
    await probe.silent(0, 'It was answered:');
    const error = probe.heard.find(({ kind, during }) => kind === 'error' && during);
    check(!error, `The agent threw into the page: ${String(error?.text)}`);
  },
});

/** Has the agent offer, and then hear a message that must not choose it. */
const notChosen = (
  rules: readonly string[],
  name: string,
  stepsOf: (probe: AgentProbe, flow: { id: string; offer: string }) => readonly Step[],
): Case<AgentProbe> => ({
  rules,
  name,
  async run(probe) {
    const flow = await probe.offered();
    await probe.run(stepsOf(probe, flow));
    await probe.silent(1, 'It was answered:');
  },
});

/** What an agent offers, and when it has to be silent. */
const cases: readonly Case<AgentProbe>[] = [
  {
    rules: ['C-3', 'C-56'],
    name: 'an ask without a press is not answered',
    async run(probe) {
      await probe.asks(probe.ask());
      await probe.silent(0, 'It was answered:');
    },
  },
  {
    rules: ['C-29', 'C-33', 'C-46'],
    name: 'an ask in a press is answered by one offer, in the dispatch, at the right place',
    async run(probe) {
      const { offer, id, heard } = await probe.offered();
      check(UUID.test(offer), `The offer has the id ${offer}, which is no UUID of version 4 in lower case.`);
      check(heard.during, 'The offer came after the dispatch of the ask.');
      check(heard.on !== 'element', 'The offer was dispatched on an element, not on the document or the private lane.');
      const message = JSON.parse(String(heard.text)) as Record<string, unknown>;
      check(message.v === 1 && message.id === id, `The offer has v ${String(message.v)} and the id ${String(message.id)}.`);
      check(Array.isArray(message.acts) && message.acts.includes('relate'), 'The offer lacks the act that was asked for.');
      await probe.rest();
      check(probe.all('offer').length === 1, 'More than one offer came.');
    },
  },
  {
    rules: ['C-8', 'C-25', 'C-246'],
    name: 'an ask with unknown members, and one of a host that speaks 1 and 2, are answered in version 1',
    async run(probe) {
      const { heard } = await probe.offered({ v: [1, 2], later: { more: true } });
      check((JSON.parse(String(heard.text)) as { v?: unknown }).v === 1, 'The offer is not of version 1.');
    },
  },
  {
    rules: ['C-29'],
    name: 'each ask gets a new offer',
    async run(probe) {
      const [first, second] = [await probe.offered(), await probe.offered()];
      check(first.offer !== second.offer, `Two asks got the offer ${first.offer}.`);
    },
  },
  unheard(['C-32'], 'an ask of version 2 alone is not answered', (probe) => probe.ask({ v: [2] })),
  unheard(['C-24', 'C-28'], 'an ask of more than 65,536 units is not answered', (probe) =>
    probe.ask({ more: 'x'.repeat(65_536) }),
  ),
  unheard(['C-26', 'C-28'], 'an ask without acts is not answered', (probe) => probe.ask({ acts: undefined })),
  unheard(['C-26', 'C-28'], 'an ask with an id that is no UUID is not answered', (probe) => probe.ask({ id: 'one' })),
  unheard(['C-26', 'C-28'], 'an ask with 33 acts is not answered', (probe) => probe.ask({ acts: Array(33).fill('relate') })),
  unheard(['C-25', 'C-28'], 'text that is no JSON is not answered', () => '{"type":"ask"'),
  unheard(['C-25', 'C-28'], 'a detail that is no text is not answered', () => 7),
  unheard(['C-27', 'C-28'], 'a message of an unknown type is not answered', (probe) => probe.ask({ type: 'later' })),
  {
    rules: ['C-56'],
    name: 'an ask more than a second after the press is not answered',
    async run(probe) {
      await probe.asks(probe.ask(), { onPress: true }, 1_200);
      await probe.silent(0, 'It was answered:');
    },
  },
  {
    rules: ['C-48', 'C-56'],
    name: 'an ask of another element than the pressed host, or of the document, is not answered',
    async run(probe) {
      probe.needsKind('in-page', 'extension');
      const steps = (['other', 'other lane', 'document'] as const).map((to) => ({ to, text: probe.ask() }));
      await probe.run(steps, { onPress: true });
      await probe.silent(0, 'It was answered:');
    },
  },
  {
    rules: ['C-57'],
    name: 'of 40 asks in one press at most 30 are answered',
    async run(probe) {
      probe.needsKind('in-page', 'extension');
      const asks = Array.from({ length: 40 }, () => probe.ask());
      await probe.run(
        asks.flatMap((text) => (['lane', 'host'] as const).map((to) => ({ to, text }))),
        { onPress: true },
      );
      await probe.rest();
      const { length } = probe.all('offer');
      check(length > 0 && length <= 30, `${length} offers came.`);
    },
  },
  {
    rules: ['C-50'],
    name: 'an offer on the private lane neither bubbles nor is composed',
    async run(probe) {
      probe.needsKind('extension');
      const { heard } = await probe.offered();
      if (heard.on !== 'lane') throw new NotTried('The extension answers on the public lane.');
      check(!heard.isOpen, 'It bubbled, or was composed.');
    },
  },
  {
    rules: ['C-52'],
    name: 'a host inside a closed root of the page is found: the ask on its private lane is answered there',
    async run(probe) {
      probe.needsKind('extension');
      const { heard } = await probe.offered({}, { shape: 'closed' });
      check(heard.on === 'lane', 'The offer came on the public lane.');
    },
  },
  ...(['two lanes', 'no lane'] as const).map((shape): Case<AgentProbe> => ({
    rules: ['C-52'],
    name: `an ask on the lane of a host with ${shape} in its root is not answered`,
    async run(probe) {
      probe.needsKind('extension');
      await probe.run([{ to: 'lane', text: probe.ask() }], { onPress: true, shape });
      await probe.silent(0, 'It was answered:');
    },
  })),
  {
    rules: ['C-53'],
    name: 'the agent still listens two seconds after the press, while its offer stands',
    async run(probe) {
      const flow = await probe.offered();
      await probe.run([{ to: probe.lane, text: probe.choose(flow), after: 2_000 }]);
      await probe.next('ack');
    },
  },
  notChosen(['C-48'], 'a choose of another element is not heard', (probe, flow) =>
    (['other', 'other lane'] as const).map((to) => ({ to, text: probe.choose(flow) })),
  ),
  notChosen(['C-48'], 'a choose of the document is not heard', (probe, flow) => [{ to: 'document', text: probe.choose(flow) }]),
  notChosen(['C-28'], 'a choose of another offer is not heard', (probe, { id }) => [
    { to: probe.lane, text: probe.choose({ id, offer: randomUUID() }) },
  ]),
  notChosen(['C-28'], 'a choose of another flow is not heard', (probe, { offer }) => [
    { to: probe.lane, text: probe.choose({ id: randomUUID(), offer }) },
  ]),
  notChosen(['C-36'], 'a cancel of all ends an offer that was not chosen', (probe, flow) => [
    { to: probe.lane, text: JSON.stringify({ v: 1, id: flow.id, type: 'cancel', reason: 'user' }) },
    { to: probe.lane, text: probe.choose(flow) },
  ]),
];
export const askCases: readonly Case<AgentProbe>[] = [...cases];
