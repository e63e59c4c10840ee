import { decide, put } from './acts.js';
import { same } from './check.js';
import { type Cases, changeOf, entryOf, newId, pendingOf } from './tested.js';
import { deadOf, drainedOf, outboxOf } from './whole.js';

/** Texts that a store could change, by what is lost. U+0000 is in none: a record is JSON, which writes it as an escape. */
const TEXTS: Readonly<Record<string, string>> = {
  'characters of four bytes': '\u{1F600}\u{10FFFF}\u{20000}',
  'control characters': '\u0001\u0008\u001b\u007f\u0085',
  'line ends': 'a\r\nb\rc\nd\u2028e\n',
  'blanks at the ends': ' \t a  \t ',
  'composed and decomposed characters': 'é e\u0301 \u212b \ufb01',
  'invisible characters': '\ufeffa\u200b\u00ad\ufffe\uffff\ufffd',
  'signs of SQL and of templates': `'' "" \\\\ \\n $1 ? :a @b %s -- ; /* $& $$ {{a}}`,
  'escapes of JSON': '{"a":"\\u0000\\ud800\\n\\"sequence\\":0"}',
  'a number': '00012.50',
};
const ALL = Object.values(TEXTS).join('|');
/** 255 characters, 65,535 bytes and the length of the longest record are all below. Three bytes make each character. */
const LONG = `${'€'.repeat(32_768)}|end`;
/** A change of the longest record, escaped once more. */
const LONGER = `${'€"'.repeat(70_000)}|end`;

/** How a store keeps texts: to the byte. */
export const texts: Cases = {
  async 'add: keeps every character of a record, of an answer and of a state'({ store, again, iss }) {
    for (const [what, text] of Object.entries(TEXTS)) {
      const { state: before } = await store.look({ iss });
      const answer = { erasure: { kept: `${text}\u0000\ud800`, why: text, until: text } };
      const entry = entryOf(iss, { received: text, record: `${text}.`, answer });
      const state = { ...before, version: before.version + 1, erasure: answer.erasure };
      same(`add with ${what}`, await store.add(entry, { state }), true);
      const looked = await again.look({ iss, jti: entry.jti, re: entry.hash });
      same(what, looked, { state, entry, answered: entry.record, isRevoked: false });
    }
  },

  async 'add: keeps a long record whole'({ store, again, iss }) {
    const entry = entryOf(iss, { received: LONG, record: `${LONG}.` });
    same('add', await put(store, entry), true);
    same('read', await again.read(iss), [entry]);
    const pending = pendingOf(iss, { received: LONG });
    await put(store, pending);
    const decided = { ...pending, record: `${LONG}!`, answer: {} };
    same('decide', await decide(store, decided), true);
    same('read of what is decided', await again.read(iss, { after: entry.hash }), [decided]);
  },

  async 'add: keeps a long answer and a long state whole'({ store, again, iss }) {
    const erasure = { kept: LONG, why: LONG, until: '2037' };
    const entry = entryOf(iss, { answer: { erasure } });
    const state = { version: 1, proposals: [], erasure };
    same('add', await store.add(entry, { state }), true);
    same('look', await again.look({ iss, jti: entry.jti }), { state, entry, isRevoked: false });
  },

  async 'add: keeps the body of a message to the byte, but for the number'(tested) {
    const { store, again, iss } = tested;
    const { send } = await outboxOf(tested);
    const changes = [`{"sequence":0,"a":"${ALL}"}`, `{"a":"${LONGER}","sequence":0}`].map((body) => changeOf(1, { body }));
    const job = changeOf(1, { kind: 'erase', body: `${ALL}"sequence":0` });
    for (const one of [...changes, job]) await send(one);
    const bodies = (await drainedOf(again, iss)).map(({ body }) => body);
    const numbered = changes.map(({ body }, i) => body.replace('"sequence":0', `"sequence":${i + 1}`));
    same('the bodies', bodies, [...numbered, job.body]);
    same('the messages then', await drainedOf(store, iss), []);
  },

  async 'bury: keeps a message and its reason to the byte'(tested) {
    const { store, again, iss } = tested;
    const { send, claimOne } = await outboxOf(tested);
    for (const why of ['', ALL, LONG]) {
      const change = changeOf(1, { id: newId(), body: `{"sequence":0,"a":"${ALL}"}` });
      await send(change);
      const { place, ...message } = await claimOne(1);
      await store.bury({ ...message, place }, why, 1);
      same('dead', await deadOf(again, iss), [{ ...message, why }]);
      await store.revive(change.id, 1);
      same(
        'what is revived',
        (await drainedOf(again, iss)).map(({ body }) => body),
        [message.body],
      );
    }
  },
};
