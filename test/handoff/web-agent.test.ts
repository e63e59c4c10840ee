import { aTimeout, expect } from '@open-wc/testing';
import { agentOrigin, openWebAgent, type WebAgent } from '../../src/handoff/web-agent.js';
import { until } from '../support/page.js';

describe('the address of an agent', () => {
  for (const [address, origin] of [
    ['agent.example', 'https://agent.example'],
    ['  agent.example ', 'https://agent.example'],
    ['https://agent.example', 'https://agent.example'],
    ['HTTPS://Agent.Example/', 'https://agent.example'],
    ['agent.example:8443', 'https://agent.example:8443'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['localhost', 'http://localhost'],
    ['localhost:4712', 'http://localhost:4712'],
    ['http://localhost:4712/', 'http://localhost:4712'],
    ['https://localhost:4712', 'https://localhost:4712'],
  ] as const) {
    it(`${address} is ${origin}`, () => expect(agentOrigin(address)).to.equal(origin));
  }

  for (const address of [
    '',
    'agent',
    'me@agent.example',
    'https://agent.example@other.example',
    'http://agent.example',
    'http://localhost.example',
    'agent.example/me',
    'agent.example?me',
    'agent.example#me',
    'https://agent.example\\other.example',
    'javascript:alert(1)',
    'data:text/html,x.y',
    'ftp://agent.example',
    'agent example.com',
    'agent..example:port',
    'blob:https://agent.example/x',
  ]) {
    it(`is not "${address}"`, () => expect(agentOrigin(address)).to.equal(undefined));
  }
});

describe('the window of an agent', () => {
  const ID = '00000001-0000-4000-8000-000000000000';
  const { open } = window;
  const opened: unknown[][] = [];
  const heard: unknown[] = [];
  const welcomes: MessageEvent[] = [];
  let frame: HTMLIFrameElement;
  let greetings = 0;
  let agent: WebAgent | null = null;

  // A frame of this origin stands in for the window, at the edge of the machine: what matters is who says what.
  beforeEach(() => {
    opened.length = heard.length = welcomes.length = greetings = 0;
    frame = document.body.appendChild(document.createElement('iframe'));
    frame.contentWindow?.addEventListener('message', (event) => welcomes.push(event));
    window.open = (...parameters) => {
      opened.push(parameters);
      return frame.contentWindow;
    };
    agent = openWebAgent(
      origin,
      ID,
      () => greetings++,
      (data) => heard.push(data),
    );
  });
  afterEach(() => {
    agent?.close();
    frame.remove();
    window.open = open;
  });
  const say = (init: MessageEventInit): void =>
    void window.dispatchEvent(
      new MessageEvent('message', { source: frame.contentWindow, origin, data: { rel: 'hello', v: [1] }, ...init }),
    );

  it('is opened at the agent’s origin, with nothing of the request', () => {
    expect(opened).to.deep.equal([[`${origin}/.well-known/rel-agent?v=1`, '_blank', 'popup']]);
  });

  it('gets one port, by which both hear each other', async () => {
    agent?.say('too early');
    say({});
    expect(greetings).to.equal(1);
    agent?.say('choose');
    await until(() => welcomes.length);
    const [{ data, ports, origin: from } = new MessageEvent<unknown>('message')] = welcomes as MessageEvent<unknown>[];
    expect(data).to.deep.equal({ rel: 'welcome', v: 1, id: ID });
    expect(from).to.equal(origin);
    expect(ports).to.have.length(1);
    const said: unknown[] = [];
    const [port] = ports as unknown as [MessagePort];
    port.onmessage = (event: MessageEvent) => said.push(event.data);
    port.postMessage('ack');
    await until(() => heard.length && said.length);
    expect([heard, said]).to.deep.equal([['ack'], ['choose']]);
    say({});
    await aTimeout(0);
    expect([greetings, welcomes.length]).to.deep.equal([1, 1]);
  });

  for (const [what, init] of Object.entries<() => MessageEventInit>({
    'the page itself': () => ({ source: window }),
    nobody: () => ({ source: null }),
    'another frame': () => ({ source: document.body.appendChild(document.createElement('iframe')).contentWindow }),
    'another origin': () => ({ origin: 'https://agent.example.evil' }),
    'another scheme': () => ({ origin: origin.replace('http', 'https') }),
    'another port': () => ({ origin: `${origin}1` }),
    'a trailing dot': () => ({ origin: origin.replace(/(?=:\d|$)/, '.') }),
    'an opaque origin': () => ({ origin: 'null' }),
    'another version': () => ({ data: { rel: 'hello', v: [2] } }),
    'another message': () => ({ data: { rel: 'welcome', v: [1] } }),
    'no list': () => ({ data: { rel: 'hello', v: 1 } }),
    text: () => ({ data: '{"rel":"hello","v":[1]}' }),
    nothing: () => ({ data: null }),
  })) {
    it(`hears no hello that is of ${what}`, async () => {
      say(init());
      await aTimeout(0);
      expect(greetings).to.equal(0);
      expect(welcomes).to.deep.equal([]);
      say({});
      expect(greetings).to.equal(1);
      document.querySelectorAll('iframe').forEach((one) => one !== frame && one.remove());
    });
  }

  it('hears what the browser says of a message, whatever the page has put over it', () => {
    const dress = (event: Event): void => {
      for (const name of ['data', 'source', 'origin'])
        Object.defineProperty(event, name, {
          get() {
            throw new Error(name);
          },
        });
    };
    const claim = (event: Event): void => void Object.defineProperty(event, 'source', { value: frame.contentWindow });
    window.addEventListener('message', claim, { capture: true, once: true });
    say({ source: window });
    expect(greetings).to.equal(0);
    window.addEventListener('message', dress, { capture: true, once: true });
    say({});
    expect(greetings).to.equal(1);
  });

  it('gets the port only while it is where the agent is', async () => {
    agent?.close();
    agent = openWebAgent(
      'https://agent.example',
      ID,
      () => greetings++,
      () => undefined,
    );
    // Heard from there; in the meantime the window has moved here.
    say({ origin: 'https://agent.example' });
    expect(greetings).to.equal(1);
    await aTimeout(50);
    expect(welcomes).to.deep.equal([]);
  });

  it('is heard no more once it is given up', () => {
    agent?.close();
    say({});
    expect(greetings).to.equal(0);
  });

  it('hears no more by its port either, but what was said before', async () => {
    say({});
    agent?.say('cancel');
    agent?.close();
    agent?.say('more');
    await until(() => welcomes.length);
    const said: unknown[] = [];
    const [port] = welcomes[0]?.ports as unknown as [MessagePort];
    port.onmessage = (event: MessageEvent) => said.push(event.data);
    port.postMessage('done');
    await until(() => said.length);
    await aTimeout(50);
    expect([heard, said]).to.deep.equal([[], ['cancel']]);
  });

  it('is none where the browser opens none', () => {
    window.open = () => null;
    expect(
      openWebAgent(
        origin,
        ID,
        () => undefined,
        () => undefined,
      ),
    ).to.equal(null);
  });
});
