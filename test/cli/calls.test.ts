/** How `relbutton` is called: help, wrong calls, and settings with faults. */
import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONFIG_FIELDS } from '../../src/cli/config-fields.js';
import { readFields } from '../../src/cli/fields.js';
import { placeOfFault } from '../../src/cli/json-fault.js';
import { initFolder, makeFolder, run } from '../support/command.js';
import { origin } from '../support/vendor.js';

const COMMANDS = ['init', 'serve', 'check', 'list', 'export', 'import', 'rotate-key', 'conform', 'verify-store'];

describe('relbutton', () => {
  it('lists its commands, and the options of each in two ways', async () => {
    const all = await run(['--help']);
    expect(all).to.include({ code: 0, stderr: '' });
    await Promise.all(
      COMMANDS.map(async (name) => {
        expect(all.stdout).to.match(new RegExp(`^  ${name} `, 'm'));
        const [one, other] = await Promise.all([run([name, '--help']), run(['help', name])]);
        expect(one).to.deep.equal(other);
        expect(one).to.include({ code: 0, stderr: '' });
        expect(one.stdout).to.contain(`Usage: relbutton ${name}`).and.contain('--help ');
      }),
    );
  });

  it('says what is wrong with a call, and ends with 2', async () => {
    const cwd = makeFolder({ 'x.csv': 'record\n' });
    const calls: [args: string[], says: string][] = [
      [[], 'Usage: relbutton'],
      [['toString'], 'no command toString'],
      [['verify'], 'no command verify'],
      [['chekc'], 'Did you mean check?'],
      [['help', 'srve'], 'Did you mean serve?'],
      [['verify-store', '--sqlite', 'x.db'], '--origin'],
      [['verify-store', '--origin', `${origin}/shop`], '--origin'],
      [['verify-store', '--orgin', origin], '--origin?'],
      [['verify-store', 'x.db'], 'x.db'],
      [['verify-store', '--origin', origin, '--jwks', 'missing.json', '--sqlite', 'x.db'], 'missing.json'],
      [['verify-store', '--origin', origin, '--jwks', fileURLToPath(new URL('../../package.json', import.meta.url))], '{"keys"'],
      [['serve'], 'no relbutton.config.json'],
      [['serve', '--config', 'away.json'], 'no file away.json'],
      [['rotate-key'], 'relbutton init'],
      [['list'], '--sqlite'],
      [['list', '--sqlite', 'x.db', '--status', 'realted'], 'Did you mean related?'],
      [['list', '--sqlite', 'x.db', '--limit', '0'], '--limit is 0'],
      [['list', '--sqlite', 'x.db'], 'no file x.db'],
      [['export', '--sqlite', 'x.db'], '--format csv or --format json-ld'],
      [['export', '--sqlite', 'x.db', '--format', 'cvs'], 'Did you mean csv?'],
      [['import'], 'Name the file'],
      [['import', 'a.csv', 'b.csv'], '"b.csv" is one argument too many'],
      [['import', 'away.csv', '--sqlite', 'x.db'], 'away.csv'],
      [['check'], 'Name the page'],
      [['check', 'ftp://shop.example'], 'ftp://shop.example'],
      [['list', 'x.db', '-x'], 'There is no option -x. `relbutton list --help` lists its options.'],
      [['list', '--limit'], '--limit needs a value'],
      [['list', '--limit', '-1'], '--limit=-1'],
      [['serve', '--host='], '--host is empty'],
      [['import', ''], 'Name the file'],
      [['import', '.', '--format', 'csv'], '. is a folder'],
      [['list', '--sqlite', '.'], '. is a folder'],
      [['list', '--sqlite', 'x.csv'], 'not a database of SQLite'],
      [['list', '--config', '.'], 'it is a folder (EISDIR)'],
      [['--json', 'list'], 'Name a command first'],
      [['check', 'http://anna:hunter2@shop.example'], 'Leave user and password out'],
      [['init', '--accepts', 'SD-BASE SD-BSE-A'], 'Did you mean SD-BASE-A?'],
      [['init', '--origin', 'shop.example'], '--origin is shop.example'],
      [['init', '--origin', 'http://shop.example'], 'https'],
    ];
    await Promise.all(
      calls.map(async ([args, says]) => {
        const { code, stdout, stderr } = await run(args, { cwd });
        expect(code, args.join(' ')).to.equal(2);
        expect(stdout).to.equal('');
        expect(stderr, args.join(' ')).to.contain(says).and.not.to.contain('    at ');
      }),
    );
  });

  it('names each fault of the settings, with the value and what to do, and shows no secret', async () => {
    const secret = 'whsec_short';
    const cwd = await initFolder({
      origin: 'http://shop.example',
      acepts: [],
      accepts: ['SD-BASE', 'SD-NONE'],
      name: ' ',
      endpoint: 'relbutton',
      since: 'today',
      port: '8080',
      store: 'mongodb://user:hunter2@db',
      terms: '$TERMS_URL',
      webhook: { url: 'crm.example', secret, retries: 3 },
      mail: 'anna@shop.example',
    });
    const { code, stdout, stderr } = await run(['serve'], { cwd });
    expect(code).to.equal(2);
    expect(stdout).to.equal('');
    for (const says of [
      'origin is "http://shop.example". Write it as browsers show it',
      'There is no field acepts. Did you mean accepts?',
      'accepts is ["SD-BASE","SD-NONE"]',
      'name is " "',
      'endpoint is "relbutton". Write a path',
      'since is "today"',
      'port is "8080"',
      'store has another form',
      'terms names the variable TERMS_URL, which is not set',
      'webhook.url is "crm.example"',
      'webhook.secret has another form',
      'There is no field webhook.retries.',
      'mail has another form. Write {',
    ])
      expect(stderr).to.contain(says);
    expect(stderr).not.to.contain(secret).and.not.to.contain('hunter2');
  });

  it('shows no secret of the settings, in whatever field it stands', () => {
    const secrets = [
      'postgres://shop:hunter2@db.example/shop',
      'smtps://anna@shop.example:hunt@er2/hunter2@mail.example',
      'postgres:/shop:hunter2@db/shop',
      'mysql://db.example/shop?user=shop&password=hunter2',
      'whsec_hunter2',
      { kty: 'EC', d: 'hunter2' },
      '{"kty": "EC", "d": "hunter2"}',
      '-----BEGIN PRIVATE KEY-----\nhunter2',
    ];
    process.env.HELD = 'hunter2';
    const { webhook, mail, ...others } = CONFIG_FIELDS;
    const names = [...Object.keys(others), 'webhook', 'mail'];
    for (const secret of [...secrets, '$HELD'])
      for (const given of [
        ...names.map((name) => ({ [name]: secret })),
        ...Object.keys(webhook.fields).map((name) => ({ webhook: { [name]: secret } })),
        ...Object.keys(mail.fields).map((name) => ({ mail: { [name]: secret } })),
      ]) {
        const faults: string[] = [];
        readFields(CONFIG_FIELDS, given, faults);
        expect(faults.join('\n'), JSON.stringify(given)).not.to.match(/hunter2|er2\//);
      }
    for (const given of [
      { webhook: 'hunter2' },
      { mail: ['hunter2'] },
      { key: { d: 'hunter2' } },
      { store: 'shop:hunter2@db/shop' },
    ]) {
      const faults: string[] = [];
      readFields(CONFIG_FIELDS, given, faults);
      expect(faults.join('\n')).to.contain('has another form').and.not.contain('hunter2');
    }
  });

  it('shows no password of an address, wherever that stands in a call', async () => {
    const address = 'postgres://shop:hunter2@localhost:1/shop';
    const cwd = await initFolder({ store: address });
    const calls: [args: string[], env?: NodeJS.ProcessEnv][] = [
      [['list', address]],
      [['list', '--sqlite', address]],
      [['list', '--postgres', address]],
      [['list', '--config', address]],
      [['init', '--origin', 'https://shop:hunter2@shop.example']],
      [['verify-store', '--origin', origin, '--jwks', 'http://shop:hunter2@localhost:1/jwks']],
    ];
    const ended = await Promise.all([
      ...calls.map(([args]) => run(args, { cwd: args[0] === 'init' ? makeFolder() : cwd })),
      run(['list'], { cwd: makeFolder(), env: { DATABASE_URL: 'mongodb://shop:hunter2@db' } }),
    ]);
    for (const { code, stdout, stderr } of ended) {
      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr)
        .to.match(/^relbutton: /)
        .and.not.contain('hunter2');
    }
  });

  it('finds where a text stops being JSON', () => {
    const faults: Record<string, string> = {
      '': 'line 1, column 1',
      '{"origin": hunter2}': 'line 1, column 12',
      '{\n  "a": 1,\n}': 'line 3, column 1',
      '{"a": "b" "c": 1}': 'line 1, column 11',
      '{"a": [1, {"b": "\\x"}]}': 'line 1, column 17',
      '[1 2]': 'line 1, column 4',
      '{"a": 01}': 'line 1, column 8',
      '{"a": tru}': 'line 1, column 7',
      '{"a": 1} {': 'line 1, column 10',
      "{'a': 1}": 'line 1, column 2',
    };
    for (const [text, place] of Object.entries(faults)) {
      expect(() => JSON.parse(text) as unknown, text).to.throw(SyntaxError);
      expect(placeOfFault(text), text).to.equal(place);
    }
  });

  it('refuses settings and keys that are no JSON, without showing the key', async () => {
    const folders = await Promise.all([initFolder(), initFolder()]);
    writeFileSync(join(folders[0], 'relbutton.config.json'), '\ufeff{"origin": hunter2}');
    writeFileSync(join(folders[1], 'relbutton.key.json'), '{"d": "hunter2"');
    const [settings, key] = await Promise.all(folders.map((cwd) => run(['serve'], { cwd })));
    expect(settings?.code).to.equal(2);
    expect(settings?.stderr)
      .to.contain('relbutton.config.json is not JSON: mend it at line 1, column 12.')
      .and.not.contain('hunter2');
    expect(key?.code).to.equal(2);
    expect(key?.stderr).to.contain('relbutton.key.json is not JSON: mend it at line 1, column 16.').and.not.to.contain('hunter2');
    writeFileSync(join(folders[1], 'relbutton.key.json'), '{"keys": []}');
    expect((await run(['serve'], { cwd: folders[1] })).stderr).to.contain('cannot sign');
  });
});

describe('the page on the command line', () => {
  const text = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8');

  it('has every setting and every command, and no other', () => {
    const rows = (heading: string): string[] =>
      [...(text.split(`| ${heading} `)[1]?.split('\n\n')[0] ?? '').matchAll(/^\| `([\w-]+)/gm)].map(([, name = '']) => name);
    expect(rows('field').sort()).to.deep.equal(Object.keys(CONFIG_FIELDS).sort());
    expect(rows('command').sort()).to.deep.equal([...COMMANDS].sort());
  });

  it('has settings that are accepted', () => {
    const [, settings = ''] = /```json settings\n([^`]*)```/.exec(text) ?? [];
    process.env.WEBHOOK_SECRET = `whsec_${btoa('a secret of twenty-four b')}`;
    process.env.SMTP_URL = 'smtps://mail.example';
    process.env.DATABASE_URL = 'postgres://localhost/shop';
    const faults: string[] = [];
    readFields(CONFIG_FIELDS, JSON.parse(settings) as object, faults);
    expect(faults).to.deep.equal([]);
  });
});
