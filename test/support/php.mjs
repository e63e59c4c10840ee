/** PHP's built-in server with the protocol of the WordPress plugin, for one test. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasProgram } from './engines.mjs';
import { freePort } from './ports.mjs';
import { descendantsOf, kill } from './processes.mjs';

/** The message for a machine without PHP; `''` if it has it. */
export const missingPhp = hasProgram('php') ? '' : 'PHP is missing: npm run setup (Debian and Ubuntu), or brew install php';

/**
 * Starts the server: `php/suites.ts` opens its vendors there.
 *
 * @param {NodeJS.ProcessEnv} [env] more of the server's environment
 * @returns its address, and `stop`
 */
export const startPhp = async (env = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'relbutton-php-'));
  const address = `127.0.0.1:${await freePort()}`;
  const router = new URL('../php/router.php', import.meta.url).pathname;
  const server = spawn('php', ['-d', 'opcache.enable_cli=1', '-S', address, router], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, RELBUTTON_FOLDER: folder, ...env },
  });
  let said = '';
  await new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error(`PHP did not start: ${said}`)));
    server.stderr.on('data', (data) => {
      said = `${said}${data}`.slice(-4_000);
      if (said.includes('started')) resolve();
    });
  });
  process.env.RELBUTTON_VENDOR = `http://${address}`;
  return {
    address: process.env.RELBUTTON_VENDOR,
    stop() {
      kill(...descendantsOf(server.pid), server.pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
