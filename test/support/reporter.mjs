/** Writes the numbers of passed and failed tests as the last line, for `test/run.mjs` to add up. */
export const countReporter = () => {
  const count = (suite, into) => {
    // A skipped test counts as failed, unless tests are selected by name.
    for (const test of suite?.tests ?? []) if (!test.skipped || !process.env.GREP) into[test.passed ? 'passed' : 'failed'] += 1;
    for (const inner of suite?.suites ?? []) count(inner, into);
  };
  return {
    stop({ sessions }) {
      const total = { passed: 0, failed: 0 };
      for (const { testResults, passed } of sessions) {
        const before = total.failed;
        count(testResults, total);
        // A file that did not load has no tests: count the file as failed.
        if (!passed && total.failed === before) total.failed += 1;
      }
      process.once('exit', () => process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`));
    },
  };
};
