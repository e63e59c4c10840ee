import { writeJson } from '../contract/write-json.js';
import type { OnChange } from './outbox.js';

export interface WebhookOptions {
  /** The absolute URL that receives the changes. */
  readonly url: string;
  /** The shared secret: `whsec_` and 24 to 64 random bytes in base64. */
  readonly secret: string;
}

/** The time limit for the receiver, in milliseconds: less than the lease of a message. */
const PATIENCE = 15_000;

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/**
 * Makes an `onchange` that posts changes to a URL by Standard Webhooks (https://www.standardwebhooks.com). The body is
 * `{type, timestamp, data}`: `type` is `relationship.` and the status, `timestamp` the time of the change, `data` the change.
 * `webhook-id` is the same for each attempt of a change, `webhook-timestamp` is the time of the attempt, in seconds, and
 * `webhook-signature` an HMAC-SHA256 over id, time and body.
 *
 * @returns a function for the option `onchange`. A change is retried unless the receiver answers 2xx within 15 s
 * @throws TypeError if the secret has another form
 * @example
 * const onchange = createWebhook({ url: 'https://crm.example/hook', secret: process.env.WEBHOOK_SECRET });
 * const vendor = createVendor({ origin, name, accepts, key, onchange });
 */
export const createWebhook = ({ url, secret }: WebhookOptions): OnChange => {
  const [, encoded] = /^whsec_([A-Za-z\d+/]{32,88}={0,2})$/.exec(secret) ?? [];
  if (encoded === undefined) throw new TypeError('The secret of a webhook is whsec_ and 24 to 64 bytes in base64.');
  const raw = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  const importing = (): Promise<CryptoKey> =>
    crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

  return async (change) => {
    const seconds = Math.floor(Date.now() / 1_000);
    const body = writeJson({ type: `relationship.${change.status}`, timestamp: change.occurredAt, data: change });
    const signed = new TextEncoder().encode(`${change.id}.${seconds}.${body}`);
    const signature = new Uint8Array(await crypto.subtle.sign('HMAC', await importing(), signed));
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': change.id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': `v1,${base64(signature)}`,
      },
      body,
      // Not followed: a redirect is no answer. Workers have no 'error'.
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    });
    await response.body?.cancel();
    if (!response.ok) throw new TypeError(`${url} answered ${response.status} to ${change.id}.`);
  };
};
