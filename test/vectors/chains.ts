/** Chains of records with what follows from them, and records that are no chain. */
import { claims, customer, following, hashOf, type Json, NOW, other, restart, vendors } from './parties.js';
import { rule } from './text.js';

export interface ChainCase {
  readonly name: string;
  readonly rules: readonly string[];
  /** The decoded payloads: a hash is that of such a text. */
  readonly payloads: readonly string[];
  readonly now: number;
  readonly expect: Json;
}

type Add = (act: string, body?: object, changes?: object) => string;
/** Builds a line: each act follows the last. `leave` takes no place. */
const line = (build: (say: Add, hear: (act: string, body?: object) => string) => unknown, begin: object = {}): string[] => {
  const payloads = [JSON.stringify(claims(begin))];
  let last = hashOf(payloads[0] as string);
  const add = (said: Json): string => {
    const payload = JSON.stringify(said);
    payloads.push(payload);
    if (said.act !== 'leave') last = hashOf(payload);
    return hashOf(payload);
  };
  build(
    (act, body, changes) => add(following(act, last, body, changes)),
    (act, body) => add(vendors(act, last, body)),
  );
  return payloads;
};

const share = { what: 'My address', scope: 'This order', purpose: 'Delivery', until: '2027-01-31' };
const money = { amount: '5', currency: 'EUR' };
const need = { act: 'intentcast', agreement: 'PDC-INTENT', body: { need: 'Tea' } };

const good: readonly (readonly [name: string, rules: string, payloads: () => string[], now?: number])[] = [
  ['a relate', 'derive the status', () => line(() => undefined)],
  ['an intentcast alone', 'The agreement in force', () => line(() => undefined, need)],
  [
    'a relate after an intentcast',
    'The agreement in force',
    () => line((say) => say('relate', undefined, { agreement: 'SD-BASE-DP' }), need),
  ],
  ['a pause of the customer', 'derive the status', () => line((say) => say('pause'))],
  ['a pause of both, one resumed', 'Each side resumes', () => line((say, hear) => (say('pause'), hear('pause'), say('resume')))],
  ['a resume of the other side’s pause', 'Each side resumes', () => line((say, hear) => (hear('pause'), say('resume')))],
  ['both resumed', 'derive the status', () => line((say, hear) => (say('pause'), hear('pause'), say('resume'), hear('resume')))],
  ['a leave', 'derive the status', () => line((say) => say('leave'))],
  [
    'two leaves, one that names a record that is not there',
    'MUST keep a `leave`',
    () => line((say, hear) => (hear('leave'), say('leave', undefined, { prev: hashOf('x') }))),
  ],
  ['a leave alone', 'MUST keep a `leave`', () => [JSON.stringify(claims({ act: 'leave', agreement: undefined }))]],
  ['a share', 'A share MUST end', () => line((say) => say('share', share))],
  [
    'a share in the last second of its day',
    'A share MUST end',
    () => line((say) => say('share', share)),
    Date.UTC(2027, 1, 1) / 1_000 - 1,
  ],
  ['a share after its day', 'A share MUST end', () => line((say) => say('share', share)), Date.UTC(2027, 1, 1) / 1_000],
  ['a revoked share', 'A share MUST end', () => line((say) => say('revoke', { re: say('share', share) }))],
  ['a share after a leave of the vendor', 'A share MUST end', () => line((say, hear) => (say('share', share), hear('leave')))],
  [
    'pledges, one replaced, one ended, with a receipt',
    'for each `for`',
    () =>
      line((say, hear) => {
        say('pledge', { ...money, for: 'news' });
        say('pledge', { ...money, amount: '0', for: 'news' });
        say('pledge', money);
        const pledge = say('pledge', { amount: '7.50', currency: 'EUR', per: 'month' });
        hear('receipt', { ...money, re: pledge, at: '2027-01-02' });
      }),
  ],
  [
    'a conversation',
    'threads by `re`',
    () =>
      line(
        (say, hear) => (
          hear('converse', { text: 'Yes', re: say('converse', { text: 'Tea?' }) }),
          say('converse', { text: 'Another' })
        ),
      ),
  ],
  [
    'an answer to the relate',
    'threads by `re`',
    () => {
      const all = line(() => undefined);
      return [
        ...all,
        JSON.stringify(vendors('converse', hashOf(all[0] as string), { text: 'Welcome', re: hashOf(all[0] as string) })),
      ];
    },
  ],
  [
    'regards',
    'the latest `regard`',
    () =>
      line(
        (say, hear) => (
          say('regard', { feels: 'unfair' }),
          hear('regard', { feels: 'fair' }),
          say('regard', { feels: 'fair', note: 'Better' })
        ),
      ),
  ],
  [
    'acts that begin, answer and give',
    'three numbers for each side',
    () =>
      line((say, hear) => {
        const re = say('converse', { text: 'Tea?' });
        hear('converse', { text: 'Yes', re });
        say('share', share);
      }),
  ],
  [
    'an act that nobody knows',
    'at its place in the chain, unread',
    () => line((say, hear) => (hear('com.example.loyalty', { points: 3 }), say('converse', { text: 'Thanks' }))),
  ],
  [
    'in another order, with one twice',
    'in whatever order',
    () => {
      const all = line((say) => (say('pause'), say('resume'), say('pause')));
      return [...all.toReversed(), all[0] as string];
    },
  ],
];

const bad: readonly (readonly [name: string, fault: string, payloads: () => string[]])[] = [
  ['records of two customers', 'mixed', () => [...line(() => undefined), JSON.stringify(claims({}, other))]],
  [
    'a receipt of the customer',
    'wrong_side',
    () => line((say) => say('receipt', { ...money, re: say('pledge', money), at: '2027-01-02' })),
  ],
  ['a pledge of the vendor', 'wrong_side', () => line((_, hear) => hear('pledge', money))],
  ['a question', 'wrong_side', () => line((say) => say('sync'))],
  ['a first pause', 'no_beginning', () => [JSON.stringify(claims({ act: 'pause', agreement: undefined }))]],
  ['a first relate without agreement', 'no_beginning', () => line(() => undefined, { agreement: undefined })],
  ['a first intentcast under another agreement', 'no_beginning', () => line(() => undefined, { ...need, agreement: 'SD-BASE' })],
  ['a gap', 'missing', () => line((say) => (say('pause'), say('resume'))).filter((_, i) => i !== 1)],
  [
    'two with one prev',
    'forked',
    () => {
      const all = line((say) => say('pause'));
      return [...all, JSON.stringify(vendors('pause', hashOf(all[0] as string)))];
    },
  ],
  ['two beginnings', 'forked', () => [...line(() => undefined), JSON.stringify(claims())]],
  [
    'a record that follows a leave',
    'after_leave',
    () => {
      const all = line((say) => say('leave'));
      return [...all, JSON.stringify(following('pause', hashOf(all[1] as string)))];
    },
  ],
  ['an answer to nothing', 'unknown_re', () => line((say) => say('converse', { text: 'Yes', re: hashOf('x') }))],
  [
    'an answer to oneself',
    'own_re',
    () => line((say) => say('converse', { text: 'Yes', re: say('converse', { text: 'Tea?' }) })),
  ],
  [
    'a receipt for a share',
    'wrong_re',
    () => line((say, hear) => hear('receipt', { ...money, re: say('share', share), at: '2027-01-02' })),
  ],
  [
    'a share revoked twice',
    'revoked',
    () =>
      line((say) => {
        const re = say('share', share);
        say('revoke', { re });
        say('revoke', { re });
      }),
  ],
];

export const chainCases = (): { about: string; cases: readonly ChainCase[] } => {
  restart(8_000);
  return {
    about: `Chains of the customer ${customer.thumbprint} and the vendor: the payloads of records in the order in which they arrive, and what follows from them at \`now\`, or the fault for which they are no chain. Signatures are left out.`,
    cases: [
      ...good.map(([name, words, make, now = NOW + 3_600]) => {
        const payloads = make();
        return { name, rules: [rule(words)], payloads, now, expect: { ok: true } };
      }),
      ...bad.map(([name, fault, make]) => ({
        name,
        rules: [rule('refuse records that are no chain')],
        payloads: make(),
        now: NOW,
        expect: { ok: false, fault },
      })),
    ],
  };
};
