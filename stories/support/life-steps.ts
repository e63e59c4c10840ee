import type { Ledger } from '../../src/agent/ledger.js';
import { linkOf } from '../../src/contract/chain.js';
import { readClaims } from '../../src/contract/record.js';
import type { Vendor } from '../../src/server/vendor.js';

/** The two sides of the relationship in the story. */
export interface Sides {
  readonly ledger: Ledger;
  readonly vendor: Vendor;
  readonly name: string;
  /** The amount that the reader typed; empty before. */
  readonly amount: string;
}

/** One step of a life: who does what. */
export interface Step {
  readonly side: 'customer' | 'vendor' | 'both';
  readonly text: string;
  /** `true` if the reader types an amount first. */
  readonly asksAmount?: true;
  take(sides: Sides): Promise<unknown>;
}

const HOUR = 3_600_000;

/** Returns the `iss` of the one relationship in the ledger. */
const issIn = async (ledger: Ledger): Promise<string> => (await ledger.list())[0]?.iss ?? '';

/** Returns the hash of the last record of an act. */
const lastOf = async (ledger: Ledger, act: string): Promise<string> => {
  const [relationship] = await ledger.list();
  const record = relationship?.records.findLast((one) => readClaims(one)?.act === act) ?? '';
  return (await linkOf(record)).hash;
};

/** The life of one relationship, in ten steps. After each the customer's ledger fetches what the vendor signed. */
export const STEPS: readonly Step[] = [
  {
    side: 'customer',
    text: 'relates, under “service only”.',
    take: ({ ledger, name }) => ledger.say({ vendor: { origin: location.origin, name }, act: 'relate', agreement: 'SD-BASE' }),
  },
  {
    side: 'vendor',
    text: 'says welcome.',
    take: async ({ ledger, vendor }) =>
      vendor.converse(await issIn(ledger), 'Welcome. Tell us what you like.', { re: await lastOf(ledger, 'relate') }),
  },
  {
    side: 'customer',
    text: 'says what they need.',
    take: ({ ledger }) => ledger.intentcast({ need: 'Decaf beans for an espresso machine.' }, [location.origin]),
  },
  {
    side: 'vendor',
    text: 'answers the need.',
    take: async ({ ledger, vendor }) =>
      vendor.converse(await issIn(ledger), 'We roast a decaf each Tuesday.', { re: await lastOf(ledger, 'intentcast') }),
  },
  {
    side: 'customer',
    text: 'shares their city for an afternoon.',
    take: async ({ ledger }: Sides): Promise<unknown> => {
      const until = new Date(Date.now() + 4 * HOUR).toISOString();
      return ledger.share(await issIn(ledger), {
        what: 'I am in Lisbon.',
        scope: 'the city',
        purpose: 'Tell me which café is near.',
        until,
      });
    },
  },
  {
    side: 'customer',
    text: 'ends the share before its time.',
    take: async ({ ledger }) => ledger.revoke(await issIn(ledger), await lastOf(ledger, 'share')),
  },
  {
    side: 'customer',
    text: 'pledges what they want to pay each month. Nobody else names an amount.',
    asksAmount: true,
    take: async ({ ledger, amount }) =>
      ledger.pledge(await issIn(ledger), { amount, currency: 'EUR', per: 'month', for: 'the roasting course' }),
  },
  {
    side: 'vendor',
    text: 'has the money, and gives a receipt.',
    take: async ({ ledger, vendor, amount }) =>
      vendor.receipt(await issIn(ledger), {
        re: await lastOf(ledger, 'pledge'),
        amount,
        currency: 'EUR',
        at: new Date().toISOString(),
      }),
  },
  {
    side: 'both',
    text: 'say how it is going: each its own word.',
    take: async ({ ledger, vendor }: Sides): Promise<unknown> => {
      const iss = await issIn(ledger);
      await vendor.regard(iss, 'fair');
      return ledger.regard(iss, 'unsure', 'The course is short.');
    },
  },
  {
    side: 'customer',
    text: 'leaves, and takes the records along.',
    take: ({ ledger, name }) => ledger.say({ vendor: { origin: location.origin, name }, act: 'leave' }),
  },
];
