/**
 * Makes a page of Storybook of every text in `docs/`, and of every page of the reference, which is written from the doc comments
 * when Storybook starts: each file is read as a module with one story.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Marked } from 'marked';
import type { Indexer } from 'storybook/internal/types';
import type { PluginOption } from 'vite';
import { anchorOf } from './anchor.js';

const DOCS = /\/(docs|docs\/decisions|reference)\/[\w.-]+\.md$/;
const HEADING = /^# (.+)$/m;

/** The folder of a file is its section in the sidebar. */
const sectionOf = (file: string): string => basename(dirname(file));
/** A text's first heading is its name in the sidebar, where a slash would start a level. */
const nameOf = (source: string, file: string): string =>
  (HEADING.exec(source)?.[1] ?? basename(file, '.md')).replaceAll('/', '\u2215');
const titleOf = (source: string, file: string): string =>
  `${sectionOf(file).replace(/^./, (first) => first.toUpperCase())}/${nameOf(source, file)}`;
const idOf = (file: string): string => `${sectionOf(file)}-${basename(file, '.md').replaceAll('.', '-')}`;

/** @param file the text's own path: links are relative to it */
const markdownOf = (file: string): Marked => {
  const anchors = new Map<string, number>();
  return new Marked({
    renderer: {
      // As GitHub does it, a repeated heading has a number at its anchor.
      heading({ tokens, depth, text }) {
        const anchor = anchorOf(text);
        const before = anchors.get(anchor) ?? 0;
        anchors.set(anchor, before + 1);
        return `<h${depth} id="${before ? `${anchor}-${before}` : anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      // A link to another text leads to its page; other files of the repository have none.
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        if (/^(https?:|#)/.test(href)) return `<a href="${href}">${text}</a>`;
        const [, other] = /^(?:\.\/)?((?:decisions\/)?[\w.-]+\.md)(?:#.*)?$/.exec(href) ?? [];
        return other ? `<a href="./?path=/story/${idOf(join(dirname(file), other))}--page" target="_top">${text}</a>` : text;
      },
      // What scrolls has to be reached with the keyboard.
      code({ text, lang = '' }) {
        const escaped = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
        return `<pre tabindex="0"><code class="${lang}">${escaped}</code></pre>\n`;
      },
    },
  });
};

/** A text as an expression of JavaScript for its HTML, in which the pictures beside it have their addresses in the built Storybook. */
const asExpression = (source: string, file: string): { imports: string; expression: string } => {
  const content = markdownOf(file).parse(source, { async: false });
  const pictures = [...new Set([...content.matchAll(/<img src="([\w-]+\.svg)"/g)].map(([, file = '']) => file))];
  return {
    imports: pictures.map((file, i) => `import picture${i} from '/docs/${file}?url';`).join('\n'),
    expression: pictures.reduce(
      (text, file, i) => text.replaceAll(`<img src=\\"${file}\\"`, `<img src=\\"" + picture${i} + "\\"`),
      JSON.stringify(content),
    ),
  };
};

export const docsIndexer: Indexer = {
  test: DOCS,
  createIndex: async (file) => {
    const source = await readFile(file, 'utf8');
    const name = nameOf(source, file);
    const metaId = idOf(file);
    // A page whose one story has its name stands in the sidebar without a level between.
    const title = titleOf(source, file);
    return [
      { type: 'story', importPath: file, exportName: 'Page', name, title, metaId, __id: `${metaId}--page`, tags: ['!autodocs'] },
    ];
  },
};

export const docsPlugin: PluginOption = {
  name: 'docs',
  transform(source, id) {
    if (!DOCS.test(id)) return undefined;
    const name = nameOf(source, id);
    const { imports, expression } = asExpression(source, id);
    const parameters = { controls: { disable: true }, actions: { disable: true } };
    return {
      code: `
        import { prose } from '/.storybook/prose.ts';
        ${imports}
        export default ${JSON.stringify({ title: titleOf(source, id), id: idOf(id), parameters })};
        export const Page = { name: ${JSON.stringify(name)}, render: () => prose(${expression}) };
      `,
      map: null,
    };
  },
};
