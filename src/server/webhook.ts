import type { OnChange } from './outbox.js';

export interface WebhookOptions {
  /** Where changes are posted, an absolute URL. */
  readonly url: string;
  /** What both ends know: `whsec_` and 24 to 64 random bytes in base64. */
  readonly secret: string;
}

/** How long the receiver may take, in milliseconds: well within what keeps another process from trying as well. */
const PATIENCE = 15_000;

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/**
 * Posts changes to a URL as Standard Webhooks (https://www.standardwebhooks.com) has it, for which receivers find a library in
 * most languages: `webhook-id` is the same each time one change is tried, and `webhook-signature` is HMAC-SHA256 over id, time
 * and body. The body is `{type, timestamp, data}`: `type` is `relationship.` and where it stands, `data` the change.
 *
 * @returns for the option `onchange`: what does not answer 2xx in 15 s is tried again
 * @throws TypeError where the secret has another form
 */
export const createWebhook = ({ url, secret }: WebhookOptions): OnChange => {
  const [, encoded] = /^whsec_([A-Za-z\d+/]{32,88}={0,2})$/.exec(secret) ?? [];
  if (encoded === undefined) throw new TypeError('The secret of a webhook is whsec_ and 24 to 64 bytes in base64.');
  const raw = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  const importing = (): Promise<CryptoKey> =>
    crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

  return async (change) => {
    const now = new Date();
    const seconds = Math.floor(now.getTime() / 1_000);
    const body = JSON.stringify({ type: `relationship.${change.status}`, timestamp: now.toISOString(), data: change });
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
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    await response.body?.cancel();
    if (!response.ok) throw new TypeError(`${url} answered ${response.status} to ${change.id}.`);
  };
};
