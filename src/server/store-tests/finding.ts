import { decide, put } from './acts.js';
import { same } from './check.js';
import { type Cases, entryOf, newKey, pendingOf } from './tested.js';

/** What `find` promises. */
export const finding: Cases = {
  async 'find: returns the first relationship of a passkey, and none of a refused proposal'({ store, again, iss }) {
    const [refused, later] = [newKey(), newKey()];
    const credential = newKey(1_000);
    const refusal = { refused: true, code: 'refused', message: 'No.' } as const;
    const pending = pendingOf(iss, { credential });
    same('find before anything is stored', await store.find(credential), undefined);
    await put(store, entryOf(refused, { record: null, answer: refusal, credential }));
    same('find after a refusal', await again.find(credential), undefined);
    await put(store, pending);
    await put(store, entryOf(later, { credential }));
    same('find while it is pending', await again.find(credential), iss);
    const accepted = { ...pending, place: '', record: '{}', answer: {} };
    await decide(again, accepted);
    same('find once it is decided', await store.find(credential), iss);
    same('read', await again.read(iss), [accepted]);
    for (const one of [iss, later]) await put(store, entryOf(one), undefined, true);
    same('find after erasure', await again.find(credential), undefined);
  },

  async 'find: compares the whole id of a passkey'({ store, again, iss }) {
    const credential = `${newKey(1_000)}-e`;
    await put(store, entryOf(iss, { credential }));
    same('find', await again.find(credential), iss);
    const others = [
      '',
      credential.slice(1),
      credential.slice(0, -1),
      `${credential.slice(0, -1)}f`,
      `${credential}x`,
      "' OR 1=1 --",
    ];
    for (const other of [...others, '%', `${credential}%`, `${credential.slice(0, -2)}_e`])
      same(`find of ${other}`, await again.find(other), undefined);
  },
};
