/**
 * A vendor's server at work for half an hour, on each store: customers begin, write, pause, ask and leave, and its own system is down at
 * times. Its memory stays flat. `RELBUTTON_SOAK` is another number of minutes.
 */
import { expect } from 'chai';
import { it } from 'node:test';
import { payloadHash } from '../../src/contract/record.js';
import { verifyStore } from '../../src/server/index.js';
import { Customer } from '../support/customer.js';
import { until } from '../support/load.js';
import { Receiver } from '../support/receiver.js';
import { type Opened, sharedStores } from '../support/shared-stores.js';
import { open, publicJwks } from '../support/vendor.js';
import { VendorProcess } from '../support/vendor-process.js';

const DURATION = Number(process.env.RELBUTTON_SOAK ?? 30) * 60_000;
const SAMPLES = 60;
/** The most bytes by which the memory may grow in the second half. */
const GROWTH = 1_500_000;
const CUSTOMERS = 4;
/** Milliseconds between two acts of a customer. */
const PAUSE = 40;

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));

/** Returns by how much values at equal distances grow from the first to the last, along their line of least squares. */
const growthOf = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [above, below] = [0, 0];
  for (const [i, value] of values.entries()) {
    above += (i - middle) * (value - mean);
    below += (i - middle) ** 2;
  }
  return (above / below) * (values.length - 1);
};

/** What customers sent and got. */
interface Seen {
  /** The number of answers, by act and status. */
  readonly answers: Map<string, number>;
  /** The customers who left. */
  readonly left: string[];
}

/** Lives one relationship from its beginning to its end. */
const live = async (vendor: VendorProcess, { answers, left }: Seen): Promise<void> => {
  const customer = await Customer.create();
  let prev: string | undefined;
  const say = async (act: string, more: object = {}): Promise<void> => {
    const record = await customer.sign({ act, agreement: undefined, prev, ...more });
    const { status } = await vendor.post(record);
    const kind = `${act} ${status}`;
    answers.set(kind, (answers.get(kind) ?? 0) + 1);
    if (act !== 'sync' && act !== 'export') prev = await payloadHash(record);
    await wait(PAUSE);
  };
  await say('relate', { agreement: 'SD-BASE' });
  for (let i = 0; i < 4; i++) await say('converse', { body: { text: 'Hello '.repeat(100) } });
  for (const act of ['sync', 'pause', 'resume', 'export']) await say(act);
  await say('leave', { body: left.length % 2 ? { erase: true } : {} });
  left.push(customer.iss);
};

/** Has customers act for as long as the soak takes. @returns the bytes in use at equal times */
const soak = async (vendor: VendorProcess, receiver: Receiver, seen: Seen): Promise<number[]> => {
  const end = Date.now() + DURATION;
  const lives = Array.from({ length: CUSTOMERS }, async () => {
    while (Date.now() < end) await live(vendor, seen);
  });
  const memory: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    await wait(DURATION / SAMPLES);
    // Down for a sixth of the time.
    receiver.isDown = i % 6 === 3;
    memory.push(await vendor.ask<number>('weigh'));
  }
  receiver.isDown = false;
  await Promise.all(lives);
  return memory;
};

const check = async (name: string, at: Opened): Promise<void> => {
  const receiver = new Receiver();
  const webhook = await receiver.listen();
  const vendor = await VendorProcess.start({ ...at.told, webhook }, ['--expose-gc']);
  const seen: Seen = { answers: new Map(), left: [] };
  const memory = await soak(vendor, receiver, seen);
  const growth = growthOf(memory.slice(SAMPLES / 2));
  const counts = [...seen.answers].map(([kind, count]) => `${kind}: ${count}`).join(', ');
  console.log(`${name}: ${Math.round(memory.at(-1) as number)} bytes, growth ${Math.round(growth)}; ${counts}`);
  expect([...seen.answers.keys()].filter((kind) => !kind.endsWith(' 200'))).to.deep.equal([]);
  expect(growth, memory.map((bytes) => Math.round(bytes / 1_000)).join()).to.be.below(GROWTH);
  await until(() => seen.left.every((iss) => receiver.ended.has(iss)));
  for (const numbers of receiver.heard.values()) expect(numbers).to.deep.equal(numbers.toSorted((a, b) => a - b));
  expect(vendor.isRunning).to.equal(true);
  const { faults, relationships } = await verifyStore(at.store, await publicJwks(open({ store: at.store })));
  expect({ faults, relationships }).to.deep.equal({ faults: 0, relationships: seen.left.length });
  await vendor.kill();
  receiver.close();
};

void it('A soak leaves the memory of the server flat, and no request without its answer', { timeout: 3 * DURATION }, async () => {
  const opened = await Promise.all(Object.entries(sharedStores).map(async ([name, open]) => [name, await open()] as const));
  await Promise.all(opened.map(([name, at]) => check(name, at)));
  await Promise.all(opened.map(([, at]) => at.close()));
});
