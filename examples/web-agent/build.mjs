/**
 * Writes the agent as static files, for any host on any origin: `node examples/web-agent/build.mjs <folder>`. The host has to send
 * the headers in `_headers`; some hosts read that file themselves.
 */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, HEADERS } from '../shared/serve.mjs';
import { FOLDER, SCRIPTS } from './server.mjs';

const [, , folder] = process.argv;
if (!folder) throw new Error('Name the folder to write: node examples/web-agent/build.mjs <folder>');
await cp(fileURLToPath(new URL('public', FOLDER)), folder, { recursive: true });
for (const [address, text] of Object.entries(await bundle(FOLDER, SCRIPTS))) await writeFile(join(folder, address), text);
const headers = Object.entries(HEADERS).map(([name, value]) => `  ${name}: ${value}`);
await writeFile(join(folder, '_headers'), ['/*', ...headers, ''].join('\n'));
