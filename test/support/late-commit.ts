/** Two relationships that begin at once, of which the one that begins first is committed last. */
import type { Entry, Store } from '../../src/server/index.js';
import { put } from './stores.js';

interface Late {
  /** Begins a relationship up to its commit, by a connection of its own. */
  begin(entry: Entry): Promise<unknown>;
  commit(): Promise<unknown>;
  /** Returns after a while whether a step waits for a lock. */
  isWaiting(): Promise<boolean>;
}

const entryOf = (iss: string): Entry => ({
  iss,
  jti: 'jti',
  hash: `hash of ${iss}`,
  place: '',
  received: '{}',
  record: '{}',
  answer: {},
});

/** Returns what two readers have seen in the end who page while the commit waits and after it: by `relationships`, and by `list`. */
export const readAcross = async (store: Store, late: Late): Promise<readonly [string[], string[]]> => {
  const anchor = entryOf('anchor');
  await put(store, anchor);
  await late.begin(entryOf('late'));
  let isEarlyStored = false;
  const early = put(store, entryOf('early')).then(() => (isEarlyStored = true));
  while (!isEarlyStored && !(await late.isWaiting())) continue;
  const related = [...(await store.relationships({ after: 'anchor' }))];
  const listed = [...(await store.list({ after: anchor }))];
  await late.commit();
  await early;
  related.push(...(await store.relationships({ after: related.at(-1)?.iss ?? 'anchor' })));
  listed.push(...(await store.list({ after: listed.at(-1) ?? anchor })));
  return [related.map(({ iss }) => iss), listed.map(({ iss }) => iss)];
};
