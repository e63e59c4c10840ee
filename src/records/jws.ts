import { decodeProtectedHeader, flattenedVerify, type JWK, type ProtectedHeaderParameters } from 'jose';
import { MAX_RECORD, readJson } from '../contract/fields.js';
import { RecordError } from './errors.js';

/** The signature algorithms of the contract (section 8). */
export const ALGORITHMS = ['ES256', 'EdDSA'];

/** A record taken apart: a JWS in general JSON serialization (RFC 7515, section 7.2.1). */
export interface Jws {
  readonly payload: string;
  readonly signatures: readonly { readonly protected: string; readonly signature: string }[];
}

const areStrings = (...values: unknown[]): boolean => values.every((value) => typeof value === 'string');

/**
 * Takes a record apart.
 *
 * @throws RecordError `malformed`, `too_large`
 */
export const parseJws = (record: string): Jws => {
  if (record.length > MAX_RECORD) throw new RecordError('too_large');
  const { payload, signatures } = (readJson(record, MAX_RECORD) ?? {}) as Partial<Jws>;
  const isJws =
    typeof payload === 'string' &&
    Array.isArray(signatures) &&
    (signatures as Jws['signatures']).every((signature) => signature && areStrings(signature.protected, signature.signature));
  if (!isJws) throw new RecordError('malformed');
  return { payload, signatures: signatures as Jws['signatures'] };
};

/**
 * The protected header of one signature.
 *
 * @param index which one: 0 the customer's, 1 the vendor's
 * @throws RecordError `malformed`, `unsupported_algorithm`
 */
export const headerOf = ({ signatures }: Jws, index: number): ProtectedHeaderParameters & { alg: string } => {
  let header: ProtectedHeaderParameters;
  try {
    header = decodeProtectedHeader({ protected: signatures[index]?.protected ?? '' });
  } catch (cause) {
    throw new RecordError('malformed', { cause });
  }
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
