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
import type { Hostile } from './hostile.js';
import { type Good, type RecordCase, refused } from './records.js';
import { b64u } from './sign.js';

type Parts = Readonly<Record<'authenticatorData' | 'clientDataJSON', string>>;
const changed = (change: (parts: Parts) => unknown): string =>
  signPasskey({}, { unprotected: (header) => change(header as Parts) });

/** Signed in a page at an IPv6 address. @param host whose hash the authenticator gives */
const at6 = (host: string): string => signPasskey({ aud: 'http://[::1]:8080' }, { client: { origin: 'http://[::1]:8080' }, host });

const hostile: readonly Hostile[] = [
  ['C-131', 'a crit of two', 'wrong_crit', () => signPasskey({}, { header: { crit: ['webauthn', 'b64'] } })],
  ['C-131', 'webauthn without crit', 'wrong_crit', () => signPasskey({}, { header: { crit: undefined } })],
  ['C-131', 'a crit that is text', 'wrong_crit', () => signPasskey({}, { header: { crit: 'webauthn' } })],
  ['C-131', 'webauthn 2', 'wrong_crit', () => signPasskey({}, { header: { webauthn: 2 } })],
  ['C-131', 'webauthn in words', 'wrong_crit', () => signPasskey({}, { header: { webauthn: '1' } })],
  ['C-131', 'webauthn that is null', 'wrong_crit', () => signPasskey({}, { header: { crit: undefined, webauthn: null } })],
  [
    'C-132 C-191',
    'alg none and another unprotected member',
    'unsupported_algorithm',
    () => signPasskey({}, { header: { alg: 'none' }, unprotected: (header) => ({ ...header, kid: 'a' }) }),
  ],
  ['C-133', 'a header that is text', 'unprotected_header', () => changed(() => 'header')],
  ['C-133', 'a header in a list', 'unprotected_header', () => changed((header) => [header])],
  ['C-133 C-134', 'a header that is an empty list', 'invalid_client_data', () => changed(() => [])],
  ['C-132', 'alg none', 'unsupported_algorithm', () => signPasskey({}, { header: { alg: 'none' } })],
  ['C-133', 'another unprotected member', 'unprotected_header', () => changed((header) => ({ ...header, kid: 'a' }))],
  ['C-134', 'no header', 'invalid_client_data', () => changed(() => undefined)],
  ['C-133 C-134', 'a header that is null', 'invalid_client_data', () => changed(() => null)],
  ['C-134', 'no client data', 'invalid_client_data', () => changed(({ authenticatorData }) => ({ authenticatorData }))],
  [
    'C-9 C-134', 'client data with padding',
    'invalid_client_data',
    () => changed((header) => ({ ...header, clientDataJSON: `${header.clientDataJSON}=` })),
  ],
  ['C-134', 'client data that is no JSON', 'invalid_client_data', () => signPasskey({}, { client: 'webauthn.get' })],
  ['C-5 C-134', 'client data with a byte order mark', 'invalid_client_data', () => signPasskey({}, { client: '\ufeff{}' })],
  [
    'C-7 C-134', 'client data with a member twice',
    'duplicate_key',
    () => signPasskey({}, { client: '{"type":"webauthn.get","type":"webauthn.get"}' }),
  ],
  ['C-135', 'a passkey being made', 'wrong_type', () => signPasskey({}, { client: { type: 'webauthn.create' } })],
  ['C-136', 'another challenge', 'wrong_hash', () => signPasskey({}, { client: { challenge: hashOf('other') } })],
  ['C-137', 'another origin', 'wrong_origin', () => signPasskey({}, { client: { origin: 'https://evil.example' } })],
  ['C-137', 'a subdomain', 'wrong_origin', () => signPasskey({}, { client: { origin: 'https://www.shop.example' } })],
  ['C-138', 'a frame of another site', 'cross_origin', () => signPasskey({}, { client: { crossOrigin: true } })],
  ['C-138', 'a crossOrigin in words', 'cross_origin', () => signPasskey({}, { client: { crossOrigin: 'false' } })],
  ['C-139', '36 bytes', 'invalid_authenticator_data', () => signPasskey({}, { data: (data) => data.subarray(0, 36) })],
  ['C-139', 'no authenticator data', 'invalid_authenticator_data', () => changed(({ clientDataJSON }) => ({ clientDataJSON }))],
  ['C-140', 'another host', 'wrong_rp', () => signPasskey({}, { host: 'evil.example' })],
  ['C-141', 'no gesture', 'no_gesture', () => signPasskey({}, { flags: 4 })],
  ['C-142', 'a private key', 'private_key', () => signPasskey({}, { header: { jwk: { ...passkey.jwk, d: 'AAAA' } } })],
  ['C-142', 'no key', 'invalid_key', () => signPasskey({}, { header: { jwk: undefined } })],
  ['C-143', 'a signature in DER', 'der_signature', () => signPasskey({}, { signature: derOf })],
  ['C-143', 'a signature of Ed25519 in DER', 'signature_length', () => signPasskey({}, { signature: derOf }, edPasskey)],
  ['C-140', 'an IPv6 address without brackets', 'wrong_rp', () => at6('::1')],
  ['C-143', '63 bytes', 'signature_length', () => signPasskey({}, { signature: (raw) => raw.subarray(1) })],
  [
    'C-144', 'a changed signature',
    'invalid_signature',
    () => signPasskey({}, { signature: (raw) => raw.map((byte, i) => (i === 9 ? byte ^ 1 : byte)) }),
  ],
  ['C-144', 'a signature over the record itself', 'invalid_signature', () => signPasskey({}, { signature: () => passkey.sign('other') })],
  ['C-145', 'another’s name', 'wrong_issuer', () => signPasskey({ iss: customer.thumbprint })],
  ['C-146', 'a pledge', 'needs_agent', () => signPasskey({ act: 'pledge', body: { amount: '5', currency: 'EUR' } })],
  ['C-146', 'an intentcast', 'needs_agent', () => signPasskey({ act: 'intentcast', agreement: 'PDC-INTENT', body: { need: 'Tea' } })],
  ['C-146', 'an act of a vendor’s own', 'needs_agent', () => signPasskey({ act: 'com.example.loyalty' })],
  ['C-119', 'a credential that is no base64url', 'malformed', () => signPasskey({ body: { credential: 'a+b' } })],
];

const good: readonly Good[] = [
  ['C-119 C-131', 'a relate with its credential', () => signPasskey({ body: { credential: b64u('credential') } })],
  ['C-131 C-250', 'webauthn 1.0', () => signPasskey({}, { part: (text) => text.replace('"webauthn":1', '"webauthn":1.0') })],
  ['C-132', 'by Ed25519', () => signPasskey({}, {}, edPasskey)],
  ['C-138', 'without crossOrigin', () => signPasskey({}, { client: { crossOrigin: undefined } })],
  ['C-134', 'more client data', () => signPasskey({}, { client: { topOrigin: ORIGIN, more: 1 } })],
  [
    'C-139', 'with the extensions of an authenticator',
    () => signPasskey({}, { data: (data) => Buffer.concat([data, Buffer.from('a0', 'hex')]) }),
  ],
];

/** Kept by both sides. */
const goodKept: readonly Good[] = [
  ['C-147', 'kept: a relate', () => countersign(signPasskey())],
  ['C-140', 'kept: at an IPv6 address with a port', () => countersign(at6('[::1]'))],
  ['C-140', 'kept: an aud that is no URL', () => countersign(signPasskey({ aud: 'shop' }, { client: { origin: 'shop' }, host: '' }))],
];
const kept: readonly Hostile[] = [
  [
    'C-136',
    'kept: with a changed header',
    'wrong_hash',
    () =>
      countersign(signPasskey()).replace(
        /"protected":"([^"]*)"/,
        (_, part: string) => `"protected":"${b64u(Buffer.from(part, 'base64url').toString().replace('{', '{"more":1,'))}"`,
      ),
  ],
  [
    'C-131 C-147',
    'kept: countersigned by a passkey',
    'wrong_crit',
    () => countersign(signPasskey(), { crit: ['webauthn'], webauthn: 2 }, vendor),
  ],
];

export const passkeyCases = (): { about: string; jwks: object; cases: readonly RecordCase[] } => {
  restart(5_000);
  const received = { aud: ORIGIN, now: NOW };
  const taken = ([rules, name, make]: Good, where: object): RecordCase => {
    const record = make();
    const { iss } = JSON.parse(payloadOf(record)) as { iss: string };
    const expect = { ok: true, iss, hash: hashOf(payloadOf(record)), signedBy: 'passkey' } as const;
    return { name, rules: rules.split(' '), record, ...where, expect };
  };
  return {
    about: 'Records that a passkey signed, as in records.json.',
    jwks,
    cases: [
      ...hostile.map((one) => refused(one, received)),
      ...good.map((one) => taken(one, received)),
      ...goodKept.map((one) => taken(one, {})),
      ...kept.map((one) => refused(one, {})),
    ],
  };
};
