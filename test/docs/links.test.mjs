/** Every link of the project's texts leads somewhere, and every text is found from where people and their agents begin. */
import { ok, deepStrictEqual as same } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anchorOf } from '../../.storybook/anchor.js';
import { blocksOf, root } from '../support/doc.mjs';

const read = (file) => readFileSync(join(root, file), 'utf8');
const docs = readdirSync(join(root, 'docs'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file}`);
/** The links within the project, as they stand. */
const linksOf = (file) => [...read(file).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, href]) => href);
const anchorsOf = (file) => [
  ...[...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading)),
  ...[...read(file).matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id),
];

describe('the links', () => {
  for (const file of ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'llms.txt', ...docs]) {
    it(`of ${file} lead somewhere`, () => {
      const dead = linksOf(file).filter((href) => {
        const [path, anchor] = href.split('#');
        const target = path ? join(dirname(file), path) : file;
        return !existsSync(join(root, target)) || (anchor && !anchorsOf(target).includes(anchor));
      });
      same(dead, []);
    });
  }

  for (const file of ['README.md', 'llms.txt']) {
    it(`of ${file} lead to every text`, () => {
      const linked = linksOf(file);
      same(
        docs.filter((doc) => !linked.includes(doc)),
        [],
      );
    });
  }
});

describe('a file that a reader writes', () => {
  for (const file of ['docs/start.md', 'docs/vendors.md', 'docs/embedding.md', 'docs/frameworks.md'])
    it(`stands under its name in ${file}`, () => {
      const text = read(file);
      const named = blocksOf(text).filter(({ name }) => name?.includes('.'));
      // The folder of a framework's app in the tests is the reader's own.
      const nameOf = ({ name }) => (file === 'docs/frameworks.md' ? name.replace(/^\w+\//, '') : name);
      const hidden = named.filter((block) => !text.includes(`\`${nameOf(block)}\`**\n\n\`\`\`${block.language} ${block.name}\n`));
      same(hidden, []);
      ok(named.length > 0);
    });
});
