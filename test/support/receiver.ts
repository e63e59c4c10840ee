/** A receiver of changes, as a vendor's own system, that can be down. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Change } from '../../src/server/index.js';

export class Receiver {
  /** The numbers of the changes that came, by relationship, in the order in which they came first. */
  readonly heard = new Map<string, number[]>();
  /** The relationships that ended. */
  readonly ended = new Set<string>();
  isDown = false;

  readonly #server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      if (!this.isDown) this.#hear((JSON.parse(body) as { data: Change }).data);
      response.writeHead(this.isDown ? 500 : 204).end();
    });
  });

  #hear({ iss, act, sequence }: Change): void {
    const numbers = this.heard.get(iss) ?? [];
    if (!numbers.includes(sequence)) this.heard.set(iss, [...numbers, sequence]);
    if (act === 'leave') this.ended.add(iss);
  }

  /** @returns the options of `createWebhook` */
  async listen(): Promise<{ url: string; secret: string }> {
    this.#server.listen(0, 'localhost');
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    return { url: `http://localhost:${port}/`, secret: `whsec_${Buffer.alloc(32).toString('base64')}` };
  }

  close(): void {
    this.#server.close().closeAllConnections();
  }
}
