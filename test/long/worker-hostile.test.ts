/** The records that a vendor has to refuse, and files there and back, against a worker with D1. */
import '../support/worker-vendors.js';

for (const suite of ['hostile', 'hostile-acts', 'portable']) await import(`../server/${suite}.test.js`);
