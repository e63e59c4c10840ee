/**
 * The tools of the assistant. They read, and prepare; nothing here signs an act.
 *
 * @module
 */
import type { CustomerAct } from '../../contract/acts.js';
import { ACTS } from '../../contract/acts.js';
import { isAgreement } from '../../contract/agreements.js';
import { payloadHash, readClaims } from '../../contract/record.js';
import { UsageError } from '../../cli/command.js';
import { findVendor } from '../find-vendor.js';
import { termsOf, timeInWords } from '../in-words.js';
import { type Opened, originOf } from '../open.js';
import { inboxOf } from '../reading.js';
import { type Given, type Properties, string } from './arguments.js';
import type { PermissionBook } from './permission-book.js';
import type { Act, Prepared, PreparedActs } from './prepared.js';
import { prepareAct, prepareIntentcast, prepareRelate } from './preparing.js';
import { related, told } from './telling.js';
import { untrusted, untrustedBody } from './untrusted.js';
import { within } from './within.js';

/** The context of the tools. */
export interface Desk {
  readonly opened: Opened;
  readonly acts: PreparedActs;
  readonly permissions: PermissionBook;
  /** The time that a vendor has before others go on without it, in milliseconds. */
  readonly patience: number;
  /** Has the person look at an act. @returns what the assistant is told */
  present(prepared: Prepared): object;
}

export interface Tool {
  readonly description: string;
  readonly properties: Properties;
  readonly required: readonly string[];
  /** `true` if it prepares an act. */
  readonly prepares?: true;
  run(desk: Desk, given: Given): Promise<object>;
}

const VENDOR = string("the vendor's address, such as shop.example");
const REACH = string('a mailto: or https: address at which the person can be answered');
/** The most records of each vendor that `inbox` tells. */
const MAX_RECORDS = 20;
const MAX_RELATIONSHIPS = 50;
/** The most vendors that one need goes to. */
const MAX_VENDORS = 20;

const find: Tool = {
  description: `Finds a vendor: its name, the agreements that it accepts, and the acts that it takes part in. "source" is "server", or "page" for
a vendor that people relate with in its page alone.`,
  properties: {
    vendor: {
      type: 'string',
      maxLength: 65_536,
      description:
        "the vendor's address, such as shop.example, or that of one of its pages; a web+rel: link; or the text of a kept copy",
    },
  },
  required: ['vendor'],
  async run({ opened }, given) {
    const { vendor, name, accepts, acts, source } = await findVendor(given.vendor as string, opened);
    const known = accepts.filter(isAgreement).map((id) => ({ id, terms: termsOf(id) }));
    const one = await opened.related(vendor);
    const status = one?.status ?? 'none';
    return { vendor, name: untrusted(name), accepts: known, acts: ACTS.filter((act) => acts.includes(act)), source, status };
  },
};

const relationships: Tool = {
  description: `Lists the person's relationships with vendors, ${MAX_RELATIONSHIPS} at a time, as the ledger has them. Asks no vendor.`,
  properties: { after: string('the "relationship" of the last one of the page before') },
  required: [],
  async run({ opened }, { after }) {
    const page = [];
    for await (const one of opened.ledger.relationships({ after: after as string | undefined, limit: MAX_RELATIONSHIPS }))
      page.push(related(one));
    return { relationships: page };
  },
};

const inbox: Tool = {
  description: 'Fetches what vendors said since the last time, and shows the last records of each.',
  properties: {
    vendor: string("the address of one vendor, such as shop.example. Default: all the person's vendors"),
    limit: { type: 'integer', description: `the number of records of each vendor, at most ${MAX_RECORDS}. Default: 5` },
  },
  required: [],
  async run({ opened }, { vendor, limit = 5 }) {
    const only = vendor === undefined ? undefined : originOf(vendor as string);
    const vendors = [];
    for await (const { one, error, records } of inboxOf(opened, Math.min(limit as number, MAX_RECORDS), only)) {
      const said = records.map(async (record) => {
        const { act = '', body = {}, iat = 0 } = readClaims(record) ?? {};
        const at = timeInWords(iat);
        return { hash: await payloadHash(record), at, act: untrusted(act), body: untrustedBody(body) };
      });
      vendors.push({ ...related(one), ...(error && { error: untrusted(error.message) }), said: await Promise.all(said) });
    }
    return { vendors };
  },
};

const status: Tool = {
  description: 'Tells how a prepared act or the relationship with a vendor stands. Name one of the two.',
  properties: { prepared: string('the "prepared" that a prepare tool gave'), vendor: VENDOR },
  required: [],
  async run({ opened, acts }, { prepared: id, vendor }) {
    if ((id === undefined) === (vendor === undefined)) throw new UsageError('Name either "prepared" or "vendor".');
    if (id !== undefined) {
      const prepared = acts.withId(id as string);
      if (!prepared) throw new UsageError('No act is prepared under that name.');
      return told(prepared);
    }
    const origin = originOf(vendor as string);
    const one = await opened.related(origin);
    return one ? related(one) : { vendor: origin, status: 'none' };
  },
};

/** A tool that prepares an act, and has the person look at it. */
const preparing = (
  what: string,
  properties: Properties,
  required: readonly string[],
  make: (opened: Opened, given: Given, patience: number) => Promise<Act>,
): Tool => ({
  description: `Prepares ${what}. Signs nothing: the person sees it in full in a window of their own, and decides there.`,
  properties,
  required,
  prepares: true,
  async run({ opened, acts, permissions, patience, present }, given) {
    const prepared = acts.add(await make(opened, given, patience));
    const permission = permissions.use(prepared.act.shown);
    if (!permission) return present(prepared);
    prepared.permission = permission;
    await within(patience, acts.accept(prepared));
    return told(prepared);
  },
});

/** A tool that prepares an act in a relationship. */
const acting = (act: CustomerAct, what: string, fields: Properties, required: readonly string[]): Tool =>
  preparing(what, { vendor: VENDOR, ...fields }, ['vendor', ...required], (opened, { vendor, ...body }) =>
    prepareAct(opened, originOf(vendor as string), act, body),
  );

const BUDGET: Properties = {
  budget: {
    type: 'object',
    description: 'the most that the person wants to pay. Leave it out unless they named it',
    properties: { amount: string('such as 300 or 12.50') as never, currency: string('a code of ISO 4217, such as EUR') as never },
    required: ['amount', 'currency'],
  },
};

export const TOOLS: Readonly<Record<string, Tool>> = {
  find_vendor: find,
  my_relationships: relationships,
  inbox,
  prepare_relate: preparing(
    'to propose an agreement to a vendor',
    { vendor: VENDOR, agreement: string('the id of an agreement that the vendor accepts. Default: SD-BASE') },
    ['vendor'],
    (opened, { vendor, agreement = 'SD-BASE' }) => prepareRelate(opened, originOf(vendor as string), agreement as string),
  ),
  prepare_say: acting(
    'converse',
    'to say something to a vendor, or to answer it',
    { text: string('at most 4,000 characters'), re: string('the "hash" of the record that it answers'), reach: REACH },
    ['text'],
  ),
  prepare_intentcast: preparing(
    'to say one need to several vendors. No vendor learns of the others. The result has "signedUnder" if the person has allowed needs of this kind before',
    {
      need: string('what the person needs, at most 4,000 characters'),
      vendors: { type: 'array', items: { type: 'string' }, maxItems: MAX_VENDORS, description: `1 to ${MAX_VENDORS} addresses` },
      ...BUDGET,
      by: string('the time until which it is needed: an RFC 3339 date, or a date-time with its zone'),
      reach: REACH,
    },
    ['need', 'vendors'],
    (opened, { vendors, ...need }, patience) => prepareIntentcast(opened, (vendors as string[]).map(originOf), need, patience),
  ),
  prepare_pledge: acting(
    'pledge',
    'to promise money to a vendor',
    {
      amount: string('such as 12.50'),
      currency: string('a code of ISO 4217, such as EUR'),
      per: string('once, month or year'),
      for: string('what the money is for, at most 500 characters'),
    },
    ['amount', 'currency'],
  ),
  prepare_share: acting(
    'share',
    'to let a vendor use something that the person says, for one purpose and a time',
    {
      what: string('what the vendor gets to know, at most 4,000 characters'),
      scope: string('where or for whom it counts, at most 200 characters'),
      purpose: string('what for, at most 500 characters'),
      until: string('its end, at most a year ahead: an RFC 3339 date, or a date-time with its zone'),
    },
    ['what', 'scope', 'purpose', 'until'],
  ),
  prepare_leave: preparing(
    'to end a relationship',
    {
      vendor: VENDOR,
      erase: { type: 'boolean', description: 'true also asks the vendor to erase what it holds about the person' },
    },
    ['vendor'],
    (opened, { vendor, erase }) => prepareAct(opened, originOf(vendor as string), 'leave', erase === true ? { erase } : {}),
  ),
  status_of: status,
};
