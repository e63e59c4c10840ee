/** The records that a vendor has to refuse, and files there and back, against a worker with D1. */
import { openVendorsInWorker } from '../support/worker-vendors.js';

await openVendorsInWorker();
for (const suite of ['hostile', 'hostile-acts', 'portable']) await import(`../server/${suite}.test.js`);
