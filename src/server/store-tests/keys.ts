import type { Status } from '../../contract/statuses.js';
import type { Entry } from '../store.js';
import { put } from './acts.js';
import { same } from './check.js';
import { type Cases, changeOf, entryOf, newId, newKey, pendingOf } from './tested.js';
import { deadOf, drainedOf, outboxOf } from './whole.js';

/** Makes two keys that differ in upper and lower case alone. */
const pairOf = (): [string, string] => {
  const rest = newKey().slice(2);
  return [`aE${rest}`, `Ae${rest}`];
};
/** Keys that are close to one that begins with `aE`, but others. */
const closeTo = (key: string): Readonly<Record<string, string>> => ({
  'in lower case': key.toLowerCase(),
  'in upper case': key.toUpperCase(),
  'with an accent': `á${key.slice(1)}`,
  'with an accent of its own': `a\u0301${key.slice(1)}`,
  'in wide letters': `ａ${key.slice(1)}`,
  'with a space after it': `${key} `,
  'with a space before it': ` ${key}`,
  'with an invisible character': `${key}\u200b`,
  'without its last character': key.slice(0, -1),
  'with one more character': `${key}x`,
  'with a wildcard': `_${key.slice(1)}`,
  'with any end': `${key.slice(0, 9)}%`,
});

/** How a store compares keys: byte by byte. */
export const keys: Cases = {
  async 'add: tells relationships apart whose iss differs in case alone'(tested) {
    const { store, again } = tested;
    await outboxOf(tested);
    const [one, two] = pairOf().map((iss) => entryOf(iss, { place: '' })) as [Entry, Entry];
    for (const entry of [one, two]) same('add', await put(store, entry, changeOf()), true);
    for (const entry of [one, two]) {
      same('read', await again.read(entry.iss), [entry]);
      same('the version', (await again.look({ iss: entry.iss })).state.version, 1);
    }
    same('relationships after the first', (await again.relationships({ after: one.iss }))[0]?.iss, two.iss);
    same('relationships after the second', await again.relationships({ after: two.iss }), []);
    const messages = await drainedOf(again, two.iss);
    same(
      'the messages',
      messages.map(({ body, place }) => [body, place]),
      [['{"a":1,"sequence":1}', 1]],
    );
    await put(store, entryOf(one.iss), undefined, true);
    same('read, after the other one was erased', await again.read(two.iss), [two]);
  },

  async 'add: tells keys of a relationship apart that differ in case alone'({ store, again, iss }) {
    const [jtis, hashes, places, revokes, credentials] = [pairOf(), pairOf(), pairOf(), pairOf(), pairOf()];
    const at = (i: 0 | 1): Entry =>
      entryOf(iss, { jti: jtis[i], hash: hashes[i], place: places[i], revokes: revokes[i], credential: credentials[i] });
    const [one, two] = [at(0), at(1)];
    same('add of one', await put(store, one), true);
    same('isRevoked by the other one', (await again.look({ iss, re: two.revokes })).isRevoked, false);
    same('find by the other one', await again.find(String(two.credential)), undefined);
    same('look by the other jti', (await again.look({ iss, jti: two.jti })).entry, undefined);
    same('add of a jti and a place that differ in case', await put(store, two), true);
    for (const entry of [one, two]) {
      const { entry: found, answered } = await again.look({ iss, jti: entry.jti, re: entry.hash });
      same('look', [found, answered], [entry, entry.record]);
    }
    same('read after the first', await again.read(iss, { after: one.hash }), [two]);
    same('read after the second', await again.read(iss, { after: two.hash }), []);
  },

  async 'look, read, find: find nothing by a key that is only close'({ store, again }) {
    const [iss, jti, hash, revokes, credential] = Array.from({ length: 5 }, () => `aE${newKey().slice(2)}`) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const entry = entryOf(iss, { jti, hash, revokes, credential, place: hash });
    await put(store, entry);
    for (const [how, key] of Object.entries(closeTo(iss))) {
      same(`read of an iss ${how}`, await again.read(key), []);
      same(`look at an iss ${how}`, (await again.look({ iss: key, jti, re: hash })).state.version, 0);
    }
    for (const [how, key] of Object.entries(closeTo(jti)))
      same(`look by a jti ${how}`, (await again.look({ iss, jti: key })).entry, undefined);
    for (const [how, key] of Object.entries(closeTo(hash))) {
      same(`look by a hash ${how}`, (await again.look({ iss, re: key })).answered, undefined);
      same(`read after a hash ${how}`, await again.read(iss, { after: key }), [entry]);
    }
    for (const [how, key] of Object.entries(closeTo(revokes)))
      same(`isRevoked of a hash ${how}`, (await again.look({ iss, re: key })).isRevoked, false);
    for (const [how, key] of Object.entries(closeTo(credential)))
      same(`find by a passkey ${how}`, await again.find(key), undefined);
  },

  async 'relationships: compares a status byte by byte'({ store, again, iss }) {
    const anchor = newKey();
    await put(store, entryOf(anchor));
    await put(store, pendingOf(iss));
    const found = await again.relationships({ after: anchor, status: 'asked' });
    same(
      'those that are asked',
      found.map((one) => one.iss),
      [iss],
    );
    for (const status of ['Asked', 'ASKED', 'asked ', 'ásked', 'ask', 'ask%'])
      same(`those that are "${status}"`, await again.relationships({ after: anchor, status: status as Status }), []);
  },

  async 'find: keeps a long id of a passkey whole'({ store, again, iss }) {
    const other = newKey();
    // The longest that a record can name.
    const long = newKey(1_049).slice(0, 1_399);
    await put(store, entryOf(iss, { credential: `${long}a` }));
    await put(store, entryOf(other, { credential: `${long}b` }));
    same('find by one', await again.find(`${long}a`), iss);
    same('find by one with another end', await again.find(`${long}b`), other);
    same('find by its beginning', await again.find(long), undefined);
  },

  async 'revive: compares an id byte by byte'(tested) {
    const { store, again, iss } = tested;
    const { send, claimOne } = await outboxOf(tested);
    const id = `abcdef${newId().slice(6)}`;
    await send(changeOf(1, { id }));
    await store.bury(await claimOne(1), 'down', 1);
    for (const other of [id.toUpperCase(), `${id} `, `á${id.slice(1)}`, id.slice(0, -1)])
      same(`revive of "${other}"`, await again.revive(other, 1), false);
    same(
      'dead letters',
      (await deadOf(again, iss)).map((one) => one.id),
      [id],
    );
    same('revive', await again.revive(id, 1), true);
    await drainedOf(store, iss);
  },
};
