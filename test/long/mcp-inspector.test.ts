/** The command line of the MCP inspector, a client that others wrote, lists the tools and calls some, over both transports. */
import { expect } from 'chai';
import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allOf } from '../support/all-of.mjs';
import { jsonOf, openShop, press, type Shop } from '../support/assistant.js';
import { ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';

const { resolve } = createRequire(import.meta.url);
const inspector = join(dirname(resolve('@modelcontextprotocol/inspector/package.json')), 'clients/launcher/build/index.js');
const program = fileURLToPath(new URL('../../dist/agent-cli/relbutton-agent.js', import.meta.url));

describe('the MCP inspector with relbutton-agent mcp', () => {
  const folder = ledgerFolder();
  let shop: Shop;
  before(async () => {
    (await openCheap(folder.path('ledger.db'))).close();
    writeFileSync(folder.path('passphrase'), PASSPHRASE);
    shop = await openShop();
  });
  after(() => {
    shop.close();
    folder.remove();
  });
  const options = (): string[] => [
    ...['--ledger', folder.path('ledger.db'), '--passphrase-file', folder.path('passphrase'), '--allow-local'],
  ];
  const inspect = (...args: string[]): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) =>
      execFile(process.execPath, [inspector, '--cli', ...args], (error, stdout, stderr) => {
        if (error) reject(new Error(stderr || error.message));
        else resolve(JSON.parse(stdout) as Record<string, unknown>);
      }),
    );
  const check = async (...server: string[]): Promise<void> => {
    const { tools } = (await inspect(...server, '--method', 'tools/list')) as { tools: { name: string }[] };
    expect(tools.map(({ name }) => name))
      .to.include.members(['find_vendor', 'prepare_intentcast', 'status_of'])
      .and.have.length(10);
    const call = async (name: string, ...given: string[]): Promise<Record<string, unknown>> => {
      const args = given.flatMap((one) => ['--tool-arg', one]);
      return jsonOf(await inspect(...server, '--method', 'tools/call', '--tool-name', name, ...args));
    };
    expect(await call('find_vendor', `vendor=${shop.origin}`)).to.deep.include({ name: { untrusted: 'Shop' }, status: 'none' });
    expect(await call('prepare_relate', `vendor=${shop.origin}`)).to.include({ state: 'waiting for the person' });
    const claimed = await call('prepare_relate', `vendor=${shop.origin}`, 'confirm=true').catch(({ message }: Error) => message);
    expect(claimed).to.include('tool_is_error');
    const { resources } = (await inspect(...server, '--method', 'resources/list')) as { resources: unknown[] };
    expect(resources).to.have.length(1);
    expect(await allOf(shop.vendor.records())).to.deep.equal([]);
  };

  it('lists and calls tools over standard input and output', () => check(process.execPath, program, 'mcp', ...options()));

  it('lists and calls tools over HTTP, and a press in the window signs what it prepared', async () => {
    const child = spawn(process.execPath, [program, 'mcp', '--http', '0', ...options()]);
    const printed = await new Promise<string>((resolve) => child.stdout.once('data', (part: Buffer) => resolve(part.toString())));
    const [, address = '', header = ''] = /^Address: (\S+)\nHeader: {2}(.+)\n/.exec(printed) ?? [];
    const server = [address, '--transport', 'http', '--header', header];
    await check(...server);
    const relate = ['--method', 'tools/call', '--tool-name', 'prepare_relate', '--tool-arg', `vendor=${shop.origin}`];
    expect(
      await inspect(address, '--transport', 'http', '--stored-auth-only', ...relate).catch((error: Error) => error.message),
    ).to.match(/401|token/i);
    const told = jsonOf(await inspect(...server, ...relate));
    expect((await press(told.address as string, 'yes', PASSPHRASE)).text).to.include('Both of you hold this record.');
    expect(await allOf(shop.vendor.records())).to.have.length(1);
    child.kill();
  });
});
