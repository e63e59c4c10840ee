import { isKnown } from './acts.js';
import { AGREEMENTS, isAgreement, type Use } from './agreements.js';
import { fromBase64url, toBase64url } from './base64url.js';
import { BODIES, type Body } from './bodies.js';
import { act, agreement, copy, HASH, integer, MAX_KEPT_RECORD, readJson, type Shape, text, type Value } from './fields.js';

/** The claims of a record (contract, "Records") without `body`, whose fields depend on the act. */
const CLAIMS = /* @__PURE__ */ (() => {
  const party = /^([\w-]{43}|https?:\/\/[^/\s]{1,2040})$/;
  return {
    iss: party,
    aud: text(2048),
    jti: /^[\w-]{16,64}$/,
    iat: integer,
    exp: integer,
    act,
    'agreement?': agreement,
    'prev?': HASH,
    'challenge?': text(1024),
  };
})();

/**
 * The claims of a record (contract, "Records"). In a customer's record `iss` is the thumbprint of the customer's key (RFC 7638) and
 * `aud` the vendor's origin; in a vendor's record it is the other way round. `body` is read for the acts of `ACTS` only.
 */
export type Claims = Value<typeof CLAIMS> & { body?: Body };

/** Returns the side that signed a record first. */
export const sideOf = ({ iss }: Claims): 'customer' | 'vendor' => (HASH.test(iss) ? 'customer' : 'vendor');
/** Returns the id of the passkey that a `relate` names: by it the vendor's server finds the relationship again. */
export const credentialOf = ({ act, body }: Claims): string | undefined =>
  act === 'relate' ? (body as Body<'relate'> | undefined)?.credential : undefined;
/** Returns the thumbprint of the customer's key, from a record of either side. */
export const customerOf = (claims: Claims): string => (sideOf(claims) === 'customer' ? claims.iss : claims.aud);
/** Returns the vendor's origin, from a record of either side. */
export const vendorOf = (claims: Claims): string => (sideOf(claims) === 'customer' ? claims.aud : claims.iss);

/** Decodes the payload of a record. @throws if there is none */
const decodePayload = (jws: string): Uint8Array<ArrayBuffer> => {
  const { payload } = readJson(jws, MAX_KEPT_RECORD) as { payload: string };
  return fromBase64url(payload);
};

/**
 * Decodes the payload of a record without checking its claims.
 *
 * @param jws a record's JSON text
 * @returns `null` if it is no JWS in JSON serialization (RFC 7515) whose payload is a JSON object
 */
export const decodeClaims = (jws: string): object | null => {
  try {
    return readJson(new TextDecoder().decode(decodePayload(jws)), MAX_KEPT_RECORD) ?? null;
  } catch {
    return null;
  }
};

/** Copies as `copy` does, but returns `undefined` if an optional key is invalid: a signed payload is read whole or not at all. */
const copyWhole = <S extends Shape>(shape: S, input: unknown): Value<S> | undefined => {
  const copied = copy(shape, input);
  const isWhole =
    copied &&
    Object.keys(shape).every((key) => {
      const name = key.replace('?', '');
      return Object.hasOwn(copied, name) || !Object.hasOwn(input as object, name);
    });
  return isWhole ? copied : undefined;
};

/**
 * Reads the claims of a decoded payload.
 *
 * @returns `null` if they are not the claims of a record
 */
export const readPayload = (input: object | null): Claims | null => {
  const claims: Claims | undefined = copyWhole(CLAIMS, input);
  if (!input || !claims) return null;
  if (!Object.hasOwn(input, 'body') || !isKnown(claims.act)) return claims;
  const body = copyWhole(BODIES[claims.act] as Shape, (input as { body: unknown }).body);
  return body ? { ...claims, body } : null;
};

/** Returns whether the body is missing from an act whose body has required fields (contract, "Records"). */
export const lacksBody = ({ act, body }: Claims): boolean =>
  body === undefined && isKnown(act) && copy(BODIES[act] as Shape, {}) === undefined;

/**
 * Reads the claims of a record. It checks no signature: `verifyRecord` of `relbutton/server` does.
 *
 * @param jws a record's JSON text
 * @returns `null` if the payload is not the claims of a record
 * @see The contract, "Records"
 * @example
 * readClaims(record)?.agreement; // → 'SD-BASE'
 * readClaims('no record'); // → null
 */
export const readClaims = (jws: string): Claims | null => readPayload(decodeClaims(jws));

/**
 * Computes the hash that the next record of the relationship has as `prev` (contract, "The chain").
 *
 * @param jws a record's JSON text, signed by one side or by both
 * @returns SHA-256 of the payload's bytes, base64url
 * @throws if it is no record
 */
export const payloadHash = async (jws: string): Promise<string> =>
  toBase64url(await globalThis.crypto.subtle.digest('SHA-256', decodePayload(jws)));

/**
 * Returns whether the agreement of a record permits a use of the customer's data. It checks no signature: pass it records that your
 * server or ledger holds, never one from a page.
 *
 * @param jws a record's JSON text
 * @param use one of `USES`
 * @returns `false` also if the text is no record, or its agreement is not of the roster
 * @see IEEE 7012-2025
 * @example
 * permits(record, 'service'); // → true
 * permits(record, 'tracking'); // → false
 */
export const permits = (jws: string, use: Use): boolean => {
  const id = readClaims(jws)?.agreement;
  return id !== undefined && isAgreement(id) && AGREEMENTS[id].permits.includes(use);
};
