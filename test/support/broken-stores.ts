/** Stores with one fault each, and the test of `storeTests` that finds it. */
import { createMemoryStore } from '../../src/server/index.js';
import { addAnyhow, bare, collated, inBytes, keepState, lower, received, sending, type Break } from './break-store.js';

/** Tests that find several faults. */
const CASE = 'add: tells keys of a relationship apart that differ in case alone';
const CLOSE = 'look, read, find: find nothing by a key that is only close';
const CHARACTERS = 'add: keeps every character of a record, of an answer and of a state';
const LONG = 'add: keeps a long record whole';
const HALF = 'add: leaves nothing where it returns false';
const FOLLOW = 'list, relationships: pass over none that begins while they are read';
const PAGES = 'read: returns pages, oldest first';

/** By what is wrong: the test that finds it, and the methods that do it. */
const BROKEN: Readonly<Record<string, readonly [test: string, fault: Break]>> = {
  'iss without case': ['add: tells relationships apart whose iss differs in case alone', collated('iss', lower)],
  'jti without case': [CASE, collated('jti', lower)],
  'hash without case': [CASE, collated('hash', lower)],
  'revokes without case': [CASE, collated('revokes', lower)],
  'credential without case': [CASE, collated('credential', lower)],
  'iss without accents': [CLOSE, collated('iss', bare)],
  'jti without accents': [CLOSE, collated('jti', bare)],
  'hash without blanks at its end': [CLOSE, collated('hash', (key) => key.trimEnd())],
  'credential without blanks at its end': [CLOSE, collated('credential', (key) => key.trimEnd())],
  'credential by its first 255 characters': [
    'find: keeps a long id of a passkey whole',
    collated('credential', (key) => key.slice(0, 255)),
  ],
  'status without case': [
    'relationships: compares a status byte by byte',
    (store) => ({
      relationships: ({ status, ...page } = {}) =>
        store.relationships({ ...page, status: status && (lower(status) as typeof status) }),
    }),
  ],
  'id of a dead letter without case': [
    'revive: compares an id byte by byte',
    (store) => ({ revive: (id, due) => store.revive(lower(id), due) }),
  ],
  'records cut at 65,535 bytes': [LONG, received((text) => inBytes(text, 65_535))],
  'records cut at 255 characters': [LONG, received((text) => text.slice(0, 255))],
  'characters of four bytes lost': [CHARACTERS, received((text) => text.replace(/\p{Cs}|[\u{10000}-\u{10ffff}]/gu, '?'))],
  'control characters lost': [CHARACTERS, received((text) => text.replace(/[\u0000-\u0008]/g, ''))],
  'blanks at the end lost': [CHARACTERS, received((text) => text.trimEnd())],
  'characters composed': [CHARACTERS, received((text) => text.normalize())],
  'messages cut at 65,535 bytes': [
    'add: keeps the body of a message to the byte, but for the number',
    sending(({ body }) => ({ body: inBytes(body, 65_535) })),
  ],
  'reasons cut at 255 characters': [
    'bury: keeps a message and its reason to the byte',
    (store) => ({ bury: (message, why, due) => store.bury(message, why.slice(0, 255), due) }),
  ],
  'times of 32 bits': [
    'claim: keeps the time of a message to the millisecond',
    sending(({ due }) => ({ due: Math.min(due, 2 ** 31 - 1) })),
  ],
  'numbers as texts': [
    'claim: leases the first of each line, the longest due first, and no more than asked for',
    (store) => ({
      claim: async (page) => (await store.claim(page)).map((one) => ({ ...one, place: String(one.place) as never })),
    }),
  ],
  'versions that do not count': [
    'add: makes a change only to the version before',
    (store) => ({ add: (entry, step) => addAnyhow(store, entry, step) }),
  ],
  'versions that are compared before the change': [
    'add: lets one of many change a version, whatever they add',
    (store) => ({
      async add(entry, step) {
        const { version } = (await store.look(entry)).state;
        await new Promise((resolve) => void setTimeout(resolve, 1));
        return version === step.state.version - 1 && addAnyhow(store, entry, step);
      },
    }),
  ],
  'a state without its entry': [
    HALF,
    (store) => ({ add: async (entry, step) => (await store.add(entry, step)) || keepState(store, entry, step) }),
  ],
  'a relationship that begins without its entry': [
    'add: begins no relationship where it returns false',
    (store) => ({ add: async (entry, step) => (await store.add(entry, step)) || keepState(store, entry, step) }),
  ],
  'a state without its decision': [
    'decide: leaves nothing where it returns false',
    (store) => ({ decide: async (entry, step) => (await store.decide(entry, step)) || keepState(store, entry, step) }),
  ],
  'an erasure without its entry': [
    HALF,
    (store) => {
      const gone = new Set<string>();
      return {
        async add(entry, step) {
          const isAdded = await store.add(entry, step);
          if (step.isAlone && !isAdded) gone.add(entry.iss);
          return isAdded;
        },
        read: async (iss, page) => (gone.has(iss) ? [] : store.read(iss, page)),
      };
    },
  ],
  'a number that a failed call uses up': [
    HALF,
    (store) => {
      let failed = 0;
      return {
        async add(entry, step) {
          const isAdded = await store.add(entry, step);
          if (!isAdded) failed++;
          return isAdded;
        },
        claim: async (page) =>
          (await store.claim(page)).map((one) => ({
            ...one,
            body: one.body.replace(/"sequence":(\d+)/, (_, n) => `"sequence":${Number(n) + failed}`),
          })),
      };
    },
  ],
  'an error where false is promised': [
    'add: takes a jti once, and a place once, in each relationship',
    (store) => ({
      async add(entry, step) {
        if (await store.add(entry, step)) return true;
        throw new Error('UNIQUE constraint failed');
      },
    }),
  ],
  'a decision that always succeeds': [
    'decide: replaces what is pending, once',
    (store) => ({ decide: async (entry, step) => (await store.decide(entry, step)) || true }),
  ],
  'relationships in the order of their iss': [
    'list, relationships: have one order where relationships begin at once',
    (store) => ({
      relationships: async ({ after = '', limit } = {}) =>
        (await store.relationships())
          .filter(({ iss }) => iss > after)
          .sort((a, b) => (a.iss < b.iss ? -1 : 1))
          .slice(0, limit),
    }),
  ],
  'relationships that come late into their place': [
    FOLLOW,
    (store) => {
      const asked = new Set<string>();
      return {
        relationships: async (page) =>
          (await store.relationships(page)).filter(({ iss }) => asked.has(iss) || !asked.add(iss) || iss < 'V'),
      };
    },
  ],
  'entries that come late into their place': [
    FOLLOW,
    (store) => {
      const asked = new Set<string>();
      return {
        list: async (page) => (await store.list(page)).filter(({ jti }) => asked.has(jti) || !asked.add(jti) || jti < 'V'),
      };
    },
  ],
  'an unknown cursor at the end': [
    PAGES,
    (store) => ({
      async read(iss, page = {}) {
        const isKnown = (await store.read(iss)).some(({ hash }) => hash === page.after);
        return page.after === undefined || isKnown ? store.read(iss, page) : [];
      },
    }),
  ],
  'no limit for 0': [
    PAGES,
    (store) => ({ read: (iss, { limit, ...page } = {}) => store.read(iss, { ...page, limit: limit || Infinity }) }),
  ],
  'a claim that leases nothing': [
    'claim: gives a message to one of many that claim at once',
    (store) => ({
      async claim(page) {
        const claimed = await store.claim(page);
        for (const one of claimed) await store.postpone(one, page.now);
        return claimed;
      },
    }),
  ],
  'a lease that counts after it ran out': [
    'postpone, bury: have no effect once another process has claimed the message',
    (store) => ({ postpone: (message, due) => store.postpone({ ...message, attempts: message.attempts + 1 }, due) }),
  ],
  'a message that a late finish does not delete': [
    'finish: counts also after the lease ran out',
    (store) => {
      const attempts = new Map<string, number>();
      return {
        async claim(page) {
          const claimed = await store.claim(page);
          for (const one of claimed) attempts.set(one.id, one.attempts);
          return claimed;
        },
        finish: async (message, due) => (attempts.get(message.id) === message.attempts ? store.finish(message, due) : undefined),
      };
    },
  ],
  'dead letters in the order of time': [
    'dead: returns dead letters by their id, page by page',
    (store) => {
      const order: string[] = [];
      const place = ({ id }: { id: string }): number => order.indexOf(id);
      return {
        async bury(message, why, due) {
          order.push(message.id);
          await store.bury(message, why, due);
        },
        dead: async (page) => [...(await store.dead(page))].sort((a, b) => place(a) - place(b)),
      };
    },
  ],
  'a job with a number': [
    'add: keeps a job behind the change of its step, without a number',
    sending(() => ({ kind: 'change' })),
  ],
  'a state without its passkey': [
    'look: gives a state back whole, and what an act needs of its own relationship',
    (store) => ({
      async look(question) {
        const { state, ...looked } = await store.look(question);
        return { ...looked, state: { ...state, credential: undefined } };
      },
    }),
  ],
};

/** The stores by their fault, each with the test that finds it. */
export const brokenStores = Object.entries(BROKEN).map(([fault, [name, broken]]) => {
  const store = createMemoryStore();
  return { fault, name, store: { ...store, ...broken(store) } };
});
