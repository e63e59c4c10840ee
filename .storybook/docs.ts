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

const DOCS = /\/docs\/[\w-]+\.md$/;
const HEADING = /^# (.+)$/m;

/** A text's first heading is its title in the sidebar. */
const titleOf = (markdown: string, file: string): string => `Docs/${HEADING.exec(markdown)?.[1] ?? basename(file, '.md')}`;

/** How GitHub names the anchor of a heading, so that links within a text work in both places. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

const markdown = new Marked({
  renderer: {
    heading({ tokens, depth, text }) {
      return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    // What scrolls has to be reached with the keyboard.
    code({ text, lang = '' }) {
      const escaped = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
      return `<pre tabindex="0" role="region" aria-label="Code"><code class="${lang}">${escaped}</code></pre>\n`;
    },
  },
});

export const docsIndexer: Indexer = {
  test: DOCS,
  createIndex: async (file) => [
    {
      type: 'story',
      importPath: file,
      exportName: 'Page',
      title: titleOf(await readFile(file, 'utf8'), file),
      tags: ['!autodocs'],
    },
  ],
};

export const docsPlugin: PluginOption = {
  name: 'docs',
  transform(source, id) {
    if (!DOCS.test(id)) return undefined;
    const title = titleOf(source, id);
    const parameters = { controls: { disable: true }, actions: { disable: true } };
    return {
      code: `
        import { prose } from '/.storybook/prose.ts';
        export default ${JSON.stringify({ title, parameters })};
        export const Page = { render: () => prose(${JSON.stringify(markdown.parse(source))}) };
      `,
      map: null,
    };
  },
};
