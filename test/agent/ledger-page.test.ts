/** The ledger page of the example agents, with a ledger and the vendor's real server. */
import { expect, waitUntil } from '@open-wc/testing';
import { showRelationships } from '../../examples/shared/relationships.js';
import { type Ledger, openLedger } from '../../src/agent/ledger.js';
import { VendorWire } from '../support/vendor-wire.js';

describe('the ledger page', () => {
  let wire: VendorWire;
  let name: string;
  let ledger: Ledger;
  let erasure: object;
  const { vendor, act, body } = {
    vendor: { origin: 'https://shop.example', name: 'Shop' },
    act: 'leave',
    body: { erase: true },
  } as const;
  const says = (text: string): Promise<void> =>
    waitUntil(() => document.querySelector('#list')?.textContent?.includes(text), text, { timeout: 10_000 });
  const open = async (): Promise<void> => {
    document.body.innerHTML = '<main><div id="list"></div></main>';
    await showRelationships(ledger);
  };

  beforeEach(async () => {
    wire = await VendorWire.open();
    name = `ledger-${crypto.randomUUID()}`;
    ledger = await openLedger(name);
    erasure = { pending: true };
    wire.rewrite((reply) => ({ ...reply, erasure }));
    await ledger.say(wire.proposal);
    await ledger.say({ vendor, act, body });
  });
  afterEach(() => {
    document.body.innerHTML = '';
    wire.close();
    indexedDB.deleteDatabase(name);
  });

  it('says that the vendor erases, and on each visit asks whether it has', async () => {
    const asked = wire.requests.length;
    await open();
    await says('Shop is erasing what it held.');
    await wire.sent(asked + 2);
    wire.isDown = true;
    await open();
    await says('Shop is erasing what it held.');
    wire.isDown = false;
    erasure = { kept: 'Invoices', why: 'tax law', until: '2037' };
    await open();
    await says('Shop keeps Invoices: tax law, until 2037.');
    const done = wire.requests.length;
    await open();
    await says('Shop keeps Invoices: tax law, until 2037.');
    expect(wire.requests.length, 'an outcome is asked for no more').to.equal(done);
  });

  it('keeps the focus where the person has it, and what it said, while the answer comes', async () => {
    erasure = { erased: true };
    const gate = wire.hold();
    await open();
    const button = document.querySelector<HTMLElement>('[aria-label="Delete what is kept of Shop"]');
    button?.focus();
    gate.release();
    await says('Shop has erased what it held.');
    expect(document.activeElement?.ariaLabel).to.equal('Delete what is kept of Shop');
    expect(document.activeElement).not.to.equal(button);
  });
});
