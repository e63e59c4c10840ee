/**
 * A vendor in a Cloudflare worker: the endpoint, the well-known files, a status page, and deliveries by a cron trigger. `wrangler.toml`
 * says how to deploy it.
 */
import { env } from 'cloudflare:workers';
import { createVendor, createWebhook } from 'relbutton/server';
import { createD1Rates, createD1Store } from 'relbutton/server/d1';

// These outlive an event: they keep no work of one.
const store = createD1Store(env.DB);
const rates = createD1Rates(env.DB);
const key = JSON.parse(env.RELBUTTON_KEY);
const onchange = env.WEBHOOK_URL && createWebhook({ url: env.WEBHOOK_URL, secret: env.WEBHOOK_SECRET });

/** Makes a vendor for one event: with the event, the runtime ends all that is under way, timers too. */
const openVendor = () =>
  createVendor({
    origin: env.ORIGIN,
    name: env.NAME,
    accepts: ['SD-BASE', 'SD-BASE-DP'],
    since: new Date(env.SINCE),
    ...{ key, store, rates, onchange },
    concurrency: 6, // An event has six connections.
  });

const deliver = async (vendor) => {
  await vendor.deliver();
  await vendor.close();
};

/** Says whether the worker takes records, and how many messages it has given up. */
const showStatus = async (vendor) => {
  const isReady = await vendor.ready();
  let dead = 0;
  if (isReady) for await (const letter of vendor.undelivered()) dead += letter ? 1 : 0;
  return new Response(isReady ? `Takes records. Messages given up: ${dead}\n` : 'Takes no records now.\n', {
    status: isReady ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
};

export default {
  async fetch(request, _, context) {
    const vendor = openVendor();
    const response = await vendor.handler(request, request.headers.get('cf-connecting-ip') ?? undefined);
    // What does not arrive in the 30 seconds after the answer is left to the cron trigger.
    if (response && request.method === 'POST') context.waitUntil(deliver(vendor));
    if (response) return response;
    if (new URL(request.url).pathname === '/status') return showStatus(vendor);
    return new Response('Not found.\n', { status: 404 });
  },

  /** Delivers what waits, each minute: also what an isolate left that was ended during a delivery, once its lease of 30 s is over. */
  async scheduled() {
    await deliver(openVendor());
  },
};
