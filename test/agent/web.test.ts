import { expect } from 'chai';
import { type AgentOutcome, type Chosen, onChosen } from '../../src/agent/web.js';
import { nextTask, until } from '../support/page.js';

const ID = '00000001-0000-4000-8000-000000000000';
const OFFER = '00000002-0000-4000-8000-000000000000';
const SHOP = 'https://shop.example';

describe('onChosen', () => {
  let shop: HTMLIFrameElement;
  const hellos: MessageEvent<unknown>[] = [];
  let heard: { type: string; [key: string]: unknown }[] = [];
  let port: MessagePort;
  let stop: () => void = () => undefined;

  // A frame stands in for the vendor's page that opened this window.
  beforeEach(() => {
    hellos.length = 0;
    heard = [];
    shop = document.body.appendChild(document.createElement('iframe'));
    shop.contentWindow?.addEventListener('message', (event) => hellos.push(event));
    window.opener = shop.contentWindow;
  });
  afterEach(() => {
    stop();
    window.opener = null;
    shop.remove();
  });

  const welcome = (init: MessageEventInit = {}): void => {
    const { port1, port2 } = new MessageChannel();
    const into = heard;
    port1.onmessage = ({ data }) => into.push(JSON.parse(data as string) as { type: string });
    if (!init.ports) port = port1;
    window.dispatchEvent(
      new MessageEvent('message', {
        source: shop.contentWindow,
        origin: SHOP,
        data: { rel: 'welcome', v: 1, id: ID },
        ports: [port2],
        ...init,
      }),
    );
  };
  const say = (type: string, body: object = {}): void =>
    port.postMessage(JSON.stringify({ v: 1, id: ID, offer: OFFER, type, ...body }));
  const choose = (changes: object = {}): void =>
    say('choose', { act: 'relate', vendor: { origin: SHOP, name: 'Shop' }, accepts: ['SD-BASE'], challenge: 'c', ...changes });

  it('goes from hello to done through one function', async () => {
    const seen: { chosen?: Chosen; signal?: AbortSignal; answer?: string } = {};
    stop = onChosen(async (chosen, signal) => {
      Object.assign(seen, { chosen, signal });
      seen.answer = (await chosen.propose('signed')).record ?? '';
      return 'agreed';
    });
    await until(() => hellos.length);
    expect(hellos[0]?.data).to.deep.equal({ rel: 'hello', v: [1] });
    welcome();
    choose();
    await until(() => heard.length === 2);
    expect(heard).to.deep.equal([
      { v: 1, id: ID, type: 'ack', offer: OFFER },
      { v: 1, id: ID, type: 'propose', offer: OFFER, record: 'signed' },
    ]);
    const { act, vendor, accepts, challenge } = seen.chosen as Chosen;
    expect({ act, vendor: { ...vendor }, accepts, challenge }).to.deep.equal({
      act: 'relate',
      vendor: { origin: SHOP, name: 'Shop' },
      accepts: ['SD-BASE'],
      challenge: 'c',
    });
    say('answer', { answer: 'accept', record: 'countersigned' });
    await until(() => heard.length === 3);
    expect(heard[2]).to.deep.equal({ v: 1, id: ID, type: 'done', offer: OFFER, outcome: 'agreed' });
    expect(seen.answer).to.equal('countersigned');
    expect(seen.signal?.aborted).to.equal(false);
  });

  describe('takes no port', () => {
    for (const [what, init] of Object.entries<() => MessageEventInit>({
      'from the page itself': () => ({ source: window }),
      'from another window': () => ({ source: document.body.appendChild(document.createElement('iframe')).contentWindow }),
      'from a page without an origin': () => ({ origin: 'null' }),
      'from an insecure page': () => ({ origin: 'http://shop.example' }),
      'from a page whose name begins like this machine’s': () => ({ origin: 'http://localhost.example' }),
      'with no port': () => ({ ports: [] }),
      'with another version': () => ({ data: { rel: 'welcome', v: 2, id: ID } }),
      'with no id': () => ({ data: { rel: 'welcome', v: 1 } }),
      'with another message': () => ({ data: { rel: 'hello', v: 1, id: ID } }),
      'with text': () => ({ data: 'welcome' }),
    })) {
      it(what, async () => {
        let runs = 0;
        stop = onChosen(() => {
          runs++;
          return Promise.resolve<AgentOutcome>('dismissed');
        });
        welcome(init());
        if (!init().ports) choose();
        await nextTask();
        await nextTask();
        expect(runs).to.equal(0);
        welcome();
        choose();
        await until(() => runs === 1);
        document.querySelectorAll('iframe').forEach((one) => one !== shop && one.remove());
      });
    }

    it('a second time', async () => {
      const origins: string[] = [];
      stop = onChosen(({ vendor }) => {
        origins.push(vendor.origin);
        return Promise.resolve('dismissed');
      });
      welcome();
      const first = port;
      welcome({ origin: 'https://evil.example' });
      choose({ vendor: { origin: 'https://evil.example', name: 'Evil' } });
      port = first;
      choose();
      await until(() => origins.length);
      await nextTask();
      expect(origins).to.deep.equal([SHOP]);
    });
  });

  it('refuses a page that says it is another', async () => {
    let runs = 0;
    stop = onChosen(() => {
      runs++;
      return Promise.resolve('agreed');
    });
    welcome();
    choose({ vendor: { origin: 'https://bank.example', name: 'Bank' } });
    await until(() => heard.length);
    expect(heard.map(({ type, outcome }) => [type, outcome])).to.deep.equal([['done', 'dismissed']]);
    expect(runs).to.equal(0);
  });

  it('hears nothing that is of another flow, malformed or out of order', async () => {
    let chosen: Chosen | undefined;
    stop = onChosen((one) => {
      chosen = one;
      return new Promise(() => undefined);
    });
    welcome();
    say('answer', { answer: 'accept' });
    say('choose', { act: 'relate' });
    choose({ id: OFFER });
    port.postMessage({ v: 1, id: ID, type: 'choose' });
    await nextTask();
    await nextTask();
    expect(chosen).to.equal(undefined);
    choose();
    await until(() => chosen);
    choose({ act: 'leave' });
    say('cancel', { reason: 'user', offer: ID });
    await nextTask();
    expect(heard.map(({ type }) => type)).to.deep.equal(['ack']);
  });

  it('proposes twice and no more, though a page counters again', async () => {
    const answers: string[] = [];
    stop = onChosen(async ({ propose }) => {
      for (const record of ['1', '2', '3'])
        answers.push(
          await propose(record).then(
            ({ answer }) => answer,
            ({ name }: DOMException) => name,
          ),
        );
      return 'dismissed';
    });
    welcome();
    choose();
    for (const proposals of [1, 2]) {
      await until(() => heard.filter(({ type }) => type === 'propose').length === proposals);
      say('answer', { answer: 'counter', agreement: 'SD-BASE' });
    }
    await until(() => heard.at(-1)?.type === 'done');
    expect(answers).to.deep.equal(['counter', 'counter', 'InvalidStateError']);
    expect(heard.map(({ type }) => type)).to.deep.equal(['ack', 'propose', 'propose', 'done']);
  });

  it('aborts when the person or the page ends it', async () => {
    let signal: AbortSignal | undefined;
    const answers: string[] = [];
    stop = onChosen(async (chosen, one) => {
      signal = one;
      await chosen.propose('r').catch((error: DOMException) => answers.push(error.name));
      return 'agreed';
    });
    welcome();
    choose();
    await until(() => heard.length === 2);
    say('cancel', { reason: 'user' });
    await until(() => signal?.aborted);
    await nextTask();
    expect(answers).to.deep.equal(['AbortError']);
    expect(heard.map(({ type }) => type)).to.deep.equal(['ack', 'propose']);
  });

  it('takes a page that goes away for a person who lets it be', async () => {
    let signal: AbortSignal | undefined;
    stop = onChosen((_, one) => {
      signal = one;
      return new Promise(() => undefined);
    });
    welcome();
    choose();
    await until(() => signal);
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    await until(() => heard.length === 2);
    expect(heard[1]).to.deep.include({ type: 'done', outcome: 'dismissed' });
    expect(signal?.aborted).to.equal(true);
  });

  it('does nothing where nobody opened the window', async () => {
    window.opener = null;
    stop = onChosen(() => Promise.reject(new Error('never')));
    await nextTask();
    expect(hellos).to.deep.equal([]);
  });
});
