/**
 * A fake passkey manager for the stories: it shows no dialog, where a browser's own asks its person, and forgets its keys with the page.
 * Import it before the library, which keeps the functions that it finds when it loads. Without passkeys in the browser it does nothing.
 *
 * @module
 */
import { toBase64url } from '../../src/contract/base64url.js';

/** What the fake passkey manager does, with the words for it. */
export const PASSKEYS = {
  signs: 'signs at once',
  waits: 'waits, as a browser does while its dialog is open',
  'asks again': 'wants one more press for the second of its two dialogs',
  cancels: 'is cancelled, as by a person who closes the dialog',
  missing: 'has no device to sign with',
  unknown: 'is of nobody the vendor knows',
} as const;
export type PasskeyOfStory = keyof typeof PASSKEYS;
let behaviour: PasskeyOfStory = 'signs';
/** Whether the person's last press still counts for a dialog. */
let isPressed = true;

/** Says what the fake passkey manager does from now on. */
export const letPasskey = (next: PasskeyOfStory): void => {
  behaviour = next;
  isPressed = true;
};

interface Key {
  readonly id: Uint8Array<ArrayBuffer>;
  readonly pair: CryptoKeyPair;
}
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** The flags of a gesture and of a person who was verified (WebAuthn, section 6.1). */
const PRESENT_AND_VERIFIED = 0x05;

const keys: Key[] = [];
const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const bytesOf = (source: BufferSource): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    source instanceof ArrayBuffer ? source : source.buffer.slice(source.byteOffset, source.byteOffset + source.byteLength),
  );

/** Writes an integer in DER: no leading zeros, but for one that keeps it positive. */
const integer = (bytes: Uint8Array): number[] => {
  const start = bytes.findIndex(Boolean);
  const digits = [...bytes.subarray(start)];
  if ((digits[0] ?? 0) > 0x7f) digits.unshift(0);
  return [0x02, digits.length, ...digits];
};
/** Writes a signature as authenticators do (RFC 3279, section 2.2.3). @param raw R and S */
const derOf = (raw: Uint8Array): ArrayBuffer => {
  const integers = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32))];
  return new Uint8Array([0x30, integers.length, ...integers]).buffer;
};

const credential = ({ id }: Key, response: object): Credential =>
  ({ type: 'public-key', id: toBase64url(id), rawId: id.buffer, response }) as unknown as Credential;

/** Does what the browser's dialog would. */
const ask = async (signal: AbortSignal | undefined): Promise<void> => {
  if (behaviour === 'waits')
    await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
  if (behaviour === 'cancels') throw new DOMException('The story cancels the dialog.', 'NotAllowedError');
  if (behaviour === 'missing') throw new DOMException('The story has no device to sign with.', 'NotSupportedError');
};

const create = async ({ signal }: CredentialCreationOptions): Promise<Credential> => {
  await ask(signal);
  if (behaviour === 'asks again') isPressed = false;
  const pair = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const key = { id: crypto.getRandomValues(new Uint8Array(32)), pair };
  keys.unshift(key);
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey);
  return credential(key, { getPublicKey: () => spki, getPublicKeyAlgorithm: () => -7 });
};

const get = async ({ publicKey, signal }: CredentialRequestOptions): Promise<Credential> => {
  await ask(signal);
  if (!isPressed) {
    isPressed = true;
    throw new DOMException('The story wants another press.', 'NotAllowedError');
  }
  if (behaviour === 'unknown') await create({});
  const { challenge, allowCredentials = [] } = publicKey as PublicKeyCredentialRequestOptions;
  const allowed = allowCredentials.map(({ id }) => toBase64url(bytesOf(id)));
  const key = keys.find(({ id }) => !allowed[0] || allowed.includes(toBase64url(id)));
  if (!key) throw new DOMException('The story has no such passkey.', 'NotAllowedError');
  const said = { type: 'webauthn.get', challenge: toBase64url(bytesOf(challenge)), origin: location.origin, crossOrigin: false };
  const clientDataJSON = encode(JSON.stringify(said));
  const authenticatorData = new Uint8Array([...(await sha256(encode(location.hostname))), PRESENT_AND_VERIFIED, 0, 0, 0, 1]);
  const signed = new Uint8Array([...authenticatorData, ...(await sha256(clientDataJSON))]);
  const raw = new Uint8Array(await crypto.subtle.sign(ALGORITHM, key.pair.privateKey, signed));
  return credential(key, {
    authenticatorData: authenticatorData.buffer,
    clientDataJSON: clientDataJSON.buffer,
    signature: derOf(raw),
  });
};

if ('PublicKeyCredential' in globalThis) {
  const { prototype } = CredentialsContainer;
  prototype.create = create;
  prototype.get = get;
  // The library asks whether the press still counts.
  Object.defineProperty(UserActivation.prototype, 'isActive', { get: () => isPressed });
}
