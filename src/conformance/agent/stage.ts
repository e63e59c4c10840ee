import { type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AnyClaims, type AnyJws, encode, type Jwk, makeKeys, signRaw } from '../customer.js';
import { type Command, type Heard, HostInPage } from './host-page.js';

/** A key of the vendor, which the kit plays. */
export class VendorKey {
  readonly #privateKey: KeyObject;
  readonly jwk: Jwk;
  constructor(readonly kid: string = randomUUID()) {
    const { publicKey, privateKey } = makeKeys('ES256');
    this.#privateKey = privateKey;
    this.jwk = { ...(publicKey.export({ format: 'jwk' }) as Jwk), kid, alg: 'ES256', use: 'sig' };
  }
  #sign(payload: string): object {
    const part = encode(JSON.stringify({ alg: 'ES256', kid: this.kid }));
    return { protected: part, signature: encode(signRaw('ES256', `${part}.${payload}`, this.#privateKey)) };
  }
  /** Adds the vendor's signature to a record. */
  countersign(record: string): string {
    const { payload, signatures } = JSON.parse(record) as AnyJws;
    return JSON.stringify({ payload, signatures: [...signatures, this.#sign(String(payload))] });
  }
  /** Signs a record of the vendor's own. */
  signFirst(claims: AnyClaims): string {
    const payload = encode(JSON.stringify(claims));
    return JSON.stringify({ payload, signatures: [this.#sign(payload)] });
  }
}

/** A request that came to the vendor's addresses. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** When the client hung up before it was answered, in milliseconds since 1970. */
  goneAt?: number;
}
/** An answer: a status, a body, and headers beside CORS. */
export interface Reply {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  /** `lost`: the connection breaks in its place; `late`: it does not come in time, and the connection then breaks. */
  readonly fails?: 'lost' | 'late';
}

const page = (
  script: string | undefined,
): string => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Conformance of an agent</title>
<body style="font: 1.1rem system-ui; margin: 2rem"><p id="says" role="status">One moment.</p><div id="host"></div><div id="other"></div>
${script ? `<script type="module" src="${script}"></script>` : ''}
<script>const __name = (it) => it; new (${HostInPage.toString()})();</script>`;

/** After so many requests in one case a vendor answers none: an agent that asks without end gets to one. */
const MAX_REQUESTS = 1_000;
/** The most that an agent has to say in one request, in bytes. */
const MAX_BYTES = 1_048_576;
const readBody = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_BYTES) throw new Error('The request is too long.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
};
/** Leaves a request without an answer until the client hangs up, or for longer than a client may wait, in milliseconds. */
export const TOO_LATE = 25_000;
const holdBack = (response: ServerResponse, asked: Request): void => {
  const end = setTimeout(() => response.destroy(), TOO_LATE);
  response.on('close', () => {
    clearTimeout(end);
    asked.goneAt = Date.now();
  });
};

/** A vendor of one case at an origin of its own: its page with the host in it, its well-known files and its endpoint. */
export class Stage {
  readonly #server: Server;
  readonly #commands: Command[] = [];
  #poll: ServerResponse | undefined;
  #isOpen = false;
  readonly requests: Request[] = [];
  key = new VendorKey();
  /** The keys that the vendor publishes. Default: `key` alone */
  keys: readonly Jwk[] | undefined;
  /** Gets what the page hears. */
  onheard: (heard: Heard) => void = () => undefined;
  /** Answers a path in place of the vendor's usual answer. */
  readonly replies: Record<string, (request: Request) => Reply | undefined> = {};
  origin = '';

  /** @param script the address of an in-page agent, or the text of one */
  constructor(readonly script: { readonly url?: string; readonly text?: string }) {
    // A client that hangs up, or asks what cannot be read, gets no answer.
    this.#server = createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));
  }
  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, 'localhost', resolve));
    this.origin = `http://localhost:${this.#address.port}`;
    return this;
  }
  get #address(): AddressInfo {
    return this.#server.address() as AddressInfo;
  }
  /** Whether a browser shows its page. */
  get isOpen(): boolean {
    return this.#isOpen;
  }
  /** The same server by the number of its address, which is another origin. */
  get byAddress(): string {
    const { address, family, port } = this.#address;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
  /** Ends the case: the vendor is there, and has no time. */
  retire(): void {
    for (const path of Object.keys(this.replies)) delete this.replies[path];
  }
  tell(command: Command): void {
    this.#commands.push(command);
    this.#send();
  }

  /** Sends the next command to the page that waits for one. */
  #send(): void {
    const response = this.#poll;
    const command = response && this.#commands.shift();
    if (!command) return;
    this.#poll = undefined;
    response.writeHead(200).end(JSON.stringify(command));
  }
  #wait(response: ServerResponse): void {
    this.#poll = response;
    this.#isOpen = true;
    // A page that was left takes no command with it.
    response.on('close', () => {
      if (this.#poll === response) this.#poll = undefined;
    });
    this.#send();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path } = new URL(request.url ?? '/', this.origin);
    if (path === '/kit/next') return this.#wait(response);
    const body = await readBody(request);
    if (path === '/kit/heard') this.onheard(JSON.parse(body) as Heard);
    if (path === '/kit/heard') return void response.writeHead(204).end();
    if (path === '/') {
      // A client that sends cookies shows it by this one.
      const headers = { 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'kit=1; Path=/' };
      return void response
        .writeHead(200, headers)
        .end(page(this.script.url ?? (this.script.text === undefined ? undefined : '/agent.js')));
    }
    if (path === '/agent.js')
      return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(this.script.text ?? '');
    const { method = 'GET', headers } = request;
    const asked: Request = { method, path, headers, body };
    if (this.requests.length === MAX_REQUESTS) return void response.destroy();
    if (method !== 'OPTIONS') this.requests.push(asked);
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' };
    if (method === 'OPTIONS') return void response.writeHead(204, cors).end();
    const reply = this.replies[path]?.(asked) ?? this.#usual(path);
    const { status = 200, body: answer, fails } = reply;
    if (fails === 'lost') return void response.destroy();
    if (fails === 'late') return holdBack(response, asked);
    response
      .writeHead(status, { 'content-type': 'application/json', ...cors, ...reply.headers })
      .end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    return undefined;
  }

  /** What the vendor publishes. */
  get published(): Readonly<Record<string, unknown>> {
    const { origin } = this;
    const acts = ['relate', 'converse', 'pause', 'resume', 'export', 'leave', 'sync'];
    return { name: 'Kit', accepts: ['SD-BASE', 'SD-BASE-DP'], acts, endpoint: `${origin}/relbutton`, jwks: `${origin}/keys` };
  }
  #usual(path: string): Reply {
    if (path === '/.well-known/relbutton.json') return { body: this.published };
    if (path === '/keys') return { body: { keys: this.keys ?? [this.key.jwk] } };
    if (path === '/relbutton') return { status: 503, body: { refused: true, code: 'unavailable', message: 'Not now.' } };
    return { status: 404, body: {} };
  }
}
