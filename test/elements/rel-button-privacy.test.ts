import { aTimeout, expect } from '@open-wc/testing';
import { PLAIN } from '../support/acme.js';
import { key, panelOf, press, put, record } from '../support/page.js';

describe('<rel-button> privacy', () => {
  let vendor: ReturnType<typeof record>;
  beforeEach(() => (vendor = record()));

  it('has no request, no storage and no event before a gesture', async () => {
    const seen: string[] = [];
    const listening = new AbortController();
    const types = ['rel-message', 'rel-activate', 'rel-propose', 'rel-statuschange', 'rel-outcome'];
    for (const type of types) window.addEventListener(type, () => seen.push(type), { capture: true, signal: listening.signal });
    const databases = async (): Promise<string> => JSON.stringify(await indexedDB.databases());
    const before = await databases();
    const requests = performance.getEntriesByType('resource').length;
    const stored = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]);
    const statuses = ['none', 'offered', 'asked', 'related', 'paused', 'ended'];
    await put(
      Array.from({ length: 50 }, (_, i) =>
        PLAIN.replace('<rel-button', `<rel-button status="${statuses[i % 6]}" endpoint="/relbutton"`),
      ).join(''),
    );
    await aTimeout(100);
    listening.abort();
    expect(seen).to.deep.equal([]);
    expect(performance.getEntriesByType('resource').length).to.equal(requests);
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])).to.equal(stored);
    expect(await databases()).to.equal(before);
  });

  it('leaves on the document what copies of the library share, and no more', async () => {
    await put(PLAIN);
    const shared = (document as unknown as Record<symbol, unknown>)[Symbol.for('relbutton.v1')];
    expect(shared).to.have.keys('version', 'busy');
  });

  it('waits while another copy is busy, and survives a page that sets traps', async () => {
    const host = await put(PLAIN);
    const shared = (document as unknown as Record<symbol, { busy: boolean }>)[Symbol.for('relbutton.v1')] as { busy: boolean };
    shared.busy = true;
    await press(host);
    expect(vendor.events).to.deep.equal([]);
    Object.defineProperty(shared, 'busy', {
      configurable: true,
      get: () => expect.fail('trap'),
      set: () => expect.fail('trap'),
    });
    await press(host);
    expect(panelOf(host)).not.to.equal(null);
    await key('Escape');
    Object.defineProperty(shared, 'busy', { configurable: true, writable: true, value: false });
    expect(vendor.outcomes()).to.deep.equal(['dismissed']);
  });
});
