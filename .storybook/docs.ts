/**
 * Makes a page of Storybook of every text in `docs/`: each `docs/*.md` is read as a module with one story.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Marked } from 'marked';
import type { Indexer } from 'storybook/internal/types';
import type { PluginOption } from 'vite';
import { anchorOf } from './anchor.js';

const DOCS = /\/docs\/(?:decisions\/)?[\w-]+\.md$/;
const HEADING = /^# (.+)$/m;

/** A text's first heading is its name in the sidebar. */
const nameOf = (source: string, file: string): string => HEADING.exec(source)?.[1] ?? basename(file, '.md');
const titleOf = (name: string, file: string): string => `Docs/${file.includes('/decisions/') ? 'Decisions/' : ''}${name}`;
const idOf = (file: string): string => `docs-${basename(file, '.md')}`;

const markdown = new Marked({
  renderer: {
    heading({ tokens, depth, text }) {
      return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    // A link to another text leads to its page; what lies elsewhere in the repository has none.
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      if (/^(https?:|#)/.test(href)) return `<a href="${href}">${text}</a>`;
      const [, file] = /^(?:\.\/|decisions\/)?([\w-]+\.md)(?:#.*)?$/.exec(href) ?? [];
      return file ? `<a href="./?path=/story/${idOf(file)}--page" target="_top">${text}</a>` : text;
    },
    // What scrolls has to be reached with the keyboard.
    code({ text, lang = '' }) {
      const escaped = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
      return `<pre tabindex="0"><code class="${lang}">${escaped}</code></pre>\n`;
    },
  },
});

/** A text as an expression of JavaScript for its HTML, in which the pictures beside it have their addresses in the built Storybook. */
const asExpression = (source: string): { imports: string; expression: string } => {
  const content = markdown.parse(source, { async: false });
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
    const name = nameOf(await readFile(file, 'utf8'), file);
    const metaId = idOf(file);
    // A page whose one story has its name stands in the sidebar without a level between.
    const title = titleOf(name, file);
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
    const { imports, expression } = asExpression(source);
    const parameters = { controls: { disable: true }, actions: { disable: true } };
    return {
      code: `
        import { prose } from '/.storybook/prose.ts';
        ${imports}
        export default ${JSON.stringify({ title: titleOf(name, id), id: idOf(id), parameters })};
        export const Page = { name: ${JSON.stringify(name)}, render: () => prose(${expression}) };
      `,
      map: null,
    };
  },
};
