import type { JWK } from 'jose';
import { type AgreementId, agreementUrl } from '../contract/agreements.js';
import { ACTS } from '../contract/acts.js';
import { statusOf } from '../contract/chain.js';
import { type Claims, payloadHash, readClaims } from '../contract/record.js';
import type { Erasure } from '../contract/replies.js';
import type { Status } from '../contract/statuses.js';
import { RecordError } from '../records/errors.js';
import { signVendorRecord } from '../records/sign.js';
import { answerEndpoint, json, limitRate } from './http.js';
import { publicPart } from './key.js';
import { importRecords } from './import.js';
import { createOutbox, type OnChange } from './outbox.js';
import { type Format, readRecords, writeRecords } from './portable.js';
import { decided, type Decision, receiveWith, refusalOf } from './receive.js';
import { type VendorRelationship, type Standing, standingOf } from './relationship.js';
import { createMemoryStore, type Entry, type Store } from './store.js';

export interface VendorOptions {
  /** The origin of the vendor's pages, as browsers show it: `https://shop.example`. Records are for this `aud`. */
  readonly origin: string;
  /** The vendor's name, as its button has it. */
  readonly name: string;
  /** The agreements that are countersigned. */
  readonly accepts: readonly AgreementId[];
  /** A private key as `createKey` makes it: what is signed from now on, is signed by it. */
  readonly key: JWK;
  /** Keys that were used before, or their public parts: they stay published, so that what they signed can be verified. */
  readonly formerKeys?: readonly JWK[];
  /** Default: in memory, gone when the process ends. */
  readonly store?: Store;
  /** The path of the endpoint. Default: `/relbutton`. */
  readonly endpoint?: string;
  /** Where the vendor's own terms stand, an absolute URL. Default: none are named. */
  readonly terms?: string;
  /** Since when these agreements are accepted. Default: since this was called. */
  readonly since?: Date;
  /** How many records of one client are looked at in a minute. Default: 120. */
  readonly perMinute?: number;
  /**
   * Whether a record's challenge is one that this request's page was given; asked only for records that have one, and never
   * for a leave. Default: a challenge is not looked at.
   */
  readonly checkChallenge?: (challenge: string, request: Request) => boolean | Promise<boolean>;
  /**
   * Answers a proposal under an agreement of the roster, whether or not it is one of `accepts`. Only what is in `accepts` can
   * be accepted, or suggested instead; and that once. Default: what is in `accepts` is accepted, all else refused.
   */
  readonly decide?: (proposal: Claims) => Decision | Promise<Decision>;
  /** What else is held about a customer who asks for an export, as a value for JSON. Default: nothing but the records. */
  readonly held?: (iss: string) => unknown;
  /**
   * Erases what else is held about a customer who leaves and asks for it; may run again for the same one. Default: there is
   * nothing else, and the records are erased but for that of the end.
   *
   * @returns `{ erased: true }`, and the records are erased as well; or what is kept, why and until when, in words for the
   * customer, and the records are kept
   */
  readonly erase?: (iss: string) => Promise<Erasure>;
  /** Hears of every change, at least once each: see `createWebhook`. Default: nobody does. */
  readonly onchange?: OnChange;
}

/** A proposal that awaits the vendor's decision. */
export interface PendingProposal {
  readonly iss: string;
  readonly claims: Claims;
}

export interface Vendor {
  /**
   * Answers the requests that are meant for it; `null` for any other path.
   *
   * @param client what requests are counted by: the client's address, say. Without one they are not counted.
   */
  handler(request: Request, client?: string): Promise<Response | null>;
  /** Where a relationship stands: `offered` where there is none. */
  status(iss: string): Promise<Status>;
  /** A relationship with all its records. */
  relationship(iss: string): Promise<VendorRelationship>;
  /** Everybody's relationship, the oldest first; with those that are only asked for. */
  relationships(): Promise<readonly VendorRelationship[]>;
  /** The entry of every record that both sides hold, oldest first. */
  records(): Promise<readonly Entry[]>;
  /** The proposals that await a decision, oldest first. */
  pending(): Promise<readonly PendingProposal[]>;
  /**
   * Decides what is pending. The customer's agent learns of it when it sends its proposal again, or, once accepted, by `sync`.
   *
   * @throws RecordError `not_related` where nothing is pending, `broken_chain` or `ended` where it no longer fits,
   * `unsupported_counter`
   */
  decide(iss: string, decision: Exclude<Decision, 'pending'>): Promise<void>;
  /**
   * Puts a relationship on hold, from the vendor's side.
   *
   * @returns the record, which the customer's agent fetches by `sync`; so do the others
   * @throws RecordError `not_related`, `ended`
   */
  pause(iss: string, reason?: string): Promise<string>;
  /** Takes up again what the vendor put on hold. */
  resume(iss: string, reason?: string): Promise<string>;
  /** Ends a relationship. What is held about the customer is the vendor's to erase. */
  leave(iss: string): Promise<string>;
  /**
   * Says something to the customer.
   *
   * @param text of at most 4,000 characters
   * @throws RecordError `paused` besides: on hold means that nothing is said
   */
  converse(iss: string, text: string): Promise<string>;
  /**
   * Everything that is kept, as a file for other systems. What is only asked for, suggested or refused stands in it as well.
   *
   * @returns its text, UTF-8
   */
  export(format: Format): Promise<string>;
  /**
   * Takes in the records of such a file, beside what is kept already. All are checked first.
   *
   * @returns how many were new
   * @throws TypeError where it is no such file; RecordError or ChainError where a record in it does not hold
   */
  import(text: string, format: Format): Promise<number>;
  /** Delivers to `onchange` what is due: to be called where the process starts, and by a timer where it does not stay. */
  deliver(): Promise<void>;
}

const JWKS_PATH = '/.well-known/jwks.json';
const WELL_KNOWN_PATH = '/.well-known/relbutton.json';
/** One open project's way to publish what a vendor agrees to under IEEE 7012. */
const MYTERMS_PATH = '/.well-known/myterms.json';

/** A date as RFC 2822 writes it. */
const mailDate = (date: Date): string => date.toUTCString().replace('GMT', '+0000');

/** The vendor's end: verifies what customers' agents sign, countersigns it, and publishes what agents need to know. */
export const createVendor = (options: VendorOptions): Vendor => {
  const { origin, name, accepts, key, formerKeys = [], store = createMemoryStore(), endpoint = '/relbutton' } = options;
  const { terms, since = new Date(), perMinute = 120, onchange } = options;
  const outbox = createOutbox(store, onchange);
  const { checkChallenge, decide, held, erase } = options;
  const receive = receiveWith({ origin, accepts, key, store, outbox, checkChallenge, decide, held, erase });
  const mayPass = limitRate(perMinute);
  const jwks = { keys: [key, ...formerKeys].map(publicPart) };

  const published = (): object => {
    const url = (path: string): string => new URL(path, origin).href;
    return { name, accepts, acts: ACTS, endpoint: url(endpoint), jwks: url(JWKS_PATH), ...(terms && { terms }) };
  };
  const myterms = (): object => ({
    effective_date: mailDate(since),
    agreements: accepts.map((id) => ({ id, url: agreementUrl(id) })),
    ...(terms && { tos_url: terms }),
  });

  const standing = async (iss: string): Promise<Standing> => standingOf(iss, await store.read(iss));
  const relationshipOf = ({ iss, status, agreement, record, records }: Standing): VendorRelationship => ({
    iss,
    status,
    agreement,
    record,
    records,
  });

  /** Says something as the vendor. Where a customer was faster it is said after that. */
  const say = async (iss: string, act: string, body: NonNullable<Claims['body']>): Promise<string> => {
    const { status, chain, last } = await standing(iss);
    if (last === undefined) throw new RecordError('not_related');
    if (status === 'ended') throw new RecordError('ended');
    if (act === 'converse' && status === 'paused') throw new RecordError('paused');
    const record = await signVendorRecord(origin, { aud: iss, act, prev: last, body }, key);
    const claims = readClaims(record);
    if (!claims) throw new RecordError('malformed');
    const hash = await payloadHash(record);
    const place = act === 'leave' ? null : last;
    const entry: Entry = { iss, jti: claims.jti, hash, place, received: record, record, answer: {} };
    const message = outbox.messageFor(entry, claims, statusOf([...chain, { hash, claims }], status));
    if (!(await store.add(entry, message))) return say(iss, act, body);
    outbox.wake();
    return record;
  };
  const reasoned = (reason: string | undefined): { reason?: string } => (reason === undefined ? {} : { reason });

  return {
    async handler(request, client) {
      switch (new URL(request.url).pathname) {
        case endpoint:
          return answerEndpoint(request, client === undefined || mayPass(client), receive);
        case WELL_KNOWN_PATH:
          return json(published());
        case MYTERMS_PATH:
          return json(myterms());
        case JWKS_PATH:
          return json(jwks);
        default:
          return null;
      }
    },
    status: async (iss) => (await standing(iss)).status,
    relationship: async (iss) => relationshipOf(await standing(iss)),
    async relationships() {
      const byCustomer = new Map<string, Entry[]>();
      for (const entry of await store.list()) byCustomer.set(entry.iss, [...(byCustomer.get(entry.iss) ?? []), entry]);
      const all = await Promise.all(Array.from(byCustomer, ([iss, entries]) => standingOf(iss, entries)));
      return all.filter(({ status }) => status !== 'offered').map(relationshipOf);
    },
    records: async () => (await store.list()).filter(({ record }) => record !== null),
    async pending() {
      const all = await store.list();
      const hasLeft = (iss: string): boolean =>
        all.some((entry) => entry.iss === iss && entry.record !== null && entry.place === null);
      return all.flatMap(({ iss, received, answer }) =>
        answer.pending && !hasLeft(iss) ? [{ iss, claims: readClaims(received) as Claims }] : [],
      );
    },
    async decide(iss, decision) {
      const entries = await store.read(iss);
      const entry = entries.find(({ answer }) => answer.pending);
      if (!entry) throw new RecordError('not_related');
      const { status, chain, last } = await standingOf(iss, entries);
      if (status === 'ended') throw new RecordError('ended');
      const claims = readClaims(entry.received) as Claims;
      const mayCounter = !entries.some(({ answer }) => answer.counter);
      const next = await decided(entry, decision, { accepts, key }, mayCounter);
      const isAgreed = next.record !== null && claims.prev === last;
      const after = isAgreed ? statusOf([...chain, { hash: next.hash, claims }], status) : status;
      if (!(await store.decide(next, isAgreed ? outbox.messageFor(next, claims, after) : undefined))) {
        // The customer went on meanwhile: what was proposed then no longer fits, and its agent hears so.
        const error = new RecordError('broken_chain');
        await store.decide({ ...entry, answer: refusalOf(error) });
        throw error;
      }
      outbox.wake();
    },
    pause: (iss, reason) => say(iss, 'pause', reasoned(reason)),
    resume: (iss, reason) => say(iss, 'resume', reasoned(reason)),
    leave: (iss) => say(iss, 'leave', {}),
    converse: (iss, text) => say(iss, 'converse', { text }),
    export: async (format) => writeRecords(await store.list(), format),
    import: async (text, format) => importRecords(readRecords(text, format), store, origin, jwks),
    deliver: () => outbox.deliver(),
  };
};
