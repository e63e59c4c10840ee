/** `conform store`: a store that hangs. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { conformStore } from '../../src/conformance/index.js';

describe('conform store', () => {
  it('gives a store that does not open 60 s for a test, and three tests', async () => {
    const results = await conformStore(() => new Promise(() => undefined));
    const [first, ...rest] = results.map(({ outcome }) => outcome);
    same([first, ...new Set(rest)], ['broken', 'not tried']);
    ok(results[0]?.why?.includes('not ended within 60 s'));
  });
});
