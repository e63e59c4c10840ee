/** Records of passkeys: good and hostile ones. */
import { derOf } from '../support/passkey.js';
import {
  customer,
  countersign,
  edPasskey,
  hashOf,
  jwks,
  NOW,
  ORIGIN,
  passkey,
  payloadOf,
  restart,
  signPasskey,
  vendor,
} from './parties.js';
import type { RecordCase } from './records.js';
import { b64u } from './sign.js';
import { rulesOn } from './text.js';

type Parts = Readonly<Record<'authenticatorData' | 'clientDataJSON', string>>;
const changed = (change: (parts: Parts) => unknown): string =>
  signPasskey({}, { unprotected: (header) => change(header as Parts) });

const hostile: readonly (readonly [name: string, code: string, record: () => string])[] = [
  ['a crit of two', 'wrong_crit', () => signPasskey({}, { header: { crit: ['webauthn', 'b64'] } })],
  ['webauthn without crit', 'wrong_crit', () => signPasskey({}, { header: { crit: undefined } })],
  ['a crit that is text', 'wrong_crit', () => signPasskey({}, { header: { crit: 'webauthn' } })],
  ['webauthn 2', 'wrong_crit', () => signPasskey({}, { header: { webauthn: 2 } })],
  ['webauthn in words', 'wrong_crit', () => signPasskey({}, { header: { webauthn: '1' } })],
  ['alg none', 'unsupported_algorithm', () => signPasskey({}, { header: { alg: 'none' } })],
  ['another unprotected member', 'unprotected_header', () => changed((header) => ({ ...header, kid: 'a' }))],
  ['no header', 'invalid_client_data', () => changed(() => undefined)],
  ['a header that is null', 'invalid_client_data', () => changed(() => null)],
  ['no client data', 'invalid_client_data', () => changed(({ authenticatorData }) => ({ authenticatorData }))],
  [
    'client data with padding',
    'invalid_client_data',
    () => changed((header) => ({ ...header, clientDataJSON: `${header.clientDataJSON}=` })),
  ],
  ['client data that is no JSON', 'invalid_client_data', () => signPasskey({}, { client: 'webauthn.get' })],
  ['client data with a byte order mark', 'invalid_client_data', () => signPasskey({}, { client: '\ufeff{}' })],
  [
    'client data with a member twice',
    'duplicate_key',
    () => signPasskey({}, { client: '{"type":"webauthn.get","type":"webauthn.get"}' }),
  ],
  ['a passkey being made', 'wrong_type', () => signPasskey({}, { client: { type: 'webauthn.create' } })],
  ['another challenge', 'wrong_hash', () => signPasskey({}, { client: { challenge: hashOf('other') } })],
  ['another origin', 'wrong_origin', () => signPasskey({}, { client: { origin: 'https://evil.example' } })],
  ['a subdomain', 'wrong_origin', () => signPasskey({}, { client: { origin: 'https://www.shop.example' } })],
  ['a frame of another site', 'cross_origin', () => signPasskey({}, { client: { crossOrigin: true } })],
  ['a crossOrigin in words', 'cross_origin', () => signPasskey({}, { client: { crossOrigin: 'false' } })],
  ['36 bytes', 'invalid_authenticator_data', () => signPasskey({}, { data: (data) => data.subarray(0, 36) })],
  ['no authenticator data', 'invalid_authenticator_data', () => changed(({ clientDataJSON }) => ({ clientDataJSON }))],
  ['another host', 'wrong_rp', () => signPasskey({}, { host: 'evil.example' })],
  ['no gesture', 'no_gesture', () => signPasskey({}, { flags: 4 })],
  ['a private key', 'private_key', () => signPasskey({}, { header: { jwk: { ...passkey.jwk, d: 'AAAA' } } })],
  ['no key', 'invalid_key', () => signPasskey({}, { header: { jwk: undefined } })],
  ['a signature in DER', 'der_signature', () => signPasskey({}, { signature: derOf })],
  ['63 bytes', 'signature_length', () => signPasskey({}, { signature: (raw) => raw.subarray(1) })],
  [
    'a changed signature',
    'invalid_signature',
    () => signPasskey({}, { signature: (raw) => raw.map((byte, i) => (i === 9 ? byte ^ 1 : byte)) }),
  ],
  ['a signature over the record itself', 'invalid_signature', () => signPasskey({}, { signature: () => passkey.sign('other') })],
  ['another’s name', 'wrong_issuer', () => signPasskey({ iss: customer.thumbprint })],
  ['a pledge', 'needs_agent', () => signPasskey({ act: 'pledge', body: { amount: '5', currency: 'EUR' } })],
  ['an intentcast', 'needs_agent', () => signPasskey({ act: 'intentcast', agreement: 'PDC-INTENT', body: { need: 'Tea' } })],
  ['an act of a vendor’s own', 'needs_agent', () => signPasskey({ act: 'com.example.loyalty' })],
  ['a credential that is no base64url', 'malformed', () => signPasskey({ body: { credential: 'a+b' } })],
];

const good: readonly (readonly [name: string, record: () => string])[] = [
  ['a relate with its credential', () => signPasskey({ body: { credential: b64u('credential') } })],
  ['by Ed25519', () => signPasskey({}, {}, edPasskey)],
  ['without crossOrigin', () => signPasskey({}, { client: { crossOrigin: undefined } })],
  ['more client data', () => signPasskey({}, { client: { topOrigin: ORIGIN, more: 1 } })],
  [
    'with the extensions of an authenticator',
    () => signPasskey({}, { data: (data) => Buffer.concat([data, Buffer.from('a0', 'hex')]) }),
  ],
];

export const passkeyCases = (): { about: string; cases: readonly RecordCase[] } => {
  restart(5_000);
  const received = { jwks, aud: ORIGIN, now: NOW };
  const ok = (record: string): RecordCase['expect'] => ({
    ok: true,
    iss: (JSON.parse(payloadOf(record)) as { iss: string }).iss,
    hash: hashOf(payloadOf(record)),
    signedBy: 'passkey',
  });
  const [first] = good;
  const held = countersign(first?.[1]() ?? '');
  return {
    about: 'Records that a passkey signed, as in records.json.',
    cases: [
      ...hostile.map(([name, code, make]) => ({
        name,
        rules: rulesOn(code),
        record: make(),
        ...received,
        expect: { ok: false as const, code },
      })),
      ...good.map(([name, make]) => {
        const record = make();
        return { name, rules: rulesOn('wrong_crit'), record, ...received, expect: ok(record) };
      }),
      { name: 'kept: a relate', rules: rulesOn('wrong_crit'), record: held, jwks, expect: ok(held) },
      {
        name: 'kept: with a changed header',
        rules: rulesOn('wrong_hash'),
        record: held.replace(
          /"protected":"([^"]*)"/,
          (_, part: string) => `"protected":"${b64u(Buffer.from(part, 'base64url').toString().replace('{', '{"more":1,'))}"`,
        ),
        jwks,
        expect: { ok: false, code: 'wrong_hash' },
      },
      {
        name: 'kept: countersigned by a passkey',
        rules: rulesOn('wrong_crit'),
        record: countersign(first?.[1]() ?? '', { crit: ['webauthn'], webauthn: 2 }, vendor),
        jwks,
        expect: { ok: false, code: 'wrong_crit' },
      },
    ],
  };
};
