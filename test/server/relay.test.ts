/** The example of a relay: changes go into an existing queue, each once. */
import { expect } from 'chai';
import pg from 'pg';
import { openRelay } from '../../examples/relay/relay.mjs';
import { workOn } from '../../examples/relay/worker.mjs';
import type { Change } from '../../src/server/index.js';
import { createPostgresStore } from '../../src/server/postgres.js';
import { Customer } from '../support/customer.js';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';
import { accepted, open } from '../support/vendor.js';

if (!missingPostgres)
  describe('a relay to a queue', () => {
    it('hands each change over once, although it is delivered twice', async () => {
      const server = await startPostgres();
      const pool = new pg.Pool(server.connection);
      const { boss, onchange } = await openRelay(server.connection);
      try {
        const store = await createPostgresStore(pool);
        const sent: string[] = [];
        const vendor = open({
          store,
          onerror: () => undefined,
          async onchange(change) {
            await onchange(change);
            sent.push(change.id);
            // The process stops before the outbox learns that the queue has it.
            if (sent.length === 1) throw new Error('stopped');
          },
        });
        const customer = await Customer.create();
        await accepted(vendor, await customer.sign());
        await vendor.pause(customer.iss);
        await vendor.resume(customer.iss);
        for (const end = Date.now() + 20_000; sent.length < 4 && Date.now() < end;)
          await new Promise((resolve) => void setTimeout(resolve, 20));
        expect(sent).to.have.length(4);
        expect(sent[1]).to.equal(sent[0]);
        const heard: Change[] = [];
        let failures = 0;
        await workOn(boss, (change) => {
          if (failures++ === 0) throw new Error('the other system is down');
          heard.push(change);
        });
        for (const end = Date.now() + 20_000; heard.length < 3 && Date.now() < end;)
          await new Promise((resolve) => void setTimeout(resolve, 20));
        expect(heard.map(({ act, sequence }) => [act, sequence]).sort()).to.deep.equal([
          ['pause', 2],
          ['relate', 1],
          ['resume', 3],
        ]);
        expect(new Set(heard.map(({ id }) => id))).to.deep.equal(new Set(sent));
      } finally {
        await boss.stop({ graceful: false });
        await pool.end();
        await server.stop();
      }
    });
  });
