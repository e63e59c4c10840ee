import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/**
 * Makes a key for a vendor to sign with: ES256. Keep it as you keep a password.
 *
 * @returns the private key as a JWK, with `alg` and `kid`
 */
export const createKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'ES256', kid: await calculateJwkThumbprint(jwk) };
};

/** What of a private key everybody may see. */
export const publicPart = ({ kty, crv, x, y, alg, kid }: JWK): JWK =>
  Object.fromEntries(Object.entries({ kty, crv, x, y, alg, kid, use: 'sig' }).filter(([, value]) => value !== undefined));
