import type { JWK } from 'jose';
import { type AgreementId } from '../contract/agreements.js';
import { MAX_RECORD } from '../contract/fields.js';
import { type Claims, payloadHash } from '../contract/record.js';
import type { Reply } from '../contract/replies.js';
import type { Status } from '../contract/statuses.js';
import { RecordError } from '../records/errors.js';
import { parseJws } from '../records/jws.js';
import { countersignRecord, LIFETIME } from '../records/sign.js';
import { verifyCustomer } from '../records/verify.js';
import { publicPart } from './key.js';
import { createMemoryStore, type Entry, type Store } from './store.js';

export interface VendorOptions {
  /** The origin of the vendor's pages, as browsers show it: `https://shop.example`. Records are for this `aud`. */
  readonly origin: string;
  /** The vendor's name, as its button has it. */
  readonly name: string;
  /** The agreements that are countersigned. */
  readonly accepts: readonly AgreementId[];
  /** A private key as `createKey` makes it. */
  readonly key: JWK;
  /** Default: in memory. */
  readonly store?: Store;
  /** The path of the endpoint. Default: `/relbutton`. */
  readonly endpoint?: string;
  /**
   * Whether a record's challenge is one that this request's page was given; asked only for records that have one. Default: a
   * challenge is not looked at.
   */
  readonly checkChallenge?: (challenge: string, request: Request) => boolean | Promise<boolean>;
}

export interface Vendor {
  /** Answers the requests that are meant for it; `null` for any other path. */
  handler(request: Request): Promise<Response | null>;
  /** Where a relationship stands. */
  status(iss: string): Promise<Status>;
  /** Every record that both sides signed, oldest first. */
  records(): Promise<readonly Entry[]>;
}

const JWKS_PATH = '/.well-known/jwks.json';
const WELL_KNOWN_PATH = '/.well-known/relbutton.json';
/** How far a customer's clock may be ahead, in seconds. */
const LEEWAY = 60;

// Anybody's agent may ask, from its own origin: no cookie counts here.
const CORS = { 'access-control-allow-origin': '*' };

const json = (body: Reply | object, status = 200): Response => Response.json(body, { status, headers: CORS });

const refusal = (error: RecordError): Response => {
  const statuses: Partial<Record<RecordError['code'], number>> = { unsupported_media_type: 415, too_large: 413, jti_reused: 409 };
  return json({ refused: true, code: error.code, message: error.message }, statuses[error.code] ?? 400);
};

/** Reads a body no further than a record can be long. */
const readBody = async (request: Request): Promise<string> => {
  // Firefox has no `Request.body`.
  if (!request.body) return request.text();
  const reader = request.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (text.length <= MAX_RECORD) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
  }
  throw new RecordError('too_large');
};

/** The vendor's end: verifies what customers' agents sign, countersigns it, and publishes what agents need to know. */
export const createVendor = (options: VendorOptions): Vendor => {
  const { origin, name, accepts, key, store = createMemoryStore(), endpoint = '/relbutton', checkChallenge } = options;

  const checkTimes = ({ iat, exp }: Claims): void => {
    const now = Date.now() / 1_000;
    if (exp <= now) throw new RecordError('expired');
    if (iat > now + LEEWAY) throw new RecordError('not_yet_valid');
    if (exp - iat > LIFETIME) throw new RecordError('valid_too_long');
  };

  /** The answer to a record that came before; the same bytes get the same again. */
  const earlier = async ({ iss, jti }: Claims, received: string): Promise<string | undefined> => {
    const entry = await store.find(iss, jti);
    if (entry && entry.received !== received) throw new RecordError('jti_reused');
    return entry?.record;
  };

  const accept = async (received: string, request: Request): Promise<string> => {
    if (parseJws(received).signatures.length !== 1) throw new RecordError('malformed');
    const claims = await verifyCustomer(received);
    if (claims.aud !== origin) throw new RecordError('wrong_audience');
    const before = await earlier(claims, received);
    if (before) return before;

    checkTimes(claims);
    const { iss, jti, act, agreement, prev, challenge } = claims;
    if (act !== 'relate') throw new RecordError('unsupported_act');
    if (!accepts.some((accepted) => accepted === agreement)) throw new RecordError('unsupported_agreement');
    if (prev !== (await store.last(iss))?.hash) throw new RecordError('broken_chain');
    if (challenge !== undefined && checkChallenge && !(await checkChallenge(challenge, request))) {
      throw new RecordError('wrong_challenge');
    }
    const record = await countersignRecord(received, key);
    if (await store.add({ iss, jti, hash: await payloadHash(received), prev, received, record })) return record;
    // Another request was faster: it was this very record, or another took its place in the chain.
    const faster = await earlier(claims, received);
    if (faster) return faster;
    throw new RecordError('broken_chain');
  };

  const answerRecord = async (request: Request): Promise<Response> => {
    if (request.method === 'OPTIONS') {
      const headers = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type' };
      return new Response(null, { status: 204, headers: { ...CORS, ...headers } });
    }
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { ...CORS, allow: 'POST, OPTIONS' } });
    try {
      const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
      if (type !== 'application/jose+json') throw new RecordError('unsupported_media_type');
      return json({ record: await accept(await readBody(request), request) });
    } catch (error) {
      if (error instanceof RecordError) return refusal(error);
      throw error;
    }
  };

  return {
    async handler(request) {
      switch (new URL(request.url).pathname) {
        case endpoint:
          return answerRecord(request);
        case WELL_KNOWN_PATH: {
          const url = (path: string): string => new URL(path, origin).href;
          return json({ name, accepts, acts: ['relate'], endpoint: url(endpoint), jwks: url(JWKS_PATH) });
        }
        case JWKS_PATH:
          return json({ keys: [publicPart(key)] });
        default:
          return null;
      }
    },
    status: async (iss) => ((await store.last(iss)) ? 'related' : 'offered'),
    records: () => store.list(),
  };
};
