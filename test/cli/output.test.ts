/** What a command prints: all of it, or an exit code that says otherwise; and nothing that a terminal would obey. */
import { expect } from 'chai';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bash, initFolder, makeFolder, run } from '../support/command.js';

/** Characters that a terminal obeys: a colour, a title, the right-to-left override, C1's control sequence. */
const HOSTILE = '\u001b[31m\u001b]0;title\u0007\u202eevil\u009b2J';
const MISLEADING = /(?!\n)[\p{Cc}\p{Cf}]/u;

describe('the output of relbutton', () => {
  let cwd: string;
  before(async () => {
    cwd = await initFolder();
    const { code } = await run(['import', '-', '--format', 'json-ld'], { cwd });
    expect(code).to.equal(1);
    expect(existsSync(join(cwd, 'relbutton.db'))).to.equal(true);
  });

  if (existsSync('/dev/full'))
    it('ends with 2 and says why where the output cannot be written', async () => {
      const lines = [
        'help',
        'help list',
        '--version',
        'list',
        'list --help',
        'export --format csv',
        'verify-store --json',
        'init --yes',
      ];
      for (const [i, { code, stderr }] of (
        await Promise.all(lines.map((line) => bash(`relbutton ${line} > /dev/full`, cwd)))
      ).entries())
        expect([lines[i], code, stderr]).to.deep.equal([
          lines[i],
          2,
          'relbutton: The output cannot be written: the disk is full (ENOSPC).\n',
        ]);
      // The exit code still says what the messages cannot.
      expect((await bash('relbutton nothing 2> /dev/full', cwd)).code).to.equal(2);
      expect((await bash('relbutton --version 2> /dev/full', cwd)).code).to.equal(0);
    });

  if (process.platform === 'linux')
    it('takes no part of its output for the whole on a disk that fills up', async () => {
      const { code, stderr } = await bash('ulimit -f 1; relbutton help conform > part.txt', cwd);
      expect(statSync(join(cwd, 'part.txt')).size).to.equal(1024);
      expect([code, stderr]).to.deep.equal([
        2,
        'relbutton: The output cannot be written: a file may not become so large here (EFBIG).\n',
      ]);
    });

  it('ends with 141 and says nothing where the reader is gone before all is written', async () => {
    for (const line of ['help conform', 'export --format csv', 'verify-store']) {
      const { code, stderr } = await bash(`exec 3> >(:); wait $!; relbutton ${line} >&3`, cwd);
      expect([line, code, stderr]).to.deep.equal([line, 141, '']);
    }
  });

  it('shows what a page says without what a terminal would obey, as lines and as JSON', async () => {
    const body = `<title>x</title><rel-button vendor-name="${HOSTILE}" accepts="SD-${HOSTILE}\nBASE" endpoint="/r${HOSTILE}"></rel-button>`;
    const web = createServer((request, response) => {
      const answer = { refused: true, code: 'malformed', message: `first\n✓ second ${HOSTILE}` };
      if (request.url === '/') response.setHeader('content-type', 'text/html').end(body);
      else if (request.url?.startsWith('/.well-known/'))
        response.setHeader('content-type', 'application/json').end(`{"name": "${HOSTILE}`);
      else response.writeHead(503, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }).listen(0);
    const address = `http://localhost:${(web.address() as AddressInfo).port}/`;
    const [lines, json] = await Promise.all([run(['check', address]), run(['check', address, '--json'])]);
    web.close();
    expect([lines.code, json.code]).to.deep.equal([1, 1]);
    expect(lines.stdout).not.to.match(MISLEADING);
    expect(json.stdout).not.to.match(MISLEADING);
    expect(lines.stdout)
      .to.contain('\\u001b[31m')
      .and.match(/^✗ .*first\\u000a✓ second/m);
    const texts = json.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text?: string }).text);
    expect(texts.join()).to.contain(HOSTILE);
  });

  it('shows no such character in a message either', async () => {
    const folder = makeFolder({ 'relbutton.config.json': JSON.stringify({ [HOSTILE]: 1, name: HOSTILE }) });
    writeFileSync(join(folder, 'bad.csv'), `"record"\n"{""payload"":""${HOSTILE}"""\n`);
    const calls = [
      ['list'],
      [HOSTILE],
      ['list', `--${HOSTILE}`],
      ['list', HOSTILE],
      ['check', `ftp://${HOSTILE}`],
      ['import', HOSTILE, '--format', 'csv'],
    ];
    for (const { code, stdout, stderr } of [
      ...(await Promise.all(calls.map((args) => run(args, { cwd: folder })))),
      await run(['import', join(folder, 'bad.csv')], { cwd }),
    ]) {
      expect(code).to.be.greaterThan(0);
      expect(stdout).to.equal('');
      expect(stderr)
        .to.match(/^relbutton: .+\n$/s)
        .and.not.match(MISLEADING);
    }
  });
});
