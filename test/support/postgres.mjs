/** A PostgreSQL server of its own for a test: in a folder that goes with it, on a socket in that folder and no port. */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Debian keeps the server's programs apart; elsewhere they are on the path. */
const folders = () => {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)];
};
const folder = folders().find((one) => existsSync(join(one, 'initdb')) && existsSync(join(one, 'postgres')));

/** What to tell whoever has no server, or `''`. */
export const missingPostgres = folder
  ? ''
  : 'PostgreSQL is missing: npm run setup (Debian and Ubuntu), or brew install postgresql';

/** The server refuses to run as root: there it runs as the user that Debian made for it. */
const asUser = () => {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })));
  return { uid, gid };
};

/** @returns what `pg` connects by, and `stop` */
export const startPostgres = async () => {
  const home = mkdtempSync(join(tmpdir(), 'relbutton-postgres-'));
  const user = asUser();
  if (user.uid) chownSync(home, user.uid, user.gid);
  const data = join(home, 'data');
  const options = { ...user, cwd: home, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
  execFileSync(join(folder, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], options);
  // The server itself is not what is killed here: what it promises on a power cut is its own matter.
  const settings = ['-D', data, '-k', home, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'log_min_messages=fatal'];
  const server = spawn(join(folder, 'postgres'), settings, { ...options, stdio: 'ignore' });
  const gone = new Promise((resolve) => server.once('exit', resolve));
  const isReady = () => existsSync(join(home, '.s.PGSQL.5432'));
  for (let wait = 0; !isReady() || !(await accepts(home)); wait += 50) {
    if (wait > 20_000 || server.exitCode !== null) throw new Error('PostgreSQL did not start.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    connection: connectionTo(home),
    async stop() {
      server.kill('SIGQUIT');
      await gone;
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
