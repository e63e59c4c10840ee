import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { literalsHtmlCssMinifier } from '@literals/rollup-plugin-html-css-minifier';
import resolve from '@rollup/plugin-node-resolve';
import { minify as swc } from '@swc/core';
import { transform } from 'esbuild';
import { minify as terser } from 'terser';
import { leanLit } from './.config/lean-lit.mjs';

const LICENCES = '\n/*! @license relbutton Apache-2.0, lit BSD-3-Clause Google LLC */\n';

/**
 * What terser leaves, swc makes 2 % smaller; either alone comes out larger. `_$` names are lit's internals, which no page reaches
 * into; the arrows are unsafe only for functions that are called with `new`.
 */
const minified = {
  name: 'minified',
  async renderChunk(code) {
    const options = { module: true, ecma: 2022, format: { comments: false } };
    const mangle = { properties: { regex: /^_\$/ } };
    const once = await terser(code, { ...options, compress: { passes: 3, unsafe_arrows: true }, mangle });
    const { code: twice } = await swc(once.code, { ...options, compress: { ecma: 2022, passes: 3 }, mangle: true });
    return { code: twice.trimEnd() + LICENCES, map: null };
  },
};

/** The style sheet, the hashes with which a page pins both files (https://www.w3.org/TR/SRI/), and the messages' schemas. */
const besides = {
  name: 'besides',
  async generateBundle(_, bundle) {
    const { code } = await transform(await readFile('src/relbutton.css', 'utf8'), { loader: 'css', minify: true });
    const files = { 'relbutton.min.js': Object.values(bundle)[0].code, 'relbutton.css': code };
    const hashes = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, `sha384-${createHash('sha384').update(text).digest('base64')}`]),
    );
    this.emitFile({ type: 'asset', fileName: 'relbutton.css', source: code });
    // TypeScript 6 asks for types of what is imported for its effect, too.
    this.emitFile({ type: 'asset', fileName: 'relbutton.css.d.ts', source: 'export {};\n' });
    this.emitFile({ type: 'asset', fileName: 'sri.json', source: `${JSON.stringify(hashes, null, 2)}\n` });
    const { messageSchemas } = await import('./dist/contract/schema.js');
    for (const [type, schema] of Object.entries(messageSchemas())) {
      this.emitFile({ type: 'asset', fileName: `schemas/${type}.json`, source: `${JSON.stringify(schema, null, 2)}\n` });
    }
  },
};

/** The files that a script tag needs, from what `tsc` has written. */
export default {
  input: 'dist/cdn.js',
  output: { file: 'dist/relbutton.min.js', format: 'es' },
  plugins: [
    resolve({ exportConditions: ['production'] }),
    literalsHtmlCssMinifier({ failOnError: true }),
    leanLit,
    minified,
    besides,
  ],
  onwarn(warning) {
    throw new Error(warning.message);
  },
};
