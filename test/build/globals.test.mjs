/** The one file that a script tag loads takes from the page's global scope only what no script of the page can declare. */
import { deepStrictEqual as same } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { Linter } from 'eslint';
import globals from 'globals';

const KNOWN = Object.keys({ ...globals.browser, ...globals.builtin });
const UNFORGEABLE = ['window', 'document', 'location', 'top', 'undefined', 'NaN', 'Infinity'];

describe('the one file', () => {
  it('reads no global that a page can hide by a const of its own', async () => {
    const code = await readFile(new URL('../../dist/relbutton.min.js', import.meta.url), 'utf8');
    const problems = new Linter().verify(code, {
      languageOptions: {
        ecmaVersion: 2022,
        globals: Object.fromEntries([...UNFORGEABLE, 'litPropertyMetadata'].map((name) => [name, 'readonly'])),
      },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
      // Those of ECMAScript count as declared: they are looked for by name.
      rules: {
        'no-restricted-globals': ['error', ...KNOWN.filter((name) => !UNFORGEABLE.includes(name))],
        'no-undef': ['error', { typeof: true }],
      },
    });
    same(
      problems.map(({ message }) => message),
      [],
    );
  });
});
