/** The tests of a store that ship: each fault of a store is found, by the test of that promise. */
import { expect } from 'chai';
import { createMemoryStore } from '../../src/server/index.js';
import { type OpenedStore, storeTests, StoreTestError } from '../../src/server/store-tests/index.js';
import { brokenStores } from '../support/broken-stores.js';

const opening = (opened: Partial<OpenedStore>) => (): Promise<OpenedStore> =>
  Promise.resolve({ store: createMemoryStore(), close: () => Promise.resolve(), ...opened });
const failureOf = (open: () => Promise<OpenedStore>, name: string): Promise<unknown> => {
  const test = storeTests(open).find((one) => one.name === name);
  if (!test) throw new Error(`No test has the name ${name}`);
  return test.run().then(
    () => undefined,
    (error: unknown) => error,
  );
};

describe('the tests of a store', () => {
  for (const { fault, name, store } of brokenStores)
    it(`find a store with ${fault}`, async () => {
      const error = await failureOf(opening({ store }), name);
      expect(error).to.be.instanceOf(StoreTestError);
      const { message } = error as StoreTestError;
      expect(message).to.contain(`Store.${name}`);
      if (fault.startsWith('an error')) expect(message).to.contain('UNIQUE constraint failed');
      else expect(message).to.match(/expected .* but got /s);
      expect(message.length).to.be.below(1_500);
      expect(await failureOf(opening({}), name), 'a store without the fault').to.equal(undefined);
    });

  it('find two connections that see other rows', async () => {
    const open = opening({ again: createMemoryStore() });
    expect(await failureOf(open, 'add: gives an entry back in order and to the byte')).to.be.instanceOf(StoreTestError);
  });

  it('open one store for all, run one after the other, and close it after the last', async () => {
    const said: string[] = [];
    const store = createMemoryStore();
    const open = (): Promise<OpenedStore> => {
      said.push('open');
      return Promise.resolve({ store, close: () => Promise.resolve(void said.push('close')) });
    };
    const tests = storeTests(open);
    await Promise.all(tests.map(({ run }) => run()));
    expect(said).to.deep.equal(['open', 'close']);
    // The store holds what these left, and they pass again.
    for (const { run } of tests) await run();
    expect(said).to.deep.equal(['open', 'close', 'open', 'close']);
    expect(new Set(tests.map(({ name }) => name)).size).to.equal(tests.length);
  });

  it('open the store again where it could not be opened, and close it after the last', async () => {
    const said: string[] = [];
    const open = (): Promise<OpenedStore> => {
      if (said.push('open') < 3) return Promise.reject(new Error(`down ${said.length}`));
      return Promise.resolve({ store: createMemoryStore(), close: () => Promise.resolve(void said.push('close')) });
    };
    const errors: unknown[] = [];
    for (const { run } of storeTests(open)) await run().catch((error: unknown) => errors.push((error as Error).message));
    expect(errors).to.deep.equal(['down 1', 'down 2']);
    expect(said).to.deep.equal(['open', 'open', 'open', 'close']);
  });

  it('leave the messages of a vendor alone', async () => {
    const store = createMemoryStore();
    const id = 'b0f7e5f4-6a0e-4f0b-9a53-6f2d6c8b7a10';
    const due = Date.now();
    const entry = { iss: 'i', jti: 'j', hash: 'h', place: '', received: '{}', record: '{}', answer: {} };
    await store.add(entry, { state: { version: 1, proposals: [] }, messages: [{ id, kind: 'change', due, body: '{}' }] });
    for (const { run } of storeTests(opening({ store }))) await run();
    const [message] = await store.claim({ now: due, until: due, limit: 2 });
    expect(message).to.deep.include({ id, attempts: 1 });
  });
});
