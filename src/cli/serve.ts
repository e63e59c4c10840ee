import type { IncomingMessage, RequestListener } from 'node:http';
import type { Store } from '../server/store.js';
import { relative } from 'node:path';
import { createDesk } from '../server/desk/index.js';
import { nodeHandler } from '../server/node.js';
import type { OnChange } from '../server/outbox.js';
import { createVendor, type Vendor } from '../server/vendor.js';
import { createWebhook } from '../server/webhook.js';
import { type Command, readOptions, UsageError } from './command.js';
import { type Config, CONFIG_HELP, CONFIG_OPTIONS, readConfig } from './config.js';
import { isFile, isLoopback } from './config-fields.js';
import { isOpenToOthers, type Keys, readKeyFile } from './key-file.js';
import { drain, listen } from './listen.js';
import { openStore, optional } from './open-store.js';
import { print, warn } from './output.js';
import { type Part, realPathOf, serveLibrary, servePages } from './pages.js';
import { byPassword, PASSWORD, SHORTEST } from './sign-in.js';

const HELP = `Usage: relbutton serve [options]

Serves a vendor: the endpoint for records, the files at /.well-known/, the desk at /desk, and the pages that the settings name.
\`relbutton init\` makes the settings. SIGTERM and Ctrl-C end it once the requests under way are answered; a second one ends it at once.

Options:
${CONFIG_HELP}
  --port <number>      Default: the setting port, or that of an origin on localhost, or 8080. An origin on localhost gets the same port
  --host <name>        the address to listen at. Default: localhost; 0.0.0.0 for all of this machine
  --help               prints this

The desk is open to those who sign in with the password of the variable ${PASSWORD}. Without it the desk is off.
`;

const DESK = '/desk';

/** Makes what is told of each change: first the webhook, then the mail. */
const noticesOf = async ({ webhook, mail, origin }: Config, hasDesk: boolean): Promise<OnChange | undefined> => {
  const all: OnChange[] = webhook ? [createWebhook(webhook)] : [];
  if (mail) {
    if (!hasDesk) throw new UsageError(`A mail links to the desk, which is off: set ${PASSWORD}, or leave the setting mail out.`);
    const { createMailNotice } = await optional('nodemailer', () => import('../server/mail.js'));
    all.push(createMailNotice({ ...mail, desk: origin + DESK }));
  }
  if (all.length === 0) return undefined;
  return async (change) => {
    for (const tell of all) await tell(change);
  };
};

/** Returns the password of the desk; `undefined` if there is none. @throws UsageError if it is too short */
const readPassword = (): string | undefined => {
  const password = process.env[PASSWORD] || undefined;
  if (password !== undefined && password.length < SHORTEST)
    throw new UsageError(`The password in ${PASSWORD} has ${password.length} characters: take at least ${SHORTEST}.`);
  return password;
};

const portFrom = (given: string): number => {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : NaN;
  if (!(port <= 65_535)) throw new UsageError(`--port is ${given}: it is a number from 0 to 65535.`);
  return port;
};
const portOf = (given: string | undefined, { port, origin }: Config): number => {
  if (given !== undefined) return portFrom(given);
  return port ?? (isLoopback(origin) ? Number(new URL(origin).port) || 80 : 8080);
};

/** Returns the address of a client, which a proxy names: the last one of a list, since a client can write those before it. */
const clientFrom =
  (header: string) =>
  ({ headers, socket }: Pick<IncomingMessage, 'headers'> & { socket?: { remoteAddress?: string | undefined } }): string =>
    String(headers[header.toLowerCase()] ?? socket?.remoteAddress ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? '';

/** The parts of a server, in order. */
const partsOf = (vendor: Vendor, { origin, clientHeader }: Config, password: string | undefined): Part[] => {
  const answer = nodeHandler(vendor, origin, ...(clientHeader === undefined ? [] : [clientFrom(clientHeader)]));
  if (password === undefined) return [answer];
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return [answer, nodeHandler(createDesk(vendor, { authorize: byPassword(password), path: DESK, timeZone }), origin)];
};

/** Says how it stands, once it serves. */
const announce = ({ name, origin, endpoint = '/relbutton', pages }: Config, port: number, password: string | undefined): void => {
  const lines = [
    `${name} is at ${origin}${isLoopback(origin) ? '' : `: pass on its requests to port ${port} of this machine`}`,
    `  Endpoint  ${origin}${endpoint}`,
    pages === undefined ? undefined : `  Pages     ${relative('', pages) || '.'}`,
    `  Desk      ${password === undefined ? `off: set ${PASSWORD} to at least ${SHORTEST} characters` : origin + DESK}`,
    'Ctrl-C ends it.',
  ];
  // A vendor at work does not depend on the reader of this.
  void print(`${lines.filter((line) => line !== undefined).join('\n')}\n`);
};

/** Waits for the signal to end. A second signal ends the process at once. */
const untilToldToEnd = (): Promise<void> =>
  new Promise((resolve) => {
    let count = 0;
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        count++;
        if (count > 1) process.exit(130);
        resolve();
      });
  });

const vendorOf = async (config: Config, keys: Keys, store: Store, hasDesk: boolean): Promise<Vendor> => {
  const onchange = await noticesOf(config, hasDesk);
  const { origin, name, accepts, endpoint, terms, since, perMinute } = config;
  const set = Object.entries({ endpoint, terms, since, perMinute, store, onchange }).filter(([, value]) => value !== undefined);
  return createVendor({ origin, name, accepts, ...keys, ...Object.fromEntries(set) });
};

/** The files that SQLite keeps beside a store have these ends. */
const BESIDE = ['-wal', '-shm', '-journal'];
/** Returns the files that no page may give away. */
const secretsOf = async ({ file, key, store }: Config): Promise<string[]> => {
  if (!isFile(store)) return [file, key];
  const real = await realPathOf(store);
  return [file, key, store, ...BESIDE.map((end) => real + end)];
};

/** Answers requests by the first part that they are for. */
const answerBy =
  (parts: readonly Part[], { onerror }: Vendor): RequestListener =>
  (request, response) => {
    const say = (status: number, text: string): void =>
      void response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
    const answer = async (): Promise<void> => {
      for (const part of parts) if (await part(request, response)) return;
      say(404, 'There is no such page.');
    };
    answer().catch((error: unknown) => {
      onerror(error as Error);
      if (response.headersSent) response.destroy();
      else say(500, 'The server failed.');
    });
  };

const run = async (args: string[]): Promise<number> => {
  const options = readOptions(args, { ...CONFIG_OPTIONS, port: { type: 'string' }, host: { type: 'string' } });
  const found = await readConfig(options.config);
  const [password, wanted, keys] = [readPassword(), portOf(options.port, found), await readKeyFile(found.key)];
  if (await isOpenToOthers(found.key)) warn(`Others on this machine can read your private key: chmod 600 ${found.key}`);
  const files = [
    ...(found.pages === undefined ? [] : [await servePages(found.pages, await secretsOf(found))]),
    await serveLibrary(),
  ];
  const { store, close } = await openStore({}, found.store, true);
  try {
    const { server, port } = await listen(wanted, options.host ?? 'localhost');
    try {
      const config = isLoopback(found.origin) ? { ...found, origin: `http://${new URL(found.origin).hostname}:${port}` } : found;
      const vendor = await vendorOf(config, keys, store, password !== undefined);
      server.on('request', answerBy([...partsOf(vendor, config, password), ...files], vendor));
      const ended = untilToldToEnd();
      announce(config, port, password);
      await ended;
      await vendor.close();
    } finally {
      await drain(server);
    }
  } finally {
    await close();
  }
  return 0;
};

export const serveCommand: Command = { about: 'serves endpoint, well-known files, desk and pages', help: HELP, run };
