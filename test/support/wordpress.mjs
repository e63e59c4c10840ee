/** WordPress with MariaDB for one test: Debian's package in a temporary folder, on PHP's built-in server. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasProgram } from './engines.mjs';
import { missingMariadb, startMariadb } from './mariadb.mjs';
import { freePort } from './ports.mjs';
import { descendantsOf, kill } from './processes.mjs';

const SOURCE = '/usr/share/wordpress';
/** The themes that the tests try, one package each. */
export const THEMES = ['twentytwentyone', 'twentytwentytwo', 'twentytwentythree'];
const hasThemes = THEMES.every((theme) => existsSync(join(SOURCE, 'wp-content/themes', theme)));
const PACKAGES = ['wordpress', ...THEMES.map((theme) => `wordpress-theme-${theme}`), 'mariadb-server', 'php-cli', 'php-mysql'];

/** Requests for files are answered as files, all others by WordPress, as a rewriting web server does. */
const ROUTER = `<?php
$asked = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
$path  = $_SERVER['DOCUMENT_ROOT'] . $asked;
if ( is_file( $path ) || "FOLDER/" !== $asked && is_file( "$path/index.php" ) ) {
	return false;
}
if ( 0 !== strpos( $asked, 'FOLDER/' ) ) {
	http_response_code( 404 );
	return;
}
$_SERVER['SCRIPT_NAME'] = 'FOLDER/index.php';
require __DIR__ . '/index.php';
`;

const config = (socket, url) => `<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:${socket}' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
define( 'WP_HOME', '${url}' );
define( 'WP_SITEURL', '${url}' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1' );
define( 'DISABLE_WP_CRON', true );
define( 'FS_METHOD', 'direct' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', '${socket}.log' );
${['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].map((name) => `define( '${name}_KEY', '${name}' ); define( '${name}_SALT', '${name} salt' );`).join('\n')}
$table_prefix = 'wp_';
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
`;

const until = async (isDone, what) => {
  for (let wait = 0; !(await isDone()); wait += 100) {
    if (wait > 60_000) throw new Error(`${what} did not start.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** The owner of the site. */
export const OWNER = { name: 'owner', password: 'a long password for tests' };

/**
 * Starts a site with an owner, and pretty permalinks.
 *
 * @param {string} [folder] of the site, such as `/blog`. Default: it is at the root
 * @returns its `url`, `php(code)`, which runs code within WordPress and returns what it prints,
 * `phpBeside(code)`, which does so while this process goes on, and `stop`
 */
export const startWordpress = async (folder = '') => {
  if (!hasThemes || !hasProgram('php') || missingMariadb)
    throw new Error(`WordPress is missing. On Debian and Ubuntu: apt-get install --no-install-recommends ${PACKAGES.join(' ')}`);
  const home = mkdtempSync(join(tmpdir(), 'relbutton-wordpress-'));
  const database = await startMariadb(undefined, 'wordpress');
  const socket = database.connection.socketPath;
  const root = join(home, 'root');
  const site = join(root, folder);
  cpSync(SOURCE, site, { recursive: true, dereference: true });
  // Passkeys need a name or this one; `localhost` is secure without a certificate.
  const port = await freePort();
  const url = `http://localhost:${port}${folder}`;
  rmSync(join(site, 'wp-config.php'), { force: true });
  writeFileSync(join(site, 'wp-config.php'), config(socket, url));
  writeFileSync(join(site, 'router.php'), ROUTER.replaceAll('FOLDER', folder));
  const command = (code) => [
    'php',
    ['-d', 'display_errors=stderr', '-r', code],
    { cwd: site, encoding: 'utf8', env: { ...process.env, HTTP_HOST: `localhost:${port}` } },
  ];
  const run = (code) => execFileSync(...command(code));
  run(`define( 'WP_INSTALLING', true ); require 'wp-load.php'; require 'wp-admin/includes/upgrade.php';
    wp_install( 'Acme Coffee', '${OWNER.name}', 'owner@shop.example', true, '', '${OWNER.password}' );
    update_option( 'permalink_structure', '/%postname%/' );`);
  const php = spawn('php', ['-d', 'opcache.enable_cli=1', '-S', `127.0.0.1:${port}`, '-t', root, join(site, 'router.php')], {
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: '4' },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const answers = () =>
    fetch(url.replace('localhost', '127.0.0.1'), { redirect: 'manual' }).then(
      () => true,
      () => false,
    );
  await until(answers, 'PHP');
  return {
    url,
    site,
    log: `${socket}.log`,
    php: (code) => run(`require 'wp-load.php'; ${code}`),
    phpBeside: async (code) => (await promisify(execFile)(...command(`require 'wp-load.php'; ${code}`))).stdout,
    stop() {
      kill(...descendantsOf(php.pid), php.pid);
      void database.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
};
