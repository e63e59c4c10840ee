/** What an assistant sends by standard input, and how it goes away: memory stays bounded, and the process ends. */
import { expect } from 'chai';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { AGENT } from '../support/agent-command.js';
import { openShop } from '../support/assistant.js';
import { ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';

interface Answer {
  readonly id?: number;
  readonly result?: { readonly tools?: object[]; readonly isError?: boolean };
  readonly error?: { readonly code: number; readonly message: string };
}
const request = (id: number, method: string, params: object = {}): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
const HELLO = request(0, 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'scripted', version: '1' },
});
const call = (id: number, name: string, given: object = {}): string => request(id, 'tools/call', { name, arguments: given });

describe('relbutton-agent mcp by standard input and output', () => {
  const folder = ledgerFolder();
  let child: ChildProcessWithoutNullStreams;
  let answers: Answer[];
  let complaints: string;
  const ended = async (): Promise<unknown> => child.exitCode ?? child.signalCode ?? (await once(child, 'exit'))[0];
  const answered = async (isIt: (answer: Answer) => boolean): Promise<Answer> => {
    for (;;) {
      const found = answers.find(isIt);
      if (found) return found;
      await once(child.stdout, 'data');
    }
  };
  /** The most memory that it has had, in MiB. */
  const memory = (): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_024;

  before(async () => {
    (await openCheap(folder.path('ledger.db'))).close();
    writeFileSync(folder.path('passphrase'), PASSPHRASE, { mode: 0o600 });
  });
  after(() => folder.remove());
  beforeEach(async () => {
    const options = ['--ledger', folder.path('ledger.db'), '--passphrase-file', folder.path('passphrase'), '--allow-local'];
    child = spawn(process.execPath, [AGENT, 'mcp', ...options]);
    [answers, complaints] = [[], ''];
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      const lines = `${rest}${part}`.split('\n');
      rest = lines.pop() as string;
      answers.push(...lines.map((line) => JSON.parse(line) as Answer));
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => (complaints += part));
    child.stdin.on('error', () => undefined);
    child.stdin.write(HELLO);
    await answered(({ id }) => id === 0);
  });
  afterEach(() => void child.kill('SIGKILL'));

  it('drops a message of 50 MB, says so, and goes on', async () => {
    const before = memory();
    child.stdin.write(call(1, 'x'.repeat(50_000_000)));
    child.stdin.write(request(2, 'tools/list'));
    expect((await answered(({ id }) => id === 2)).result?.tools).to.have.length(10);
    expect(answers.flatMap(({ error }) => error ?? [])).to.deep.equal([
      { code: -32_600, message: 'A message has at most 262,144 bytes. A longer one was dropped.' },
    ]);
    expect(memory() - before, 'MiB').to.be.below(100);
    child.stdin.end();
    expect([await ended(), complaints]).to.deep.equal([0, '']);
  });

  it('takes the longest message, and says what is no message', async () => {
    const text = call(1, 'status_of', { prepared: '' });
    const longest = text.replace('""', `"${'x'.repeat(262_144 - text.length)}"`);
    expect(longest).to.have.length(262_144);
    for (const line of [longest, longest.replace('x', 'xx'), '{bad\n', '{"jsonrpc":"2.0","id":7,"method":5}\n', '[]\n', '\n'])
      child.stdin.write(line);
    child.stdin.write(request(2, 'ping'));
    await answered(({ id }) => id === 2);
    expect((await answered(({ id }) => id === 1)).result?.isError).to.equal(true);
    expect(answers.flatMap(({ error }) => error?.code ?? [])).to.deep.equal([-32_600, -32_700, -32_600, -32_600, -32_700]);
  });

  it('answers each of 10,000 calls at once, and refuses those over 32', async () => {
    const before = memory();
    const shop = await openShop();
    const wake = shop.silence();
    for (let id = 1; id <= 10_000; id++) child.stdin.write(call(id, 'find_vendor', { vendor: shop.origin }));
    while (answers.length < 9_969) await once(child.stdout, 'data');
    for (const { id, result } of answers.slice(1))
      expect([Number(id) > 32, result?.isError, JSON.stringify(result).includes('32 calls are at work already')]).to.deep.equal([
        true,
        true,
        true,
      ]);
    wake();
    while (answers.length < 10_001) await once(child.stdout, 'data');
    shop.close();
    child.stdin.write(call(1, 'my_relationships'));
    await answered(({ id, result }) => id === 1 && !result?.isError);
    expect(memory() - before, 'MiB').to.be.below(100);
    child.stdin.end();
    expect([await ended(), complaints]).to.deep.equal([0, '']);
  });

  it('reads no further while the assistant does not read the answers', async () => {
    child.stdout.pause();
    let isFull = false;
    let sent = 0;
    const line = request(1, 'tools/list');
    while (!isFull && sent < 100_000_000) {
      sent += line.length;
      if (child.stdin.write(line)) continue;
      const drained = await Promise.race([
        once(child.stdin, 'drain'),
        new Promise((resolve) => setTimeout(resolve, 300, 'full')),
      ]);
      isFull = drained === 'full';
    }
    expect([isFull, sent < 5_000_000], `${sent} bytes were taken`).to.deep.equal([true, true]);
    child.stdout.resume();
    child.stdin.end();
    expect(await ended()).to.equal(0);
  });

  it('ends where the assistant goes away in the middle of a line', async () => {
    child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"tools/li');
    child.stdin.end();
    expect([await ended(), complaints]).to.deep.equal([0, '']);
    expect(answers).to.have.length(1);
    (await openCheap(folder.path('ledger.db'))).close();
  });

  it('ends where nobody reads its answers any more', async () => {
    child.stdout.destroy();
    for (let id = 1; id <= 2_000; id++) child.stdin.write(request(id, 'tools/list'));
    child.stdin.end();
    expect(await ended()).to.be.oneOf([0, 141]);
  });

  it('ends by a signal, while a vendor does not answer', async () => {
    const shop = await openShop();
    shop.silence();
    child.stdin.write(call(1, 'find_vendor', { vendor: shop.origin }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const time = Date.now();
    child.kill('SIGTERM');
    expect([await ended(), complaints]).to.deep.equal([0, '']);
    expect(Date.now() - time, 'it waits for no vendor').to.be.below(5_000);
    shop.close();
  });
});
