import { base64url, type JWK } from 'jose';
import { isKnown } from '../contract/acts.js';
import { bodyFault } from '../contract/bodies.js';
import { MAX_KEPT_RECORD } from '../contract/fields.js';
import { type Claims, readPayload } from '../contract/record.js';
import { writeJson } from '../contract/write-json.js';
import { ALGORITHMS, isSignature, sha256 } from './algorithms.js';
import { RecordError } from './errors.js';
import { readStrict } from './json.js';

/** A parsed record: a JWS in general JSON serialization (RFC 7515, section 7.2.1). */
export interface Jws {
  readonly payload: string;
  /** `header` is the unprotected header, unchecked: only a passkey's signature has one. */
  readonly signatures: readonly { readonly protected: string; readonly header?: unknown; readonly signature: string }[];
}

/** The members of a protected header that count. `crit` is present if a passkey signed. */
export interface Header {
  readonly alg: string;
  readonly jwk?: JWK;
  readonly kid?: string;
  readonly crit?: readonly ['webauthn'];
}

/** Canonical base64url (RFC 4648, section 3.5): otherwise one payload could be encoded as several records. */
const BASE64URL = /^([\w-]{4})*([\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;
const areParts = (...values: unknown[]): boolean => values.every((value) => typeof value === 'string' && BASE64URL.test(value));

/**
 * Parses a record.
 *
 * @param max the longest text that is read, in UTF-16 units
 * @throws RecordError `malformed`, `too_large`, `too_deep`, `duplicate_key`
 */
export const parseJws = (record: string, max = MAX_KEPT_RECORD): Jws => {
  if (record.length > max) throw new RecordError('too_large');
  const { payload, signatures } = readStrict(record) as Partial<Jws>;
  const isJws =
    areParts(payload) &&
    Array.isArray(signatures) &&
    (signatures as Jws['signatures']).every((signature) => signature && areParts(signature.protected, signature.signature));
  if (!isJws) throw new RecordError('malformed');
  return { payload, signatures } as Jws;
};

/** Rejects invalid UTF-8, and keeps a byte order mark, which is not JSON (RFC 8259, section 8.1): parsers differ on both. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the JSON object in a part of a record.
 *
 * @param part base64url
 * @throws RecordError `malformed`, `too_deep`, `duplicate_key`
 */
export const readPart = (part: string): Record<string, unknown> => {
  let text: string;
  try {
    text = UTF8.decode(base64url.decode(part));
  } catch (cause) {
    throw new RecordError('malformed', { cause });
  }
  return readStrict(text);
};

/**
 * Reads the claims of a record without checking a signature.
 *
 * @throws RecordError `malformed`, `too_deep`, `duplicate_key`, or the code of a field of the body (contract, "Records")
 */
export const claimsOf = ({ payload }: Jws): Claims => {
  const part = readPart(payload);
  const claims = readPayload(part);
  if (claims) return claims;
  const { act, body } = part;
  throw new RecordError((typeof act === 'string' && isKnown(act) && bodyFault(act, body)) || 'malformed');
};

/** Computes the hash of a record: the `prev` of the next one. @returns base64url */
export const hashOf = async ({ payload }: Jws): Promise<string> =>
  base64url.encode(await sha256(new Uint8Array(base64url.decode(payload))));

/** Returns whether a protected header claims that a passkey signed. It checks nothing. */
const namesPasskey = ({ crit, webauthn }: Record<string, unknown>): boolean =>
  webauthn !== undefined || [crit].flat().includes('webauthn');

/**
 * Reads the protected header of one signature.
 *
 * @param index of the signature: in a customer's record 0 is the customer's, 1 the vendor's
 * @throws RecordError `malformed`, `too_deep`, `duplicate_key`, `wrong_crit`, `unprotected_header`, `unsupported_algorithm`
 */
export const headerOf = ({ signatures }: Jws, index: number): Header => {
  const { protected: part = '', ...others } = signatures[index] ?? {};
  const header = readPart(part);
  const { alg, crit, webauthn } = header;
  if (namesPasskey(header)) {
    if (writeJson(crit) !== '["webauthn"]' || webauthn !== 1) throw new RecordError('wrong_crit');
  } else if (crit !== undefined) {
    // No other extension is supported, an unencoded payload (RFC 7797) included (RFC 7515, section 4.1.11).
    throw new RecordError('malformed');
  } else if ('header' in others) throw new RecordError('unprotected_header');
  if (!ALGORITHMS.includes(alg as string)) throw new RecordError('unsupported_algorithm');
  return header as unknown as Header;
};

/**
 * Returns whether a customer signed a record by `passkey` or by `agent`.
 *
 * @param record a record of the customer's, its signatures checked
 * @throws RecordError as `headerOf`
 * @example
 * signedBy(record); // → 'agent'
 */
export const signedBy = (record: string): 'agent' | 'passkey' => (headerOf(parseJws(record), 0).crit ? 'passkey' : 'agent');

/**
 * Checks one signature (RFC 7515, section 5.2). The caller has read its header.
 *
 * @throws RecordError `invalid_signature`
 */
export const checkSignature = async ({ payload, signatures }: Jws, index: number, key: CryptoKey): Promise<void> => {
  const { protected: header, signature } = signatures[index] as Jws['signatures'][number];
  let isValid = false;
  try {
    isValid = await isSignature(new Uint8Array(base64url.decode(signature)), `${header}.${payload}`, key);
  } catch (cause) {
    throw new RecordError('invalid_signature', { cause });
  }
  if (!isValid) throw new RecordError('invalid_signature');
};
