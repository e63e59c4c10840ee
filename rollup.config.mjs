import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { literalsHtmlCssMinifier } from '@literals/rollup-plugin-html-css-minifier';
import inject from '@rollup/plugin-inject';
import resolve from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import globals from 'globals';
import { minify as terser } from 'terser';

/**
 * By esbuild and then by terser, which together find more than either. `_$` names are lit's internals, which no page reaches into; the
 * arrows are unsafe only for functions called with `new`.
 */
const minified = {
  name: 'minified',
  async renderChunk(code) {
    const { code: short } = await transform(code, { minify: true, target: 'es2022', charset: 'utf8' });
    const { code: shorter } = await terser(short, {
      module: true,
      ecma: 2022,
      format: { comments: false },
      compress: { passes: 3, unsafe_arrows: true },
      mangle: { properties: { regex: /^_\$/ } },
    });
    return { code: `${shorter.trimEnd()}\n`, map: null };
  },
};
/** What a page's own scripts can give another meaning, at their top level: everything but these, which no script can declare. */
const UNFORGEABLE = ['window', 'document', 'location', 'top', 'undefined', 'NaN', 'Infinity'];
const shadowable = Object.keys({ ...globals.browser, ...globals.builtin }).filter((name) => !UNFORGEABLE.includes(name));

/**
 * A script's top-level `const URL` hides the browser's `URL` from every module of the page, but not `window.URL`. So the bundle, lit
 * included, takes each global that it uses from `window`, once.
 */
const GLOBALS = '\0globals';
const fromWindow = [
  {
    name: 'from-window',
    resolveId: (id) => (id === GLOBALS ? id : null),
    load: (id) =>
      id === GLOBALS
        ? `const {${shadowable.map((name) => `${name}: _${name}`)}} = window; export {${shadowable.map((name) => `_${name} as ${name}`)}};`
        : null,
  },
  inject(Object.fromEntries(shadowable.map((name) => [name, [GLOBALS, name]]))),
];
/** What goes with lit, wherever it is copied to. */
const licensed = {
  name: 'licensed',
  renderChunk: (code) => ({ code: `${code}/*! @license relbutton Apache-2.0, lit BSD-3-Clause Google LLC */\n`, map: null }),
};

/** The languages that a page adds to English, each by one more script tag. */
const LANGUAGE_FILES = readdirSync('src/locales')
  .filter((file) => !['add.ts', 'en.ts'].includes(file))
  .sort()
  .map((file) => `relbutton.${file.replace('.ts', '.js')}`);

/** The style sheet, the hashes with which a page pins each file (https://www.w3.org/TR/SRI/), the schemas of messages and bodies, and the sign as files. */
const besides = {
  name: 'besides',
  async generateBundle(_, bundle) {
    const { code } = await transform(await readFile('src/relbutton.css', 'utf8'), { loader: 'css', minify: true });
    const files = { 'relbutton.min.js': Object.values(bundle)[0].code, 'relbutton.css': code };
    for (const file of LANGUAGE_FILES) files[file] = await readFile(`dist/${file}`, 'utf8');
    const hashes = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, `sha384-${createHash('sha384').update(text).digest('base64')}`]),
    );
    this.emitFile({ type: 'asset', fileName: 'relbutton.css', source: code });
    // TypeScript 6 asks for types of what is imported for its effect, too.
    this.emitFile({ type: 'asset', fileName: 'relbutton.css.d.ts', source: 'export {};\n' });
    this.emitFile({ type: 'asset', fileName: 'sri.json', source: `${JSON.stringify(hashes, null, 2)}\n` });
    const { signFiles } = await import('./dist/build/sign-files.js');
    for (const [file, source] of Object.entries(signFiles())) this.emitFile({ type: 'asset', fileName: `signs/${file}`, source });
    const { bodySchemas, messageSchemas } = await import('./dist/build/schemas.js');
    const { CONTEXT, recordSchemas } = await import('./dist/build/record-schemas.js');
    this.emitFile({ type: 'asset', fileName: 'schemas/context.jsonld', source: `${JSON.stringify(CONTEXT, null, 2)}\n` });
    const bodies = Object.entries(bodySchemas()).map(([act, schema]) => [`body-${act}`, schema]);
    for (const [name, schema] of [...Object.entries({ ...messageSchemas(), ...recordSchemas() }), ...bodies]) {
      this.emitFile({ type: 'asset', fileName: `schemas/${name}.json`, source: `${JSON.stringify(schema, null, 2)}\n` });
    }
  },
};

const warnings = {
  onwarn(warning) {
    throw new Error(warning.message);
  },
};

/** The files that script tags need, from what `tsc` has written; the hashes come last. */
export default [
  ...LANGUAGE_FILES.map((file) => ({
    ...warnings,
    input: file.replace('relbutton.', 'dist/locales/'),
    output: { file: `dist/${file}`, format: 'es' },
    // Who imports words has the package.
    preserveEntrySignatures: false,
    plugins: [minified],
  })),
  {
    ...warnings,
    input: 'dist/cdn.js',
    // What reading a member of `window` could do besides is nothing: unused ones go.
    treeshake: { propertyReadSideEffects: false },
    output: { file: 'dist/relbutton.min.js', format: 'es' },
    plugins: [
      resolve({ exportConditions: ['production'] }),
      ...fromWindow,
      literalsHtmlCssMinifier({ failOnError: true }),
      minified,
      licensed,
      besides,
    ],
  },
];
