/** Prints what failed, and as the last line how many tests passed and failed. */
export default async function* report(source) {
  const total = { passed: 0, failed: 0 };
  for await (const { type, data } of source) {
    // Node reports what is skipped as passed.
    const isTest = data?.details?.type !== 'suite' && data?.skip === undefined;
    if (type === 'test:pass' && isTest) total.passed += 1;
    else if (type === 'test:fail' && isTest) {
      total.failed += 1;
      const { error } = data.details;
      yield `✗ ${data.name} (${data.file})\n${error.cause?.stack ?? error.stack ?? error}\n\n`;
    } else if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
  }
  yield `\n${total.passed} passed, ${total.failed} failed\n`;
}
