/**
 * Everything that has to hold, in every engine that is here: `npm test`; with `long`, what takes long and seldom changes.
 * Prints what fails, and as the last line how much passed.
 * With RELBUTTON_ENGINES=all a missing engine or PostgreSQL is a failure; otherwise it is named, and one engine at least has to be here.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { engines, missingEngines } from './support/engines.mjs';
import { missingPostgres } from './support/postgres.mjs';

const total = { passed: 0, failed: 0 };
const add = (passed, failed) => {
  total.passed += passed;
  total.failed += failed;
};

/** Runs a command, its output passed on. @returns its exit code and its output */
const run = (command, ...parameters) =>
  new Promise((resolve) => {
    const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'inherit'], shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('close', (code) => resolve({ code, output }));
  });

const step = async (name, work) => {
  const begun = Date.now();
  console.log(`\n— ${name}`);
  await work();
  console.log(`  ${Math.round((Date.now() - begun) / 1_000)} s`);
};

/** A command that passes or fails as one. */
const check = (name, ...command) =>
  step(name, async () => {
    const { code } = await run(...command);
    add(code === 0 ? 1 : 0, code === 0 ? 0 : 1);
  });

/** A command whose last line says how many passed and failed. */
const count = (name, ...command) =>
  step(name, async () => {
    const { code, output } = await run(...command);
    const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
    if (passed === undefined || (code !== 0 && failed === '0')) add(0, 1);
    else add(Number(passed), Number(failed));
  });

const NODE = ['--import', 'tsx', '--import', './test/support/node-globals.mjs', '--test'];
const REPORTER = '--test-reporter=./test/support/node-reporter.mjs';
/** The command that runs the test files of some folders of `test/`, so many at a time. */
const node = (concurrency, ...folders) => {
  const files = folders.flatMap((folder) => readdirSync(`test/${folder}`).map((file) => `test/${folder}/${file}`));
  const tests = files.filter((file) => /\.test\.(ts|mjs)$/.test(file));
  return [process.execPath, ...NODE, REPORTER, `--test-concurrency=${concurrency}`, ...tests];
};

const missing = missingEngines();
for (const line of [...missing, missingPostgres]) if (line) console.log(line);
const isWanting = process.env.RELBUTTON_ENGINES === 'all' && (missing.length || missingPostgres);
if (isWanting || missing.length === Object.keys(engines).length) {
  console.log(
    '\nThe tests run in real browsers, and the stores on real servers. Install what is missing, and run them again.\n\n0 passed, 1 failed',
  );
  process.exit(1);
}

/** What is built and committed: a clean build has to give the same bytes. */
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
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed ? 1 : 0);
};
if (process.argv[2] === 'long') {
  await count('built elsewhere', ...node(1, 'reproducible'));
  await count('frameworks', ...node(1, 'frameworks'));
  finish();
}

await check('lint', 'npm', 'run', 'lint', '--silent');
await count('in Node', ...node(1, 'contract', 'server', 'docs', 'build'));
await count('installed', ...node(1, 'package'));
await count('killed at each step', ...node(2, 'kill'));
await count('in pages', 'npx', 'wtr', '--config', 'test/web-test-runner.mjs');
await count('whole pages', ...node(1, 'e2e'));
await check('Storybook', 'npm', 'run', 'build-storybook', '--silent');
await count('stories', ...node(1, 'stories'));
await count('bench', process.execPath, 'test/bench/run.mjs');
finish();
