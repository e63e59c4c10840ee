/** Opens the vendors of a test file in a worker with D1. */
import { Miniflare } from 'miniflare';
import { bundleWorker } from './bundle-worker.js';
import { openRemote } from './remote-vendor.js';
import { openVendorsBy } from './vendor.js';

const script = await bundleWorker('test/support/worker-vendor.ts');
// SQLite reads the whole schema again at each change of it: few vendors share a database.
const d1Databases = Array.from({ length: 128 }, (_, i) => `DB${i}`);
const runtime = new Miniflare({ modules: true, script, d1Databases, compatibilityDate: '2026-04-01' });
const { origin } = await runtime.ready;
after(() => runtime.dispose());
openVendorsBy((options) => openRemote(origin, options));
