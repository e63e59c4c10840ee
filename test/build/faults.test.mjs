/** Each fault in the list of faults can still be made: the text that it replaces stands once in its file. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { readFileSync } from 'node:fs';
import { faults } from '../mutants/faults.mjs';

describe('the faults that the tests catch', () => {
  it('are of the source as it is', () => {
    const stale = faults.filter(({ file, text }) => readFileSync(file, 'utf8').split(text).length !== 2);
    same(
      stale.map(({ file, breaks }) => `${file}: ${breaks}`),
      [],
    );
    ok(faults.length > 100);
  });
});
