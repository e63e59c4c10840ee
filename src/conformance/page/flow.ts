/** A flow from the choice to its end (contract, "Messages"; "A flow"). */
import type { FlowInPage } from './flow-in-page.js';
import { inPage } from './probe.js';

export const flowCases = [
  inPage(['C-45', 'C-28'], 'messages of the chosen agent on the other lane are not heard', async (t: FlowInPage) => {
    if (!t.node) t.skip('The private lane is not reached.');
    await t.begin('private');
    t.say('public', { type: 'propose', record: '{}' });
    t.say('public', { type: 'done', outcome: 'declined' });
    await t.rest(50);
    t.check(t.proposals.length === 0, 'A proposal is passed on.');
    t.check(t.outcomes.length === 0, 'The flow ends.');
  }),
  inPage(['C-28', 'C-29'], 'messages with another id or another offer are not heard', async (t: FlowInPage) => {
    await t.begin();
    for (const wrong of [
      { id: globalThis.crypto.randomUUID() },
      { offer: globalThis.crypto.randomUUID() },
      { offer: undefined },
      { v: 2 },
    ]) {
      t.say(t.lane, { type: 'propose', record: '{}', ...wrong });
      t.say(t.lane, { type: 'done', outcome: 'declined', ...wrong });
    }
    await t.rest(50);
    t.check(t.proposals.length === 0 && t.outcomes.length === 0, 'One is.');
  }),
  inPage(['C-39'], 'each proposal gets one answer, in a later task', async (t: FlowInPage) => {
    await t.begin();
    t.onpropose = ({ answer }) => answer({ record: '{}' });
    let isLater = false;
    setTimeout(() => (isLater = true));
    const before = t.of('answer').length;
    t.say(t.lane, { type: 'propose', record: '{}' });
    t.check(t.of('answer').length === before, 'It is answered during its dispatch.');
    for (let i = 0; i < 50; i++) {
      await Promise.resolve();
      t.check(isLater || t.of('answer').length === before, 'It is answered in the same task.');
    }
    await t.answer();
    await t.rest(50);
    t.check(t.of('answer').length === 1, 'It is answered more than once.');
  }),
  inPage(['C-31', 'C-239'], 'the record is passed on unchanged, both ways, and is the form value', async (t: FlowInPage) => {
    const form = document.createElement('form');
    t.host.before(form);
    form.append(t.host);
    t.host.setAttribute('name', 'relationship');
    await t.rest();
    const record = '{ "payload" : "e30" ,\n "signatures":[ ], "more": "\\u00e9é👍" }';
    const both = ' {"payload":"e30","signatures":[1,2]}';
    await t.begin();
    const proposal = await t.propose(record);
    t.check(proposal.record === record, `The vendor gets ${proposal.record}`);
    proposal.answer({ record: both });
    const { record: answered } = (await t.answer()) as { record?: unknown };
    t.check(answered === both, `The agent gets ${String(answered)}`);
    t.say(t.lane, { type: 'done', outcome: 'agreed' });
    await t.outcome();
    t.check(t.outcomes[0]?.record === both, 'rel-outcome has another record.');
    await t.rest();
    t.check(new FormData(form).get('relationship') === both, 'The form value is another.');
  }),
  inPage(
    ['C-31', 'C-24'],
    'a record of 16,384 units is passed on, a longer one and a message of 65,537 units are dropped',
    async (t: FlowInPage) => {
      await t.begin();
      t.say(t.lane, { type: 'propose', record: 'x'.repeat(16_385) });
      t.say(t.lane, { type: 'propose', record: '{}', more: 'x'.repeat(65_537) });
      await t.rest(50);
      t.check(t.proposals.length === 0, 'One is passed on.');
      await t.propose('x'.repeat(16_384));
    },
  ),
  inPage(['C-25', 'C-8'], 'unknown members of an offer and a proposal are ignored', async (t: FlowInPage) => {
    const offer = t.offer(t.node ? 'private' : 'public', { later: { a: 1 }, label: 'Later' });
    t.offered = offer;
    t.lane = t.node ? 'private' : 'public';
    await t.ask();
    if (!t.node) await t.pressRow('Later');
    await t.until(() => t.of('choose').length, 'The offer is dropped.');
    t.say(t.lane, { type: 'propose', record: '{}', later: 1 });
    await t.until(() => t.proposals.length, 'The proposal is dropped.');
  }),
  inPage(['C-27'], 'a message of a type of later is ignored', async (t: FlowInPage) => {
    await t.begin();
    for (const type of ['progress', 'constructor', 'ask', 'choose']) t.say(t.lane, { type, v: 1 });
    await t.propose();
    t.check(t.outcomes.length === 0, 'It ends the flow.');
  }),
  inPage(['C-42', 'C-239'], 'cancel() of the page tells the chosen agent, with its offer', async (t: FlowInPage) => {
    await t.begin();
    await t.cancel();
    const { message } = t.of('cancel', t.lane).at(-1) ?? {};
    t.check(message?.['offer'] === t.offered && message['reason'] === 'page', 'The agent gets no such cancel.');
    t.check((await t.outcome()) === 'dismissed', 'The outcome is not dismissed.');
    t.say(t.lane, { type: 'propose', record: '{}' });
    await t.rest(50);
    t.check(t.proposals.length === 0 && t.outcomes.length === 1, 'A proposal after it is heard.');
  }),
  inPage(['C-76'], 'its removal ends the flow, by a cancel of the page', async (t: FlowInPage) => {
    await t.begin();
    t.host.remove();
    await t.until(() => t.of('cancel').some(({ message }) => message['offer'] === t.offered), 'The agent gets no cancel.');
    t.check(t.of('cancel').at(-1)?.message['reason'] === 'page', 'The reason is not page.');
  }),
  inPage(['C-76'], 'a move within one task does not end the flow', async (t: FlowInPage) => {
    await t.begin();
    const place = document.createElement('div');
    t.host.before(place);
    place.append(t.host);
    await t.rest(50);
    t.check(t.outcomes.length === 0 && !t.of('cancel').some(({ message }) => message['offer']), 'It does.');
    await t.propose();
  }),
  inPage(['C-76'], 'at pagehide the flow ends', async (t: FlowInPage) => {
    await t.begin();
    globalThis.dispatchEvent(new PageTransitionEvent('pagehide'));
    await t.until(() => t.of('cancel').some(({ message }) => message['offer'] === t.offered), 'The agent gets no cancel.');
  }),
  inPage(['C-77'], 'after accept it waits at most 1 s for done', async (t: FlowInPage) => {
    await t.begin();
    (await t.propose()).answer({ record: '{}' });
    await t.answer();
    const over = await t.until(() => t.outcomes[0], 'It still waits after 2 s.', 2_000);
    t.check(over.outcome === 'agreed', 'The outcome is not agreed.');
  }),
  inPage(['C-73'], 'without an ack in 2 s it says so, with ways on', async (t: FlowInPage) => {
    await t.choose();
    const before = t.textIn(t.host);
    await t.until(() => t.textIn(t.host) !== before, 'It shows nothing new in 3 s.', 3_000);
    t.check(t.controls().length >= 2, 'It shows no ways on.');
    t.check(t.outcomes.length === 0, 'It ends the flow.');
  }),
  inPage(['C-74'], 'after an ack a person may take longer', async (t: FlowInPage) => {
    await t.begin();
    await t.rest(2_500);
    await t.propose();
  }),
  inPage(['C-75', 'C-41'], 'a flow has one outcome, whatever the agent sends after it', async (t: FlowInPage) => {
    await t.begin();
    for (const outcome of ['declined', 'dismissed', 'agreed', 'declined']) t.say(t.lane, { type: 'done', outcome });
    await t.outcome();
    await t.rest(50);
    t.check(t.outcomes.map(({ outcome }) => outcome).join() === 'declined', 'It has another, or more.');
  }),
  inPage(['C-238'], 'the shown status changes by the outcome, and the attribute does not', async (t: FlowInPage) => {
    t.check(t.host.currentStatus === 'offered', 'currentStatus is not offered at first.');
    await t.begin();
    (await t.propose()).answer({ record: '{}' });
    await t.answer();
    t.say(t.lane, { type: 'done', outcome: 'agreed' });
    await t.until(() => t.host.currentStatus === 'related', 'currentStatus does not become related.');
    t.check(t.host.matches(':state(related)'), ':state(related) does not match.');
    t.check(t.host.getAttribute('status') === 'offered', 'It writes its attribute.');
  }),
];
