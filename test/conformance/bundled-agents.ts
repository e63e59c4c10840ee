/** Serves the example web agent, and builds the example extension, with a fault or without. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { buildExtension } from '../../examples/extension/build.mjs';
import { bundle } from '../../examples/shared/serve.mjs';
import { FOLDER, SCRIPTS } from '../../examples/web-agent/server.mjs';
import { type BundleMutant, change } from './mutants/windows.js';

/** Serves a web agent without the headers that would hide its fault. */
export const serveBroken = async (mutant: BundleMutant): Promise<{ origin: string; close: () => void }> => {
  const files = (await bundle(FOLDER, SCRIPTS)) as Record<string, string>;
  const name = mutant.rule === 'C-67' ? '/link.js' : '/answer.js';
  files[name] = change(String(files[name]), mutant);
  const pages = sirv(fileURLToPath(new URL('public', FOLDER)), { dev: true });
  const server = createServer((request, response) => {
    const text = files[new URL(request.url ?? '/', 'http://localhost').pathname];
    if (text === undefined) return pages(request, response, () => void response.writeHead(404).end());
    return response.writeHead(200, { 'content-type': 'text/javascript' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { origin, close: () => void server.close().closeAllConnections() };
};

/** Builds the extension into a folder of its own. */
export const buildBroken = async (mutant?: BundleMutant): Promise<{ folder: string; remove: () => Promise<void> }> => {
  const folder = await buildExtension(join(await mkdtemp(join(tmpdir(), 'relbutton-')), 'one'));
  const script = join(folder, 'content.js');
  if (mutant) await writeFile(script, change(await readFile(script, 'utf8'), mutant));
  return { folder, remove: () => rm(join(folder, '..'), { recursive: true }) };
};
