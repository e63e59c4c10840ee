/** A server that is told to end while requests are open. */
import { expect } from 'chai';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Customer } from '../support/customer.js';
import { checkHeld, codeOf, until } from '../support/load.js';
import { openSqlite, type Opened } from '../support/shared-stores.js';
import { type Answer, VendorProcess } from '../support/vendor-process.js';

describe('SIGTERM with 64 requests open', () => {
  let at: Opened;
  let vendor: VendorProcess;
  before(async () => {
    at = await openSqlite();
  });
  afterEach(() => vendor.kill());
  after(() => at.close());

  it('answers them all, refuses others, and ends by itself', async () => {
    vendor = await VendorProcess.start({ ...at.told, timeout: 60_000 });
    const exit = once(vendor.child, 'exit');
    await vendor.ask('setWay', 'waits');
    const records = await Promise.all(Array.from({ length: 64 }, async () => (await Customer.create()).sign()));
    const answering = records.map((record) => vendor.post(record));
    await until(async () => (await vendor.ask('countWaiting')) === 64);
    vendor.child.kill('SIGTERM');
    let late: Answer | undefined;
    await until(async () => (late = await vendor.post('{}')).status !== 400);
    expect(late?.status, late?.text).to.equal(503);
    expect(codeOf(late as Answer)).to.equal('unavailable');
    expect(Number((late as Answer).retryAfter)).to.be.greaterThan(0);
    await vendor.ask('release');
    const answers = await Promise.all(answering);
    for (const { status, text } of answers) expect(status, text).to.equal(200);
    expect(await exit).to.deep.equal([0, null]);
    // Started again, it gives the same bytes the same answers.
    vendor = await VendorProcess.start(at.told);
    await checkHeld(at.store, new Map(records.map((record, i) => [record, answers[i] as Answer])), (record) =>
      vendor.post(record),
    );
  });

  it('does not wait for a body that never ends', async () => {
    vendor = await VendorProcess.start({ ...at.told, timeout: 500 });
    const exit = once(vendor.child, 'exit');
    const head = 'POST /relbutton HTTP/1.1\r\nhost: x\r\ncontent-type: application/jose+json\r\ncontent-length: 9\r\n\r\n{';
    const socket = connect(vendor.port, 'localhost').on('error', () => undefined);
    let said = '';
    socket.on('data', (data) => (said += String(data)));
    const closed = once(socket, 'close');
    socket.write(head);
    await vendor.get();
    vendor.child.kill('SIGTERM');
    await closed;
    expect(said).to.match(/^HTTP\/1.1 (408|503) /);
    expect(await exit).to.deep.equal([0, null]);
  });
});
