/** A MariaDB server for one test: in a temporary folder, on a socket in it, without a port and without users. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Debian keeps the server's program where only root has it on the `PATH`. */
const program = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  .map((folder) => join(folder, 'mariadbd'))
  .find((file) => existsSync(file));

/** The message for a machine without a server; `''` if it has one. */
export const missingMariadb = program ? '' : 'MariaDB is missing: npm run setup (Debian and Ubuntu), or brew install mariadb';

const accepts = (path) =>
  new Promise((resolve) => {
    const socket = connect(path, () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => resolve(false)).once('data', () => socket.destroy());
  });

/** A server without the tables of users lets everybody in, and needs no installation. */
const SETTINGS = ['--skip-grant-tables', '--skip-networking', '--skip-log-bin', '--innodb-log-file-size=8M'];

/**
 * @param {readonly string[]} [more] settings. Default: without fsync, since these tests kill the shop's process, not the database server
 * @param {string} [database] the name of an empty database that it has
 * @returns the connection options for `mysql2`; `halt` and `start` again; `pid` of the server; and `stop`
 */
export const startMariadb = async (more = ['--innodb-flush-log-at-trx-commit=0'], database = 'shop') => {
  const home = mkdtempSync(join(tmpdir(), 'relbutton-mariadb-'));
  const socketPath = join(home, 'socket');
  const own = ['--no-defaults', `--datadir=${home}`, `--socket=${socketPath}`, `--pid-file=${join(home, 'pid')}`];
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  let server;
  let gone;
  const start = async () => {
    rmSync(socketPath, { force: true });
    server = spawn(program, [...own, ...user, ...SETTINGS, ...more], { stdio: 'ignore' });
    gone = new Promise((resolve) => server.once('exit', resolve));
    for (let wait = 0; !(await accepts(socketPath)); wait += 20) {
      if (wait > 20_000 || server.exitCode !== null) throw new Error('MariaDB did not start.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  /** @param {NodeJS.Signals} signal `SIGTERM` ends it in order, `SIGKILL` at once, so that it recovers when it starts */
  const halt = async (signal) => {
    server.kill(signal);
    await gone;
  };
  await start();
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection({ socketPath, user: 'root' });
  await connection.query(`CREATE DATABASE ${database} CHARACTER SET latin1`);
  await connection.end();
  return {
    connection: { socketPath, user: 'root', database },
    start,
    halt,
    get pid() {
      return server.pid;
    },
    async stop() {
      await halt('SIGKILL');
      rmSync(home, { recursive: true, force: true });
    },
  };
};
