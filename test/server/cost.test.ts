/** A customer who writes many long messages does not make the vendor pay more for each request. */
import { expect } from 'chai';
import { payloadHash } from '../../src/contract/record.js';
import { MAX_RECORDS_TEXT } from '../../src/contract/replies.js';
import type { Vendor } from '../../src/server/index.js';
import { type Counting, counting } from '../support/counting.js';
import { Customer } from '../support/customer.js';
import { sayMore } from '../support/history.js';
import { openSqlite, type Opened } from '../support/shared-stores.js';
import { accepted, open, post } from '../support/vendor.js';

/** The longest text of a message. */
const LONG = 'x'.repeat(4_000);
const [FEW, MANY] = [10, 1_000];
const TURNS = 7;
const ROUND = 20;

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] as number;

describe('the cost of a request', () => {
  let at: Opened;
  let vendor: Vendor;
  let count: Counting;
  before(async () => {
    at = await openSqlite();
    count = counting(at.store);
    vendor = open({ store: count.counted });
  });
  after(() => at.close());

  /** Makes a customer with so many messages. `last` is the hash of the last one. */
  const begin = async (messages: number): Promise<{ customer: Customer; last: string }> => {
    const customer = await Customer.create();
    await accepted(vendor, await customer.sign());
    return { customer, last: await sayMore(at.store, customer.iss, messages, LONG) };
  };
  interface Cost {
    readonly calls: readonly string[];
    /** Of what the calls returned. */
    readonly length: number;
  }
  const costOf = async (ask: () => Promise<unknown>): Promise<Cost> => {
    const [calls, length] = [count.calls.length, count.length()];
    await ask();
    return { calls: count.calls.slice(calls), length: count.length() - length };
  };
  /** Returns the cost of each request of a customer with so many messages. */
  const costsAfter = async (messages: number): Promise<Record<string, Cost>> => {
    const { customer, last } = await begin(messages);
    let prev = last;
    const sign = (act: string, body?: object): Promise<string> => customer.sign({ act, agreement: undefined, prev, body });
    const found: Record<string, Cost> = {};
    const bodies = { converse: { text: LONG, re: last }, regard: { feels: 'fair' }, pause: {}, resume: {} };
    for (const [act, body] of Object.entries(bodies)) {
      const record = await sign(act, body);
      found[act] = await costOf(() => accepted(vendor, record));
      found[`${act} again`] = await costOf(() => accepted(vendor, record));
      prev = await payloadHash(record);
      const sync = await sign('sync');
      found[`sync after ${act}`] = await costOf(() => post(vendor, sync));
    }
    found.status = await costOf(() => vendor.status(customer.iss));
    found['words of the vendor'] = await costOf(() => vendor.converse(customer.iss, LONG));
    const wrong = await sign('converse', { text: LONG });
    found['a record in a taken place'] = await costOf(() => post(vendor, wrong));
    const leave = await sign('leave');
    found.leave = await costOf(() => accepted(vendor, leave));
    return found;
  };

  it('is the same calls and rows with 10 messages and with 1,000', async () => {
    const [few, many] = [await costsAfter(FEW), await costsAfter(MANY)];
    for (const [act, { calls, length }] of Object.entries(many)) {
      expect(calls, act).to.deep.equal(few[act]?.calls);
      // The state's numbers have more digits.
      expect(length, act).to.be.closeTo(Number(few[act]?.length), 100);
    }
  });

  it('is bounded where it asks for all', async () => {
    const { customer } = await begin(MANY);
    for (const act of ['sync', 'export']) {
      const record = await customer.sign({ act, agreement: undefined });
      const before = count.length();
      const text = await (await post(vendor, record)).text();
      expect(text.length).to.be.within(MAX_RECORDS_TEXT / 2, MAX_RECORDS_TEXT);
      // It reads no more than a page past what it tells. An entry has a record twice: as received, and countersigned.
      expect(count.length() - before).to.be.below(2 * MAX_RECORDS_TEXT + 128 * 2 * 8_000);
      expect(count.most()).to.equal(128);
    }
  });

  it('is at most three times the processor time with 1,000 messages that it is with 10', async () => {
    const prepare = async (messages: number): Promise<() => Promise<number>> => {
      const { customer, last } = await begin(messages);
      let prev = last;
      return async () => {
        const records: string[] = [];
        for (let i = 0; i < ROUND; i++) {
          records.push(await customer.sign({ act: 'converse', agreement: undefined, prev, body: { text: LONG } }));
          prev = await payloadHash(records.at(-1) as string);
        }
        const begun = process.cpuUsage();
        for (const record of records) await accepted(vendor, record);
        const { user, system } = process.cpuUsage(begun);
        return user + system;
      };
    };
    const [few, many] = [await prepare(FEW), await prepare(MANY)];
    const ratios: number[] = [];
    for (let turn = 0; turn <= TURNS; turn++) {
      const [less, more] = [await few(), await many()];
      // The first turn warms up.
      if (turn > 0) ratios.push(more / less);
    }
    console.log(`the cost of a request: ${median(ratios).toFixed(2)} times with 1,000 messages`);
    expect(median(ratios)).to.be.below(3);
  });
});
