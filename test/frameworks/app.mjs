/** Apps as the people of a framework build them: from the packed package, by their own tools, in a folder of their own. */
import { cp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { createKey, createVendor } from 'relbutton/server';
import { nodeHandler } from 'relbutton/server/node';
import sirv from 'sirv';
import { pack, ROOT, run, temporary } from '../support/pack.mjs';

const QUIET = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];

/**
 * Copies an app to a folder of its own, and installs what its lock names and this package as it would be published.
 *
 * @param name of the app's folder here
 * @param sources folders of other apps here, of which it has a copy
 * @returns where it is until this process ends, and what runs commands in it
 */
export const install = async (name, ...sources) => {
  const folder = await temporary();
  const here = (command, parameters, env) => run(folder, command, parameters, env);
  const copy = (from, to) => cp(join(ROOT, 'test/frameworks', from), to, { recursive: true });
  await copy(name, folder);
  for (const source of sources) await copy(source, join(folder, basename(source)));
  await here('npm', ['ci', ...QUIET]);
  const { tarball } = await pack(ROOT, folder);
  await here('npm', ['install', '--no-save', '--no-package-lock', ...QUIET, tarball]);
  return { folder, run: here };
};

/** Serves files, and beside them the vendor's server, which countersigns. */
export const serveVendor = async (folder) => {
  const server = createServer().listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://localhost:${server.address().port}`;
  const accepts = ['SD-BASE', 'SD-BASE-DP'];
  const answer = nodeHandler(createVendor({ origin, name: 'Acme Coffee', accepts, key: await createKey() }), origin);
  const files = sirv(folder);
  server.on('request', async (request, response) => {
    if (!(await answer(request, response))) files(request, response, () => response.writeHead(404).end());
  });
  return { origin, close: () => server.close().closeAllConnections() };
};
