import type { Status } from '../../contract/statuses.js';
import type { Head } from '../../contract/head.js';
import type { Entry, State, Store, StoredRelationship } from '../store.js';
import { put } from './acts.js';
import { same } from './check.js';
import { type Cases, entryOf, newKey, pendingOf } from './tested.js';

const headOf = (status: Head['status']): Head => ({
  status,
  held: { customer: status === 'paused', vendor: false },
  counts: { customer: 1, vendor: 0 },
  since: 1_798_761_600,
});
/** Adds the first entry of a relationship, with a state of this status. */
const begin = async (store: Store, status: Status, iss = newKey()): Promise<StoredRelationship> => {
  const open = status === 'asked' ? pendingOf(iss) : undefined;
  const entry = open ?? entryOf(iss);
  const proposals = open ? [{ jti: open.jti, exp: 1, answer: 'pending' as const }] : [];
  const isAgreed = status === 'related' || status === 'paused' || status === 'ended';
  const state: State = { version: 1, proposals, ...(isAgreed && { head: headOf(status) }) };
  same(`add of a relationship that is ${status}`, await store.add(entry, { state }), true);
  return { iss, state, open };
};

/** What `look`, `read`, `list` and `relationships` promise. */
export const looking: Cases = {
  async 'look: gives a state back whole, and what an act needs of its own relationship'({ store, again, iss }) {
    const other = newKey();
    const revoking = entryOf(iss, { revokes: newKey() });
    const waiting = pendingOf(iss);
    const long = { first: newKey(), last: newKey(), agreement: 'SD-BASE', agreed: newKey() };
    const proposal = { jti: waiting.jti, prev: newKey(), exp: 4_102_444_800, answer: 'pending' } as const;
    const countered = { jti: newKey(16), exp: 1, challenge: 'c\u0000\u{1F600}\ud800"'.repeat(100), answer: 'countered' } as const;
    const state: State = {
      version: 2,
      head: { ...headOf('paused'), ...long },
      proposals: [countered, proposal],
      credential: newKey(1_000),
      erasure: { kept: 'k', why: 'w', until: '2037' },
    };
    await put(store, revoking);
    await put(store, entryOf(other, { jti: waiting.jti }));
    same('add', await again.add(waiting, { state }), true);
    const looked = await store.look({ iss, jti: revoking.jti, re: revoking.hash });
    same('look by a jti', looked, { state, entry: revoking, answered: revoking.record, isRevoked: false });
    const opened = await again.look({ iss, re: String(revoking.revokes) });
    same('look at what is revoked', opened, { state, entry: waiting, isRevoked: true });
    same('look at a record that is not agreed', (await again.look({ iss, re: waiting.hash })).answered, undefined);
    const { entry, answered, isRevoked } = await again.look({ iss: other, jti: revoking.jti, re: revoking.hash });
    same('look at another relationship', { entry, answered, isRevoked }, { isRevoked: false });
    same('revoked elsewhere', (await again.look({ iss: other, re: String(revoking.revokes) })).isRevoked, false);
    const ended: State = { ...state, version: 3, head: headOf('ended') };
    same('mend', await store.mend(iss, ended), true);
    same('look once it has ended', await again.look({ iss }), { state: ended, isRevoked: false });
  },

  async 'read: returns pages, oldest first'({ store, again, iss }) {
    const entries: Entry[] = [];
    for (let i = 0; i < 6; i++) {
      const changes = i % 3 === 0 ? { place: newKey() } : i % 3 === 1 ? { record: null } : {};
      const entry = entryOf(iss, changes);
      await put(store, entry);
      await put(store, entryOf(`${iss.slice(1)}-`));
      entries.push(entry);
    }
    const after = entries[1]?.hash;
    const leaves = [entries[2], entries[5]];
    same('read', await again.read(iss), entries);
    same('read of two', await again.read(iss, { limit: 2 }), entries.slice(0, 2));
    same('read of none', await again.read(iss, { limit: 0 }), []);
    same('read of two after the second', await again.read(iss, { after, limit: 2 }), entries.slice(2, 4));
    same('read after the last', await again.read(iss, { after: entries[5]?.hash }), []);
    same('read after an unknown hash', await again.read(iss, { after: newKey(), limit: 3 }), entries.slice(0, 3));
    same('read of leaves', await again.read(iss, { isLeave: true }), leaves);
    same('read of one leave', await again.read(iss, { isLeave: true, limit: 1 }), leaves.slice(0, 1));
    same('read of leaves after one', await again.read(iss, { isLeave: true, after: entries[2]?.hash }), leaves.slice(1));
  },

  async 'list: returns the entries of the relationship that began first, oldest first'({ store, again, iss }) {
    const isses = [iss, newKey(), newKey()];
    const entries: Entry[] = [];
    for (let round = 0; round < 3; round++)
      for (const one of isses) {
        const entry = entryOf(one);
        await put(store, entry);
        entries.push(entry);
      }
    const all = isses.flatMap((one) => entries.filter((entry) => entry.iss === one));
    const [first, ...rest] = all as [Entry, ...Entry[]];
    same('list after the first', await again.list({ after: first }), rest);
    for (const [i, after] of all.entries())
      same('list of two after one', await again.list({ after, limit: 2 }), all.slice(i + 1, i + 3));
    same('list of none', await again.list({ after: first, limit: 0 }), []);
    const unknown = { iss: isses[1] as string, hash: newKey() };
    same('list after an unknown hash', await again.list({ after: unknown, limit: 4 }), all.slice(3, 7));
    const beginning = await again.list({ limit: 1 });
    same(
      'list after an unknown relationship',
      await again.list({ after: { iss: newKey(), hash: newKey() }, limit: 1 }),
      beginning,
    );
  },

  async 'relationships: returns them in the order in which they began, by status, and page by page'({ store, again }) {
    const { iss: after } = await begin(store, 'related');
    const all: StoredRelationship[] = [];
    for (const status of ['asked', 'ended', 'related', 'asked', 'paused', 'offered', 'asked', 'related'] as const)
      all.push(await begin(store, status));
    const at = (...indexes: number[]) => indexes.map((i) => all[i]);
    same('relationships', await again.relationships({ after }), all);
    same('three of them', await again.relationships({ after, limit: 3 }), all.slice(0, 3));
    same('none of them', await again.relationships({ after, limit: 0 }), []);
    same('those after the third', await again.relationships({ after: all[2]?.iss as string }), all.slice(3));
    same('those after the last', await again.relationships({ after: all[7]?.iss as string }), []);
    const byStatus = { asked: [0, 3, 6], ended: [1], related: [2, 7], paused: [4], offered: [5] };
    for (const [status, indexes] of Object.entries(byStatus) as [Status, number[]][]) {
      same(`those with the status ${status}`, await again.relationships({ after, status }), at(...indexes));
      const one = await again.relationships({ after, status, limit: 1 });
      same(`one with the status ${status}`, one, at(...indexes.slice(0, 1)));
      const later = await again.relationships({ after: all[2]?.iss as string, status });
      same(`those with the status ${status} after another one`, later, at(...indexes.filter((i) => i > 2)));
    }
    same('those with an open proposal', await again.relationships({ after, isOpen: true }), at(0, 3, 6));
    const open = await again.relationships({ after: all[0]?.iss as string, isOpen: true, limit: 1 });
    same('the open proposal after one', open, at(3));
    const unknown = await again.relationships({ after: newKey(), limit: 1 });
    same('those after an unknown one', unknown, await again.relationships({ limit: 1 }));
    const [first] = all as [StoredRelationship];
    const state: State = { version: 2, proposals: [], head: headOf('related') };
    await store.mend(first.iss, state);
    const changed = { iss: first.iss, state };
    same('relationships after a change', await again.relationships({ after, limit: 2 }), [changed, all[1]]);
    same('the status before', await again.relationships({ after, status: 'asked' }), at(3, 6));
    same('the status after', await again.relationships({ after, status: 'related' }), [changed, ...at(2, 7)]);
  },
};
