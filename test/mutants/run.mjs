/**
 * Breaks the source on purpose, one fault of `faults.mjs` at a time, in a copy of the project. The tests that a fault names have to
 * fail by it, and to pass without it. With words, as in `node test/mutants/run.mjs lease`: only the faults that these are in.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneInto } from '../support/clone.mjs';
import { engines } from '../support/engines.mjs';
import { run } from '../support/processes.mjs';
import { faults } from './faults.mjs';

/** The longest run of one command, in milliseconds. */
const LIMIT = 600_000;
const NODE = '--import tsx --import ./test/support/node-globals.mjs --test-reporter=./test/support/node-reporter.mjs'.split(' ');
/** The commands that run some test files, one after the other, by where the tests run. */
const RUNNERS = {
  node: (tests) => [[process.execPath, ...NODE, ...tests]],
  page: (tests) => [['npx', 'wtr', '--config', 'test/web-test-runner.mjs', '--files', ...tests]],
  built: (tests) => [
    ['npm', 'run', 'build', '--silent'],
    [process.execPath, ...NODE, ...tests],
  ],
};
const ENGINE = Object.keys(engines).find((name) => engines[name]);

const copy = mkdtempSync(join(tmpdir(), 'relbutton-mutants-'));
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));

/** @returns how many of a fault's tests pass and fail in the copy as it is now; none of each where they did not run to their end */
const count = async ({ where, tests }) => {
  let output = '';
  for (const command of RUNNERS[where](tests))
    ({ output } = await run(command, LIMIT, { cwd: copy, env: { ...process.env, ENGINE }, isQuiet: true }));
  const [, passed = 0, failed = 0] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  return { passed: Number(passed), failed: Number(failed), output };
};

/** By command: what is wrong with its tests without a fault, nothing where they pass. */
const baselines = new Map();
const baselineOf = async (fault) => {
  const name = `${fault.where} ${fault.tests.join(' ')}`;
  if (!baselines.has(name)) {
    const { passed, failed, output } = await count(fault);
    baselines.set(name, passed && !failed ? '' : `Without any fault ${fault.tests.join(' ')} does not pass.\n${output}`);
  }
  return baselines.get(name);
};

/** @returns why a fault is not caught; nothing where it is */
const findGap = async (fault) => {
  const file = join(copy, fault.file);
  const source = readFileSync(file, 'utf8');
  const found = source.split(fault.text).length - 1;
  if (found !== 1) return `${fault.file} has this text ${found} times, and has to have it once: ${fault.text}`;
  const unfit = await baselineOf(fault);
  if (unfit) return unfit;
  writeFileSync(
    file,
    source.replace(fault.text, () => fault.by),
  );
  try {
    const { passed, failed, output } = await count(fault);
    if (passed && failed) return undefined;
    // A file that does not load any more fails too, and says nothing of its tests.
    if (!passed) return `No test of ${fault.tests.join(' ')} passes: a fault breaks one thing, not all.\n${output}`;
    return `${fault.tests.join(' ')} passes all the same.`;
  } finally {
    writeFileSync(file, source);
  }
};

cloneInto(copy);
const words = process.argv.slice(2);
const chosen = faults.filter(({ breaks, file }) => words.every((word) => `${file} ${breaks}`.includes(word)));
const total = { passed: 0, failed: 0 };
for (const fault of chosen) {
  const gap = await findGap(fault);
  total[gap ? 'failed' : 'passed'] += 1;
  console.log(`${gap ? '✗' : '✓'} ${fault.file}: ${fault.breaks}${gap ? `\n  ${gap}` : ''}`);
}
if (!chosen.length) console.log(`No fault has the words ${words.join(' ')}.`);
console.log(`\n${total.passed} passed, ${total.failed || Number(!chosen.length)} failed`);
process.exitCode = total.failed || !chosen.length ? 1 : 0;
