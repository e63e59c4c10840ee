/** `relbutton init` in empty folders, in folders with files, in git, and at a terminal. */
import { expect } from 'chai';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { COMMAND, makeFolder, noRoom, run } from '../support/command.js';

const start: typeof noRoom = (args, cwd) => run(args, { cwd });
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('relbutton init', () => {
  it('makes settings, a secret key and a page in an empty folder, and names the next command', async () => {
    const cwd = makeFolder();
    const options = ['--origin', 'https://shop.example', '--name', 'A "B" & <C>', '--accepts', 'SD-BASE, SD-BASE-A', '--yes'];
    const { code, stdout, stderr } = await run(['init', ...options], { cwd });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(readdirSync(cwd).sort()).to.deep.equal(['public', 'relbutton.config.json', 'relbutton.key.json']);
    expect(JSON.parse(read(cwd, 'relbutton.config.json'))).to.deep.include({
      origin: 'https://shop.example',
      name: 'A "B" & <C>',
      accepts: ['SD-BASE', 'SD-BASE-A'],
    });
    expect(statSync(join(cwd, 'relbutton.key.json')).mode & 0o777).to.equal(0o600);
    expect(read(cwd, 'public/index.html')).to.contain(
      'vendor-name="A &quot;B&quot; &amp; &lt;C&gt;" accepts="SD-BASE SD-BASE-A"',
    );
    expect(stdout)
      .to.match(/Next: npx relbutton serve\n$/)
      .and.contain('<rel-button vendor-name=');
    const { keys } = JSON.parse(read(cwd, 'relbutton.key.json')) as { keys: [{ d: string }] };
    expect(stdout).not.to.contain(keys[0].d);
  });

  it('changes no file that is there, makes the missing ones from the settings, and says so', async () => {
    const cwd = makeFolder();
    await run(['init', '--yes', '--name', 'First'], { cwd });
    const [settings, key] = ['relbutton.config.json', 'relbutton.key.json'].map((name) => read(cwd, name));
    writeFileSync(join(cwd, 'public/index.html'), 'mine');
    const again = await run(['init', '--yes', '--name', 'Second'], { cwd });
    expect(again.code).to.equal(0);
    expect(again.stdout.match(/it stays as it is/g)).to.have.length(3);
    expect(again.stdout).to.contain('--name changes nothing').and.contain('vendor-name="First"').and.not.to.contain('Made');
    expect([read(cwd, 'relbutton.config.json'), read(cwd, 'relbutton.key.json'), read(cwd, 'public/index.html')]).to.deep.equal([
      settings,
      key,
      'mine',
    ]);
    execFileSync('rm', [join(cwd, 'relbutton.key.json')]);
    expect((await run(['init', '--yes'], { cwd })).stdout).to.contain('Made relbutton.key.json');
  });

  it('names the key and the records in .gitignore once, if git keeps the folder or one above', async () => {
    const above = makeFolder();
    mkdirSync(join(above, '.git'));
    const cwd = join(above, 'shop');
    mkdirSync(cwd);
    writeFileSync(join(cwd, '.gitignore'), 'node_modules');
    for (let i = 0; i < 2; i++) await run(['init', '--yes'], { cwd });
    expect(read(cwd, '.gitignore')).to.equal('node_modules\nrelbutton.key.json\nrelbutton.db*\n');
    const bare = makeFolder();
    await run(['init', '--yes'], { cwd: bare });
    expect(existsSync(join(bare, '.gitignore'))).to.equal(false);
  });

  it('names the key and the store of the settings there, as git reads names, but no database and nothing outside', async () => {
    const cwd = makeFolder();
    mkdirSync(join(cwd, '.git'));
    await run(['init', '--yes'], { cwd });
    const settings = JSON.parse(read(cwd, 'relbutton.config.json')) as object;
    const ignored = async (changes: object): Promise<[ignored: string, says: string]> => {
      writeFileSync(join(cwd, 'relbutton.config.json'), JSON.stringify({ ...settings, ...changes }));
      writeFileSync(join(cwd, '.gitignore'), 'node_modules\r\n');
      const { code, stdout } = await run(['init', '--yes'], { cwd });
      expect(code).to.equal(0);
      return [read(cwd, '.gitignore').replace('node_modules\r\n', ''), stdout];
    };
    const [inside, says] = await ignored({ store: 'data/all [1].db', key: './keys/#1.json' });
    expect(inside).to.equal('keys/#1.json\ndata/all \\[1\\].db*\n');
    expect(says).to.contain('Added to .gitignore: keys/#1.json, data/all \\[1\\].db*');
    writeFileSync(join(cwd, 'data'), '');
    execFileSync('git', ['init', '-q', cwd]);
    const check = execFileSync('git', ['-C', cwd, 'check-ignore', 'keys/#1.json', 'data/all [1].db-wal'], { encoding: 'utf8' });
    expect(check.trim().split('\n')).to.have.length(2);
    expect((await ignored({ store: 'mysql://u:hunter2@localhost/shop', key: '!k.json' }))[0]).to.equal('\\!k.json\n');
    const [outside, hint] = await ignored({ store: join(cwd, '../away.db') });
    expect(outside).to.equal('relbutton.key.json\n');
    expect(hint).not.to.contain('away.db');
  });

  it('makes all or nothing', async () => {
    const blocked: [name: string, block: (cwd: string) => unknown, start: typeof noRoom, says: RegExp][] = [
      [
        'no room',
        () => undefined,
        noRoom,
        /relbutton\.config\.json cannot be used: a file may not become so large here \(EFBIG\)/,
      ],
      [
        'a file in place of the folder',
        (cwd) => writeFileSync(join(cwd, 'public'), ''),
        start,
        /public cannot be used: .*\(EEXIST\)/,
      ],
      [
        'a folder in place of .gitignore',
        (cwd) => mkdirSync(join(cwd, '.gitignore')),
        start,
        /\.gitignore cannot be used: it is a folder|It failed: it is a folder/,
      ],
    ];
    for (const [name, block, begin, says] of blocked) {
      const cwd = makeFolder();
      mkdirSync(join(cwd, '.git'));
      block(cwd);
      const before = readdirSync(cwd);
      const { code, stdout, stderr } = await begin(['init', '--yes'], cwd);
      expect([name, code, stdout]).to.deep.equal([name, 2, '']);
      expect(stderr).to.match(says);
      expect(readdirSync(cwd), name).to.deep.equal(before);
    }
  });

  /** Runs it at a terminal. @param typed what the person types, each after the question that ends so */
  const atTerminal = async (
    cwd: string,
    args: string,
    typed: readonly (readonly [after: string, text: string])[],
  ): Promise<string> => {
    const child = spawn('script', ['-qec', `"${process.execPath}" "${COMMAND}" init ${args}`, '/dev/null'], { cwd });
    let [output, seen, next] = ['', 0, 0];
    child.stdout.on('data', (part: Buffer) => {
      output += part.toString();
      const [after, text] = typed[next] ?? [];
      const at = after === undefined ? -1 : output.indexOf(after, seen);
      if (at < 0 || text === undefined) return;
      [seen, next] = [output.length, next + 1];
      child.stdin.write(text);
    });
    await once(child, 'exit');
    return output;
  };

  if (existsSync('/usr/bin/script')) {
    it('asks at a terminal for what no option says, and again only after a wrong answer', async () => {
      const cwd = makeFolder();
      const output = await atTerminal(cwd, '--name Acme', [
        ['8080): ', 'shop.example\r'],
        ['8080): ', 'https://shop.example\r'],
        ['SD-BASE-DP): ', '\r'],
      ]);
      expect(output).to.contain('Not shop.example. Write it as browsers show it').and.not.to.contain('Your name');
      expect(JSON.parse(read(cwd, 'relbutton.config.json'))).to.deep.include({
        origin: 'https://shop.example',
        name: 'Acme',
        accepts: ['SD-BASE', 'SD-BASE-DP'],
      });
      expect(await atTerminal(cwd, '', []))
        .to.contain('it stays as it is')
        .and.not.to.contain('Your origin');
    });

    it('makes nothing if the person stops at a question', async () => {
      const cwd = makeFolder();
      for (const key of ['\u0003', '\u0004']) expect(await atTerminal(cwd, '', [['8080): ', key]])).to.contain('Stopped before');
      expect(readdirSync(cwd)).to.deep.equal([]);
    });
  }
});
