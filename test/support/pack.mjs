/**
 * The package as npm publishes it, and a project that has installed it.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const readManifest = async (folder) => JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));

/** Runs a command, for five minutes at most. @returns its output. @throws Error with its whole output, if it fails */
export const run = async (folder, command, parameters, env = {}) => {
  const running = promisify(execFile)(command, parameters, {
    cwd: folder,
    env: { ...process.env, ...env },
    timeout: 300_000,
    shell: process.platform === 'win32',
  });
  return running.catch(({ message, stdout, stderr }) => {
    throw new Error([message, stdout, stderr].join('\n'));
  });
};

/** Makes a folder that is deleted when this process ends. */
export const temporary = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relbutton-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Packs the files of a folder without building. @returns npm's description of the package, with the tarball's path */
export const pack = async (folder, into) => {
  const { stdout } = await run(folder, 'npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', into]);
  const [packed] = JSON.parse(stdout);
  return { ...packed, tarball: join(into, packed.filename) };
};

/** Makes a project with the packed package, and others in the versions used here. @returns its folder */
export const installed = async (...others) => {
  const folder = await temporary();
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const { tarball } = await pack(ROOT, folder);
  const { devDependencies } = await readManifest(ROOT);
  const versions = others.map((name) => `${name}@${devDependencies[name]}`);
  const quiet = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run(folder, 'npm', ['install', ...quiet, tarball, ...versions]);
  return folder;
};

/** Returns the strings that a star in a file's path matches; one empty string if there is no star. */
const stemsOf = async (folder, path) => {
  const [start, end] = path.split('*');
  if (end === undefined) return [''];
  const names = await readdir(join(folder, start));
  return names.filter((name) => name.endsWith(end)).map((name) => name.slice(0, name.length - end.length));
};

/** Lists the imports that a project's package exports, with patterns expanded: `{ name, file, types }`, `types` if it has any. */
export const exported = async (project) => {
  const folder = join(project, 'node_modules/relbutton');
  const { name, exports } = await readManifest(folder);
  const found = [];
  for (const [path, target] of Object.entries(exports)) {
    if (!target) continue;
    const { default: file, types } = typeof target === 'string' ? { default: target } : target;
    for (const stem of await stemsOf(folder, file)) {
      const fill = (text) => text.replace('*', stem);
      if (exports[fill(path)] === null) continue;
      const one = { name: fill(path).replace('.', name), file: join(folder, fill(file)) };
      found.push(types ? { ...one, types: join(folder, fill(types)) } : one);
    }
  }
  return found;
};
