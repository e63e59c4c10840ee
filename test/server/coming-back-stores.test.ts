/** How a passkey comes back to each store, and to a vendor that fails or erases late. */
import { expect } from 'chai';
import { createMemoryStore, type Store } from '../../src/server/index.js';
import { act, comesBack, found, foundByBoth, relate, UNKNOWN } from '../support/coming-back.js';
import { Passkey } from '../support/passkey.js';
import { stores } from '../support/stores.js';
import { accepted, open, origin, post } from '../support/vendor.js';

describe('a passkey that comes back to a store', () => {
  for (const [name, openStore] of Object.entries(stores))
    it(`finds its relationship, and what the next record needs: ${name}`, async () => {
      const { store, close } = await openStore();
      try {
        await comesBack({ store });
      } finally {
        await close();
      }
    });

  it('hears what became of the data that it asked to erase', async () => {
    const outcome = { kept: 'Invoices', why: 'Tax law.', until: '2036' };
    let end = (_: typeof outcome): void => undefined;
    const erase = (): Promise<typeof outcome> => new Promise((resolve) => (end = resolve));
    const vendor = open({ erase });
    const one = new Passkey();
    await accepted(vendor, relate(one));
    await accepted(vendor, act(one, 'leave', { erase: true }));
    const delivered = vendor.deliver();
    expect(await foundByBoth(vendor, one)).to.deep.include({ status: 'ended', erasure: { pending: true } });
    end(outcome);
    await delivered;
    expect(await foundByBoth(vendor, one)).to.deep.include({ status: 'ended', erasure: outcome });
  });

  it('asks the store for nothing that is no credential and no customer', async () => {
    const store = createMemoryStore();
    let asked = 0;
    const counted: Store = {
      ...store,
      find: (id) => (asked++, store.find(id)),
      look: (question) => (asked++, store.look(question)),
    };
    const vendor = open({ store: counted });
    for (const value of ['', 'a b', '%00', 'a=', 'é', '..%2f', "'%20OR%201=1", 'a'.repeat(1_401)])
      for (const name of ['credential', 'customer']) expect(await found(vendor, `${name}=${value}`), value).to.equal(UNKNOWN);
    for (const value of ['a', 'a'.repeat(42), 'a'.repeat(44), encodeURIComponent(origin)])
      expect(await found(vendor, `customer=${value}`), value).to.equal(UNKNOWN);
    expect(asked).to.equal(0);
    expect(await found(vendor, `credential=${'a'.repeat(1_400)}`)).to.equal(UNKNOWN);
    expect(await found(vendor, `customer=${'a'.repeat(43)}`)).to.equal(UNKNOWN);
    expect(asked).to.equal(2);
  });

  it('fails as every answer does', async () => {
    const store = createMemoryStore();
    const errors: Error[] = [];
    const down = (): Promise<never> => Promise.reject(new Error('down'));
    const vendor = open({ store: { ...store, find: down, look: down }, onerror: (error) => errors.push(error) });
    for (const query of ['credential=abcd', `customer=${'a'.repeat(43)}`]) {
      expect(await found(vendor, query)).to.equal('503 unavailable');
      await new Promise((resolve) => setTimeout(resolve));
    }
    expect(errors.map(({ message }) => message)).to.deep.equal(['down', 'down']);
  });

  it('can send an export again that failed after its challenge was used up', async () => {
    let isUp = false;
    const given = new Set(['session']);
    const vendor = open({
      checkChallenge: (challenge) => given.delete(challenge),
      onerror: () => undefined,
      held: () => {
        if (isUp) return null;
        throw new Error('down');
      },
    });
    const one = new Passkey();
    await accepted(vendor, relate(one));
    const record = one.sign({ act: 'export', agreement: undefined, challenge: 'session' });
    const statuses = [];
    for (isUp of [false, true, true]) statuses.push((await post(vendor, record)).status);
    expect(statuses).to.deep.equal([500, 200, 400]);
  });
});
