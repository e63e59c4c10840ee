import { base64url, flattenedVerify, type JWK, type ProtectedHeaderParameters } from 'jose';
import { MAX_RECORD } from '../contract/fields.js';
import { type Claims, readPayload } from '../contract/record.js';
import { RecordError } from './errors.js';
import { readStrict } from './json.js';

/** The signature algorithms of the contract (section 8). */
export const ALGORITHMS = ['ES256', 'EdDSA'];

/** A record taken apart: a JWS in general JSON serialization (RFC 7515, section 7.2.1). */
export interface Jws {
  readonly payload: string;
  readonly signatures: readonly { readonly protected: string; readonly signature: string }[];
}

/**
 * Base64url in its one form (RFC 4648, section 3.5): written otherwise, the same bytes would be another record to whoever
 * compares text.
 */
const BASE64URL = /^([\w-]{4})*([\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;
const areParts = (...values: unknown[]): boolean => values.every((value) => typeof value === 'string' && BASE64URL.test(value));

/**
 * Takes a record apart.
 *
 * @throws RecordError `malformed`, `too_large`, `too_deep`, `duplicate_key`
 */
export const parseJws = (record: string): Jws => {
  if (record.length > MAX_RECORD) throw new RecordError('too_large');
  const { payload, signatures } = readStrict(record) as Partial<Jws>;
  const isJws =
    areParts(payload) &&
    Array.isArray(signatures) &&
    (signatures as Jws['signatures']).every((signature) => signature && areParts(signature.protected, signature.signature));
  if (!isJws) throw new RecordError('malformed');
  return { payload, signatures } as Jws;
};

/** Decoded strictly: a byte that is no UTF-8 would read otherwise elsewhere. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

const readPart = (part: string): Record<string, unknown> => {
  let text: string;
  try {
    text = UTF8.decode(base64url.decode(part));
  } catch (cause) {
    throw new RecordError('malformed', { cause });
  }
  return readStrict(text);
};

/**
 * The claims of a record, no signature checked.
 *
 * @throws RecordError `malformed`, `too_deep`, `duplicate_key`
 */
export const claimsOf = ({ payload }: Jws): Claims => {
  const claims = readPayload(readPart(payload));
  if (!claims) throw new RecordError('malformed');
  return claims;
};

/**
 * The protected header of one signature.
 *
 * @param index which one: in a customer's record 0 is the customer's, 1 the vendor's
 * @throws RecordError `malformed`, `too_deep`, `duplicate_key`, `unsupported_algorithm`
 */
export const headerOf = ({ signatures }: Jws, index: number): ProtectedHeaderParameters & { alg: string } => {
  const header: ProtectedHeaderParameters = readPart(signatures[index]?.protected ?? '');
  const { alg, crit } = header;
  // Nothing that a header may declare critical is understood here, an unencoded payload (RFC 7797) least of all.
  if (crit) throw new RecordError('malformed');
  if (!alg || !ALGORITHMS.includes(alg)) throw new RecordError('unsupported_algorithm');
  return { ...header, alg };
};

/**
 * Checks one signature.
 *
 * @throws RecordError `invalid_signature`
 */
export const checkSignature = async ({ payload, signatures }: Jws, index: number, key: CryptoKey | JWK): Promise<void> => {
  try {
    // Only these three members: an unprotected header has no say.
    const { protected: header, signature } = signatures[index] as Jws['signatures'][number];
    await flattenedVerify({ payload, protected: header, signature }, key, { algorithms: ALGORITHMS });
  } catch (cause) {
    throw new RecordError('invalid_signature', { cause });
  }
};
