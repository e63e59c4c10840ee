/** The suites that a vendor has to pass, against a worker with D1: what the server in Node refuses, the worker refuses by the same code. */
import { Miniflare } from 'miniflare';
import { bundleWorker } from '../support/bundle-worker.js';
import { openRemote } from '../support/remote-vendor.js';
import { openVendorsBy } from '../support/vendor.js';

const script = await bundleWorker('test/support/worker-vendor.ts');
const runtime = new Miniflare({ modules: true, script, d1Databases: { DB: 'shops' }, compatibilityDate: '2026-04-01' });
const { origin } = await runtime.ready;
after(() => runtime.dispose());
openVendorsBy((options) => openRemote(origin, options));
for (const suite of ['hostile', 'hostile-acts', 'passkey', 'vendor']) await import(`./${suite}.test.js`);
