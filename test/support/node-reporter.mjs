/** Prints each failure, and as the last line the numbers of passed and failed tests. */
import { writeSync } from 'node:fs';

/** Milliseconds that the process may run after the last test: if it takes longer, a test left something open. */
const LINGERING = 20_000;
const file = process.argv[1];

export default async function* report(source) {
  const total = { passed: 0, failed: 0 };
  const summary = () => `\n${total.passed} passed, ${total.failed} failed\n`;
  let open = 0;
  let lingering;
  /** Ends the process, which a hanging test can keep alive. */
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
    // If a hook fails, each test of its suite counts as failed, without the reason: print it here.
    if (type === 'test:fail' && error.failureType === 'hookFailed') yield `${error.cause?.stack ?? error}\n\n`;
    // Node reports skipped tests as passed.
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
