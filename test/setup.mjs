/**
 * Installs what the tests need and is not here: `npm run setup`. It says what it is going to do before it does it.
 *
 * Debian and Ubuntu: by apt, with sudo where that is needed. Ubuntu has no Chromium and no Firefox outside of snap, and other
 * systems have no apt: there Puppeteer downloads both, and what is missing besides is named.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hasProgram } from './support/engines.mjs';

/** Lists what is missing now, by name. `moment` makes the modules load again. */
const look = async (moment) => {
  const { engines } = await import(`./support/engines.mjs?${moment}`);
  const { missingPostgres } = await import(`./support/postgres.mjs?${moment}`);
  const { missingMariadb } = await import(`./support/mariadb.mjs?${moment}`);
  const { missingPhp } = await import(`./support/php.mjs?${moment}`);
  const programs = ['curl', 'git', 'ps'].filter((name) => process.platform !== 'win32' && !hasProgram(name));
  const missing = Object.keys(engines).filter((name) => !engines[name]);
  const others = { PostgreSQL: missingPostgres, MariaDB: missingMariadb, PHP: missingPhp };
  return [...missing, ...Object.keys(others).filter((name) => others[name]), ...programs];
};

const PACKAGES = {
  Chromium: ['chromium', 'fonts-dejavu-core'],
  Firefox: ['firefox-esr', 'fonts-dejavu-core'],
  WebKit: ['webkit2gtk-driver', 'xvfb', 'xdotool'],
  PostgreSQL: ['postgresql'],
  MariaDB: ['mariadb-server'],
  PHP: ['php-cli', 'php-sqlite3'],
  curl: ['curl'],
  git: ['git'],
  ps: ['procps'],
};
/** The browsers that Puppeteer downloads. */
const DOWNLOADS = { Chromium: 'chrome@stable', Firefox: 'firefox@stable' };

const run = (command, ...parameters) => {
  console.log(`$ ${[command, ...parameters].join(' ')}`);
  execFileSync(command, parameters, { stdio: 'inherit', shell: process.platform === 'win32' });
};

const install = (missing) => {
  const isUbuntu = /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
  const names = missing.filter((name) => !(isUbuntu && name in DOWNLOADS));
  if (!names.length) return;
  const packages = [...new Set(names.flatMap((name) => PACKAGES[name]))];
  const isRoot = process.getuid() === 0;
  const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  const command = isRoot ? apt : ['sudo', ...apt];
  if (!isRoot && !hasProgram('sudo')) {
    console.error(`This needs root, and sudo is not here. As root: apt-get install ${packages.join(' ')}`);
    process.exit(1);
  }
  run(...command, 'update', '-qq');
  run(...command, 'install', '-y', '-qq', '--no-install-recommends', ...packages);
};

const download = (missing) => {
  const browsers = missing.filter((name) => name in DOWNLOADS).map((name) => DOWNLOADS[name]);
  const cache = `${process.env.HOME ?? process.env.USERPROFILE}/.cache/puppeteer`;
  for (const browser of browsers) run('npx', 'browsers', 'install', browser, '--path', cache);
};

let missing = await look('before');
if (!missing.length) {
  console.log('All that the tests need is here. Nothing is installed.');
  process.exit(0);
}
console.log(`The tests need what is not here: ${missing.join(', ')}.`);
try {
  if (hasProgram('apt-get')) install(missing);
  missing = await look('installed');
  download(missing);
} catch (error) {
  console.error(`That failed: ${error.message}`);
}
missing = await look('downloaded');
if (missing.length)
  console.error(`Still missing: ${missing.join(', ')}. Install it by your system's own means; npm test says what it finds.`);
else console.log('All that the tests need is here now.');
process.exit(missing.length ? 1 : 0);
