import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { compileLitTemplates } from '@lit-labs/compiler';
import { literalsHtmlCssMinifier } from '@literals/rollup-plugin-html-css-minifier';
import resolve from '@rollup/plugin-node-resolve';
import { minify as swc } from '@swc/core';
import { transform } from 'esbuild';
import { minify as terser } from 'terser';

/** The TypeScript that lit's compiler works on, not ours. */
const typescript = createRequire(import.meta.resolve('@lit-labs/compiler'))('typescript');

/**
 * What lit carries that the one file has no use for: old browsers' style sheets and polyfills; hydration and decorators, which are
 * for those who import the package; what reads templates at run time, since ours are compiled; and what ours have none of:
 * controllers, initializers, `useDefault`, attribute converters for other types, directives and element parts. Folded, the branches
 * fall away. A lit in which one of these is not found fails the build, and the tests run against what is built.
 */
const FOLDS = {
  'css-tag.js': [
    [/t\.ShadowRoot&&[^,]*CSSStyleSheet\.prototype/, '!0'],
    [/if\(this\._\$cssResult\$=!0,o!==s\)throw Error\("CSSResult [^"]*"\);/, ''],
    [/toString\(\)\{return this\.cssText\}/, ''],
  ],
  'reactive-element.js': [
    [/p\?\.\({ReactiveElement:y}\),/, ''],
    [/Symbol\.metadata\?\?=Symbol\("metadata"\),a\.litPropertyMetadata\?\?=new WeakMap;/, ''],
    [/this\[Symbol\.metadata\]/, 'null'],
    [/\[\.\.\.r\(t\),\.\.\.o\(t\)\]/, 'r(t)'],
    [/static addInitializer\(t\){.*?}(?=static)/, ''],
    [/,void 0!==t\.l&&\(this\.l=\[\.\.\.t\.l\]\)/, ''],
    [/,this\.constructor\.l\?\.forEach\(t=>t\(this\)\)/, ''],
    [/addController\(t\){.*?}(?=_)/, ''],
    [/,this\._\$EO\?\.forEach\(t=>t\.hostConnected\?\.\(\)\)/, ''],
    [/this\._\$EO\?\.forEach\(t=>t\.hostDisconnected\?\.\(\)\)/, ''],
    [/this\._\$EO\?\.forEach\(t=>t\.hostUpdate\?\.\(\)\),/, ''],
    [/this\._\$EO\?\.forEach\(t=>t\.hostUpdated\?\.\(\)\),/, ''],
    [/\|\|\w\.useDefault&&\w\.reflect&&.*?(?=\)\)return;)/, ''],
    [/\w&&!\(this\._\$Ej\?\?=new Map\)\.has\(t\)&&\(.*?\)\|\|(?=\()/, ''],
    [/\?\?this\._\$Ej\?\.get\(e\)\?\?r/, ''],
    [/case Object:case Array:t=null==t\?t:JSON\.stringify\(t\)/, ''],
    [/case Number:i=null===t\?null:Number\(t\);break;case Object:case Array:try{.*?}catch\(t\){i=null}/, ''],
  ],
  'lit-element.js': [
    [/s\.litElementHydrateSupport\?\.\({LitElement:i}\);/, '0;'],
    [/o\?\.\({LitElement:i}\);/, ''],
  ],
  'lit-html.js': [
    [/B\?\.\(S,k\),/, ''],
    [/e="number"==typeof s\?this\._\$AC\(t\):\((void 0===s\.el.*?),s\)/, 'e=($1,s)'],
    [/_\$AC\(t\){.*?i=new S\(t\)\),i}/, ''],
    [/class S{constructor\(.*?}static createElement/, 'class S{static createElement'],
    [/L:N,/, ''],
    [/:6===r\.type&&\(i=new Z\(h,this,t\)\)/, ':0'],
    [/,F:Z/, ''],
    [/get startNode\(\){.*?}get endNode\(\){.*?}/, ''],
    [/function M\(t,i,s=t,e\){.*?,i}(?=class R)/, 'const M=(t,i)=>i;'],
  ],
};
const folded = {
  name: 'folded',
  transform(code, id) {
    const folds = FOLDS[/node_modules.*\/(.*)/.exec(id)?.[1]] ?? [];
    return folds.reduce((text, [what, by]) => {
      if (!what.test(text)) throw new Error(`${id} has no ${what} any more: look at it again.`);
      return text.replace(what, by);
    }, code);
  },
};

/** lit's constructors of the parts that compiled templates refer to, by the keys that its own minification left of them. */
const PARTS = { AttributePart: 'H', BooleanAttributePart: 'N', EventPart: 'U' };
/** Templates as lit's own compiler prepares them: no page reads them again. */
const compiled = {
  name: 'compiled',
  transform(code, id) {
    if (!id.includes('/dist/elements/')) return null;
    const { outputText } = typescript.transpileModule(code, {
      compilerOptions: { target: typescript.ScriptTarget.ES2022, module: typescript.ModuleKind.ESNext },
      transformers: { before: [compileLitTemplates()] },
    });
    return outputText.replace(/import \* as \w+ from "lit-html\/private-ssr-support.js";\nconst { (.*?) } = .*;/, (_, names) => {
      const constants = names.split(', ').map((pair) => {
        const [part, name] = pair.split(': ');
        return `const ${name} = _$LH.${PARTS[part]};`;
      });
      return ["import { _$LH } from 'lit-html';", ...constants].join('\n');
    });
  },
};

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
    return { code: `${twice.trimEnd()}\n`, map: null };
  },
};
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

/** The style sheet, the hashes with which a page pins each file (https://www.w3.org/TR/SRI/), the messages' schemas, and the sign as files. */
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
    this.emitFile({ type: 'asset', fileName: 'sri.json', source: `${JSON.stringify(hashes, null, 2)}\n` });
    const { signFiles } = await import('./dist/elements/sign-files.js');
    for (const [file, source] of Object.entries(signFiles())) this.emitFile({ type: 'asset', fileName: `signs/${file}`, source });
    const { messageSchemas } = await import('./dist/contract/schema.js');
    for (const [type, schema] of Object.entries(messageSchemas())) {
      this.emitFile({ type: 'asset', fileName: `schemas/${type}.json`, source: `${JSON.stringify(schema, null, 2)}\n` });
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
    output: { file: 'dist/relbutton.min.js', format: 'es' },
    plugins: [
      resolve({ exportConditions: ['production'] }),
      folded,
      literalsHtmlCssMinifier({ failOnError: true }),
      compiled,
      minified,
      licensed,
      besides,
    ],
  },
];
