import { type Claims, credentialOf, customerOf, readClaims } from '../contract/record.js';
import { type Before, reOf } from '../contract/rules.js';
import { signedBy } from '../records/jws.js';
import type { Entry, Looked } from './store.js';

/** Returns the credential to keep with a record: only a record by a passkey can name one. */
const credentialToKeep = (received: string, claims: Claims): string | undefined => {
  const credential = credentialOf(claims);
  return credential && signedBy(received) === 'passkey' ? credential : undefined;
};

/**
 * Makes the entry of a record that is not decided yet.
 *
 * @param received its JSON text
 * @param hash of the record
 */
export const entryFor = (received: string, claims: Claims, hash: string): Entry => {
  const credential = credentialToKeep(received, claims);
  const re = claims.act === 'revoke' ? reOf(claims) : undefined;
  return {
    iss: customerOf(claims),
    jti: claims.jti,
    hash,
    place: null,
    received,
    record: null,
    answer: {},
    ...(credential && { credential }),
    ...(re !== undefined && { revokes: re }),
  };
};

/** Returns the look-ups that the rules of a record need, from what the store answered about it. */
export const beforeIn = ({ answered, isRevoked }: Looked): Before => ({
  claimsOf: () => (answered === undefined ? undefined : (readClaims(answered) ?? undefined)),
  isRevoked: () => isRevoked,
});
