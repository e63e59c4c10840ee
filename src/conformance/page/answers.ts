/** Answers of the vendor, by the page's code and by the endpoint (contract, "Negotiation"). */
import type { FlowInPage } from './flow-in-page.js';
import { inPage } from './probe.js';

export const answerCases = [
  inPage(['C-85', 'C-243'], 'respondWith counts once, and only during the dispatch', async (t: FlowInPage) => {
    let second = '';
    t.onpropose = ({ event }) => {
      try {
        event?.respondWith(Promise.resolve({ refused: true, code: 'refused', message: 'No' }));
      } catch (error) {
        second = (error as Error).name;
      }
    };
    await t.begin();
    const { event, answer } = await t.propose();
    let late = '';
    try {
      event?.respondWith(Promise.resolve({ pending: true }));
    } catch (error) {
      late = (error as Error).name;
    }
    t.check(second === 'InvalidStateError' && late === second, 'A second or late call throws no InvalidStateError.');
    answer({ record: '{}' });
    t.check((await t.answer())['answer'] === 'accept', 'Another call counts.');
  }),
  inPage(
    ['C-86'],
    'it posts the record unchanged as application/jose+json, with cookies and without redirects',
    async (t: FlowInPage) => {
      t.answerBy = 'endpoint';
      const record = '{ "payload":"e30", "signatures":[]}';
      await t.begin();
      const { request, record: body } = await t.propose(record);
      t.check(body === record, 'The body is not the text of the record.');
      const { method, credentials, redirect } = request ?? {};
      const type = request?.headers.get('content-type');
      t.check(method === 'POST' && type === 'application/jose+json', `It is ${method} as ${type}.`);
      t.check(credentials === 'same-origin', `Its credentials are ${credentials}.`);
      t.check(redirect === 'error' || redirect === 'manual', `Its redirect is ${redirect}.`);
    },
  ),
  inPage(['C-87'], 'with neither endpoint nor respondWith it answers refuse, no_endpoint', async (t: FlowInPage) => {
    t.answerBy = 'endpoint';
    t.host.removeAttribute('endpoint');
    await t.rest();
    await t.begin();
    t.say(t.lane, { type: 'propose', record: '{}' });
    const { answer, code } = (await t.answer()) as unknown as Record<string, unknown>;
    t.check(answer === 'refuse' && code === 'no_endpoint', `It answers ${String(answer)}, ${String(code)}.`);
  }),
  inPage(['C-88'], 'a refusal goes to the agent with its code', async (t: FlowInPage) => {
    await t.begin();
    (await t.propose()).answer({ refused: true, code: 'broken_chain', message: 'No' });
    const { answer, code } = (await t.answer()) as unknown as Record<string, unknown>;
    t.check(answer === 'refuse' && code === 'broken_chain', `It answers ${String(answer)}, ${String(code)}.`);
  }),
  inPage(['C-88'], 'the first counter goes to the agent with its agreement', async (t: FlowInPage) => {
    await t.begin();
    (await t.propose()).answer({ counter: 'SD-BASE' });
    const { answer, agreement } = (await t.answer()) as unknown as Record<string, unknown>;
    t.check(answer === 'counter' && agreement === 'SD-BASE', `It answers ${String(answer)}, ${String(agreement)}.`);
  }),
  inPage(['C-38'], 'a third proposal is dropped', async (t: FlowInPage) => {
    await t.begin();
    (await t.propose()).answer({ counter: 'SD-BASE' });
    await t.answer();
    (await t.propose()).answer({ pending: true });
    await t.answer(2);
    t.say(t.lane, { type: 'propose', record: '{}' });
    await t.rest(50);
    t.check(t.proposals.length === 2, 'It is passed on.');
  }),
  ...(
    [
      ['a reply of more than 65,536 units', 200, `{"record":"{}","more":"${'x'.repeat(70_000)}"}`, ['C-90', 'C-89']],
      ['a reply that is no JSON', 200, '<html>', ['C-89']],
      ['500', 500, '{"record":"{}"}', ['C-89']],
      ['202 with a record', 202, '{"record":"{}"}', ['C-89']],
      ['200 with pending', 200, '{"pending":true}', ['C-89']],
    ] as const
  ).map(([what, status, text, rules]) =>
    inPage(
      rules,
      `${what} is a vendor who was not reached: the agent gets no answer, the person can try again`,
      async (t: FlowInPage, given) => {
        t.answerBy = 'endpoint';
        await t.begin();
        const before = t.textIn(t.host);
        (await t.propose()).answer(given.text, given.status);
        await t.until(() => t.textIn(t.host) !== before, 'It shows nothing new.');
        await t.rest(50);
        t.check(t.of('answer').length === 0, 'The agent gets an answer.');
        t.check(t.outcomes.length === 0, 'The flow ends.');
      },
      { status, text },
    ),
  ),
];
