/** The changes of a release to the tree, tried in a copy. */
import { match, ok, strictEqual as is } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/doc.mjs';

const { bump } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

describe('a release', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relbutton-release-'));
  after(() => rmSync(folder, { recursive: true }));
  const read = (file) => readFileSync(join(folder, file), 'utf8');
  const run = (command) => execFileSync('bash', ['-euo', 'pipefail', '-c', command], { cwd: folder, stdio: 'pipe' });

  it('takes version, changelog and source on by what was noted', () => {
    for (const name of [
      '.changeset/config.json',
      '.config',
      'package.json',
      'CHANGELOG.md',
      'src/version.ts',
      'integrations/docker/Dockerfile',
    ])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const before = JSON.parse(read('package.json')).version;
    const [, ...history] = read('CHANGELOG.md').split('\n');
    writeFileSync(join(folder, '.changeset/one.md'), '---\n"relbutton": minor\n---\n\nMagnets can hum.\n');
    run('git init -q && git add . && git -c user.name=A -c user.email=a@example.com commit -qm "Begin"');
    // The steps up to the lockfile, which needs the network; the build and its hashes have their own tests.
    run(`PATH=node_modules/.bin:$PATH; ${bump.split(' && npm install')[0]}`);

    const [major, minor] = before.split('.').map(Number);
    const { version } = JSON.parse(read('package.json'));
    is(version, `${major}.${minor + 1}.0`);
    ok(read('src/version.ts').includes(`VERSION = '${version}';`));
    ok(read('integrations/docker/Dockerfile').includes(`ARG VERSION=${version}\n`));
    const changelog = read('CHANGELOG.md');
    match(changelog, new RegExp(`^# Changelog\n\n## ${version}\n\n### Minor Changes\n\n- (\\w+: )?Magnets can hum.\n`));
    ok(changelog.endsWith(history.join('\n')));
  });
});
