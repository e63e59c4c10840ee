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
import { rawOf } from './der.js';

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

const random = (): Uint8Array<ArrayBuffer> => globalThis.crypto.getRandomValues(new Uint8Array(32));
const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const encodeJson = (value: object): string => toBase64url(encode(writeJson(value)));
const sha256 = (text: string): Promise<ArrayBuffer> => globalThis.crypto.subtle.digest('SHA-256', encode(text));

/**
 * Reads the key from the end of its SubjectPublicKeyInfo: X and Y of P-256, or the 32 bytes of Ed25519, whose whole has 44.
 *
 * @throws TypeError if the browser cannot tell the key
 */
const jwkOf = (response: AuthenticatorAttestationResponse): PasskeyJwk => {
  const spki = response.getPublicKey() as ArrayBuffer;
  const x = (from: number, to?: number): string => toBase64url(spki.slice(from, to));
  return spki.byteLength > 44
    ? { crv: 'P-256', kty: 'EC', x: x(-64, -32), y: x(-32) }
    : { crv: 'Ed25519', kty: 'OKP', x: x(-32) };
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
    // ES256, then EdDSA (RFC 9053). What is left out has the default that is wanted: no attestation, user verification preferred.
    pubKeyCredParams: [-7, -8].map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: { residentKey: 'required' },
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
    publicKey: { challenge, allowCredentials, timeout: TIMEOUT },
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
  const iss = toBase64url(await sha256(writeJson(jwk)));
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
        header: { authenticatorData: toBase64url(authenticatorData), clientDataJSON: toBase64url(clientDataJSON) },
        signature: toBase64url(isEc ? rawOf(signature) : signature),
      },
    ],
  });
};

/** Has the passkey manager take a passkey out, where the browser can (Web Authentication Level 3, section 5.1.10). */
export const forgetPasskey = (credentialId: string): void =>
  // Rejects where there is no such passkey, which is as well.
  void PublicKeyCredential.signalUnknownCredential?.({ rpId: domainOf(document) as string, credentialId }).catch(() => undefined);
