import { type Act, BODIES, isKnown } from './acts.js';
import { AGREEMENTS, isAgreement, type Use } from './agreements.js';
import { act, agreement, copy, integer, MAX_KEPT_RECORD, readJson, type Shape, text, type Value } from './fields.js';

const THUMBPRINT = /^[\w-]{43}$/;

/** The claims of a record (contract, section 8) but for `body`, whose form depends on the act. */
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
    'prev?': THUMBPRINT,
    'challenge?': text(1024),
  };
})();

/**
 * What a record says. A customer's `iss` is the thumbprint of its key and `aud` the vendor's origin; in a vendor's record it is
 * the other way round. `body` is there for the acts this version knows; a vendor's own act keeps its body in the record.
 */
export type Claims = Value<typeof CLAIMS> & { body?: Value<(typeof BODIES)[Act]> };

/** Which side says it. */
export const sideOf = ({ iss }: Claims): 'customer' | 'vendor' => (THUMBPRINT.test(iss) ? 'customer' : 'vendor');
/** The id of the passkey that a `relate` names: by it the vendor's server finds the relationship again. */
export const credentialOf = ({ act, body }: Claims): string | undefined =>
  act === 'relate' ? (body as Value<typeof BODIES.relate> | undefined)?.credential : undefined;
/** The customer's key thumbprint in a record of either side. */
export const customerOf = (claims: Claims): string => (sideOf(claims) === 'customer' ? claims.iss : claims.aud);
/** The vendor's origin in a record of either side. */
export const vendorOf = (claims: Claims): string => (sideOf(claims) === 'customer' ? claims.aud : claims.iss);

/** @throws where there is no payload to decode */
const decodePayload = (jws: string): Uint8Array<ArrayBuffer> => {
  const { payload } = readJson(jws, MAX_KEPT_RECORD) as { payload: string };
  return Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
};

/**
 * What the payload of a record holds, unchecked.
 *
 * @param jws a record's JSON text
 * @returns `null` where it is no JWS in JSON serialization whose payload is a JSON object
 */
export const decodeClaims = (jws: string): object | null => {
  try {
    return readJson(new TextDecoder().decode(decodePayload(jws)), MAX_KEPT_RECORD) ?? null;
  } catch {
    return null;
  }
};

/** As `copy`, but nothing is left out: what is signed is read as it stands or not at all. */
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
 * Reads the claims of a payload that is decoded already.
 *
 * @returns `null` where they are not those of a record
 */
export const readPayload = (input: object | null): Claims | null => {
  const claims: Claims | undefined = copyWhole(CLAIMS, input);
  if (!input || !claims) return null;
  if (!Object.hasOwn(input, 'body') || !isKnown(claims.act)) return claims;
  const body = copyWhole(BODIES[claims.act] as Shape, (input as { body: unknown }).body);
  return body ? { ...claims, body } : null;
};

/** Whether an act whose body has required fields comes without a body (contract, section 8). */
export const lacksBody = ({ act, body }: Claims): boolean =>
  body === undefined && isKnown(act) && copy(BODIES[act] as Shape, {}) === undefined;

/**
 * Reads what a record claims, without checking a signature.
 *
 * @param jws a record's JSON text
 * @returns `null` where the payload does not decode to the claims of a record
 */
export const readClaims = (jws: string): Claims | null => readPayload(decodeClaims(jws));

/**
 * The hash by which the next record of a relationship names this one as `prev`.
 *
 * @param jws a record's JSON text, signed by one side or by both
 * @returns SHA-256 of the payload's bytes, base64url
 * @throws where it is no record
 */
export const payloadHash = async (jws: string): Promise<string> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', decodePayload(jws)));
  return btoa(String.fromCharCode(...digest))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
};

/**
 * Whether the agreement of a record lets the vendor use data so. It reads, it does not verify: ask it about records that your
 * server or your ledger holds, never about one that a page hands you.
 *
 * @param jws a record's JSON text
 */
export const permits = (jws: string, use: Use): boolean => {
  const id = readClaims(jws)?.agreement;
  return id !== undefined && isAgreement(id) && AGREEMENTS[id].permits.includes(use);
};
