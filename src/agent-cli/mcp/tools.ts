/**
 * The tools of the assistant. They read, and prepare. What is prepared is signed by the person's press, or at once if a standing
 * permission of theirs covers it.
 *
 * @module
 */
import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import type { CustomerAct } from '../../contract/acts.js';
import { ACTS } from '../../contract/acts.js';
import { AGREEMENT_IDS } from '../../contract/agreements.js';
import { UsageError } from '../../cli/command.js';
import { findVendor } from '../find-vendor.js';
import { termsOf } from '../in-words.js';
import { type Opened, originOf } from '../open.js';
import { type Given, type Properties, string } from './arguments.js';
import { inbox } from './inbox.js';
import type { Act } from './prepared.js';
import { prepareAct, prepareIntentcast, prepareRelate } from './preparing.js';
import { related, told } from './telling.js';
import { AFTER, MAX_RELATIONSHIPS, pageAfter, READS, type Tool } from './tool.js';
import { untrusted } from './untrusted.js';
import { within } from '../within.js';

/** Prepares an act. A second call prepares a second one. It takes nothing away, even if a permission has the act sent at once. */
const PREPARES: ToolAnnotations = { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true };

const VENDOR = string("the vendor's address, such as shop.example");
const REACH = string('a mailto: or https: address at which the person can be answered');
/** The most vendors that one need goes to. */
const MAX_VENDORS = 20;

const find: Tool = {
  annotations: { ...READS, openWorldHint: true },
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
    const known = AGREEMENT_IDS.filter((id) => accepts.includes(id)).map((id) => ({ id, terms: termsOf(id) }));
    const one = await opened.related(vendor);
    const status = one?.status ?? 'none';
    return { vendor, name: untrusted(name), accepts: known, acts: ACTS.filter((act) => acts.includes(act)), source, status };
  },
};

const relationships: Tool = {
  annotations: READS,
  description: `Lists the person's relationships with vendors, ${MAX_RELATIONSHIPS} at a time, as the ledger has them. Asks no vendor.`,
  properties: { after: AFTER },
  required: [],
  async run({ opened }, { after }) {
    const page = [];
    for await (const one of opened.ledger.relationships(pageAfter(after))) page.push(related(one));
    return { relationships: page };
  },
};

const status: Tool = {
  annotations: READS,
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
  decision = 'It is signed only if the person says yes to it in a window of their own or at their terminal, where they see it in full.',
): Tool => ({
  annotations: PREPARES,
  description: `Prepares ${what}. ${decision}`,
  properties,
  required,
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
    'to say one need to several vendors. No vendor learns of the others',
    {
      need: string('what the person needs, at most 4,000 characters'),
      vendors: { type: 'array', items: { type: 'string' }, maxItems: MAX_VENDORS, description: `1 to ${MAX_VENDORS} addresses` },
      ...BUDGET,
      by: string('the time until which it is needed: an RFC 3339 date, or a date-time with its zone'),
      reach: REACH,
    },
    ['need', 'vendors'],
    (opened, { vendors, ...need }, patience) => prepareIntentcast(opened, (vendors as string[]).map(originOf), need, patience),
    `If a standing permission of the person covers it, it is signed and sent at once: the result has "signedUnder" then. Else it is signed only
if the person says yes to it in a window of their own or at their terminal, where they see it in full.`,
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
