/** Offers and choices (contract, "Messages"; "Lanes"; "A flow"). */
import type { FlowInPage } from './flow-in-page.js';
import { inPage } from './probe.js';

export const offerCases = [
  inPage(['C-69'], 'one private agent with the first act is chosen at once', async (t: FlowInPage) => {
    if (!t.node) t.skip('The private lane is not reached.');
    await t.choose('private');
  }),
  inPage(['C-69', 'C-70'], 'one public agent is listed, and chosen by a press', async (t: FlowInPage) => {
    t.offered = t.offer('public', { label: 'Listed' });
    await t.ask();
    t.check(t.of('choose').length === 0, 'It is chosen without a press.');
    await t.pressRow('Listed');
    await t.until(() => t.of('choose').length, 'It is not chosen.');
    t.check(t.of('choose')[0]?.message['offer'] === t.offered, 'Another offer is chosen.');
  }),
  inPage(['C-69'], 'of two private agents none is chosen at once', async (t: FlowInPage) => {
    t.offer('private');
    t.offer('private');
    if (!t.node) t.skip('The private lane is not reached.');
    await t.ask();
    t.check(t.of('choose').length === 0, 'One is.');
  }),
  inPage(['C-69'], 'in a relationship with several acts no agent is chosen at once', async (t: FlowInPage) => {
    if (!t.node) t.skip('The private lane is not reached.');
    t.host.setAttribute('status', 'related');
    t.host.setAttribute('acts', 'converse leave');
    await t.rest();
    t.offer('private');
    await t.ask();
    t.check(t.of('choose').length === 0, 'One is.');
  }),
  inPage(['C-68'], 'a click by a script begins no flow', async (t: FlowInPage) => {
    t.offer('public');
    t.controls()[0]?.click();
    t.host.click();
    await t.rest(50);
    t.check(t.heard.length === 0, 'It begins one.');
  }),
  inPage(['C-68'], 'while a flow goes on, another host begins none', async (t: FlowInPage) => {
    const other = t.host.cloneNode(true) as typeof t.host;
    t.host.after(other);
    await t.rest();
    await t.choose();
    const asks = t.of('ask').length;
    await t.press(t.controls(other.shadowRoot as ShadowRoot)[0] ?? other);
    await t.rest(50);
    t.check(t.of('ask').length === asks, 'It asks.');
  }),
  inPage(['C-47'], 'an offer that is dispatched elsewhere than on the document is not heard', async (t: FlowInPage) => {
    globalThis.addEventListener('rel-message', (event) => {
      if (event.composedPath()[0] !== t.host) return;
      for (const [i, target] of [t.host, document.body, window].entries()) {
        const event = { type: 'offer', offer: globalThis.crypto.randomUUID(), acts: ['relate'], label: `Elsewhere${i}` };
        if (t.of('ask').length && !t.came.join().includes('choose')) t.say('public', event, target);
      }
    });
    await t.ask();
    t.check(!t.textIn(t.host).includes('Elsewhere'), 'It is listed.');
  }),
  inPage(['C-33'], 'an offer after the ask is not heard', async (t: FlowInPage) => {
    t.offer('public', { label: 'Early' });
    await t.ask();
    t.say('public', { type: 'offer', offer: globalThis.crypto.randomUUID(), acts: ['relate'], label: 'Too late' });
    await t.rest();
    t.check(t.textIn(t.host).includes('Early') && !t.textIn(t.host).includes('Too late'), 'It is listed.');
  }),
  inPage(['C-34'], 'of 40 offers 32 are listed', async (t: FlowInPage) => {
    for (let i = 10; i < 50; i++) t.offer('public', { label: `Many${i}` });
    await t.ask();
    const listed = new Set(t.textIn(t.host).match(/Many\d\d/g)).size;
    t.check(listed === 32, `${listed} are listed.`);
  }),
  inPage(['C-34', 'C-70'], 'the same offer twice is listed once', async (t: FlowInPage) => {
    const offer = t.offer('public', { label: 'Twice' });
    t.offer('public', { offer, label: 'Twice again' });
    await t.ask();
    const text = t.controls().filter((one) => t.textIn(one).includes('Twice'));
    t.check(text.length === 1, `It is listed ${text.length} times.`);
  }),
  inPage(['C-70'], 'agents are listed in random order', async (t: FlowInPage) => {
    const orders = new Set<string>();
    for (let i = 0; i < 6; i++) t.offer('public', { label: `Order${i}` });
    for (let round = 0; round < 4 && orders.size < 2; round++) {
      await t.ask();
      orders.add([...new Set(t.textIn(t.host).match(/Order\d/g))].join());
      await t.cancel();
    }
    t.check(orders.size > 1, `Four times it is ${[...orders].join()}.`);
  }),
  inPage(
    ['C-30'],
    'a label is shown without characters that do not show, and one that is too long is left out',
    async (t: FlowInPage) => {
      t.offer('public', { label: 'Ag\u200be\u0007nt\u202eX' });
      t.offer('public', { label: 'y'.repeat(65) });
      await t.ask();
      t.check(t.textIn(t.host).includes('AgentX'), 'It is shown otherwise.');
      t.check(!t.textIn(t.host).includes('y'.repeat(60)), 'The long one is shown.');
    },
  ),
  inPage(['C-71'], 'without an offer it asks, and shows something to press', async (t: FlowInPage) => {
    const before = t.controls().length;
    await t.ask();
    t.check(t.controls().length > before, 'It shows nothing.');
    t.check(t.of('choose').length === 0, 'It chooses an agent.');
  }),
  inPage(['C-28', 'C-243'], 'agents that throw, and details that are no text, do not stop it', async (t: FlowInPage) => {
    const throwing = (event: Event): void => {
      if (event.type === 'rel-message') throw new Error('an agent that throws');
    };
    document.addEventListener('rel-message', throwing, true);
    t.node?.addEventListener('rel-message', throwing);
    await t.choose();
    document.removeEventListener('rel-message', throwing, true);
    t.node?.removeEventListener('rel-message', throwing);
    t.errors.length = 0;
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error('a detail that throws');
        },
      },
    );
    const target = t.lane === 'public' ? document : (t.node as Element);
    for (const detail of [trap, null, undefined, 1, [], {}, '', '{', '[]', 'null', '{"type":"__proto__"}', '"'.repeat(9)])
      t.sendAny(detail, target);
    t.say(t.lane, { type: 'ack' });
    (await t.propose()).answer({ record: '{}' });
    t.check((await t.answer())['answer'] === 'accept', 'The flow does not go on.');
    t.check(t.errors.length === 0, `The page got ${t.errors.join()}.`);
  }),
];
