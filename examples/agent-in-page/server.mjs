/** Serves the script that pages include, the window that asks the person, and the ledger. */
import { serveAgent } from '../shared/serve.mjs';

/** @param {{ port?: number }} options */
export const startAgent = async ({ port } = {}) => {
  const folder = new URL('./', import.meta.url);
  const { origin, close } = await serveAgent({ folder, scripts: ['agent.js', 'ask.js', 'ledger.js'], port });
  return { origin, script: `${origin}/agent.js`, close };
};
