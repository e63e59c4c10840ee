/** `relbutton-agent mcp --terminal`: the person decides at the terminal, and standard input stays the assistant's. */
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allOf } from '../support/all-of.mjs';
import { openShop, type Shop } from '../support/assistant.js';
import { ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';
import { atTerminal, type Session } from '../support/terminal.js';

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const assistant = fileOf('../support/assistant-process.mjs');
const program = fileOf('../../dist/agent-cli/relbutton-agent.js');
const ASKED = 'Type "yes": ';

describe('relbutton-agent mcp --terminal', () => {
  const folder = ledgerFolder();
  let shop: Shop;
  before(async () => {
    (await openCheap(folder.path('ledger.db'))).close();
    writeFileSync(folder.path('passphrase'), PASSPHRASE);
    shop = await openShop({
      name: 'The \u001b[31mShop',
      decide: ({ agreement }) => (agreement === 'SD-BASE-A' ? { counter: 'SD-BASE' } : 'accept'),
    });
  });
  after(() => {
    shop.close();
    folder.remove();
  });
  const server = (): string[] => [
    ...[process.execPath, program, 'mcp', '--terminal', '--ledger', folder.path('ledger.db')],
    ...['--passphrase-file', folder.path('passphrase'), '--allow-local'],
  ];
  const command = (agreement: string, ...before: string[]): string[] => [
    ...[
      process.execPath,
      assistant,
      'prepare_relate',
      JSON.stringify({ vendor: shop.origin, agreement }),
      ...before,
      ...server(),
    ],
  ];
  const ask = (agreement: string, ...typed: string[]): Promise<Session> =>
    atTerminal(
      command(agreement),
      typed.map((keys) => [ASKED, keys] as const),
    );
  const held = async (): Promise<number> => (await allOf(shop.vendor.records())).length;

  it('signs after a typed yes, and after nothing else', async () => {
    for (const keys of ['\r', 'y\r', 'no\r', 'YES\r', '\u0003', '\u0004']) {
      const { shown } = await ask('SD-BASE', keys);
      expect(shown, keys)
        .to.include(`To:        ${shop.origin}\r\nName:      The [31mShop\r\n`)
        .and.include('https://myterms.info/agreements/SD-BASE');
      expect(shown, keys).to.include('Nothing was signed.').and.include('"state":"declined"');
    }
    expect(await held()).to.equal(0);
    const { shown } = await ask('SD-BASE-A', 'yes\r', 'no\r');
    expect(shown, 'a suggestion needs a yes of its own').to.include('It suggests SD-BASE').and.include('"state":"sent"');
    expect(await held()).to.equal(0);
    expect((await ask('SD-BASE', 'yes\r')).shown)
      .to.include('Both of you hold this record.')
      .and.include('"state":"sent"');
    expect(await held()).to.equal(1);
  });

  it('refuses to prepare where there is no terminal', async () => {
    const [node = '', ...args] = command('SD-BASE-A', 'setsid', '-w');
    const shown = await new Promise<string>((resolve) => execFile(node, args, (_, stdout) => resolve(stdout)));
    expect(shown).to.include('needs a person at a terminal: nothing was signed');
    expect(await held()).to.equal(1);
  });
});
