/**
 * Makes the installable zip: `npm run wordpress`. It has the plugin, and the built files that it serves.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;
const target = process.argv[2] ?? join(root, 'integrations/wordpress/relbutton.zip');
const folder = mkdtempSync(join(tmpdir(), 'relbutton-wordpress-'));
const plugin = join(folder, 'relbutton');
cpSync(join(root, 'integrations/wordpress/relbutton'), plugin, { recursive: true });
mkdirSync(join(plugin, 'assets'), { recursive: true });
const files = Object.keys(JSON.parse(readFileSync(join(root, 'dist/sri.json'), 'utf8')));
for (const file of [...files, 'sri.json']) cpSync(join(root, 'dist', file), join(plugin, 'assets', file));
rmSync(target, { force: true });
execFileSync('python3', ['-m', 'zipfile', '-c', target, 'relbutton'], { cwd: folder });
rmSync(folder, { recursive: true });
console.log(target);
