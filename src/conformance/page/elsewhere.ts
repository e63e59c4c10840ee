/** Agents with a window of their own (contract, "Agents elsewhere"). */
import type { PanelInPage } from './panel-in-page.js';
import { inPage } from './probe.js';

export const elsewhereCases = [
  ...(['https://agent.example', 'https://agent.example:8443', 'http://localhost:4712', 'http://localhost'] as const).map(
    (address) =>
      inPage(
        ['C-59', 'C-60'],
        `the agent at ${address} gets a window at its /.well-known/rel-agent?v=1, in that press`,
        async (t: PanelInPage, origin) => {
          await t.openWindow(origin);
          const [{ url, isPressed } = { url: '', isPressed: false }] = t.window.opened;
          t.check(url === `${origin}/.well-known/rel-agent?v=1`, `It opens ${url}.`);
          t.check(isPressed && t.window.opened.length === 1, 'It is opened outside the press, or twice.');
        },
        address,
      ),
  ),
  inPage(['C-59'], 'an address that is no such origin gets no window', async (t: PanelInPage) => {
    t.host.removeAttribute('endpoint');
    await t.openPanel();
    for (const address of [
      'http://agent.example',
      'https://agent.example/other',
      'https://agent.example/?a=1',
      'https://me@agent.example',
      'http://localhost.example',
      'ftp://agent.example',
      'javascript:alert(1)',
      'https://',
    ]) {
      await t.name(address);
      t.check(t.window.opened.length === 0, `${address} gets a window.`);
    }
  }),
  inPage(
    ['C-62'],
    'a hello from another window, from another origin or without 1 in its v is not believed, and one counts',
    async (t: PanelInPage) => {
      await t.openWindow();
      const agent = 'https://agent.example';
      const wrong: readonly (readonly [why: string, ...parameters: Parameters<typeof t.window.hello>])[] = [
        ['another window', agent, { rel: 'hello', v: [1] }, t.window.makeWindow(() => undefined)],
        ['its own window', agent, { rel: 'hello', v: [1] }, window],
        ['another origin', 'https://agent.example.test'],
        ['the page’s own origin', location.origin],
        ['a v without 1', agent, { rel: 'hello', v: [2] }],
        ['no list as its v', agent, { rel: 'hello', v: 1 }],
        ['another rel', agent, { rel: 'welcome', v: [1] }],
      ];
      for (const [why, ...parameters] of wrong) {
        t.window.hello(...parameters);
        await t.rest();
        t.check(t.window.posted.length === 0, `One with ${why} is believed.`);
      }
      t.window.hello(agent);
      await t.until(() => t.window.posted.length, 'The right hello is not believed.');
      t.window.hello(agent);
      await t.rest();
      t.check(t.window.posted.length === 1, 'The second hello is believed too.');
    },
  ),
  inPage(['C-63'], 'the hello is answered by a welcome with one port, on which the flow goes on', async (t: PanelInPage) => {
    await t.openWindow();
    t.window.hello('https://agent.example');
    const { data, origin, ports } = await t.until(() => t.window.posted[0], 'The hello is not answered.');
    const { rel, v, id } = data as Record<string, unknown>;
    t.check(rel === 'welcome' && v === 1 && id === t.id, 'It is no {rel: "welcome", v: 1, id}.');
    t.check(origin === 'https://agent.example', `It is posted to ${String(origin)}.`);
    t.check(ports.length === 1, `It has ${ports.length} ports.`);
    await t.until(() => t.window.came.length, 'Nothing comes on the port.');
    t.check(typeof t.window.came[0] === 'string', 'What comes is no text.');
    const [chosen] = t.window.messages;
    t.check(chosen?.type === 'choose' && chosen.id === id && chosen['act'] === 'relate', 'The first message is no choose.');
    t.check(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(String(chosen['offer'])),
      'Its offer is no id.',
    );
    t.window.say({ type: 'ack' });
    t.window.say({ type: 'propose', record: '{}' });
    (await t.until(() => t.proposals[0], 'The vendor does not get the proposal.')).answer({ record: '{}' });
    const answered = await t.until(() => t.window.messages[1], 'The agent gets no answer.');
    t.check(answered.type === 'answer' && answered['answer'] === 'accept', 'The answer is not accept.');
    t.window.say({ type: 'done', outcome: 'agreed' });
    t.check((await t.outcome()) === 'agreed', 'The outcome is not agreed.');
  }),
  inPage(['C-65'], 'without a hello in 10 s it says so, with ways on', async (t: PanelInPage) => {
    await t.openWindow();
    await t.rest(1_000);
    const before = t.textIn(t.host);
    await t.until(() => t.textIn(t.host) !== before, 'It shows nothing new.', 11_000);
    t.check(t.controls().length > 2, 'It shows no two ways on.');
    t.check(t.outcomes.length === 0, 'It ends the flow.');
  }),
  inPage(['C-66'], 'no script follows a web+rel: link', async (t: PanelInPage) => {
    const heard: string[] = [];
    const hear = (event: Event): void => {
      const [link] = event.composedPath();
      const isOne = link instanceof HTMLAnchorElement && link.protocol === 'web+rel:';
      if (isOne && !event.isTrusted) heard.push(link.href);
    };
    window.addEventListener('click', hear, true);
    await t.openPanel();
    await t.cancel();
    await t.rest(100);
    const opened = t.window.opened.map(({ url }) => url).filter((url) => url.startsWith('web+rel:'));
    const all = [...heard, ...opened, ...t.window.followed];
    t.check(all.length === 0, `One follows ${all.join(', ')}.`);
  }),
];
