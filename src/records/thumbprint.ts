import { base64url, type JWK } from 'jose';
import { writeJson } from '../contract/write-json.js';

/** The part of `node:crypto` that is used. */
interface NodeCrypto {
  createHash(name: 'sha256'): { update(data: Uint8Array): { digest(): Uint8Array<ArrayBuffer> } };
}
/** Node's own hash, if this is Node: `subtle.digest` hands each hash to another thread, which takes ten times as long as hashing. */
const node = (
  globalThis as { process?: { getBuiltinModule?: (name: string) => NodeCrypto | undefined } }
).process?.getBuiltinModule?.('node:crypto');

/** Hashes bytes or the UTF-8 bytes of a text. */
export const sha256 = async (data: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  if (node) return node.createHash('sha256').update(bytes).digest();
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
};

/** Hashes a text. @returns base64url */
export const sha256Text = async (text: string): Promise<string> => base64url.encode(await sha256(text));

/** Returns the thumbprint of an ES256 or Ed25519 key (RFC 7638; RFC 8037, appendix A.3), whatever `toJSON` a page has added. */
export const thumbprintOf = ({ kty, crv, x, y }: JWK): Promise<string> =>
  sha256Text(writeJson({ crv, kty, x, ...(kty === 'EC' && { y }) }));
