import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import storybook from 'eslint-plugin-storybook';
import wc from 'eslint-plugin-wc';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * Members of `window` that a page's script can shadow by a top-level `const` of the same name: code for pages reads them as
 * `window.name`. For timers, console, atob and the interfaces, the one-file build does so itself.
 */
const UNFORGEABLE = ['window', 'document', 'location', 'top'];
const KNOWN = ['console', 'setTimeout', 'clearTimeout', 'atob', 'btoa'];
const membersOfWindow = Object.keys(globals.browser).filter(
  (name) => /^[a-z]/.test(name) && ![...UNFORGEABLE, ...KNOWN].includes(name),
);

/** A page or an app can give all arrays or objects a `toJSON`, which changes the texts that the library writes. */
const TO_JSON = 'A toJSON of the page changes what this writes: see src/contract/write-json.ts and src/records/thumbprint.ts.';

export default tseslint.config(
  { ignores: ['**/dist/', 'storybook-static/', 'node_modules/', 'test/e2e/earlier/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommended,
  lit.configs['flat/recommended'],
  wc.configs['flat/best-practice'],
  { plugins: { 'lit-a11y': litA11y }, rules: litA11y.configs.recommended.rules },
  storybook.configs['flat/recommended'],
  {
    files: ['**/*.ts'],
    // The frameworks' own tools check these.
    ignores: ['types/**', 'test/frameworks/*/**'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: 'test/tsconfig.json', tsconfigRootDir: `${import.meta.dirname}/..` } },
    rules: {
      // Captured builtins and methods of plain objects do not use `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowArray: true, allowNumber: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/frameworks/*/**'],
    rules: {
      // To Chai's `equal` the types of @open-wc/testing give a promise, which no value has but a snapshot.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'chai', name: 'Equal' }] },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 60],
      'no-restricted-imports': ['error', { name: 'jose', importNames: ['calculateJwkThumbprint'], message: TO_JSON }],
    },
  },
  {
    // Sent to a page as the text of one function.
    files: ['src/conformance/agent/host-page.ts'],
    rules: { 'max-lines-per-function': ['error', 85] },
  },
  {
    files: ['src/**/*.ts'],
    // The kit runs in Node, in a process of its own: no page can change what it writes.
    ignores: ['src/contract/captured.ts', 'src/build/**', 'src/conformance/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'JSON', property: 'stringify', message: TO_JSON },
        { object: 'Response', property: 'json', message: TO_JSON },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/server/**', 'src/build/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...membersOfWindow.map((name) => ({ name, message: `Write globalThis.${name}: a page can have a variable called so.` })),
      ],
    },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: { ...globals.browser, ...globals.node } } },
);
