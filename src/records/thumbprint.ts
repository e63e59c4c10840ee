import { base64url, type JWK } from 'jose';
import { writeJson } from '../contract/write-json.js';
import { sha256 } from './algorithms.js';

/** Hashes a text. @returns base64url */
export const sha256Text = async (text: string): Promise<string> => base64url.encode(await sha256(text));

/** Returns the thumbprint of an ES256 or Ed25519 key (RFC 7638; RFC 8037, appendix A.3), whatever `toJSON` a page has added. */
export const thumbprintOf = ({ kty, crv, x, y }: JWK): Promise<string> =>
  sha256Text(writeJson({ crv, kty, x, ...(kty === 'EC' && { y }) }));
