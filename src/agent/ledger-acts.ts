/**
 * The acts of a relationship, each as a method: what the person says to one vendor, and a need to several.
 *
 * @module
 */
import { type Body, bodyFault } from '../contract/bodies.js';
import { INTENT } from '../contract/rules.js';
import { RecordError } from '../records/errors.js';
import type { Heard } from './ledger-answers.js';
import type { Proposal, Saying } from './ledger-signing.js';
import type { LedgerBase } from './ledger-base.js';
import { say } from './ledger-talk.js';
import { fetchOffer } from './vendor-client.js';
import { vendorOrigin } from './vendor-origin.js';

/** The result of a need at one vendor: either `heard` or `error`. */
export interface Told {
  /** The vendor's origin; an address that has none, as it was given. */
  readonly vendor: string;
  /** The name that the vendor publishes, else its name in the ledger. Missing if neither is known. */
  readonly name?: string;
  /** The vendor's answer. */
  readonly heard?: Heard;
  /** The reason why the vendor was not asked, or why its answer is unknown. */
  readonly error?: Error;
}

/** The acts of a person's relationships. Each signs a record, sends it and stores the answer, as `say` does. */
export interface LedgerActs {
  /**
   * Says something to a vendor, or answers it.
   *
   * @param iss names the relationship, as in `list`
   * @param text at most 4,000 UTF-16 units, with a visible character, and without control characters and overrides of direction
   * @param options `re`: the hash of the vendor's record that this answers, as `linkOf` has it; `reach`: a `mailto:` or `https:` URL
   * at which the person can be answered
   * @returns the vendor's answer
   * @throws RecordError `not_related` or `ended` if there is no such relationship any more, else the code of what is wrong with the
   * record: nothing is signed then. Else as `say`
   * @example
   * const { answer } = await ledger.converse(iss, 'Do you roast on Mondays?');
   */
  converse(iss: string, text: string, options?: Omit<Body<'converse'>, 'text'>): Promise<Heard>;
  /**
   * Promises money to a vendor. The promise pays nothing: payment is elsewhere, and the vendor confirms it by a `receipt`. A later
   * pledge with the same `for` takes the place of the earlier one, and one of `0` ends it. Only the person sets the amount: never
   * fill it in, and never suggest one.
   *
   * @param iss names the relationship, as in `list`
   * @param pledge `amount`: up to 12 digits, and after a point up to 4; `currency`: ISO 4217; `per`: `once`, `month` or `year`;
   * `for`: at most 500 UTF-16 units
   * @returns the vendor's answer
   * @throws as `converse`; RecordError `invalid_amount`, `unknown_currency`
   * @example
   * const { answer } = await ledger.pledge(iss, { amount: '12.50', currency: 'EUR', per: 'month', for: 'The morning show' });
   */
  pledge(iss: string, pledge: Body<'pledge'>): Promise<Heard>;
  /**
   * Lets a vendor use something that the person says, for one purpose and a time: until `until`, or until `revoke`.
   *
   * @param iss names the relationship, as in `list`
   * @param share `what`: what the vendor gets to know, at most 4,000 UTF-16 units; `scope`: where or for whom it counts, at most 200;
   * `purpose`: at most 500; `until`: an RFC 3339 date, or date-time with a time zone, at most a year ahead. A date lasts to the end
   * of that day in UTC
   * @returns the vendor's answer
   * @throws as `converse`; RecordError `invalid_time`, `until_passed`, `until_too_late`
   * @example
   * const until = new Date(Date.now() + 3_600_000).toISOString();
   * await ledger.share(iss, { what: 'I am in Lisbon', scope: 'Cafés near me', purpose: 'A table for two', until });
   */
  share(iss: string, share: Body<'share'>): Promise<Heard>;
  /**
   * Ends a share at once.
   *
   * @param iss names the relationship, as in `list`
   * @param re the hash of the share, as `activeShares` has it
   * @returns the vendor's answer
   * @throws as `converse`; RecordError `unknown_re`, `wrong_re`, `revoked`
   * @example
   * const [{ records }] = await ledger.list();
   * for (const { hash } of activeShares(await Promise.all(records.map(linkOf)), Date.now())) await ledger.revoke(iss, hash);
   */
  revoke(iss: string, re: string): Promise<Heard>;
  /**
   * Says how the person feels about what they get from the relationship. The latest word counts; it is no score.
   *
   * @param iss names the relationship, as in `list`
   * @param feels `fair`, `unsure` or `unfair`
   * @param note at most 500 UTF-16 units
   * @returns the vendor's answer
   * @throws as `converse`
   * @example
   * await ledger.regard(iss, 'fair', 'You answer, and you do not write more than I do.');
   */
  regard(iss: string, feels: Body<'regard'>['feels'], note?: string): Promise<Heard>;
  /**
   * Says one need to several vendors, under `PDC-INTENT`. It asks each for its offer, at its own `/.well-known/relbutton.json`, and
   * signs for each that takes part, side by side. Where there is no relationship, or it has ended, the need begins one with a key of
   * its own. No vendor learns of the others. A record that was signed and not answered waits for the next `sync`. Vendors answer a
   * need later, by `converse` with its hash as `re`: see `conversationsOf`.
   *
   * @param need `need`: at most 4,000 UTF-16 units; `budget`: `{amount, currency}`, which only the person sets; `by`: an RFC 3339
   * date or date-time; `reach`: a `mailto:` or `https:` URL
   * @param vendors origins or addresses, over https or at localhost; two of the same origin count once
   * @returns one result for each vendor, in that order. `error` is RecordError `unsupported_act` or `unsupported_agreement` for a
   * vendor that takes part in no such act or does not accept `PDC-INTENT`, TypeError for one that cannot be reached or is no
   * address, else as `say`
   * @throws RecordError if the need itself is not valid (`unreadable_text`, `invalid_amount`, `unknown_currency`, `invalid_time`): no
   * vendor is asked then
   * @example
   * const told = await ledger.intentcast({ need: 'A bicycle for a child of six' }, ['https://shop.example']);
   * for (const { vendor, name = vendor, heard, error } of told) console.log(name, heard?.answer ?? error?.message);
   * told.length; // → 1
   */
  intentcast(need: Body<'intentcast'>, vendors: readonly string[]): Promise<readonly Told[]>;
}

/** Says a need to one vendor. @param vendor its origin, else an address that has none */
const tell = async (store: LedgerBase, vendor: string, need: Body<'intentcast'>): Promise<Told> => {
  let name: string | undefined;
  try {
    if (vendorOrigin(vendor) !== vendor)
      throw new TypeError(`"${vendor}" is no vendor's address. Write it like https://shop.example.`);
    name = (await store.current(vendor))?.name;
    const offer = await fetchOffer(vendor, store.fetch);
    ({ name } = offer);
    if (!offer.acts.includes('intentcast')) throw new RecordError('unsupported_act');
    if (!offer.accepts.includes(INTENT)) throw new RecordError('unsupported_agreement');
    const proposal: Proposal = { vendor: { origin: vendor, name }, act: 'intentcast', agreement: INTENT, body: need };
    return { vendor, name, heard: await store.inTurn([vendor], () => say(store, proposal)) };
  } catch (error) {
    return { vendor, ...(name !== undefined && { name }), error: error as Error };
  }
};

/** Makes the methods of `LedgerActs`. */
export const actsOf = (store: LedgerBase): LedgerActs => {
  const sayIn = async (iss: string, said: Saying): Promise<Heard> => {
    const { vendor: origin, name } = await store.get(iss);
    return store.inTurn([origin], () => say(store, { vendor: { origin, name }, ...said }, { iss }));
  };
  return {
    converse: (iss, text, options) => sayIn(iss, { act: 'converse', body: { ...options, text } }),
    pledge: (iss, body) => sayIn(iss, { act: 'pledge', body }),
    share: (iss, body) => sayIn(iss, { act: 'share', body }),
    revoke: (iss, re) => sayIn(iss, { act: 'revoke', body: { re } }),
    regard: (iss, feels, note) => sayIn(iss, { act: 'regard', body: { feels, note } }),
    async intentcast(need, vendors) {
      const fault = bodyFault('intentcast', need);
      if (fault) throw new RecordError(fault);
      const distinct = new Set(vendors.map((address) => vendorOrigin(address) ?? address));
      return Promise.all(Array.from(distinct, (vendor) => tell(store, vendor, need)));
    },
  };
};
