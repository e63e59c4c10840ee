/** A vendor's server in a process of its own, and requests to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from './ports.mjs';
import { key, origin } from './vendor.js';

const script = fileURLToPath(new URL('vendor-process.mjs', import.meta.url));

/** An answer of the endpoint; `status` is 0 if none came, with the reason as `text`. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

export class VendorProcess {
  #asked = 0;
  private constructor(
    readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /**
   * Starts the server.
   *
   * @param options those of `createVendor` that are JSON, and `sqlite`: a file, or `postgres`: a connection; `webhook`
   * @param flags of Node
   */
  static async start(options: object, flags: readonly string[] = []): Promise<VendorProcess> {
    const port = await freePort();
    const told = JSON.stringify({ port, origin, key, timeout: 10_000, ...options });
    const child = spawn(process.execPath, [...flags, script, told], { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), once(child, 'exit')]);
    return new VendorProcess(child, port);
  }

  /** Sends a command of `vendor-process.mjs`. @returns its result */
  ask<T = unknown>(command: string, given?: unknown): Promise<T> {
    const id = ++this.#asked;
    return new Promise<T>((resolve, reject) => {
      const end = (): void => {
        this.child.off('message', hear).off('exit', fail);
      };
      const hear = (message: { id: number; result: T }): void => {
        if (message.id !== id) return;
        end();
        resolve(message.result);
      };
      const fail = (): void => {
        end();
        reject(new Error('The server has ended.'));
      };
      this.child.on('message', hear).once('exit', fail);
      this.child.send({ id, command, given });
    });
  }

  async post(body: string): Promise<Answer> {
    const headers = { 'content-type': 'application/jose+json' };
    try {
      const response = await fetch(`http://localhost:${this.port}/relbutton`, { method: 'POST', headers, body });
      const { status } = response;
      return { status, text: await response.text(), retryAfter: response.headers.get('retry-after') };
    } catch (error) {
      return { status: 0, text: String((error as Error).cause ?? error), retryAfter: null };
    }
  }

  /** Gets a published file, which needs no store. @returns the status */
  async get(): Promise<number> {
    return (await fetch(`http://localhost:${this.port}/.well-known/jwks.json`)).status;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Kills the server. */
  async kill(): Promise<void> {
    if (!this.isRunning) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
