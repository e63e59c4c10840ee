/** Prints what failed, and as the last line how many tests passed and failed. */
import { writeSync } from 'node:fs';

/** Milliseconds between the end of the last test and that of the process: longer, and something was left open. */
const LINGERING = 20_000;
const file = process.argv[1];

export default async function* report(source) {
  const total = { passed: 0, failed: 0 };
  const summary = () => `\n${total.passed} passed, ${total.failed} failed\n`;
  let open = 0;
  let lingering;
  /** A test that hangs may keep the process from ending. */
  const end = () => {
    if (!total.failed) {
      total.failed += 1;
      writeSync(1, `✗ ${file}: its tests are over, and something keeps the process from ending.\n`);
    }
    writeSync(1, summary());
    process.exit(1);
  };
  for await (const { type, data } of source) {
    if (data?.nesting === 0 && type === 'test:enqueue') {
      open += 1;
      clearTimeout(lingering);
    }
    const { error } = data?.details ?? {};
    // Its tests are counted one by one, without the reason.
    if (type === 'test:fail' && error.failureType === 'hookFailed') yield `${error.cause?.stack ?? error}\n\n`;
    // Node reports what is skipped as passed.
    const isTest = data?.details?.type !== 'suite' && data?.skip === undefined;
    if (type === 'test:pass' && isTest) total.passed += 1;
    else if (type === 'test:fail' && isTest) {
      total.failed += 1;
      yield `✗ ${data.name} (${file})\n${error.cause?.stack ?? error.stack ?? error}\n\n`;
    } else if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (data?.nesting === 0 && ['test:pass', 'test:fail'].includes(type) && --open === 0)
      lingering = setTimeout(end, LINGERING).unref();
  }
  yield summary();
}
