/** A PostgreSQL server for one test: in a temporary folder, on a socket in it, without a port. */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Debian keeps the server's programs in a folder of their own; elsewhere they are on the `PATH`. */
const folders = () => {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)];
};
const folder = folders().find((one) => existsSync(join(one, 'initdb')) && existsSync(join(one, 'postgres')));

/** The message for a machine without a server; `''` if it has one. */
export const missingPostgres = folder
  ? ''
  : 'PostgreSQL is missing: npm run setup (Debian and Ubuntu), or brew install postgresql';

/** Returns the user to run as. The server refuses to run as root: then it runs as Debian's user `postgres`. */
const asUser = () => {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })));
  return { uid, gid };
};

/**
 * @param {readonly string[]} [more] settings. Default: without fsync, since these tests kill the shop's process, not the database server
 * @param {readonly string[]} [init] options of `initdb`
 * @returns the connection options for `pg`; `halt` and `start` again; `pid` of the server; and `stop`
 */
export const startPostgres = async (more = ['fsync=off'], init = []) => {
  const home = mkdtempSync(join(tmpdir(), 'relbutton-postgres-'));
  const user = asUser();
  if (user.uid) chownSync(home, user.uid, user.gid);
  const data = join(home, 'data');
  const options = { ...user, cwd: home, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
  const how = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', ...init];
  execFileSync(join(folder, 'initdb'), ['-D', data, ...how], options);
  const settings = ['listen_addresses=', 'log_min_messages=fatal', ...more].flatMap((setting) => ['-c', setting]);
  let server;
  let gone;
  const start = async () => {
    server = spawn(join(folder, 'postgres'), ['-D', data, '-k', home, ...settings], { ...options, stdio: 'ignore' });
    gone = new Promise((resolve) => server.once('exit', resolve));
    const isReady = () => existsSync(join(home, '.s.PGSQL.5432'));
    for (let wait = 0; !isReady() || !(await accepts(home)); wait += 50) {
      if (wait > 20_000 || server.exitCode !== null) throw new Error('PostgreSQL did not start.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  /** @param {NodeJS.Signals} signal `SIGINT` ends it in order, `SIGQUIT` at once, so that it recovers when it starts */
  const halt = async (signal) => {
    server.kill(signal);
    await gone;
  };
  await start();
  return {
    connection: connectionTo(home),
    start,
    halt,
    get pid() {
      return server.pid;
    },
    async stop() {
      await halt('SIGQUIT');
      rmSync(home, { recursive: true, force: true });
    },
  };
};

const connectionTo = (host) => ({ host, port: 5432, user: 'postgres', database: 'postgres' });

const accepts = async (host) => {
  const { default: pg } = await import('pg');
  const client = new pg.Client(connectionTo(host));
  client.on('error', () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
};
