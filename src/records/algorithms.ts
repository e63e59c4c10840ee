/**
 * The algorithms of records: SHA-256, ES256 and EdDSA, by `node:crypto` in Node and by Web Crypto elsewhere. Web Crypto hands each call
 * to another thread. That takes longer than to hash or to sign, so Node does these at once; it checks signatures in other threads.
 *
 * @module
 */

/** The signature algorithms of records (contract, "Records"). */
export const ALGORITHMS = ['ES256', 'EdDSA'];

/** A key for the calls of `node:crypto`: signatures are the two numbers side by side, as in JWS (RFC 7518, section 3.4). */
interface NodeKey {
  readonly key: object;
  readonly dsaEncoding: 'ieee-p1363';
}
/** The part of `node:crypto` that is used. A hash of `null` is the one of the key's own algorithm. */
interface NodeCrypto {
  createHash(name: 'sha256'): { update(data: Bytes): { digest(): Bytes } };
  verify(
    hash: 'sha256' | null,
    data: Bytes,
    key: NodeKey,
    signature: Bytes,
    done: (error: Error | null, isValid: boolean) => void,
  ): void;
  sign(hash: 'sha256' | null, data: Bytes, key: NodeKey): Bytes;
  readonly KeyObject: { from(key: CryptoKey): object };
}
type Bytes = Uint8Array<ArrayBuffer>;
interface Runtime {
  readonly process?: { getBuiltinModule?(name: string): NodeCrypto | undefined };
}
const node = (globalThis as Runtime).process?.getBuiltinModule?.('node:crypto');

const bytesOf = (data: string | Bytes): Bytes => (typeof data === 'string' ? new TextEncoder().encode(data) : data);
const isEcdsa = ({ algorithm }: CryptoKey): boolean => algorithm.name === 'ECDSA';
const hashFor = (key: CryptoKey): 'sha256' | null => (isEcdsa(key) ? 'sha256' : null);
const nodeKey = ({ KeyObject }: NodeCrypto, key: CryptoKey): NodeKey => ({ key: KeyObject.from(key), dsaEncoding: 'ieee-p1363' });
/** Parameters of Web Crypto: it needs the hash for ECDSA only. */
const parametersFor = ({ algorithm }: CryptoKey): EcdsaParams => ({ name: algorithm.name, hash: 'SHA-256' });

/** Hashes bytes or the UTF-8 bytes of a text. */
export const sha256 = async (data: string | Bytes): Promise<Bytes> =>
  node
    ? node.createHash('sha256').update(bytesOf(data)).digest()
    : new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytesOf(data)));

/**
 * Returns whether a signature of bytes, or of the UTF-8 bytes of a text, is valid.
 *
 * @param key a public key, extractable
 */
export const isSignature = (signature: Bytes, data: string | Bytes, key: CryptoKey): Promise<boolean> =>
  node
    ? new Promise((resolve, reject) => {
        const done = (error: Error | null, isValid: boolean): void => (error ? reject(error) : resolve(isValid));
        node.verify(hashFor(key), bytesOf(data), nodeKey(node, key), signature, done);
      })
    : globalThis.crypto.subtle.verify(parametersFor(key), key, signature, bytesOf(data));

/** Signs the UTF-8 bytes of a text. A private key that is not extractable signs by Web Crypto. */
export const signText = async (text: string, key: CryptoKey): Promise<Bytes> =>
  node && key.extractable
    ? node.sign(hashFor(key), bytesOf(text), nodeKey(node, key))
    : new Uint8Array(await globalThis.crypto.subtle.sign(parametersFor(key), key, bytesOf(text)));
