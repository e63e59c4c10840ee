/** What the parsers of common libraries read in another way (contract, "Conventions"; "Records"). */
import { type Customer, edit } from '../customer.js';
import type { Case } from '../report.js';
import type { VendorProbe } from '../probe.js';
import { text } from './form.js';
import { type Hostile, type Make, refusals } from './hostile.js';

/** Puts JSON text beside what is signed. */
const beside = (record: string, json: string): string => record.replace('{', `{"more":${json},`);
/** Writes a time of the claims in another form of the same value. */
const timeAs = (customer: Customer, claims: object, suffix: string): string =>
  text(customer, claims, (json) => json.replace(/"(iat|exp)":(\d+)/g, `"$1":$2${suffix}`));

const REFUSED: readonly Hostile[] = [
  ...(['NaN', '.5', '1 /* one */', "'one'", '01'] as const).map((json): Hostile => [
    `a member of ${json}`,
    'C-249 C-187',
    'malformed',
    (c, r) => beside(c.sign(r), json),
  ]),
  ['a comma at the end', 'C-249 C-187', 'malformed', (c, r) => c.sign(r).replace(/\}$/, ',}')],
  [
    'a signature with a line break',
    'C-9',
    'malformed',
    (c, r) => edit(c.sign(r), ({ signatures: [one] }) => Object.assign(one ?? {}, { signature: `${String(one?.signature)}\n` })),
  ],
  ['a claim in other letters', 'C-11 C-103', 'malformed', (c, r) => text(c, r, (json) => json.replace('"jti"', '"Jti"'))],
  ...([['sign'], ['verify', 'verify'], 'verify'] as const).map((operations): Hostile => [
    `a key for ${JSON.stringify(operations)}`,
    'C-259',
    'invalid_key',
    (c, r) => c.sign(r, { jwk: { ...c.jwk, key_ops: operations } }),
  ]),
];

/** Records that a vendor has to keep. */
const KEPT: readonly (readonly [name: string, rules: string, make: Make])[] = [
  ['more than 16,384 bytes in fewer units', 'C-4 C-186', (c, r) => edit(c.sign(r), (jws) => (jws.more = '€'.repeat(6_000)))],
  [
    'unknown members beside the payload, in the signature, in the header and in the claims',
    'C-8 C-102',
    (c, r) =>
      edit(c.sign({ ...r, more: null }, { typ: 'JWT' }), (jws) => {
        jws.more = 1;
        Object.assign(jws.signatures[0] ?? {}, { more: 1 });
      }),
  ],
  ['a claim again in other letters', 'C-8 C-11', (c, r) => c.sign({ ...r, Act: 'leave', ISS: 'another' })],
  ['times with a point', 'C-250', (c, r) => timeAs(c, r, '.0')],
  ['times with an exponent', 'C-250', (c, r) => timeAs(c, r, '000e-3')],
  ['a lone surrogate, escaped', 'C-249', (c, r) => text(c, r, (json) => json.replace('{', '{"more":"\\ud83d",'))],
  [
    'alg, use, kid, ext and an empty key_ops in the jwk',
    'C-259',
    (c, r) => c.sign(r, { jwk: { ...c.jwk, alg: 'RS256', use: 'enc', kid: 5, ext: false, key_ops: [], more: 1 } }),
  ],
];

const kept: readonly Case<VendorProbe>[] = KEPT.map(([name, rules, make]) => ({
  rules: rules.split(' '),
  name: `a record with ${name} is kept`,
  run: async (probe) => void (await probe.accepts(make(probe.customer(), probe.relate, probe) as string)),
}));

export const parserCases: readonly Case<VendorProbe>[] = [...refusals(REFUSED), ...kept];
