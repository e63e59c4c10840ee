import { UnreachableError } from '../report.js';
import type { OpenedPage } from './driver.js';
import { type Proxy, proxyWith } from './proxy.js';

/** The longest time of a step in the page, in milliseconds. */
const PATIENCE = 60_000;
/** Enter, by https://www.w3.org/TR/webdriver2/#keyboard-actions. */
const ENTER = '\uE007';

type Command = (method: 'POST' | 'DELETE', path: string, body?: object) => Promise<Readonly<Record<string, unknown>> | null>;

/** Sends commands to a driver. @throws UnreachableError if it does not answer; Error if it answers an error */
const commandsOf =
  (address: string): Command =>
  async (method, path, body = {}) => {
    const response = await globalThis
      .fetch(address + path, {
        method,
        ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
      .catch((cause: unknown) => {
        throw new UnreachableError(`${address} does not answer: start the browser’s driver there, such as safaridriver`, {
          cause,
        });
      });
    const { value } = (await response.json()) as { value: (Readonly<Record<string, unknown>> & { error?: string }) | null };
    if (value?.error) throw new Error(`${value.error}: ${String(value['message'])}`);
    return value;
  };

/**
 * Opens a page by a W3C WebDriver, which has no script that runs before a page's own: a server on this machine puts it in front of each
 * page, and the browser opens the page there, at `http://localhost` and a port.
 *
 * @param address such as `http://127.0.0.1:4444`
 * @throws UnreachableError if no driver answers there, or it opens no browser
 */
export const openByWebDriver = async (address: string): Promise<OpenedPage> => {
  const base = address.replace(/\/$/, '');
  const begun = await commandsOf(base)('POST', '/session', { capabilities: {} }).catch((cause: unknown) => {
    if (cause instanceof UnreachableError) throw cause;
    throw new UnreachableError(`${address} opens no browser: ${(cause as Error).message}`, { cause });
  });
  const command = commandsOf(`${base}/session/${String(begun?.['sessionId'])}`);
  await command('POST', '/timeouts', { script: PATIENCE });
  const proxies = new Map<string, Promise<Proxy>>();
  let script = '';
  return {
    page: {
      addInitScript: (source) => Promise.resolve((script = source)),
      goto: async (url) => {
        const { origin } = new URL(url);
        if (!proxies.has(origin)) await globalThis.fetch(url, { method: 'HEAD' });
        const proxy = proxies.get(origin) ?? proxyWith(origin, script);
        proxies.set(origin, proxy);
        await command('POST', '/url', { url: url.replace(origin, (await proxy).origin) });
      },
      evaluate: async (expression) => {
        const run = `const end = arguments[0]; (async () => (${expression}))().then((value) => end({ value }), (error) => end({ why: String(error) }));`;
        const { value, why } = (await command('POST', '/execute/async', { script: run, args: [] })) ?? {};
        if (why !== undefined) throw new Error(why as string);
        return value;
      },
      press: () => {
        const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value: ENTER }));
        return command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
      },
    },
    close: async () => {
      for (const proxy of proxies.values()) (await proxy).close();
      await command('DELETE', '');
    },
  };
};
