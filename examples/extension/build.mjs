/**
 * Bundles the extension into a folder that Chromium (chrome://extensions, "Load unpacked") and Firefox (about:debugging,
 * "Load Temporary Add-on") both load: `node examples/extension/build.mjs`.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * @param {string} [folder] is emptied first. Default: `dist` beside this file
 * @param {object} [changes] to the manifest, such as another name
 * @returns {Promise<string>} the folder
 */
export const buildExtension = async (folder = path('dist'), changes = {}) => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const bundle = (format, ...names) =>
    build({ entryPoints: names.map((name) => path(`src/${name}.js`)), outdir: folder, bundle: true, format, target: 'es2022' });
  // A content script cannot be a module, and may run twice; a service worker need not be a module.
  await bundle('iife', 'background', 'consent', 'content');
  await bundle('esm', 'ledger', 'popup');
  await cp(path('pages'), folder, { recursive: true });
  await build({ entryPoints: [path('../shared/agent.css')], outdir: folder, bundle: true });
  await cp(path('icons'), join(folder, 'icons'), { recursive: true });
  const manifest = { ...JSON.parse(await readFile(path('manifest.json'), 'utf8')), ...changes };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
  return folder;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildExtension());
