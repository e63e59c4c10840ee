/**
 * Makes the template from which translators work: `node integrations/wordpress/pot.mjs` writes `relbutton/languages/relbutton.pot`. It
 * has each text that the plugin gives to WordPress to translate, in PHP, in the script of the block, and in `block.json`.
 *
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const plugin = fileURLToPath(new URL('relbutton/', import.meta.url));
const TEMPLATE = 'languages/relbutton.pot';

/** A call of WordPress' functions for texts. */
const CALL = /\b(?:esc_html_|esc_attr_|_)_\(\s*'((?:[^'\\]|\\.)*)',\s*'relbutton'\s*\)/g;
/** A comment that says what the placeholders on the next line stand for. */
const COMMENT = /\/\* (translators: .*?) \*\//;

const quoted = (text) => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;

/** Returns the texts of a file: each with where it stands, and a comment or a context if it has one. */
const textsOf = (name, content) => {
  if (name.endsWith('block.json')) {
    const { title, description, keywords } = JSON.parse(content);
    const texts = [['title', title], ['description', description], ...keywords.map((keyword) => ['keyword', keyword])];
    return texts.map(([kind, text]) => ({ text, context: `block ${kind}`, where: name }));
  }
  const lines = content.split('\n');
  return lines.flatMap((line, i) =>
    [...line.matchAll(CALL)].map(([, text]) => ({
      text: text.replace(/\\(.)/g, '$1'),
      comment: text.includes('%') ? COMMENT.exec(lines[i - 1])?.[1] : undefined,
      where: `${name}:${i + 1}`,
    })),
  );
};

/** Returns the text of the template. */
export const makeTemplate = () => {
  const names = readdirSync(plugin, { recursive: true }).map((name) => name.replaceAll('\\', '/'));
  const files = names.filter((name) => /\.php$|editor\.js$|block\.json$/.test(name)).sort();
  const all = new Map();
  for (const name of files)
    for (const { text, comment, context, where } of textsOf(name, readFileSync(join(plugin, name), 'utf8'))) {
      const id = [context && `msgctxt ${quoted(context)}`, `msgid ${quoted(text)}`].filter(Boolean).join('\n');
      const entry = all.get(id) ?? { comments: new Set(), places: [] };
      if (comment) entry.comments.add(comment);
      entry.places.push(where);
      all.set(id, entry);
    }
  const head = [
    'Project-Id-Version: Relbutton',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    'X-Domain: relbutton',
  ];
  const entries = [...all].map(([id, { comments, places }]) =>
    [...[...comments].map((comment) => `#. ${comment}`), `#: ${places.join(' ')}`, id, 'msgstr ""'].join('\n'),
  );
  return `${['msgid ""\nmsgstr ""', ...head.map((line) => quoted(`${line}\n`))].join('\n')}\n\n${entries.join('\n\n')}\n`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(plugin, 'languages'), { recursive: true });
  writeFileSync(join(plugin, TEMPLATE), makeTemplate());
  console.log(TEMPLATE);
}
