/**
 * Makes passkeys, finds them, and signs records with them (contract, "Signed by a passkey"; Web Authentication Level 3). Each dialog is
 * the browser's own. A page that replaces `navigator.credentials` after this module has loaded is not asked.
 *
 * @module
 */
import { fromBase64url, toBase64url } from '../contract/base64url.js';
import { uncurry } from '../contract/captured.js';
import type { Claims } from '../contract/record.js';
import type { PasskeyJwk, Standing } from '../contract/standing.js';
import { writeJson } from '../contract/write-json.js';
import { domainOf, randomUUID } from './captured-dom.js';

const { CredentialsContainer, PublicKeyCredential, navigator } = globalThis;
const container = navigator?.credentials;
const create = uncurry(CredentialsContainer?.prototype.create);
const get = uncurry(CredentialsContainer?.prototype.get);

/** Whether this browser has passkeys. */
export const hasPasskeys = Boolean(PublicKeyCredential);

/** A passkey: the id of its credential, and its public key, which the browser tells only when it makes the passkey. */
export type Passkey = Pick<Standing, 'credential' | 'jwk'>;

/** The claims that a record has besides those of its key and the clock. */
export type Statement = Pick<Claims, 'aud' | 'act' | 'agreement' | 'prev' | 'challenge'> & { readonly body?: object | undefined };

/** The time limit for a dialog, in milliseconds. */
const TIMEOUT = 300_000;
/** The maximum time from `iat` to `exp`, in seconds (contract, "Records"). */
const LIFETIME = 600;
/** COSE algorithms, in the order of preference (RFC 9053). */
const ES256 = -7;
const EDDSA = -8;

const random = (): Uint8Array<ArrayBuffer> => globalThis.crypto.getRandomValues(new Uint8Array(32));
const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const encodeJson = (value: object): string => toBase64url(encode(writeJson(value)));
const encodeBuffer = (buffer: ArrayBuffer): string => toBase64url(new Uint8Array(buffer));
const sha256 = (text: string): Promise<ArrayBuffer> => globalThis.crypto.subtle.digest('SHA-256', encode(text));

/** Reads the key from the end of its SubjectPublicKeyInfo: X and Y of P-256, or 32 bytes of Ed25519. */
const jwkOf = (response: AuthenticatorAttestationResponse): PasskeyJwk => {
  const spki = response.getPublicKey();
  if (!spki) throw new TypeError('The browser cannot read the key of the passkey that it has made.');
  const last = (from: number, to?: number): string => encodeBuffer(spki.slice(from, to));
  return response.getPublicKeyAlgorithm() === ES256
    ? { crv: 'P-256', kty: 'EC', x: last(-64, -32), y: last(-32) }
    : { crv: 'Ed25519', kty: 'OKP', x: last(-32) };
};

/** Extracts R and S, 32 bytes each, from a signature in DER (RFC 3279, section 2.2.3). */
const rawOf = (buffer: ArrayBuffer): ArrayBuffer => {
  const der = new Uint8Array(buffer);
  const raw = new Uint8Array(64);
  const put = (at: number, length: number, end: number): void => {
    // A leading zero byte keeps the integer positive; leading zeros of the number itself are left out.
    const kept = Math.min(length, 32);
    raw.set(der.subarray(at + length - kept, at + length), end - kept);
  };
  const r = der[3] as number;
  put(4, r, 32);
  put(6 + r, der[5 + r] as number, 64);
  return raw.buffer;
};

/**
 * Has the browser make a passkey for this page's host.
 *
 * @param name of the vendor: the browser lists the passkey by it
 * @param made runs with the id of the credential as soon as the passkey exists
 * @throws DOMException as the browser does; TypeError if the browser cannot tell the key
 */
export const makePasskey = async (name: string, signal: AbortSignal, made: (credential: string) => void): Promise<Passkey> => {
  const publicKey: PublicKeyCredentialCreationOptions = {
    challenge: random(),
    rp: { name },
    user: { id: random(), name, displayName: name },
    pubKeyCredParams: [ES256, EDDSA].map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
    timeout: TIMEOUT,
  };
  const { id, response } = (await create(container, { publicKey, signal })) as PublicKeyCredential;
  made(id);
  return { credential: id, jwk: jwkOf(response as AuthenticatorAttestationResponse) };
};

const ask = async (
  challenge: BufferSource,
  signal: AbortSignal,
  allowCredentials: PublicKeyCredentialDescriptor[],
): Promise<PublicKeyCredential> =>
  (await get(container, {
    publicKey: { challenge, allowCredentials, userVerification: 'preferred', timeout: TIMEOUT },
    signal,
  })) as PublicKeyCredential;

/** Has the person choose a passkey of this page's host. @returns the id of its credential @throws DOMException as the browser does */
export const findPasskey = async (signal: AbortSignal): Promise<string> => (await ask(random(), signal, [])).id;

/**
 * Has the person sign a record.
 *
 * @returns the JWS's JSON text, with one signature
 * @throws DOMException as the browser does
 */
export const signWithPasskey = async (
  { credential, jwk }: Passkey,
  statement: Statement,
  signal: AbortSignal,
): Promise<string> => {
  const isEc = jwk.kty === 'EC';
  const iat = Math.floor(Date.now() / 1_000);
  const iss = encodeBuffer(await sha256(writeJson(jwk)));
  const payload = encodeJson({ iss, jti: randomUUID(), iat, exp: iat + LIFETIME, ...statement });
  const header = encodeJson({ alg: isEc ? 'ES256' : 'EdDSA', jwk, crit: ['webauthn'], webauthn: 1 });
  const allowed = [{ type: 'public-key', id: fromBase64url(credential) } as const];
  const { response } = await ask(await sha256(`${header}.${payload}`), signal, allowed);
  const { authenticatorData, clientDataJSON, signature } = response as AuthenticatorAssertionResponse;
  return writeJson({
    payload,
    signatures: [
      {
        protected: header,
        header: { authenticatorData: encodeBuffer(authenticatorData), clientDataJSON: encodeBuffer(clientDataJSON) },
        signature: encodeBuffer(isEc ? rawOf(signature) : signature),
      },
    ],
  });
};

/** Has the passkey manager take a passkey out, where the browser can (Web Authentication Level 3, section 5.1.10). */
export const forgetPasskey = (credentialId: string): void =>
  // Rejects where there is no such passkey, which is as well.
  void PublicKeyCredential.signalUnknownCredential?.({ rpId: domainOf(document) as string, credentialId }).catch(() => undefined);
