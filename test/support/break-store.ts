/** Breaks a store as databases do. */
import type { Entry, Step, Store } from '../../src/server/index.js';

/** Replaces methods of a store by ones with a fault. */
export type Break = (store: Store) => Partial<Store>;
type Field = 'iss' | 'jti' | 'hash' | 'revokes' | 'credential';

/** Compares a key as a collation of a database does: by what `fold` makes of it. */
export const collated =
  (field: Field, fold: (key: string) => string): Break =>
  (store) => {
    const known = new Map<string, string>();
    const as = <T extends string | undefined>(of: Field, key: T): T =>
      (key !== undefined && of === field ? (known.get(fold(key)) ?? key) : key) as T;
    return {
      look: ({ iss, jti, re }) =>
        store.look({
          iss: as('iss', iss),
          ...(jti !== undefined && { jti: as('jti', jti) }),
          re: as('revokes', as('hash', re)),
        }),
      read: (iss, page = {}) => store.read(as('iss', iss), { ...page, after: as('hash', page.after) }),
      find: (credential) => store.find(as('credential', credential)),
      add(entry, step) {
        const key = entry[field];
        if (key !== undefined && !known.has(fold(key))) known.set(fold(key), key);
        return store.add({ ...entry, iss: as('iss', entry.iss), jti: as('jti', entry.jti) }, step);
      },
    };
  };
export const lower = (key: string): string => key.toLowerCase();
export const bare = (key: string): string => key.normalize('NFKD').replace(/\p{M}/gu, '');

/** Changes an entry before it is added. */
export const adding =
  (change: (entry: Entry) => Partial<Entry>): Break =>
  (store) => ({ add: (entry, step) => store.add({ ...entry, ...change(entry) }, step) });
/** Changes the messages before they are added. */
export const sending =
  (change: (message: NonNullable<Step['messages']>[number]) => object): Break =>
  (store) => ({
    add: (entry, { messages = [], ...step }) =>
      store.add(entry, { ...step, messages: messages.map((one) => ({ ...one, ...change(one) })) }),
  });
export const received = (change: (text: string) => string): Break => adding((entry) => ({ received: change(entry.received) }));
export const inBytes = (text: string, most: number): string =>
  new TextDecoder().decode(new TextEncoder().encode(text).slice(0, most));

/** Adds an entry whatever the version before it is. */
export const addAnyhow = async (store: Store, entry: Entry, step: Step): Promise<boolean> => {
  const { version } = (await store.look(entry)).state;
  return store.add(entry, { ...step, state: { ...step.state, version: version + 1 } });
};
/** Keeps the state of a call that returns `false`. */
export const keepState = async (store: Store, { iss }: Entry, { state }: Step): Promise<boolean> => {
  const { version } = (await store.look({ iss })).state;
  await store.mend(iss, { ...state, version: version + 1 });
  return false;
};
