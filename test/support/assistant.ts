/** An AI assistant with a person's own agent, vendors over HTTP, and the window in which the person presses. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { createServer, type OutgoingHttpHeaders, request as requestHttp, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openedWith } from '../../src/agent-cli/open.js';
import { serveHttp } from '../../src/agent-cli/mcp/http.js';
import { openRoom, type Room, type RoomOptions } from '../../src/agent-cli/mcp/room.js';
import { makeSecret } from '../../src/agent-cli/mcp/secrets.js';
import { serveAssistant } from '../../src/agent-cli/mcp/server.js';
import { createKey, createMemoryStore, createVendor, type Vendor, type VendorOptions } from '../../src/server/index.js';
import { nodeHandler } from '../../src/server/node.js';
import { type Closable, ledgerFolder, openCheap, PASSPHRASE } from './file-ledger.js';

export interface Shop {
  readonly origin: string;
  readonly vendor: Vendor;
  /** Takes requests from now on, and answers none. @returns what has them answered */
  silence(): () => void;
  close(): void;
}

/** A vendor at a port of this machine. */
export const openShop = async (changes: Partial<VendorOptions> = {}): Promise<Shop> => {
  let awake: Promise<void> = Promise.resolve();
  const server: Server = createServer((request, response) => {
    void awake.then(() => answer(request, response)).then((isDone) => isDone || response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const accepts = ['SD-BASE', 'SD-BASE-A', 'PDC-INTENT'] as const;
  const vendor = createVendor({ origin, name: 'Shop', accepts, key: await createKey(), store: createMemoryStore(), ...changes });
  const answer = nodeHandler(vendor, origin);
  const silence = (): (() => void) => {
    let wake: () => void = () => undefined;
    awake = new Promise((resolve) => (wake = resolve));
    return () => wake();
  };
  return { origin, vendor, silence, close: () => server.close().closeAllConnections() };
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}
/** A request with any headers. */
export const send = (address: string, method = 'GET', headers: OutgoingHttpHeaders = {}, body = ''): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = requestHttp(address, { method, headers, agent: false }, (message) => {
      let text = '';
      message.setEncoding('utf8').on('data', (part: string) => (text += part));
      message.on('end', () => resolve({ status: message.statusCode ?? 0, headers: message.headers, text }));
    });
    sent.on('error', reject).end(body);
  });

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
export const tokenIn = (page: string): string => /name="token" value="([\w-]+)"/.exec(page)?.[1] ?? '';

/** Sends a form of the window, as a browser does. @returns the page after it, once nothing is being sent any more */
export const sendForm = async (address: string, fields: Readonly<Record<string, string>>): Promise<Answer> => {
  const { text } = await send(address);
  const form = new URLSearchParams({ token: tokenIn(text), ...fields });
  const { origin } = new URL(address);
  const answer = await send(address, 'POST', { ...FORM, origin, 'sec-fetch-site': 'same-origin' }, form.toString());
  if (answer.status !== 303) return answer;
  for (;;) {
    const page = await send(new URL(String(answer.headers.location), address).href);
    if (!page.text.includes('http-equiv="refresh"')) return page;
  }
};

/** Presses a button of the page of an act. @returns the page after it */
export const press = (address: string, decision: 'yes' | 'no', passphrase?: string): Promise<Answer> =>
  sendForm(address, { decision, ...(passphrase !== undefined && { passphrase }) });

export type Told = Record<string, unknown>;
/** The JSON of a tool's result. */
export const jsonOf = (result: unknown): Told => {
  const [{ text }] = (result as { content: [{ text: string }] }).content;
  return JSON.parse(text.slice(text.indexOf('\n') + 1)) as Told;
};

export interface Assisted {
  readonly client: Client;
  readonly room: Room;
  readonly ledger: Closable;
  /** Returns the path of a file beside the ledger. */
  path(name: string): string;
  /** The addresses that the client was asked to open, oldest first. */
  readonly opened: string[];
  /** How often the ledger was asked to sign an act. */
  signings(): number;
  call(name: string, given?: object): Promise<Told>;
  close(): Promise<void>;
}

/** The ways of an assistant to its server: in this process, or over HTTP. */
const WAYS = {
  'in this process': async (room: Room) => {
    const [here, there] = InMemoryTransport.createLinkedPair();
    await serveAssistant(room, there);
    return { transport: here as Transport, end: () => Promise.resolve() };
  },
  'over HTTP': async (room: Room) => {
    const token = makeSecret();
    const { address, close } = await serveHttp(room, 0, token);
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    return { transport: new StreamableHTTPClientTransport(new URL(address), { requestInit }) as Transport, end: close };
  },
} as const;

/**
 * Connects an assistant.
 *
 * @param options `isTold`: the client opens no addresses; `action`: its answer when it is asked to; `way`: in this process, or over
 * HTTP; the others as of `openRoom`
 */
export const assist = async ({
  isTold = false,
  action = 'accept',
  way = 'in this process',
  ...options
}: { isTold?: boolean; action?: 'accept' | 'decline'; way?: keyof typeof WAYS } & RoomOptions = {}): Promise<Assisted> => {
  const folder = ledgerFolder();
  const ledger = await openCheap(folder.path('ledger.db'));
  let count = 0;
  const counted = { ...ledger };
  for (const name of ['sign', 'say', 'intentcast', 'converse', 'pledge', 'share', 'revoke', 'regard'] as const) {
    const work = ledger[name] as (...args: unknown[]) => Promise<never>;
    Object.assign(counted, { [name]: (...args: unknown[]) => (count++, work(...args)) });
  }
  const room = await openRoom(openedWith(counted, globalThis.fetch, PASSPHRASE), options);
  const { transport, end } = await WAYS[way](room);
  const capabilities = { elicitation: isTold ? { form: {} } : { form: {}, url: {} } };
  const client = new Client({ name: 'scripted', version: '1' }, { capabilities });
  const opened: string[] = [];
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    if (params.mode !== 'url') return { action: 'accept', content: { confirm: true, decision: 'yes' } };
    opened.push(params.url);
    return { action };
  });
  await client.connect(transport);
  return {
    client,
    room,
    ledger,
    path: folder.path,
    opened,
    signings: () => count,
    call: async (name, given = {}) => jsonOf(await client.callTool({ name, arguments: given as Record<string, unknown> })),
    async close() {
      await client.close();
      await end();
      room.close();
      ledger.close();
      folder.remove();
    },
  };
};
