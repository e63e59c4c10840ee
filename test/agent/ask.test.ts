import { expect } from 'chai';
import { type AgentOutcome, type Answer, type Ask, type AskHandler, type Chosen, onAsk } from '../../src/agent/index.js';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import { buttonOf, click, key, nextTask, panelOf, press, put, record, rowNamed, rowsOf, until } from '../support/page.js';

const BUTTON = '<rel-button vendor-name="Acme" accepts="SD-BASE" challenge="c" endpoint="/relbutton"></rel-button>';

/** Everything that is said on the public lane by anybody. */
const listen = (): { said: string[]; stop: () => void } => {
  const said: string[] = [];
  const listening = new AbortController();
  document.addEventListener(
    'rel-message',
    (event) => void said.push((JSON.parse((event as CustomEvent<string>).detail) as { type: string }).type),
    {
      signal: listening.signal,
    },
  );
  return { said, stop: () => listening.abort() };
};

describe('onAsk', () => {
  const stops: (() => void)[] = [];
  const agent = (handler: AskHandler): void => void stops.push(onAsk(handler));
  let vendor: ReturnType<typeof record>;
  let lane: ReturnType<typeof listen>;
  beforeEach(() => {
    vendor = record();
    lane = listen();
  });
  afterEach(() => {
    document.querySelectorAll('rel-button').forEach((button) => button.cancel());
    stops.splice(0).forEach((stop) => stop());
    vendor.stop();
    lane.stop();
  });
  const outcomes = (): string[] =>
    vendor.events
      .filter((event) => event.type === 'rel-outcome')
      .map((event) => (event as HTMLElementEventMap['rel-outcome']).outcome);

  it('goes from press to record through one function', async () => {
    const seen: { ask?: Ask; chosen?: Chosen; answer?: Answer } = {};
    agent(async (ask) => {
      seen.ask = ask;
      seen.chosen = await ask.offer({ label: 'My agent' });
      seen.answer = await seen.chosen.propose('signed');
      return 'agreed';
    });
    const host = await put(`<div lang="fr">${BUTTON}</div>`);
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record: 'countersigned' })));
    await press(host);
    await click(rowNamed(host, 'My agent'));
    await until(() => outcomes().length);
    const { acts, lang, signal } = seen.ask as Ask;
    expect({ acts, lang }).to.deep.equal({ acts: ['relate'], lang: 'fr' });
    expect(signal.aborted).to.equal(false);
    const { act, vendor: whose, accepts, challenge, endpoint } = seen.chosen as Chosen;
    expect({ act, whose: { ...whose }, accepts, challenge, endpoint }).to.deep.equal({
      act: 'relate',
      whose: { origin: location.origin, name: 'Acme' },
      accepts: ['SD-BASE'],
      challenge: 'c',
      endpoint: `${location.origin}/relbutton`,
    });
    expect(seen.answer).to.deep.include({ answer: 'accept', record: 'countersigned' });
    expect(outcomes()).to.deep.equal(['agreed']);
    expect(lane.said).to.deep.equal(['ask', 'offer', 'choose', 'ack', 'cancel', 'propose', 'answer', 'done']);
  });

  describe('stays silent', () => {
    const forge = (target: EventTarget, type = 'ask'): void => {
      const message = { v: [1], id: crypto.randomUUID(), type, acts: ['relate'], lang: 'en' };
      target.dispatchEvent(new CustomEvent('rel-message', { detail: JSON.stringify(message), bubbles: true, composed: true }));
    };
    const asked: string[] = [];
    beforeEach(() => {
      asked.length = 0;
      agent(async (ask) => {
        asked.push('asked');
        await ask.offer();
        return 'dismissed';
      });
    });

    it('without a gesture, wherever the ask comes from', async () => {
      const host = await put(BUTTON);
      for (const target of [host, document.body, document, document.createElement('div')]) forge(target);
      expect(asked).to.deep.equal([]);
      expect(lane.said.filter((type) => type === 'offer')).to.deep.equal([]);
    });

    it('when a script clicks', async () => {
      const host = await put(BUTTON);
      host.addEventListener('click', () => forge(host));
      host.click();
      buttonOf(host).click();
      expect(asked).to.deep.equal([]);
    });

    it('when a script clicks and asks inside a real click elsewhere', async () => {
      const host = await put(`${BUTTON}<button id="other">Other</button>`);
      const other = document.querySelector('#other') as HTMLElement;
      other.onclick = () => {
        buttonOf(host).click();
        forge(host);
        forge(document);
        forge(document.body);
        forge(other);
      };
      await click(other);
      expect(asked).to.deep.equal([]);
    });

    it('when the press was on another button', async () => {
      await put(`${BUTTON}<rel-button id="b"></rel-button>`);
      const [first, second] = document.querySelectorAll('rel-button');
      await press(first as RelButton);
      expect(asked).to.deep.equal(['asked']);
      forge(second as RelButton);
      expect(asked).to.deep.equal(['asked']);
    });

    it('when the press was more than a second ago', async () => {
      const host = await put(BUTTON);
      await press(host);
      expect(asked).to.deep.equal(['asked']);
      const { now } = performance;
      performance.now = () => now.call(performance) + 1_001;
      try {
        forge(host);
      } finally {
        performance.now = now;
      }
      expect(asked).to.deep.equal(['asked']);
    });

    it('when a page asks more than 30 times a minute', async () => {
      const host = await put(BUTTON);
      host.addEventListener('rel-activate', () => {
        for (let i = 0; i < 50; i++) forge(host);
      });
      await press(host);
      expect(lane.said.filter((type) => type === 'offer')).to.have.length(30);
    });

    it('when it does not speak the version', async () => {
      const host = await put(BUTTON);
      host.addEventListener('rel-activate', () => {
        const message = { v: [2], id: crypto.randomUUID(), type: 'ask', acts: ['relate'], lang: 'en' };
        host.dispatchEvent(new CustomEvent('rel-message', { detail: JSON.stringify(message), bubbles: true, composed: true }));
      });
      await press(host);
      expect(asked).to.deep.equal(['asked']);
    });
  });

  it('hears the host that asked and no other', async () => {
    let chosen = 0;
    agent(async (ask) => {
      await ask.offer();
      chosen++;
      return 'dismissed';
    });
    const offers: { id: string; offer: string }[] = [];
    document.addEventListener('rel-message', (event) => {
      const message = JSON.parse((event as CustomEvent<string>).detail) as { type: string; id: string; offer: string };
      if (message.type === 'offer') offers.push(message);
    });
    const host = await put(BUTTON);
    await press(host);
    const { id, offer } = offers[0] as { id: string; offer: string };
    const choose = {
      v: 1,
      id,
      type: 'choose',
      offer,
      act: 'relate',
      vendor: { origin: location.origin, name: 'x' },
      accepts: [],
    };
    for (const target of [document, document.body, window])
      target.dispatchEvent(new CustomEvent('rel-message', { detail: JSON.stringify(choose) }));
    await nextTask();
    expect(chosen).to.equal(0);
  });

  it('refuses a page that says it is another', async () => {
    const chosen: Chosen[] = [];
    agent(async (ask) => {
      chosen.push(await ask.offer());
      return 'agreed';
    });
    const host = await put(BUTTON);
    host.addEventListener('rel-message', (event) => {
      const message = JSON.parse((event as CustomEvent<string>).detail) as { type: string; vendor: { origin: string } };
      if (message.type !== 'choose' || message.vendor.origin !== location.origin) return;
      event.stopImmediatePropagation();
      message.vendor.origin = 'https://bank.example';
      host.dispatchEvent(new CustomEvent('rel-message', { detail: JSON.stringify(message), bubbles: true, composed: true }));
    });
    await press(host);
    await click(rowNamed(host, 'Your agent'));
    expect(chosen).to.deep.equal([]);
    expect(outcomes()).to.deep.equal(['dismissed']);
  });

  it('aborts what is not chosen, cancelled or removed', async () => {
    const ended: string[] = [];
    for (const label of ['One', 'Two']) {
      agent(async (ask) => {
        ask.signal.addEventListener('abort', () => ended.push(label));
        await ask.offer({ label });
        return new Promise(() => undefined);
      });
    }
    const host = await put(BUTTON);
    await press(host);
    await click(rowNamed(host, 'Two'));
    expect(ended).to.deep.equal(['One']);
    host.remove();
    await until(() => ended.length === 2);
    expect(ended).to.deep.equal(['One', 'Two']);
    expect(lane.said.filter((type) => type === 'done')).to.deep.equal([]);
  });

  it('rejects what its author awaits with AbortError', async () => {
    const errors: string[] = [];
    agent(async (ask) => {
      const chosen = await ask.offer();
      await chosen.propose('r').catch((error: DOMException) => errors.push(error.name));
      return 'agreed';
    });
    const host = await put(BUTTON);
    host.addEventListener('rel-propose', (event) => event.respondWith(new Promise(() => undefined)));
    await press(host);
    await click(rowNamed(host, 'Your agent'));
    await until(() => panelOf(host)?.textContent?.includes('Waiting for Acme.'));
    await key('Escape');
    await until(() => errors.length);
    expect(errors).to.deep.equal(['AbortError']);
    expect(outcomes()).to.deep.equal(['dismissed']);
  });

  it('lets an offer be made once and at once', async () => {
    const errors: string[] = [];
    const note = (error: DOMException): void => void errors.push(error.name);
    agent(async (ask) => {
      await nextTask();
      await ask.offer().catch(note);
      return 'dismissed';
    });
    agent(async (ask) => {
      void ask.offer({ label: 'First' }).catch(() => undefined);
      await ask.offer({ label: 'Second' }).catch(note);
      return 'dismissed';
    });
    const host = await put(BUTTON);
    await press(host);
    await until(() => errors.length === 2);
    expect(errors).to.deep.equal(['InvalidStateError', 'InvalidStateError']);
    expect(rowsOf(host).map(({ textContent }) => textContent?.trim())).not.to.include('Second');
  });

  it('lets a record be proposed once, and once more after a counter', async () => {
    const answers: string[] = [];
    agent(async (ask) => {
      const { propose } = await ask.offer();
      for (const text of ['1', '2', '3']) {
        const both = [propose(text), propose('meanwhile')].map((answer) =>
          answer.then(
            (got) => got.answer,
            (error: DOMException) => error.name,
          ),
        );
        answers.push(...(await Promise.all(both)));
      }
      return 'dismissed';
    });
    const host = await put(BUTTON);
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ counter: 'SD-BASE' })));
    await press(host);
    await click(rowNamed(host, 'Your agent'));
    await until(() => answers.length === 6);
    const no = 'InvalidStateError';
    expect(answers).to.deep.equal(['counter', no, 'refuse', no, no, no]);
  });

  for (const [what, handler] of [
    [
      'throws at once',
      () => {
        throw new Error('broken');
      },
    ],
    [
      'rejects after it was chosen',
      async (ask: Ask) => {
        await ask.offer();
        throw new Error('broken');
      },
    ],
    [
      'says nonsense',
      async (ask: Ask) => {
        await ask.offer();
        return 'bought' as AgentOutcome;
      },
    ],
  ] as [string, AskHandler][]) {
    it(`harms nobody when its author’s code ${what}`, async () => {
      const { error } = console;
      console.error = () => undefined;
      const unhandled: unknown[] = [];
      const note = (event: Event): void => void unhandled.push(event);
      window.addEventListener('unhandledrejection', note);
      try {
        agent(handler);
        const host = await put(BUTTON);
        await press(host);
        const row = rowsOf(host).find(({ textContent }) => textContent?.trim() === 'Your agent');
        if (row) await click(row);
        else await key('Escape');
        await until(() => outcomes().length);
        await nextTask();
        expect(outcomes()).to.deep.equal(['dismissed']);
        expect(unhandled).to.deep.equal([]);
      } finally {
        console.error = error;
        window.removeEventListener('unhandledrejection', note);
      }
    });
  }

  it('says no when its person does', async () => {
    agent(async (ask) => {
      await ask.offer();
      return 'declined';
    });
    const host = await put(BUTTON);
    await press(host);
    await click(rowNamed(host, 'Your agent'));
    await until(() => outcomes().length);
    expect(outcomes()).to.deep.equal(['declined']);
  });

  it('stops, and ends what is open', async () => {
    const stop = onAsk(async (ask) => {
      await ask.offer();
      return new Promise(() => undefined);
    });
    const host = await put(BUTTON);
    await press(host);
    await click(rowNamed(host, 'Your agent'));
    stop();
    expect(outcomes()).to.deep.equal(['dismissed']);
    await press(host);
    expect(rowsOf(host).map(({ textContent }) => textContent?.trim())).not.to.include('Your agent');
  });
});
