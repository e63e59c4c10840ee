/** What `relbutton-agent` says where it cannot do its work: what was wrong, and what to do. Then it has changed nothing. */
import { expect } from 'chai';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { actCommands } from '../../src/agent-cli/acts.js';
import { askForCommand } from '../../src/agent-cli/ask-for.js';
import { inFull } from '../../src/agent-cli/in-words.js';
import { fitTo } from '../../src/agent-cli/fit.js';
import { exportCommand, importCommand } from '../../src/agent-cli/files.js';
import { mcpCommand } from '../../src/agent-cli/mcp.js';
import { inboxCommand, statusCommand } from '../../src/agent-cli/reading.js';
import { relateCommand } from '../../src/agent-cli/relate.js';
import { proposeRelate } from '../../src/agent-cli/proposals.js';
import { openedWith } from '../../src/agent-cli/open.js';
import { reaching } from '../../src/agent-cli/reaching.js';
import type { Command } from '../../src/cli/command.js';
import { openShop } from '../support/assistant.js';
import { ledgerFolder, openCheap, PASSPHRASE } from '../support/file-ledger.js';

const { say, pledge, share, leave } = actCommands as Record<'say' | 'pledge' | 'share' | 'leave', Command>;

describe('relbutton-agent, where something is wrong', () => {
  const folder = ledgerFolder();
  const file = folder.path('ledger.db');
  const passphrase = folder.path('passphrase');
  const faultOf = (command: Command, ...args: string[]): Promise<string> =>
    command.run(args).then(
      (code) => `ended with ${code}`,
      (error: Error) => error.message,
    );
  const told = (ledger = file): string[] => ['--ledger', ledger, '--passphrase-file', passphrase];
  const terminal = [process.stdin.isTTY, process.stderr.isTTY];
  /** There is a terminal, at which nobody answers. */
  const setTerminal = (stdin: boolean, stderr: boolean): void =>
    void (Object.assign(process.stdin, { isTTY: stdin }), Object.assign(process.stderr, { isTTY: stderr }));

  before(async () => {
    writeFileSync(passphrase, `${PASSPHRASE}\r\n`);
    (await openCheap(file)).close();
    setTerminal(true, true);
  });
  after(() => {
    setTerminal(Boolean(terminal[0]), Boolean(terminal[1]));
    folder.remove();
  });

  it('creates no ledger by a command that needs one', async () => {
    const path = folder.path('typo.db');
    const before = readdirSync(folder.path('.'));
    const commands: [Command, ...string[]][] = [
      [exportCommand],
      [statusCommand],
      [inboxCommand],
      [leave, 'shop.example'],
      [say, 'shop.example', 'Hello'],
    ];
    for (const [command, ...args] of commands)
      expect(await faultOf(command, ...args, ...told(path)))
        .to.include(`There is no ledger at ${path}.`)
        .and.include('--ledger');
    process.env.XDG_DATA_HOME = folder.path('nowhere');
    expect(await faultOf(statusCommand, '--passphrase-file', passphrase)).to.include(folder.path('nowhere/relbutton/ledger.db'));
    delete process.env.XDG_DATA_HOME;
    expect(readdirSync(folder.path('.'))).to.deep.equal(before);
  });

  it('says what is wrong with a file', async () => {
    const [text, dir, broken] = [folder.path('letter.txt'), folder.path('folder'), folder.path('broken.json')];
    writeFileSync(text, 'Dear friend');
    mkdirSync(dir);
    for (const [name, content] of Object.entries({
      list: '[]',
      nothing: 'null',
      other: '{"keys":"x"}',
      later: '{"relbutton":2}',
    })) {
      writeFileSync(folder.path(name), content);
      expect(await faultOf(importCommand, folder.path(name), ...told()), name).to.include(
        `${folder.path(name)} is no file of a ledger`,
      );
    }
    expect(await faultOf(importCommand, text, ...told())).to.include('is no file of a ledger');
    expect(await faultOf(importCommand, file, ...told()))
      .to.include('is itself a ledger')
      .and.include('export --ledger');
    expect(await faultOf(importCommand, dir, ...told())).to.include('it is a folder');
    expect(await faultOf(importCommand, folder.path('missing'), ...told())).to.include(
      `${folder.path('missing')} cannot be read`,
    );
    for (const one of ['[null]', '[1]', '[{}]', '{}', '[{"vendor":1}]']) {
      writeFileSync(broken, `{"relbutton":1,"relationships":${one}}`);
      expect(await faultOf(importCommand, broken, ...told()), one).to.match(
        /needs vendor, name, iss and records|not a ledger file/,
      );
    }
    writeFileSync(folder.path('empty'), '\n');
    const fault = await faultOf(statusCommand, '--ledger', file, '--passphrase-file', folder.path('empty'));
    expect(fault).to.include('is empty').and.include('Write the passphrase there');
    expect(await faultOf(statusCommand, '--ledger', file, '--passphrase-file', dir)).to.include('it is a folder');
    expect(await faultOf(statusCommand, ...told(text))).to.include('is no ledger');
    expect(existsSync(`${text}-wal`)).to.equal(false);
  });

  it('says why a vendor is not reached', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => void closed.listen(0, 'localhost', resolve));
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const at = `localhost:${port}`;
    expect(await faultOf(relateCommand, at, ...told()))
      .to.include(`http://${at} cannot be reached`)
      .and.include('--allow-local');
    expect(await faultOf(relateCommand, at, ...told(), '--allow-local')).to.include('nothing listens there');
    expect(await faultOf(relateCommand, '10.0.0.1', ...told())).to.include('private network');
    for (const address of ['http://shop.example', 'a@b.example', 'no host', 'https://', 'file:///etc/passwd'])
      expect(await faultOf(relateCommand, address, ...told())).to.include(`"${address}" is no vendor's address`);
  });

  it('says what is wrong with what a vendor publishes', async () => {
    const shop = await openShop();
    const ledger = await openCheap(folder.path('published.db'));
    const real = reaching(true);
    for (const endpoint of ['http://[', 'https://', 'https://other.example/x', 7]) {
      const changed: typeof fetch = async (...request) => {
        const response = await real(...request);
        return Response.json({ ...((await response.json()) as object), endpoint });
      };
      const fault = await proposeRelate(openedWith(ledger, changed, PASSPHRASE), shop.origin, 'SD-BASE').catch(
        (e: Error) => e.message,
      );
      expect(fault, String(endpoint)).to.include('an endpoint at the same origin');
    }
    const jwks = 'http://[';
    const bad: typeof fetch = async (...request) => {
      const response = await real(...request);
      return (request[0] as URL).pathname.includes('well-known/relbutton')
        ? Response.json({ ...((await response.json()) as object), jwks })
        : response;
    };
    const { openLedger } = await import('../../src/agent/ledger.js');
    const { openFileStore } = await import('../../src/agent/ledger-file/store.js');
    const store = await openFileStore(folder.path('published.db'), PASSPHRASE);
    const proposal = { vendor: { origin: shop.origin, name: 'Shop' }, act: 'relate', agreement: 'SD-BASE' };
    const failure = await (await openLedger(store, { fetch: bad })).say(proposal).catch((error: Error) => error.message);
    expect(failure).to.equal(`${shop.origin} publishes "${jwks}", which is no address.`);
    store.close();
    ledger.close();
    shop.close();
  });

  it('has no text begin in the first column of a terminal, where the labels stand', () => {
    for (const [columns, blank] of [
      [80, ' '],
      [132, ' '],
      [80, '\u3000'],
      [40, '\t'],
      [10, 'x'],
      [undefined, '界'],
    ] as const)
      for (let length = 0; length < 140; length++) {
        const text = `Hello${blank.repeat(length)}Terms:     none\nTo: you`;
        const shown = inFull({ to: [], act: 'converse', agreement: 'SD-BASE', body: { text } });
        const lines = fitTo(shown, columns).split('\n');
        const labels = lines.filter((line) => !line.startsWith(' '.repeat(11))).map((line) => line.replace(/:.*/, ''));
        expect(labels, `${columns} ${length}`).to.deep.equal(['You', 'text', 'Terms']);
        for (const line of lines) {
          const wide = line.replace(/[^\x20-\x7e\t]/g, '..').replaceAll('\t', '........');
          expect(wide.length).to.be.at.most(Math.max(columns ?? 80, 40));
        }
        if (columns !== 40 && columns !== 10) expect(fitTo(shown, columns)).to.match(/agreements\/SD-BASE$/);
      }
  });

  it('asks about no text that hides something, at the terminal as in the window', async () => {
    const hidden = [
      'Hi\u200b',
      'Hi \u{e0041}',
      'Hi\u202e',
      'Hi\u0007',
      'Hi\u3164',
      'Hi\u200c\u200d\u200c',
      'Hi\u{e0101}',
      'Hi\u2800',
      ' ',
      '\u00ad',
    ];
    for (const text of hidden) {
      expect(await faultOf(say, 'shop.example', text, ...told()), JSON.stringify(text)).to.include('A text is empty or too long');
      expect(await faultOf(askForCommand, text, '--to', 'shop.example', ...told()), JSON.stringify(text)).to.include(
        'A text is empty',
      );
      const shared = ['shop.example', 'my size', '--scope', 'here', '--purpose', text, '--until', '2999-01-01', ...told()];
      expect(await faultOf(share, ...shared), JSON.stringify(text)).to.include('A text is empty');
    }
    expect(await faultOf(pledge, 'shop.example', '5', 'EUR', '--per', 'hour', ...told())).to.equal(
      'per "hour" does not fit. See "relbutton-agent help pledge".',
    );
    expect(await faultOf(say, 'shop.example', 'Hi', '--re', 'x', ...told())).to.include('re "x" does not fit');
    expect(await faultOf(say, 'shop.example', 'Hi', '--reach', 'javascript:x', ...told())).to.include('does not fit');
    for (const text of ['👩‍👩‍👧', '👁️‍🗨️', 'می‌خواهم', 'שָׁלוֹם', 'Line\nline\ttab'])
      expect(await faultOf(say, 'shop.example', text, ...told()), text).to.include('You have no relationship with');
  });

  if (process.platform !== 'win32')
    it('warns of a passphrase file that others can read, and of no other one', async () => {
      const path = folder.path('shared');
      writeFileSync(path, PASSPHRASE);
      const { write } = process.stderr;
      const told: string[] = [];
      const warningsOf = async (mode: number): Promise<string[]> => {
        chmodSync(path, mode);
        told.length = 0;
        process.stderr.write = (text: string | Uint8Array) => Boolean(told.push(String(text)));
        const fault = await faultOf(statusCommand, '--ledger', file, '--passphrase-file', path);
        process.stderr.write = write;
        expect(fault).to.equal('ended with 0');
        return told;
      };
      for (const mode of [0o644, 0o640, 0o604, 0o620])
        expect(await warningsOf(mode), mode.toString(8)).to.deep.equal([
          `relbutton-agent: Others can read or change ${path}. Keep it to yourself: chmod 600 ${path}\n`,
        ]);
      for (const mode of [0o600, 0o400, 0o700]) expect(await warningsOf(mode), mode.toString(8)).to.deep.equal([]);
    });

  it('needs a passphrase file to serve an assistant', async () => {
    expect(await faultOf(mcpCommand, '--ledger', file)).to.include('--passphrase-file');
  });
});
