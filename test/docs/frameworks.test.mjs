/** `docs/frameworks.md`: its code is that of the apps, which their own tests build and run. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');

describe('docs/frameworks.md', () => {
  const text = read('docs/frameworks.md');
  const blocks = [...text.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, path, code]) => ({ path, code }));

  it('has the code of every app, as it is', () => {
    for (const { path, code } of blocks) same(code, read(`test/frameworks/${path}`), path);
    const apps = readdirSync(new URL('test/frameworks/', root), { withFileTypes: true }).filter((one) => one.isDirectory());
    const shown = new Set(blocks.map(({ path }) => path.split('/')[0]));
    same(
      [...shown].sort(),
      apps
        .map(({ name }) => name)
        // The types are checked as they are; docs/testing.md has the apps of unit tests.
        .filter((name) => !['jest', 'types', 'vitest'].includes(name))
        .sort(),
    );
  });

  it('names types and files that are there', () => {
    const names = text.match(/relbutton\/(types|dist)\/[\w.-]+/g).map((name) => name.replace('relbutton/', ''));
    ok(names.length > 6);
    for (const name of names) ok(existsSync(new URL(name.replace(/^types\/\w+$/, '$&.d.ts'), root)), name);
  });
});
