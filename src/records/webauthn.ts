/**
 * Verifies signatures by passkeys (contract, "Signed by a passkey"; Web Authentication Level 3, section 7.2). A passkey never signs
 * the record itself. It signs the authenticator's data and the browser's client data, which contains the hash of the record.
 *
 * @module
 */
import { base64url } from 'jose';
import { ruleOf } from '../contract/acts.js';
import type { Claims } from '../contract/record.js';
import { isSignature, sha256 } from './algorithms.js';
import { RecordError, type RefusalCode } from './errors.js';
import { type Jws, readPart } from './jws.js';
import { sha256Text } from './thumbprint.js';

/** The unprotected header of a passkey's signature: both in base64url. */
interface Assertion {
  readonly authenticatorData: unknown;
  readonly clientDataJSON: unknown;
}

/** The length of the host's hash, a byte of flags and a counter of four bytes (WebAuthn, section 6.1). */
const HASH_LENGTH = 32;
const MIN_AUTHENTICATOR_DATA = 37;
/** The flag for a gesture of the person (user presence). */
const USER_PRESENT = 1;
const SIGNATURE_LENGTH = 64;
/** The first byte of a DER sequence. */
const SEQUENCE = 0x30;

const check = (fits: boolean, code: RefusalCode): void => {
  if (!fits) throw new RecordError(code);
};

/** @throws RecordError `unprotected_header` */
const assertionOf = ({ signatures }: Jws): Assertion => {
  const header = Object(signatures[0]?.header) as Assertion;
  const isKnown = (name: string): boolean => name === 'authenticatorData' || name === 'clientDataJSON';
  check(Object.keys(header).every(isKnown), 'unprotected_header');
  return header;
};

/** @throws RecordError of the code if the text is not canonical base64url */
const decode = (part: unknown, code: RefusalCode): Uint8Array<ArrayBuffer> => {
  try {
    const bytes = base64url.decode(part as string);
    if (base64url.encode(bytes) === part) return new Uint8Array(bytes);
  } catch {
    // Refused below, like any other text that is not base64url.
  }
  throw new RecordError(code);
};

const readClientData = (part: string): Record<string, unknown> => {
  try {
    return readPart(part);
  } catch (cause) {
    if (cause instanceof RecordError && cause.code !== 'malformed') throw cause;
    throw new RecordError('invalid_client_data', { cause });
  }
};

/**
 * Checks the data beside a passkey's signature: it signed this record, for this vendor, in a page of the vendor, after a gesture.
 *
 * @param jws a record whose first signature has the `crit` of a passkey
 * @returns the bytes that the passkey signed
 * @throws RecordError in this order: `unprotected_header`, `invalid_client_data` (also `too_deep`, `duplicate_key`), `wrong_type`,
 * `wrong_hash`, `wrong_origin`, `cross_origin`, `invalid_authenticator_data`, `wrong_rp`, `no_gesture`
 */
export const checkAssertion = async (jws: Jws, { aud }: Claims): Promise<Uint8Array<ArrayBuffer>> => {
  const { authenticatorData, clientDataJSON } = assertionOf(jws);
  const clientBytes = decode(clientDataJSON, 'invalid_client_data');
  const { type, challenge, origin, crossOrigin } = readClientData(clientDataJSON as string);
  check(type === 'webauthn.get', 'wrong_type');
  check(challenge === (await sha256Text(`${jws.signatures[0]?.protected}.${jws.payload}`)), 'wrong_hash');
  check(origin === aud, 'wrong_origin');
  check(crossOrigin === undefined || crossOrigin === false, 'cross_origin');

  const authenticatorBytes = decode(authenticatorData, 'invalid_authenticator_data');
  check(authenticatorBytes.length >= MIN_AUTHENTICATOR_DATA, 'invalid_authenticator_data');
  const host = URL.canParse(aud) ? new URL(aud).hostname : '';
  check(base64url.encode(authenticatorBytes.subarray(0, HASH_LENGTH)) === (await sha256Text(host)), 'wrong_rp');
  check(((authenticatorBytes[HASH_LENGTH] as number) & USER_PRESENT) === USER_PRESENT, 'no_gesture');

  const signed = new Uint8Array(authenticatorBytes.length + HASH_LENGTH);
  signed.set(authenticatorBytes);
  signed.set(await sha256(clientBytes), authenticatorBytes.length);
  return signed;
};

/**
 * Checks the signature of a passkey.
 *
 * @param signed as `checkAssertion` returns it
 * @param key of ES256 or Ed25519
 * @throws RecordError `der_signature`, `signature_length`, `invalid_signature`
 */
export const checkPasskeySignature = async (
  { signatures }: Jws,
  signed: Uint8Array<ArrayBuffer>,
  key: CryptoKey,
): Promise<void> => {
  const signature = new Uint8Array(base64url.decode(signatures[0]?.signature ?? ''));
  const { name } = key.algorithm;
  const isRaw = signature.length === SIGNATURE_LENGTH;
  const isDer = signature[0] === SEQUENCE && signature[1] === signature.length - 2;
  check(isRaw || name !== 'ECDSA' || !isDer, 'der_signature');
  check(isRaw, 'signature_length');
  check(await isSignature(signature, signed, key), 'invalid_signature');
};

/**
 * Checks that a passkey may sign an act. The record signs the act, but the page drew the words that the person saw.
 *
 * @throws RecordError `needs_agent`
 */
export const checkPasskeyAct = ({ act }: Claims): void => check(ruleOf(act)?.passkey === true, 'needs_agent');
