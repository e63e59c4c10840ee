/** A worker with D1 in which a test opens vendors, as `remote-vendor.ts` has them. */
import { Miniflare } from 'miniflare';
import { bundleWorker } from './bundle-worker.js';
import { openRemote } from './remote-vendor.js';
import { openVendorsBy } from './vendor.js';

export const startWorker = async (): Promise<{ address: string; stop: () => Promise<void> }> => {
  const script = await bundleWorker('test/support/worker-vendor.ts');
  // SQLite reads the whole schema again at each change of it: few vendors share a database.
  const d1Databases = Array.from({ length: 128 }, (_, i) => `DB${i}`);
  const runtime = new Miniflare({ modules: true, script, d1Databases, compatibilityDate: '2026-04-01' });
  const { origin } = await runtime.ready;
  return { address: origin, stop: () => runtime.dispose() };
};

/** Opens all vendors of a test file in one. */
export const openVendorsInWorker = async (): Promise<void> => {
  const { address, stop } = await startWorker();
  after(stop);
  openVendorsBy((options) => openRemote(address, options));
};
