/** `relbutton-agent --keyring` with a real keyring: the person types the passphrase once, and no file has it in clear. */
import { expect } from 'chai';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT } from '../support/agent-command.js';
import { openShop, type Shop } from '../support/assistant.js';
import { ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';
import { withKeyring } from '../support/keyring.mjs';
import { atTerminal, type Session } from '../support/terminal.js';

describe('relbutton-agent --keyring', () => {
  const folder = ledgerFolder();
  const home = folder.path('home');
  const file = folder.path('ledger.db');
  let shop: Shop;
  const options = ['--ledger', file, '--keyring', '--allow-local'];
  /** Runs a line of the shell in which `agent` is the command with these options. */
  const session = (line: string, ...answers: (readonly [string, string])[]): Promise<Session> => {
    const agent = `agent() { command=$1; shift; ${process.execPath} ${AGENT} $command "$@" ${options.join(' ')}; }`;
    const env = { HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_RUNTIME_DIR: join(home, 'run') };
    return atTerminal(withKeyring(`${agent}; ${line}`), answers, env);
  };
  const LOOKUP = `secret-tool lookup service relbutton-agent username ${file}`;

  before(async () => {
    for (const part of ['data', 'run']) mkdirSync(join(home, part), { recursive: true, mode: 0o700 });
    shop = await openShop();
  });
  after(() => {
    shop.close();
    folder.remove();
  });

  it('keeps the passphrase that the person typed once, and opens by it with nobody there', async () => {
    const begun = await session(
      `agent relate ${shop.origin}; ${LOOKUP}`,
      [`A passphrase for the new ledger ${file}: `, `${PASSPHRASE}\r`],
      ['The same again: ', `${PASSPHRASE}\r`],
      ['Type "yes": ', 'yes\r'],
    );
    expect(begun.shown).to.include('Both of you hold this record.').and.include(PASSPHRASE);
    (await openCheap(file)).close();
    const later = await session('agent status --json </dev/null');
    expect(later.code, later.shown).to.equal(0);
    expect(later.shown).to.include('"status":"related"').and.not.include(PASSPHRASE);
    const kept = readdirSync(home, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(kept.map(({ name }) => name)).to.include('login.keyring');
    for (const { name, parentPath } of kept)
      expect(readFileSync(join(parentPath, name)).includes(PASSPHRASE), name).to.equal(false);
  });

  it('asks again where the keyring has another passphrase, and then keeps the right one', async () => {
    const STORE = `printf wrong | secret-tool store --label x service relbutton-agent username ${file}`;
    const nobody = await session(`${STORE}; agent status </dev/null`);
    expect([nobody.code, nobody.shown.includes('needs a person at a terminal')], nobody.shown).to.deep.equal([3, true]);
    const typo = await session('agent status', [`The passphrase of ${file}: `, 'typo\r']);
    expect(typo.shown).to.include('The passphrase does not open this ledger.');
    const right = await session(`agent status; ${LOOKUP}`, [`The passphrase of ${file}: `, `${PASSPHRASE}\r`]);
    expect(right.shown).to.include('related').and.include(PASSPHRASE);
  });

  it('says so where there is no keyring, or where it is empty and nobody is there', async () => {
    const bare = await atTerminal(['env', '-u', 'DBUS_SESSION_BUS_ADDRESS', process.execPath, AGENT, 'status', ...options], []);
    expect(bare.code, bare.shown).to.equal(2);
    expect(bare.shown).to.include("The system's keyring is not reached").and.include('--passphrase-file');
    rmSync(home, { recursive: true });
    for (const part of ['data', 'run']) mkdirSync(join(home, part), { recursive: true, mode: 0o700 });
    expect((await session('agent status </dev/null')).code).to.equal(3);
    const both = await session(`agent status --passphrase-file ${file}`);
    expect(both.shown).to.include('Name either --keyring or --passphrase-file.');
  });
});
