/** A vendor for tests: a page with a button, and the endpoint that countersigns records. */
import { createKey, createVendor } from 'relbutton/server';
import { nodeHandler } from 'relbutton/server/node';
import { HEAD, serve } from './serve.mjs';

/**
 * @param {string} name
 * @param {Partial<import('relbutton/server').VendorOptions>} [options]
 */
export const startVendor = async (name, options = {}) => {
  let answer;
  const answerVendor = (request, response) => answer(request, response).then(() => undefined);
  /** The page shows the acts and the status of its query. */
  const page = ({ url }) => {
    const { searchParams: query } = new URL(url, 'http://localhost');
    const offer = `accepts="SD-BASE PDC-INTENT" acts="${query.get('acts')}" status="${query.get('status')}" endpoint="/relbutton"`;
    return `${HEAD}<main><h1>${name}</h1><rel-button vendor-name="${name}" ${offer}><a href="/relate">Relate</a></rel-button></main>`;
  };
  const { origin, close } = await serve({
    '/': page,
    '/relbutton': answerVendor,
    '/.well-known/relbutton.json': answerVendor,
    '/.well-known/jwks.json': answerVendor,
  });
  const vendor = createVendor({
    origin,
    name,
    accepts: ['SD-BASE', 'PDC-INTENT'],
    key: await createKey(),
    terms: `${origin}/terms`,
    perMinute: 600,
    ...options,
  });
  answer = nodeHandler(vendor, origin);
  return { origin, name, vendor, close };
};
