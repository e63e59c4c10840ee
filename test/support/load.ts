/** Customers who act at the same time, each one act after the other, and send a record again until it is taken. */
import { expect } from 'chai';
import { payloadHash } from '../../src/contract/record.js';
import { type Store, verifyStore } from '../../src/server/index.js';
import { allOf } from './all-of.mjs';
import { Customer } from './customer.js';
import { open, publicJwks } from './vendor.js';
import type { Answer } from './vendor-process.js';

type Post = (record: string) => Promise<Answer>;
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));
/** Waits until something is so. */
export const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await wait(10);
};
/** Returns the code of a refusal. */
export const codeOf = ({ text }: Answer): string => (JSON.parse(text) as { code: string }).code;
/** Sends a record until the server has had the time for it: a busy machine may take longer than a time limit. */
export const insist = async (post: Post, record: string): Promise<Answer> => {
  for (;;) {
    const answer = await post(record);
    if (answer.status !== 503 && answer.status !== 408) return answer;
  }
};
const recordIn = ({ text }: Answer): string => (JSON.parse(text) as { record: string }).record;

export class Load {
  readonly #post: Post;
  readonly #text: string;
  readonly #lives: Promise<void>[];
  #isOver = false;
  /** Every answer that came, in order. */
  readonly answers: Answer[] = [];
  /** The answer by which each record was taken. */
  readonly taken = new Map<string, Answer>();

  /** @param text of each message */
  constructor(post: Post, customers = 8, text = 'Hello') {
    this.#post = post;
    this.#text = text;
    this.#lives = Array.from({ length: customers }, () => this.#live());
  }

  async #live(): Promise<void> {
    const customer = await Customer.create();
    const say = async (act: string, more: object): Promise<string> =>
      this.#say(await customer.sign({ act, agreement: undefined, ...more }));
    let prev = await say('relate', { agreement: 'SD-BASE' });
    while (!this.#isOver) {
      for (const body of [{ text: this.#text }, { text: this.#text }]) prev = await say('converse', { prev, body });
      prev = await say('pause', { prev });
      prev = await say('resume', { prev });
    }
  }

  /** Sends a record until it is taken. @returns its hash */
  async #say(record: string): Promise<string> {
    for (;;) {
      const answer = await this.#post(record);
      this.answers.push(answer);
      if (answer.status === 200) {
        this.taken.set(record, answer);
        return payloadHash(record);
      }
      // Only a failure of the server may pass.
      if (answer.status !== 0 && answer.status < 500) throw new Error(answer.text);
      await wait(20);
    }
  }

  /** Waits until so many more records are taken. */
  async takes(count: number): Promise<void> {
    const end = this.taken.size + count;
    await Promise.race([until(() => this.taken.size >= end), ...this.#lives]);
  }

  /** Waits until so many more records are refused. */
  async failures(count: number): Promise<void> {
    const refused = (): number => this.answers.filter(({ status }) => status !== 200).length;
    const end = refused() + count;
    await Promise.race([until(() => refused() >= end), ...this.#lives]);
  }

  /** Ends the customers' lives once what they sent is taken. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#lives);
  }

  /** Checks that every request was answered, and every record is held by both sides, and by the store once. */
  async check(store: Store, post: Post = this.#post): Promise<void> {
    for (const answer of this.answers) {
      expect(answer.status, answer.text).to.be.oneOf([200, 500, 503]);
      if (answer.status !== 200) expect(codeOf(answer), answer.text).to.be.oneOf(['unavailable', 'server_error']);
      if (answer.status === 503) expect(Number(answer.retryAfter), 'Retry-After').to.be.greaterThan(0);
    }
    await checkHeld(store, this.taken, post);
  }
}

/**
 * Checks that the store holds the records that were taken, and no others of customers, and that the same records get the same answers again.
 *
 * @param taken the answer to each record
 */
export const checkHeld = async (store: Store, taken: ReadonlyMap<string, Answer>, post: Post): Promise<void> => {
  for (const [record, { text }] of taken) expect(await insist(post, record)).to.include({ status: 200, text });
  const vendor = open({ store });
  const all = await allOf(vendor.records());
  // The vendor's own records are stored as they were signed.
  const held = new Map(all.filter((one) => one.received !== one.record).map((one) => [one.received, one.record]));
  expect(held.size).to.equal(taken.size);
  for (const [record, answer] of taken) expect(held.get(record)).to.equal(recordIn(answer));
  const { faults, records } = await verifyStore(store, await publicJwks(vendor));
  expect({ faults, records }).to.deep.equal({ faults: 0, records: all.length });
};
