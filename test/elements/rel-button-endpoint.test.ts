import { expect } from '@open-wc/testing';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import { PLAIN } from '../support/acme.js';
import { click, PageAgent, panelOf, press, put, rowNamed, until } from '../support/page.js';

describe('<rel-button> the endpoint', () => {
  let agent: PageAgent;

  const { fetch: realFetch } = window;
  let requests: { url: string; init: RequestInit }[] = [];
  /** The edge of the machine: the network. */
  const answerWith = (response: () => Promise<Response>): void => {
    requests = [];
    window.fetch = ((url: string, init: RequestInit) => {
      requests.push({ url, init });
      return response();
    }) as typeof fetch;
  };
  afterEach(() => (window.fetch = realFetch));
  const propose = async (): Promise<RelButton> => {
    agent = new PageAgent('Agent');
    const host = await put(PLAIN.replace('<rel-button', '<rel-button endpoint="/relbutton"'));
    await press(host);
    await click(rowNamed(host, 'Agent'));
    agent.sayChosen('propose', { record: 'the record' });
    return host;
  };

  it('gets the record’s text as it is, of its own origin, with cookies and no redirects', async () => {
    answerWith(() => Promise.resolve(Response.json({ record: 'r' })));
    await propose();
    const { url, init } = requests[0] ?? { url: '', init: {} };
    expect(url).to.equal(`${location.origin}/relbutton`);
    expect(init).to.deep.include({ method: 'POST', body: 'the record', credentials: 'same-origin', redirect: 'error' });
    expect(init.headers).to.deep.equal({ 'content-type': 'application/jose+json' });
    await until(() => agent.last('answer')?.['answer'] === 'accept');
  });

  it('is not asked where the vendor’s code responds', async () => {
    answerWith(() => Promise.resolve(Response.json({ record: 'r' })));
    document.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ pending: true })), { once: true });
    await propose();
    await until(() => agent.last('answer')?.['answer'] === 'pending');
    expect(requests).to.deep.equal([]);
  });

  for (const [what, response] of [
    ['is down', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['fails', () => Promise.resolve(Response.json({ record: 'r' }, { status: 500 }))],
    ['answers in HTML', () => Promise.resolve(new Response('<p>Hello</p>'))],
    ['answers with another status', () => Promise.resolve(Response.json({ pending: true }, { status: 200 }))],
    ['answers at length', () => Promise.resolve(Response.json({ record: 'r', more: 'x'.repeat(65_536) }))],
  ] as const) {
    it(`that ${what} is not reached`, async () => {
      answerWith(response);
      const host = await propose();
      await until(() => panelOf(host)?.textContent?.includes('Acme Coffee is not responding.'));
      expect(host.currentStatus).to.equal('offered');
      expect(agent.last('answer')).to.equal(undefined);
    });
  }
});
