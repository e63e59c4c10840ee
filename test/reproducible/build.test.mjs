/** The same source gives the same package, whoever builds it, and wherever. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { createHash } from 'node:crypto';
import { cp, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pack, ROOT, run, temporary } from '../support/pack.mjs';

/** The hash of each file that a folder packs, and of the tarball itself. */
const hashes = async (folder) => {
  const { files, tarball } = await pack(folder, await temporary());
  const all = [...files.map(({ path }) => [path, join(folder, path)]), ['the tarball', tarball]];
  const hash = async (file) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  return Object.fromEntries(await Promise.all(all.map(async ([name, file]) => [name, await hash(file)])));
};

/** Builds a copy of the source, without anything that was built before, in a folder of its own. */
const buildCopy = async (name) => {
  const folder = join(await temporary(), name);
  const { stdout } = await run(ROOT, 'git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z']);
  const sources = stdout.split('\0').filter((path) => path && !/^dist\/|^custom-elements\.json$/.test(path));
  await Promise.all(sources.map((path) => cp(join(ROOT, path), join(folder, path))));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await run(folder, 'npm', ['run', 'build', '--silent']);
  return hashes(folder);
};

describe('a clean build', () => {
  it('gives the same bytes in two folders, and those that are here', async () => {
    const [one, other] = await Promise.all(['one', 'other/folder of another name'].map(buildCopy));
    for (const name of ['relbutton.min.js', 'relbutton.css', 'sri.json']) ok(one[`dist/${name}`], name);
    ok(one['custom-elements.json']);
    same(other, one);
    same(await hashes(ROOT), one, 'dist/ holds what is no longer built: git clean -fdX dist, and build again');
  });
});
