/** `npm run setup` on a machine where everything is missing, and on one where nothing is: the package manager is a stand-in. */
import { deepStrictEqual as same, match, strictEqual as is } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../setup.mjs', import.meta.url));
const PROGRAMS = 'chromium firefox-esr WebKitWebDriver Xvfb xdotool MiniBrowser initdb postgres mariadbd php curl git ps';

describe('npm run setup', { skip: process.platform !== 'linux' }, () => {
  let bin;
  let log;
  /** Writes a program that takes down how it is called, and puts the others there as an installation does. */
  const standIn = (name, does) =>
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${log}\n${does}\n`, { mode: 0o755 });
  const setup = () => {
    const env = { PATH: bin, HOME: bin, WEBKIT_PATH: join(bin, 'MiniBrowser') };
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
    return { status, said: stdout + stderr, called: existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [] };
  };
  const INSTALLS = `case "$*" in *install*) for one in ${PROGRAMS}; do echo > ${'$'}{0%/*}/$one; /bin/chmod 755 ${'$'}{0%/*}/$one; done;; esac`;

  beforeEach(() => {
    bin = mkdtempSync(join(tmpdir(), 'relbutton-setup-'));
    log = join(bin, 'log');
    symlinkSync('/usr/bin/env', join(bin, 'env'));
    symlinkSync('/bin/sh', join(bin, 'sh'));
    writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  });
  afterEach(() => rmSync(bin, { recursive: true }));

  it('installs what is missing, says so first, and does nothing the next time', () => {
    standIn('apt-get', INSTALLS);
    standIn('npx', INSTALLS);
    const first = setup();
    is(first.status, 0, first.said);
    match(first.said, /^The tests need what is not here: .*Chromium, Firefox, WebKit.*curl, git, ps\./);
    const announced = [...first.said.matchAll(/^\$ .*?((?:apt-get|npx) .*)$/gm)].map(([, command]) => command);
    same(first.called, announced);
    is(announced[0], 'apt-get update -qq');
    match(announced[1], /^apt-get install -y .*webkit2gtk-driver xvfb xdotool/);
    match(first.said, /All that the tests need is here now\.\n$/);

    const second = setup();
    same([second.status, second.said], [0, 'All that the tests need is here. Nothing is installed.\n']);
    is(second.called.length, first.called.length);
  });

  it('fails and names what is still missing where nothing can be installed', () => {
    standIn('apt-get', 'exit 100');
    const { status, said } = setup();
    is(status, 1);
    match(said, /Still missing: Chromium, Firefox, WebKit/);
  });
});
