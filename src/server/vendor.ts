import type { Body } from '../contract/bodies.js';
import { decideWith } from './decide.js';
import { createEndpoint } from './endpoint.js';
import { guardStore } from './guarded-store.js';
import { createHooks } from './hooks.js';
import { importRecords } from './import.js';
import { handlerOf } from './incoming.js';
import { createMemoryStore } from './memory.js';
import { createMetrics } from './metrics.js';
import type { Decision, VendorOptions } from './options.js';
import { createOutbox } from './outbox.js';
import { deadLettersOf, type DeadLetters } from './undelivered.js';
import type { Format } from './portable.js';
import { readRecords, type Text } from './read-file.js';
import { limitRate } from './rate-limit.js';
import { type Reading, readingFrom } from './reading.js';
import { createReady } from './ready.js';
import { receiveWith } from './receive.js';
import { type OnError, reportTo, skipOnce, toConsole } from './report.js';
import { speakWith } from './speak.js';
import { createWatch } from './watch.js';
import { jwksOf, wellKnown } from './well-known.js';

/**
 * The vendor's side of all its relationships. `iss`, the thumbprint of the customer's key, names one of them.
 *
 * @see The contract, "Records"
 * @example
 * await vendor.status(iss); // → 'related'
 * await vendor.converse(iss, 'Your coffee is on its way.');
 * const links = await Promise.all((await vendor.relationship(iss)).records.map(linkOf));
 * for (const { hash: re } of pledgesOf(links)) await vendor.receipt(iss, { re, amount: '5', currency: 'EUR', at: '2026-12-31' });
 * await vendor.regard(iss, 'fair');
 * await vendor.pause(iss, 'Stocktaking');
 * await vendor.status(iss); // → 'paused'
 * await vendor.resume(iss);
 * (await vendor.relationship(iss)).records.length; // → 5
 * for await (const { iss, status } of vendor.relationships()) console.log(iss, status);
 * for await (const proposal of vendor.pending()) await vendor.decide(proposal.iss, 'accept');
 * await vendor.leave(iss);
 * await vendor.status(iss); // → 'ended'
 * for await (const { record } of vendor.records({ iss })) await verifyRecord(record, jwks);
 * await vendor.import(vendor.export('csv'), 'csv'); // → 0
 * await vendor.deliver();
 * for await (const { id, why } of vendor.undelivered()) console.log(id, why, await vendor.resend(id));
 * await vendor.ready(); // → true
 * vendor.metrics().includes('relbutton_requests_total'); // → true
 * await vendor.close();
 */
export interface Vendor extends Reading, DeadLetters {
  /**
   * Answers requests for the endpoint, its `/ready` and the well-known files. Never rejects: it answers a failure of the store or of an
   * option with 500 or 503, and reports it to `onerror`.
   *
   * @param request its body must be unread
   * @param client identifies the client for the rate limit, such as its address. Default: requests are not counted
   * @returns `null` for any other path
   */
  handler(request: Request, client?: string): Promise<Response | null>;
  /**
   * Decides a pending proposal. The customer's agent gets the answer when it sends the proposal again; an accepted one also by `sync`.
   *
   * @throws RecordError `not_related` if nothing is pending, `broken_chain` or `ended` if the proposal no longer fits,
   * `unsupported_counter`; TypeError for another decision
   */
  decide(iss: string, decision: Exclude<Decision, 'pending'>): Promise<void>;
  /**
   * Puts a relationship on hold, from the vendor's side.
   *
   * @param reason for the customer, at most 500 characters
   * @returns the record's JSON text, which the customer's agent fetches by `sync`
   * @throws RecordError `not_related`, `ended`, `malformed` if the reason is too long
   */
  pause(iss: string, reason?: string): Promise<string>;
  /** Resumes a relationship that the vendor put on hold. Parameters and errors as for `pause`. */
  resume(iss: string, reason?: string): Promise<string>;
  /** Ends a relationship. It erases nothing: erasing the customer's data is up to you. */
  leave(iss: string): Promise<string>;
  /**
   * Sends a text to the customer.
   *
   * @param text at most 4,000 UTF-16 units
   * @param answering `re`: the hash of the record that the text answers, such as a need. Default: it answers none
   * @throws RecordError as `pause`; `paused` while either side has paused; `unreadable_text`; `unknown_re` or `own_re` if the customer
   * has not said the record that `re` names; `too_large` if the record is over 16,384 UTF-16 units
   */
  converse(iss: string, text: string, answering?: { readonly re?: string }): Promise<string>;
  /**
   * Tells the customer that the money of a pledge arrived. The payment itself is elsewhere.
   *
   * @param received `re`: the hash of the pledge; `amount`, such as `12.50`; `currency` of ISO 4217; `at`: an RFC 3339 date or date-time
   * @throws RecordError as `pause`; `unknown_re`, `wrong_re`, `invalid_amount`, `unknown_currency`, `invalid_time`
   */
  receipt(iss: string, received: Body<'receipt'>): Promise<string>;
  /**
   * Says how the vendor feels about what it gets from the relationship. The last word counts; show it to nobody but the customer.
   *
   * @param feels `fair`, `unsure` or `unfair`
   * @param note for the customer, at most 500 UTF-16 units
   * @throws RecordError as `pause`; `malformed` for another word, `unreadable_text`
   */
  regard(iss: string, feels: Body<'regard'>['feels'], note?: string): Promise<string>;
  /**
   * Adds the records of such a file to the store, batch by batch: it checks all of a batch before it adds one. After an error the
   * batches before stay, and the file can be imported again.
   *
   * @param text the file's text, whole or in parts, such as a stream; the records of one relationship come oldest first
   * @returns the number of new records
   * @throws TypeError if the file has another form; RecordError or ChainError if a record in it is invalid
   */
  import(text: Text, format: Format): Promise<number>;
  /**
   * Delivers the due changes to `onchange`, and calls `erase` for those who asked for it. Call it when the process starts; without a lasting process, call it by a timer. Never
   * rejects: failures go to `onerror`.
   */
  deliver(): Promise<void>;
  /**
   * Returns whether this process can take requests: the store answers within 1 s, and the vendor is not closed. It asks the store at most
   * once a second. `GET` of the endpoint's path and `/ready` answers 204 or 503 by it.
   */
  ready(): Promise<boolean>;
  /**
   * Returns the counts and durations of this process as Prometheus reads them (text format 0.0.4). Serve it as
   * `text/plain; version=0.0.4` where only your own staff can read it.
   */
  metrics(): string;
  /**
   * Closes the vendor: new requests get 503 with `Retry-After`, those under way are answered, deliveries under way end, and no timer is
   * left. Changes that are not delivered stay in the store. It leaves the store open. Call it as often as you like.
   *
   * @returns a promise that resolves when all that is done
   */
  close(): Promise<void>;
  /** The options of these names, for code around the vendor such as `nodeHandler` and the desk. */
  readonly origin: string;
  readonly name: string;
  readonly onerror: OnError;
}

/** The default of `timeout`, in milliseconds: agents wait twice as long. */
const TIMEOUT = 10_000;
/** The default of `tries`: three days, most of them one try an hour. */
const TRIES = 84;

/**
 * Makes the vendor's server side: it verifies, countersigns and stores the records of customers' agents, and publishes the offer and
 * the keys.
 *
 * @param options `{origin, name, accepts, key}`; all others have a default: see `VendorOptions`
 * @see docs/vendors.md
 * @example
 * const vendor = createVendor({
 *   origin: 'https://shop.example',
 *   name: 'Acme Coffee',
 *   accepts: ['SD-BASE'],
 *   key: await createKey(),
 * });
 * const response = (await vendor.handler(request)) ?? new Response(null, { status: 404 });
 */
export const createVendor = (options: VendorOptions): Vendor => {
  const { origin, name, accepts, key, endpoint = '/relbutton', since = new Date(), perMinute = 120, timeout = TIMEOUT } = options;
  const { rates, onchange, onerror = toConsole, tries = TRIES, concurrency = 8 } = options;
  const report = reportTo(onerror);
  const skip = skipOnce(report);
  const metrics = createMetrics();
  const watch = createWatch(origin, metrics);
  const store = guardStore(options.store ?? createMemoryStore(), timeout, skip, watch);
  const hooks = createHooks(options, timeout);
  const outbox = createOutbox(store, { onchange, erase: hooks.erase, tries, concurrency }, report, watch);
  const shared = { origin, accepts, key, store, outbox };
  const say = speakWith(shared);
  const ask = createReady(store, report);
  let closing: Promise<unknown> | undefined;
  const ready = async (): Promise<boolean> => !closing && (await ask()) && !closing;
  const { answering, underWay, close } = createEndpoint({
    ...{ endpoint, published: wellKnown(options, endpoint, since), limits: { perMinute, timeout } },
    ...{ store, mayPass: limitRate({ perMinute, rates, key, report }), ready, report, watch },
    receive: receiveWith({ ...shared, hooks, watch, report, skip }),
  });

  return {
    ...readingFrom(store, skip),
    ...deadLettersOf(store, outbox),
    handler: handlerOf(answering),
    decide: decideWith(shared),
    pause: (iss, reason) => say(iss, 'pause', reason === undefined ? {} : { reason }),
    resume: (iss, reason) => say(iss, 'resume', reason === undefined ? {} : { reason }),
    leave: (iss) => say(iss, 'leave', {}),
    converse: (iss, text, { re } = {}) => say(iss, 'converse', { text, ...(re !== undefined && { re }) }),
    // Only these four: the vendor's own row may hold more than the customer is to see.
    receipt: async (iss, { re, amount, currency, at }) => say(iss, 'receipt', { re, amount, currency, at }),
    regard: (iss, feels, note) => say(iss, 'regard', { feels, ...(note !== undefined && { note }) }),
    import: async (text, format) => importRecords(readRecords(text, format), store, origin, jwksOf(options)),
    deliver: () => outbox.deliver(),
    ready,
    metrics: () => metrics.text(underWay()),
    async close() {
      await (closing ??= Promise.all([close(), outbox.close()]));
    },
    origin,
    name,
    onerror,
  };
};
