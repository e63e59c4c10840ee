/**
 * Verifies what a passkey signs (contract, "Signed by a passkey"; Web Authentication Level 3, section 7.2). A passkey never signs a
 * record itself: it signs bytes of the authenticator's, and a text of the browser's that names the hash of the record.
 *
 * @module
 */
import { base64url } from 'jose';
import { PASSKEY_ACTS } from '../contract/acts.js';
import type { Claims } from '../contract/record.js';
import { RecordError, type RefusalCode } from './errors.js';
import { type Jws, readPart } from './jws.js';

/** The unprotected header of a passkey's signature: both in base64url. */
interface Assertion {
  readonly authenticatorData: unknown;
  readonly clientDataJSON: unknown;
}

/** The hash of the host, a byte of flags, and four that count (WebAuthn, section 6.1). */
const HASH_LENGTH = 32;
const MIN_AUTHENTICATOR_DATA = 37;
/** The flag that says that the person made a gesture. */
const USER_PRESENT = 1;
const SIGNATURE_LENGTH = 64;
/** The first byte of a DER sequence. */
const SEQUENCE = 0x30;

const sha256 = async (data: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
};
const sha256Text = async (text: string): Promise<string> => base64url.encode(await sha256(text));

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

/** @throws RecordError of the code where it is no canonical base64url */
const decode = (part: unknown, code: RefusalCode): Uint8Array<ArrayBuffer> => {
  try {
    const bytes = base64url.decode(part as string);
    if (base64url.encode(bytes) === part) return new Uint8Array(bytes);
  } catch {
    // Refused below, as any other text that is none.
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
 * Checks what a passkey says beside its signature: that it signed this record, for this vendor, in a page of its, after a gesture.
 *
 * @param jws whose first signature's `crit` is that of a passkey
 * @returns the bytes that it signed
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
  check(await globalThis.crypto.subtle.verify({ name, hash: 'SHA-256' }, key, signature, signed), 'invalid_signature');
};

/**
 * Checks that a passkey can say an act. The act of a passkey's record is signed, but the words beside it were the page's.
 *
 * @throws RecordError `needs_agent`
 */
export const checkPasskeyAct = ({ act }: Claims): void => check(PASSKEY_ACTS.includes(act), 'needs_agent');
