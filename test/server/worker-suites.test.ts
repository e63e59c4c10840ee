/** The suites that a vendor has to pass, against a worker with D1: what the server in Node refuses, the worker refuses by the same code. */
import { openVendorsInWorker } from '../support/worker-vendors.js';

await openVendorsInWorker();
for (const suite of ['passkey', 'vendor']) await import(`./${suite}.test.js`);
