/** The built and published files in the tree. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { readdir, readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { SIZES } from 'relbutton';
import { rollup } from 'rollup';
import configs from '../../rollup.config.mjs';

const root = new URL('../../', import.meta.url);
const read = (path) => readFile(new URL(path, root), 'utf8');
const manifest = JSON.parse(await read('package.json'));
const hashes = JSON.parse(await read('dist/sri.json'));
const LANGUAGES = ['ar', 'de', 'es', 'fr', 'ja', 'pt', 'zh'];

/** The bytes, by brotli 11, of a module with all it needs, as the one file is bundled. */
const sizeOf = async (input) => {
  const bundle = await rollup({ ...configs.at(-1), input });
  const { output } = await bundle.generate({ format: 'es', file: 'relbutton.min.js' });
  return brotliCompressSync(output[0].code).length;
};

describe('the sizes', () => {
  for (const [input, most] of [
    ['dist/cdn.js', 23_950],
    ['dist/elements/rel-badge/rel-badge.define.js', 7_500],
    ['dist/elements/rel-balance/rel-balance.define.js', 9_100],
    ['dist/agent/index.js', 4_000],
  ]) {
    it(`${input} is at most ${most} bytes`, async () => {
      const size = await sizeOf(input);
      console.log(`${input}: ${size} of ${most} bytes`);
      ok(size <= most, `${size} bytes`);
    });
  }

  for (const language of LANGUAGES) {
    it(`${language} is at most 1400 bytes`, async () => {
      const size = brotliCompressSync(await read(`dist/relbutton.${language}.js`)).length;
      console.log(`${language}: ${size} of 1450 bytes`);
      ok(size <= 1_450, `${size} bytes`);
    });
  }

  it('are those of the committed file', async () => {
    is(brotliCompressSync(await read('dist/relbutton.min.js')).length, await sizeOf('dist/cdn.js'));
  });
});

describe('the package', () => {
  it('knows its version', async () => {
    const { VERSION } = await import('relbutton');
    is(VERSION, manifest.version);
  });

  it('pins its script-tag files by their hashes', async () => {
    same(Object.keys(hashes), ['relbutton.min.js', 'relbutton.css', ...LANGUAGES.map((one) => `relbutton.${one}.js`)]);
    for (const [name, hash] of Object.entries(hashes)) {
      is(
        hash,
        `sha384-${createHash('sha384')
          .update(await read(`dist/${name}`))
          .digest('base64')}`,
      );
    }
  });

  it('shows in its texts the hashes of now', async () => {
    const texts = ['README.md', ...(await readdir(new URL('docs', root))).map((file) => `docs/${file}`)];
    const shown = new Set();
    for (const text of texts.filter((file) => file.endsWith('.md'))) {
      const tags = (await read(text)).matchAll(/\/([\w.]+)"\s+integrity="([^"]*)"/g);
      for (const [, file, hash] of tags) {
        is(hash, hashes[file], `${text} shows another hash of ${file}`);
        shown.add(file);
      }
    }
    same([...shown].sort(), ['relbutton.css', 'relbutton.de.js', 'relbutton.min.js']);
  });

  it('describes its elements in the manifest, and nothing private', async () => {
    const text = await read('custom-elements.json');
    ok(!text.includes('src/'), 'it leads to what is not published');
    const { modules } = JSON.parse(text);
    const declarations = modules.flatMap((module) => module.declarations);
    same(declarations.flatMap(({ tagName }) => tagName ?? []).sort(), ['rel-badge', 'rel-balance', 'rel-button']);
    for (const { name, members = [], events = [] } of declarations) {
      for (const member of members) {
        ok(!member.name.startsWith('#') && !member.static, `${name}.${member.name}`);
        ok(member.description || member.kind === 'method' || /Event$/.test(name), `${name}.${member.name} says nothing`);
      }
      for (const event of events) ok(event.description, `${name} ${event.name} says nothing`);
    }
  });

  it('tells editors of every attribute and token, and of the values that an attribute can have', async () => {
    const { modules } = JSON.parse(await read('custom-elements.json'));
    const elements = modules.flatMap((module) => module.declarations).filter(({ tagName }) => tagName);
    const { tags } = JSON.parse(await read('dist/vscode.html-custom-data.json'));
    const css = JSON.parse(await read('dist/vscode.css-custom-data.json'));
    const { contributions } = JSON.parse(await read(manifest['web-types']));
    const attributesOf = (list, tag) => list.find(({ name }) => name === tag).attributes;
    for (const { tagName, attributes, cssProperties } of elements) {
      const names = attributes.map(({ name }) => name);
      for (const list of [tags, contributions.html.elements])
        same(
          attributesOf(list, tagName).map(({ name }) => name),
          names,
        );
      for (const { name } of cssProperties)
        ok(
          css.properties.some((one) => one.name === name),
          name,
        );
    }
    const valuesOf = (name) => attributesOf(tags, 'rel-button').find((one) => one.name === name).values;
    same(
      valuesOf('size').map(({ name }) => name),
      SIZES,
    );
    same(valuesOf('accepts'), []);
    const size = attributesOf(contributions.html.elements, 'rel-badge').find(({ name }) => name === 'size');
    is(size.value.type, "'small' | 'medium' | 'large'");
  });

  it('names no machine, registry or session', async () => {
    const apps = (await readdir(new URL('test/frameworks/', root), { withFileTypes: true })).filter((one) => one.isDirectory());
    const locks = ['package-lock.json', ...apps.map(({ name }) => `test/frameworks/${name}/package-lock.json`)];
    for (const lock of locks) ok(!/"resolved"/.test(await read(lock)), lock);
  });
});
