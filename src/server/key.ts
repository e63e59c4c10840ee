import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { thumbprintOf } from '../records/thumbprint.js';

/**
 * Makes an ES256 key that a vendor signs with. Keep it secret, like a password.
 *
 * @returns the private key as a JWK, with `alg` and with its thumbprint (RFC 7638) as `kid`
 * @example
 * const key = await createKey();
 * writeFileSync('key.json', JSON.stringify(key), { mode: 0o600 });
 */
export const createKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'ES256', kid: await thumbprintOf(jwk) };
};

/** Returns the public part of a key. */
export const publicPart = ({ kty, crv, x, y, alg, kid }: JWK): JWK =>
  Object.fromEntries(Object.entries({ kty, crv, x, y, alg, kid, use: 'sig' }).filter(([, value]) => value !== undefined));
