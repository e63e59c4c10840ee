/**
 * The JSON Schemas (2020-12) of records, replies and well-known files, and the JSON-LD context of claims (contract, "Records", "HTTP",
 * "Well-known files", "IEEE 7012 and DPV"). A schema says the form; the contract has rules beside it.
 *
 * @module
 */
import { AGREEMENT_IDS } from '../contract/agreements.js';
import { CREDENTIAL, HASH, act, agreement, MAX_RECORD } from '../contract/fields.js';
import { STATUSES } from '../contract/statuses.js';

type Schema = Readonly<Record<string, unknown>>;

const text = (maxLength: number): Schema => ({ type: 'string', maxLength });
const match = (pattern: RegExp): Schema => ({ type: 'string', pattern: pattern.source });
const TRUE: Schema = { const: true };
const URL: Schema = { type: 'string', pattern: '^https?://', maxLength: 2_048 };
const TIME: Schema = { type: 'integer', minimum: 0 };
/** Base64url without padding; that unused bits are 0, a schema does not say. */
const BASE64URL: Schema = { type: 'string', pattern: '^[A-Za-z0-9_-]*$' };
const listOf = (items: Schema, maxItems?: number): Schema => ({ type: 'array', items, ...(maxItems && { maxItems }) });
/** An object; a key that ends in `?` is optional. */
const object = (shape: Readonly<Record<string, Schema>>, more: Schema = {}): Schema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(shape).map(([key, field]) => [key.replace('?', ''), field])),
  required: Object.keys(shape).filter((key) => !key.endsWith('?')),
  ...more,
});
const oneOf = (...schemas: Schema[]): Schema => ({ oneOf: schemas });

const JWK = object(
  {
    kty: { enum: ['EC', 'OKP'] },
    crv: { enum: ['P-256', 'Ed25519'] },
    x: match(HASH),
    'y?': match(HASH),
    'alg?': { enum: ['ES256', 'EdDSA'] },
    'kid?': text(1_024),
    'use?': { const: 'sig' },
  },
  { not: { required: ['d'] } },
);
const ERASURE = oneOf(
  object({ erased: TRUE }),
  object({ kept: text(500), why: text(500), until: text(100) }),
  object({ pending: TRUE }),
);
const RECORD = text(MAX_RECORD);
const REFUSED = object({ refused: TRUE, code: text(64), message: text(500) });

/** The schemas by name. */
const SCHEMAS: Readonly<Record<string, Schema>> = {
  record: object({
    payload: BASE64URL,
    signatures: {
      ...listOf(object({ protected: BASE64URL, 'header?': { type: 'object' }, signature: BASE64URL }), 2),
      minItems: 1,
    },
  }),
  claims: object({
    iss: { type: 'string', pattern: '^([A-Za-z0-9_-]{43}|https?://[^/\\s]{1,2040})$' },
    aud: text(2_048),
    jti: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,64}$' },
    iat: TIME,
    exp: TIME,
    act: match(act),
    'agreement?': match(agreement),
    'prev?': match(HASH),
    'challenge?': text(1_024),
    'body?': {},
  }),
  reply: oneOf(
    object({ record: RECORD, 'erasure?': ERASURE }),
    object({ counter: match(agreement) }),
    object({ records: listOf({ type: 'string' }), 'data?': {}, 'more?': TRUE, 'erasure?': ERASURE }),
    object({ pending: TRUE }),
    REFUSED,
  ),
  standing: object({
    iss: match(HASH),
    status: { enum: STATUSES },
    'credential?': match(CREDENTIAL),
    jwk: JWK,
    'prev?': match(HASH),
    'agreement?': match(agreement),
    'since?': text(64),
    'erasure?': ERASURE,
  }),
  relbutton: object({
    name: text(400),
    accepts: listOf(match(agreement), 32),
    acts: listOf(match(act), 32),
    endpoint: URL,
    jwks: URL,
    'terms?': URL,
  }),
  myterms: object({
    effective_date: text(64),
    agreements: listOf(object({ id: { enum: AGREEMENT_IDS }, url: URL })),
    'tos_url?': URL,
  }),
  jwks: object({ keys: listOf({ type: 'object' }, 32) }),
};

/** Returns the schemas of records, replies and well-known files, by name. */
export const recordSchemas = (): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(SCHEMAS).map(([title, schema]) => [
      title,
      { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...schema },
    ]),
  );

const ID = { '@type': '@id' } as const;
/** As in the files that a vendor exports. */
const REL = 'urn:relbutton:';
const rel = (name: string): string => `${REL}${name}`;

/** The JSON-LD context (1.1) of the claims of a customer's record, and of the fields of their bodies. */
export const CONTEXT = {
  '@context': {
    '@version': 1.1,
    dct: 'http://purl.org/dc/terms/',
    p7012: 'https://w3id.org/dpv/standards/p7012#',
    rel: REL,
    iss: { '@id': 'p7012:hasFirstParty' },
    aud: { '@id': 'p7012:hasSecondParty', ...ID },
    agreement: { '@id': 'dct:conformsTo', ...ID, '@context': { '@base': 'https://myterms.info/agreements/' } },
    jti: 'dct:identifier',
    iat: rel('iat'),
    exp: rel('exp'),
    act: rel('act'),
    prev: rel('prev'),
    challenge: rel('challenge'),
    body: { '@id': rel('body'), '@context': { '@vocab': REL } },
  },
} as const;
