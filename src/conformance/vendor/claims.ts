/** Records with wrong claims, and with two faults (contract, "Records"; "Order of checks"). */
import { edit, editFirst, unixTime } from '../customer.js';
import type { Case } from '../report.js';
import type { VendorProbe } from '../probe.js';
import { full, text } from './form.js';
import { type Hostile, refusals } from './hostile.js';

const CLAIM_ROWS: readonly Hostile[] = [
  ['a payload that is no JSON', 'C-190', 'malformed', (c) => c.signBytes('relate')],
  ['claims of a prototype', 'C-103', 'malformed', (c, r) => text(c, r, (json) => `{"__proto__":${json}}`)],
  ...(['jti', 'iat', 'exp', 'act'] as const).map((claim): Hostile => [
    `no ${claim}`,
    'C-103',
    'malformed',
    (c, r) => c.sign({ ...r, [claim]: undefined }),
  ]),
  ...(
    [
      ['a short jti', { jti: '1' }],
      ['a jti that is a number', { jti: 1e16 }],
      ['an act that is none', { act: 'Relate!' }],
      ['two acts', { act: ['relate', 'leave'] }],
      ['an agreement in small letters', { agreement: 'sd-base' }],
      ['an agreement of null', { agreement: null }],
      ['a prev that is no hash', { prev: 'first' }],
      ['a prev of null', { prev: null }],
      ['a challenge that is a number', { challenge: 5 }],
      ['a body that is a text', { body: 'text' }],
      ['a reach that is a script', { body: { reach: 'javascript:alert(1)' } }],
      ['a credential with a blank', { body: { credential: 'a b' } }],
    ] as const
  ).map(([name, changes]): Hostile => [
    name,
    'body' in changes && typeof changes.body === 'object' ? 'C-118 C-119 C-120' : 'C-103',
    'malformed',
    (c, r) => c.sign({ ...r, ...changes }),
  ]),
  ...[-1, 1.5, '1798761600', null].flatMap((time): Hostile[] => [
    [
      `an iat of ${JSON.stringify(time)}`,
      'C-10',
      'malformed',
      (c, r) => c.sign({ ...r, iat: time === 1.5 ? unixTime() + 0.5 : time }),
    ],
    [
      `an exp of ${JSON.stringify(time)}`,
      'C-10',
      'malformed',
      (c, r) => c.sign({ ...r, exp: time === 1.5 ? unixTime() + 300.5 : time }),
    ],
  ]),
  ['another vendor', 'C-95 C-194', 'wrong_audience', (c, r) => c.sign({ ...r, aud: 'https://other.example' })],
  ['the vendor with a slash', 'C-95', 'wrong_audience', (c, r) => c.sign({ ...r, aud: `${c.origin}/` })],
  [
    'the vendor at another port',
    'C-95',
    'wrong_audience',
    (c, r) => c.sign({ ...r, aud: `${c.origin.replace(/:\d+$/, '')}:8443` }),
  ],
  ['the vendor in capitals', 'C-95 C-11', 'wrong_audience', (c, r) => c.sign({ ...r, aud: c.origin.toUpperCase() })],
  ['one past its time', 'C-196', 'expired', (c, r, { site }) => c.sign({ ...r, iat: site.now - 700, exp: site.now - 150 })],
  ['one that has just ended', 'C-196', 'expired', (c, r, { site }) => c.sign({ ...r, exp: site.now - 5 })],
  [
    'one from the future',
    'C-196',
    'not_yet_valid',
    (c, r, { site }) => c.sign({ ...r, iat: site.now + 120, exp: site.now + 300 }),
  ],
  ['one that lasts 601 seconds', 'C-107', 'valid_too_long', (c, r) => c.sign({ ...r, exp: unixTime() + 601 })],
  ['one that never ends', 'C-107', 'valid_too_long', (c, r) => c.sign({ ...r, exp: Number.MAX_SAFE_INTEGER })],
  ['an act of nobody', 'C-197', 'unsupported_act', (c) => c.sign({ act: 'constructor' })],
  [
    'an act of nobody with a text for a body',
    'C-197 C-104',
    'unsupported_act',
    (c) => c.sign({ act: 'example.kit.unknown', body: 'three' }),
  ],
  ['no agreement', 'C-205', 'unsupported_agreement', (c) => c.sign({ act: 'relate' })],
  ['an agreement of no roster', 'C-205 C-23', 'unsupported_agreement', (c) => c.sign({ act: 'relate', agreement: 'SD-ALL' })],
  ['a first record that names one before', 'C-202 C-153', 'broken_chain', (c, r) => c.sign({ ...r, prev: 'x'.repeat(43) })],
  ...(['pause', 'resume', 'regard', 'converse'] as const).map((act): Hostile => [
    `${act} of a stranger`,
    'C-200',
    'not_related',
    (c) => c.sign({ act, body: act === 'regard' ? { feels: 'fair' } : act === 'converse' ? { text: 'Hello' } : undefined }),
  ]),
];

/** Two faults each: the check that comes first gives the code. */
const ORDER_ROWS: readonly Hostile[] = [
  ['too large before no JSON', 'C-186 C-187', 'too_large', () => 'x'.repeat(17_000)],
  [
    'two signatures before no room',
    'C-188 C-189',
    'malformed',
    (c, r) =>
      edit(c.sign({ ...r, more: 'x'.repeat(11_200) }), (jws) => jws.signatures.push({ ...jws.signatures[0], signature: '' })),
  ],
  ['no room before the claims', 'C-189 C-190', 'no_room', (c, r) => full(c, { ...r, jti: '1' })],
  ['the claims before the header', 'C-190 C-191', 'malformed', (c, r) => c.sign({ ...r, jti: '1' }, { alg: 'none' })],
  ['the algorithm before the key', 'C-191 C-192', 'unsupported_algorithm', (c, r) => c.sign(r, { alg: 'none', jwk: undefined })],
  [
    'the key before the signature',
    'C-192 C-193',
    'invalid_key',
    (c, r) => editFirst(c.sign(r, { jwk: undefined }), { signature: 'A'.repeat(86) }),
  ],
  [
    'the signature before iss',
    'C-193',
    'invalid_signature',
    (c, r) => editFirst(c.sign({ ...r, iss: 'i'.repeat(43) }), { signature: 'A'.repeat(86) }),
  ],
  [
    'iss before aud',
    'C-193 C-194',
    'wrong_issuer',
    (c, r) => c.sign({ ...r, iss: 'i'.repeat(43), aud: 'https://other.example' }),
  ],
  [
    'aud before the times',
    'C-194 C-196',
    'wrong_audience',
    (c, r) => c.sign({ ...r, aud: 'https://other.example', exp: unixTime() - 5 }),
  ],
  ['the times before the act', 'C-196 C-197', 'expired', (c, _, { site }) => c.sign({ act: 'constructor', exp: site.now - 5 })],
  ['no relationship before the chain', 'C-200 C-202', 'not_related', (c) => c.sign({ act: 'pause', prev: 'x'.repeat(43) })],
  [
    'the chain before the agreement',
    'C-202 C-205',
    'broken_chain',
    (c) => c.sign({ act: 'relate', agreement: 'SD-ALL', prev: 'x'.repeat(43) }),
  ],
];

export const claimCases: readonly Case<VendorProbe>[] = refusals([...CLAIM_ROWS, ...ORDER_ROWS]);
