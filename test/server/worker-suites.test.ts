/** The suites that a vendor has to pass, against a worker with D1: what the server in Node refuses, the worker refuses by the same code. */
import '../support/worker-vendors.js';

for (const suite of ['passkey', 'vendor']) await import(`./${suite}.test.js`);
