import { base64url, exportJWK, importJWK, type JWK } from 'jose';
import { MAX_RECORD } from '../contract/fields.js';
import type { Claims } from '../contract/record.js';
import { writeJson } from '../contract/write-json.js';
import { signText } from './algorithms.js';
import { RecordError } from './errors.js';
import { type Jws, parseJws } from './jws.js';
import { thumbprintOf } from './thumbprint.js';

/** The maximum time from `iat` to `exp`, in seconds (contract, "Records"). */
export const LIFETIME = 600;

/** The claims that a side chooses; the others follow from its key and the clock. */
export type Statement = Pick<Claims, 'aud' | 'act' | 'agreement' | 'prev' | 'challenge' | 'body'>;

const serialize = (payload: string, signatures: Jws['signatures']): string => writeJson({ payload, signatures });

interface SigningHeader {
  readonly alg: string;
  readonly jwk?: JWK;
  readonly kid?: string;
}

/** Signs a payload (RFC 7515, section 5.1). @param payload base64url */
const sign = async (payload: string, header: SigningHeader, key: CryptoKey): Promise<Jws['signatures'][number]> => {
  const part = base64url.encode(writeJson(header));
  return { protected: part, signature: base64url.encode(await signText(`${part}.${payload}`, key)) };
};

const signAs = async (iss: string, statement: Statement, header: SigningHeader, key: CryptoKey): Promise<string> => {
  const iat = Math.floor(Date.now() / 1_000);
  const claims = { iss, jti: globalThis.crypto.randomUUID(), iat, exp: iat + LIFETIME, ...statement };
  const payload = base64url.encode(writeJson(claims));
  return serialize(payload, [await sign(payload, header, key)]);
};

/**
 * Signs a record as a customer.
 *
 * @param statement `{aud, act, agreement?, prev?, challenge?, body?}`; `aud` is the vendor's origin
 * @param keys the pair made for this vendor, ES256 or Ed25519; the private key need not be extractable
 * @returns the JWS's JSON text, with one signature
 */
export const signRecord = async (statement: Statement, keys: CryptoKeyPair): Promise<string> => {
  const jwk = await exportJWK(keys.publicKey);
  const alg = jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
  return signAs(await thumbprintOf(jwk), statement, { alg, jwk }, keys.privateKey);
};

/** The imported keys of vendors: each is imported once. */
const imported = new WeakMap<JWK, Promise<CryptoKey>>();

const importVendorKey = async (jwk: JWK): Promise<{ alg: string; kid: string; key: CryptoKey }> => {
  const { alg = 'ES256', kid = '' } = jwk;
  const importing = imported.get(jwk) ?? (importJWK(jwk, alg, { extractable: true }) as Promise<CryptoKey>);
  imported.set(jwk, importing);
  return { alg, kid, key: await importing };
};

/**
 * Signs a record as a vendor.
 *
 * @param origin the vendor's origin, as `https://shop.example`
 * @param statement `{aud, act, prev?, body?}`; `aud` is the customer's key thumbprint
 * @param jwk the vendor's private key, with `alg` and `kid`
 * @returns the JWS's JSON text, with one signature
 */
export const signVendorRecord = async (origin: string, statement: Statement, jwk: JWK): Promise<string> => {
  const { key, ...header } = await importVendorKey(jwk);
  return signAs(origin, statement, header, key);
};

/** The length of an ES256 or Ed25519 signature in base64url: both have 64 bytes. */
const SIGNATURE_LENGTH = 86;

/** The lengths that the signatures of vendors add to a record: each is computed once. */
const lengths = new WeakMap<JWK, number>();
const signatureLength = (jwk: JWK): number => {
  const known = lengths.get(jwk);
  if (known !== undefined) return known;
  const { alg = 'ES256', kid = '' } = jwk;
  const header = base64url.encode(writeJson({ alg, kid }));
  const length = `,${writeJson({ protected: header, signature: 'A'.repeat(SIGNATURE_LENGTH) })}`.length;
  lengths.set(jwk, length);
  return length;
};

/**
 * Returns whether a record has at most `MAX_RECORD` UTF-16 units once the vendor has signed it too.
 *
 * @param jws the customer's record, with its one signature
 * @param jwk the vendor's key: the length of its `kid` counts
 */
export const hasRoom = ({ payload, signatures }: Jws, jwk: JWK): boolean =>
  serialize(payload, signatures).length + signatureLength(jwk) <= MAX_RECORD;

/**
 * Adds the vendor's signature to a record. The payload keeps its bytes.
 *
 * @param jws the record, with the customer's signature
 * @param jwk the vendor's private key, with `alg` and `kid`
 * @returns the JWS's JSON text, with both signatures
 * @throws RecordError `no_room` if it is too long to sign
 */
export const countersign = async (jws: Jws, jwk: JWK): Promise<string> => {
  const { payload, signatures } = jws;
  const { key, ...header } = await importVendorKey(jwk);
  const record = serialize(payload, [...signatures, await sign(payload, header, key)]);
  if (record.length > MAX_RECORD) throw new RecordError('no_room');
  return record;
};

/**
 * Adds the vendor's signature to a record, as `countersign`.
 *
 * @param record its JSON text
 * @throws RecordError `malformed` if it is no JWS
 */
export const countersignRecord = async (record: string, jwk: JWK): Promise<string> => countersign(parseJws(record), jwk);
