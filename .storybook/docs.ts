/**
 * Makes a Storybook page of every document in `docs/` and every page of the reference, which is written from the doc comments when
 * Storybook starts. Each file becomes a module with one story.
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

/** The section in the sidebar, by the file's folder. */
const sectionOf = (file: string): string => basename(dirname(file));
/** Returns the name in the sidebar: the first heading, without slashes, which would start a level. */
const nameOf = (source: string, file: string): string =>
  (HEADING.exec(source)?.[1] ?? basename(file, '.md')).replaceAll('/', '\u2215');
const titleOf = (source: string, file: string): string =>
  `${sectionOf(file).replace(/^./, (first) => first.toUpperCase())}/${nameOf(source, file)}`;
const idOf = (file: string): string => `${sectionOf(file)}-${basename(file, '.md').replaceAll('.', '-')}`;

/** @param file the document's path: links are relative to it */
const markdownOf = (file: string): Marked => {
  const anchors = new Map<string, number>();
  return new Marked({
    renderer: {
      // As on GitHub, the anchor of a repeated heading ends with a number.
      heading({ tokens, depth, text }) {
        const anchor = anchorOf(text);
        const before = anchors.get(anchor) ?? 0;
        anchors.set(anchor, before + 1);
        return `<h${depth} id="${before ? `${anchor}-${before}` : anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      // A link to another document leads to its page. Other files of the repository have no page.
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        if (/^(https?:|#)/.test(href)) return `<a href="${href}">${text}</a>`;
        const [, other] = /^(?:\.\/)?((?:decisions\/)?[\w.-]+\.md)(?:#.*)?$/.exec(href) ?? [];
        return other ? `<a href="./?path=/story/${idOf(join(dirname(file), other))}--page" target="_top">${text}</a>` : text;
      },
      // Scrollable blocks must be reachable by keyboard.
      code({ text, lang = '' }) {
        const escaped = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
        return `<pre tabindex="0"><code class="${lang}">${escaped}</code></pre>\n`;
      },
    },
  });
};

/** Returns a JavaScript expression for a document's HTML, in which pictures have their addresses in the built Storybook. */
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
    // The sidebar shows a page without an extra level if its one story has the page's name.
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
