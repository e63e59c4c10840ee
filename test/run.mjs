/**
 * Everything that has to hold, in every engine that is here: `npm test`; with `long`, what takes long and seldom changes.
 * Prints what fails, once more at the end, and as the last line how much passed.
 * With RELBUTTON_ENGINES=all a missing engine, PostgreSQL, MariaDB or PHP is a failure; otherwise it is named, and one engine at least has to be here.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { engines, missingEngines } from './support/engines.mjs';
import { missingKeyring } from './support/keyring.mjs';
import { missingMariadb } from './support/mariadb.mjs';
import { missingPhp } from './support/php.mjs';
import { missingPostgres } from './support/postgres.mjs';
import { run } from './support/processes.mjs';

const total = { passed: 0, failed: 0 };
/** The outputs of commands that failed: `finish` repeats them, since much is printed after them. */
const failures = [];
const add = (passed, failed, output) => {
  total.passed += passed;
  total.failed += failed;
  if (failed && output) failures.push(output);
};

const MINUTE = 60_000;

const step = async (name, work) => {
  const begun = Date.now();
  console.log(`\n— ${name}`);
  await work();
  console.log(`  ${name}: ${Math.round((Date.now() - begun) / 1_000)} s`);
};

/** Runs a command within a time limit, and says where it did not end by itself. */
const attempt = async (command, limit) => {
  const result = await run(command, limit);
  if (result.isLate) console.log(`✗ Killed after ${limit / MINUTE} minutes: ${command.join(' ')}`);
  return result;
};

/** A command that passes or fails as one. */
const check = (name, ...command) =>
  step(name, async () => {
    const { code, output } = await attempt(command, 15 * MINUTE);
    add(code === 0 ? 1 : 0, code === 0 ? 0 : 1, `${name}\n${output}`);
  });

/** Runs a command whose last line says how many passed and failed. */
const addUp = async (command, limit) => {
  const { code, output } = await attempt(command, limit);
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  const text = `${command.join(' ')}\n${output}`;
  if (passed === undefined) add(0, 1, text);
  else add(Number(passed), code !== 0 && failed === '0' ? 1 : Number(failed), text);
};
const count = (name, ...command) => step(name, () => addUp(command, 60 * MINUTE));

const NODE = ['--import', 'tsx', '--import', './test/support/node-globals.mjs'];
const REPORTER = '--test-reporter=./test/support/node-reporter.mjs';
/**
 * Runs the test files of some folders of `test/`, each in a process of its own: one that hangs or ends too early fails, and the
 * others go on.
 *
 * @param {string} name
 * @param {number} concurrency how many at a time
 * @param {string[]} folders
 * @param {{ isWanted?: (file: string) => boolean, limit?: number }} [options] `limit`: of a file, default 20 minutes
 */
const inNode = (name, concurrency, folders, { isWanted = () => true, limit = 20 * MINUTE } = {}) =>
  step(name, async () => {
    const files = folders.flatMap((folder) => readdirSync(`test/${folder}`).map((file) => `test/${folder}/${file}`));
    const tests = files.filter((file) => /\.test\.(ts|mjs)$/.test(file) && isWanted(file));
    const work = async () => {
      for (let file = tests.shift(); file; file = tests.shift()) await addUp([process.execPath, ...NODE, REPORTER, file], limit);
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  });

const missing = missingEngines();
for (const line of [...missing, missingPostgres, missingMariadb, missingPhp]) if (line) console.log(line);
const isShort = missing.length || missingPostgres || missingMariadb || missingPhp;
const isWanting = process.env.RELBUTTON_ENGINES === 'all' && isShort;
if (isWanting || missing.length === Object.keys(engines).length) {
  console.log(
    '\nThe tests run in real browsers, and the stores on real servers. Install what is missing, and run them again.\n\n0 passed, 1 failed',
  );
  process.exit(1);
}

/** Tests in which extensions open one window after the other: a second browser beside them makes each of these slow. */
const MANY_WINDOWS = /(^|\/)(extension|private-names|two-extensions)\.test/;

/** The committed built files: a clean build has to give the same bytes. */
const HASHES = 'dist/sri.json';
const scriptTagFiles = Object.keys(JSON.parse(await readFile(HASHES, 'utf8'))).map((file) => `dist/${file}`);
const BUILT = [...scriptTagFiles, HASHES, 'custom-elements.json'];
const readBuilt = () => Promise.all(BUILT.map((file) => readFile(file).catch(() => Buffer.alloc(0))));
const before = await readBuilt();
await check('build', 'npm', 'run', 'build', '--silent');
await step('the committed files are what the source builds', async () => {
  const after = await readBuilt();
  const stale = BUILT.filter((_, i) => !before[i].equals(after[i]));
  for (const file of stale) console.log(`${file} is not what its source builds: commit it as it is now.`);
  add(BUILT.length - stale.length, stale.length);
});

const finish = () => {
  for (const output of failures) console.log(`\n✗ ${output}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed ? 1 : 0);
};
if (process.argv[2] === 'long') {
  await inNode('built elsewhere', 1, ['reproducible']);
  await inNode('frameworks', 1, ['frameworks']);
  if (missingKeyring) console.log(missingKeyring);
  const isWanted = (file) => !missingKeyring || !/\/keyring\./.test(file);
  await inNode('long', 1, ['long'], { isWanted, limit: 100 * MINUTE });
  await count('faults that the tests catch', process.execPath, 'test/mutants/run.mjs');
  finish();
}

// Each half of the lint keeps one processor busy.
await Promise.all(['lint:eslint', 'lint:rest'].map((name) => check(name, 'npm', 'run', name, '--silent')));
// Two at a time keep two processors busy to the end: the folders with the longest files come first.
const IN_NODE = [
  'faults',
  'package',
  'docs',
  'server',
  'conformance',
  'cli',
  'build',
  'ledger',
  'agent-cli',
  'contract',
  ...(missingPhp ? [] : ['php']),
];
await inNode('in Node', 2, IN_NODE);
await count('in pages', 'npx', 'wtr', '--config', 'test/web-test-runner.mjs');
await inNode('whole pages', 3, ['e2e'], { isWanted: (file) => !MANY_WINDOWS.test(file) });
await inNode('whole pages with windows of extensions', 1, ['e2e'], { isWanted: (file) => MANY_WINDOWS.test(file) });
await check('Storybook', 'npm', 'run', 'build-storybook', '--silent');
await inNode('stories', 2, ['stories']);
await inNode('what an element holds', 1, ['bench']);
finish();
