import { agreement, copy, CREDENTIAL, HASH, oneOf, readJson, text, type Value } from './fields.js';
import { MAX_TEXT } from './messages.js';
import { readErasure } from './replies.js';
import { STATUSES } from './statuses.js';

/** The public key of a passkey, ES256 or EdDSA: the members of its thumbprint, in their order (RFC 7638, section 3.2). */
const JWK = { crv: /^(P-256|Ed25519)$/, kty: /^(EC|OKP)$/, x: HASH, 'y?': HASH } as const;
/** The public key of a passkey. */
export type PasskeyJwk = Value<typeof JWK>;

const STANDING = /* @__PURE__ */ (() =>
  ({
    iss: HASH,
    status: oneOf(STATUSES),
    credential: CREDENTIAL,
    jwk: JWK,
    'prev?': HASH,
    'agreement?': agreement,
    'since?': text(64),
    'erasure?': readErasure,
  }) as const)();
/** A passkey's relationship as the vendor's server knows it (contract, "Coming back"). */
export type Standing = Readonly<Value<typeof STANDING>>;

/** Parses the endpoint's answer for a passkey. @returns `undefined` if it is no such answer */
export const parseStanding = (json: string): Standing | undefined => copy(STANDING, readJson(json, MAX_TEXT));
