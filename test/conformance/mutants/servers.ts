/** Our server with a store that has one fault, named by the rule that the server then breaks. */
import { createMemoryStore } from '../../../src/server/index.js';
import { adding, type Break } from '../../support/break-store.js';
import type { Mutant } from './change.js';

const FAULTS: readonly (readonly [rule: string, name: string, fault: Break])[] = [
  ['C-229', 'answers a record that its store lost', () => ({ add: () => Promise.resolve(true) })],
  [
    'C-230',
    'forgets which records it answered',
    (store) => ({ look: async (one) => ({ ...(await store.look(one)), entry: undefined }) }),
  ],
  [
    'C-195',
    'keeps the bytes of a record with a line break at their end',
    adding(({ received }) => ({ received: `${received}\n` })),
  ],
  [
    'C-228',
    'erases the end of a relationship too',
    (store) => {
      const gone = new Set<string>();
      return {
        add: (entry, step) => (step.isAlone && gone.add(entry.iss), store.add(entry, step)),
        look: (one) => (gone.has(one.iss) ? createMemoryStore() : store).look(one),
      };
    },
  ],
  ['C-148', 'keeps no passkey', (store) => ({ add: ({ credential: _, ...entry }, step) => store.add(entry, step) })],
  ['C-216', 'reads a single record', (store) => ({ read: (iss, page) => store.read(iss, { ...page, limit: 1 }) })],
  [
    'C-154',
    'reads the newest record first',
    (store) => ({ read: async (iss, page) => (await store.read(iss, page)).toReversed() }),
  ],
  [
    'C-218',
    'reads no leave',
    (store) => ({ read: async (iss, page) => (await store.read(iss, page)).filter(({ place }) => place !== null) }),
  ],
  ['C-130', 'looks up no revoke', (store) => ({ look: async (one) => ({ ...(await store.look(one)), isRevoked: false }) })],
  [
    'C-127',
    'looks up no record that is answered',
    (store) => ({ look: (one) => store.look({ ...one, re: one.re && 'x'.repeat(43) }) }),
  ],
  [
    'C-155',
    'adds nothing after the first record',
    (store) => ({ add: async (entry, step) => !entry.place && store.add(entry, step) }),
  ],
  ['C-159', 'keeps no leave', (store) => ({ add: async (entry, step) => entry.place === null || store.add(entry, step) })],
];

export const SERVER_MUTANTS: readonly Mutant[] = FAULTS.map(([rule, name, fault]) => {
  const store = createMemoryStore();
  const broken = { ...store, ...fault(store) };
  return { rule, name, wrap: (handler) => handler, options: { store: broken } };
});
