import { expect } from '@open-wc/testing';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import type { RelOutcomeEvent } from '../../src/elements/events.js';
import { PLAIN } from '../support/acme.js';
import { click, key, PageAgent, panelOf, press, put, record, rowNamed, rowsOf, until } from '../support/page.js';

describe('<rel-button> a proposal', () => {
  let vendor: ReturnType<typeof record>;
  let agent: PageAgent;
  beforeEach(() => (vendor = record()));

  const begin = async (markup = PLAIN): Promise<RelButton> => {
    agent = new PageAgent('Agent');
    const host = await put(markup);
    await press(host);
    // By the keyboard: a click at once on the row that then comes up there would be the second of a double tap.
    rowNamed(host, 'Agent').focus();
    await key('Enter');
    agent.sayChosen('ack');
    return host;
  };
  const answered = async (): Promise<Record<string, unknown>> => {
    await until(() => agent.last('answer'));
    return agent.last('answer') as unknown as Record<string, unknown>;
  };

  it('goes to the vendor’s code, with the record and its claims', async () => {
    const host = await begin();
    const payload = btoa('{"act":"relate"}');
    agent.sayChosen('propose', { record: JSON.stringify({ payload }) });
    const event = vendor.events[1] as HTMLElementEventMap['rel-propose'];
    expect(event.record).to.equal(JSON.stringify({ payload }));
    expect({ ...event.claims }).to.deep.equal({ act: 'relate' });
    expect(event.target).to.equal(host);
    await answered();
    agent.sayChosen('propose', { record: 'nonsense' });
    expect(vendor.types().filter((type) => type === 'rel-propose')).to.have.length(1);
  });

  it('is agreed by respondWith, with the status, then the outcome and the form value', async () => {
    const host = await begin(`<form>${PLAIN.replace('<rel-button', '<rel-button name="r"')}</form>`);
    const form = document.querySelector('form') as HTMLFormElement;
    expect([...new FormData(form)]).to.deep.equal([]);
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record: 'countersigned' })));
    agent.sayChosen('propose', { record: 'r' });
    expect(await answered()).to.deep.include({ answer: 'accept', record: 'countersigned' });
    agent.sayChosen('done', { outcome: 'agreed' });
    expect(vendor.types()).to.deep.equal(['rel-activate', 'rel-propose', 'rel-statuschange', 'rel-outcome']);
    expect(vendor.events.at(-1)).to.include({ outcome: 'agreed', record: 'countersigned' });
    expect(host.currentStatus).to.equal('related');
    expect(host).to.match(':state(related)');
    expect(host).not.to.have.attribute('status');
    expect([...new FormData(form)]).to.deep.equal([['r', 'countersigned']]);
    form.reset();
    expect([...new FormData(form)]).to.deep.equal([]);
    // Whatever the vendor newly sets wins, though it is what it was.
    host.setAttribute('status', 'offered');
    await host.updateComplete;
    expect(host.currentStatus).to.equal('offered');
  });

  for (const [act, status] of [
    ['pause', 'paused'],
    ['resume', 'related'],
    ['leave', 'ended'],
  ]) {
    it(`shows ${status} after both sides hold a ${act}`, async () => {
      const host = await begin();
      const record = JSON.stringify({ payload: btoa(JSON.stringify({ act })), signatures: [] });
      host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record })));
      agent.sayChosen('propose', { record });
      await answered();
      agent.sayChosen('done', { outcome: 'agreed' });
      expect(host.currentStatus).to.equal(status);
    });
  }

  it('is refused where nothing can be agreed, and offers the ways that need no agent', async () => {
    const host = await begin();
    agent.sayChosen('propose', { record: 'r' });
    expect(await answered()).to.deep.include({ answer: 'refuse', code: 'no_endpoint' });
    await host.updateComplete;
    expect(panelOf(host)?.querySelector('p')).to.have.text('Nothing can be agreed here.');
    expect(rowsOf(host).map(({ textContent }) => textContent)).to.deep.equal([
      'Visit Acme Coffee’s page',
      'Keep a copy',
      'Cancel',
    ]);
    agent.sayChosen('done', { outcome: 'agreed' });
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
    expect(host.currentStatus).to.equal('offered');
    expect((vendor.events.at(-1) as RelOutcomeEvent).record).to.equal(undefined);
  });

  it('goes on by the link where nothing can be agreed', async () => {
    const host = await begin();
    agent.sayChosen('propose', { record: 'r' });
    await answered();
    const link = rowsOf(host)[0] as HTMLAnchorElement;
    link.addEventListener('click', (event) => event.preventDefault());
    await click(link);
    expect(vendor.outcomes()).to.deep.equal(['by-link']);
  });

  it('is not agreed by a page that adds a record to Object.prototype', async () => {
    const polluted = Object.prototype as { record?: string };
    const host = await begin();
    polluted.record = 'forged';
    try {
      agent.sayChosen('propose', { record: 'r' });
      await until(() => agent.last('answer'));
    } finally {
      delete polluted.record;
    }
    agent.sayChosen('done', { outcome: 'agreed' });
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
    expect(host.currentStatus).to.equal('offered');
  });

  it('is refused, or countered once, in the panel’s words too', async () => {
    const host = await begin();
    const replies = [{ counter: 'SD-BASE-A' }, { refused: true, code: 'no', message: 'Not today.' }];
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve(replies.shift())));
    agent.sayChosen('propose', { record: '1' });
    expect(await answered()).to.deep.include({ answer: 'counter', agreement: 'SD-BASE-A' });
    expect(panelOf(host)).to.contain.text('Acme Coffee suggests another agreement.');
    agent.sayChosen('propose', { record: '2' });
    await until(() => agent.last('answer')?.['answer'] === 'refuse');
    await until(() => panelOf(host)?.textContent?.includes('Acme Coffee does not agree. Not today.'));
    agent.sayChosen('done', { outcome: 'dismissed' });
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
  });

  for (const [what, response] of [
    ['rejects', () => Promise.reject(new Error('down'))],
    ['resolves to nothing', () => Promise.resolve()],
    ['resolves to nonsense', () => Promise.resolve({ record: 1 })],
    [
      'has a getter that throws',
      () => Promise.resolve(Object.defineProperty({}, 'record', { enumerable: true, get: () => expect.fail('trap') })),
    ],
    ['refers to itself', () => Promise.resolve(Object.assign([] as unknown[], [[]]).concat((() => window) as never))],
    ['is a function', () => Promise.resolve(() => undefined)],
  ] as const) {
    it(`that ${what} is not reached: Try again, and the agent hears nothing`, async () => {
      const host = await begin();
      const responses: (() => Promise<unknown>)[] = [response, () => Promise.resolve({ record: 'countersigned' })];
      host.addEventListener('rel-propose', (event) => event.respondWith((responses.shift() as () => Promise<unknown>)()));
      agent.sayChosen('propose', { record: 'r' });
      await until(() => panelOf(host)?.textContent?.includes('Acme Coffee is not responding.'));
      expect(agent.last('answer')).to.equal(undefined);
      await click(rowNamed(host, 'Try again'));
      expect(await answered()).to.deep.include({ answer: 'accept', record: 'countersigned' });
    });
  }

  it('that is not reached and cancelled ends as dismissed, with a cancel for the agent', async () => {
    const host = await begin();
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.reject(new Error())));
    agent.sayChosen('propose', { record: 'r' });
    await until(() => rowsOf(host).length === 2);
    await click(rowNamed(host, 'Cancel'));
    expect(agent.types().slice(-2)).to.deep.equal(['cancel-all', 'cancel']);
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
  });

  it('is responded to once, and in time', async () => {
    const host = await begin();
    const errors: string[] = [];
    let late: HTMLElementEventMap['rel-propose'] | undefined;
    host.addEventListener('rel-propose', (event) => {
      late = event;
      event.respondWith(Promise.resolve({ pending: true }));
      try {
        event.respondWith(Promise.resolve({ record: 'second' }));
      } catch (error) {
        errors.push((error as DOMException).name);
      }
    });
    agent.sayChosen('propose', { record: 'r' });
    expect(await answered()).to.deep.include({ answer: 'pending' });
    try {
      late?.respondWith(Promise.resolve({ record: 'late' }));
    } catch (error) {
      errors.push((error as DOMException).name);
    }
    expect(errors).to.deep.equal(['InvalidStateError', 'InvalidStateError']);
  });
});
