/** The package as somebody has it a minute after `npm install`: every export imported in Node, and by TypeScript. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exported, installed, ROOT, run } from '../support/pack.mjs';

describe('the installed package', () => {
  let project;
  let all;
  before(async () => {
    project = await installed('@types/node', 'libsql', 'nodemailer');
    all = await exported(project);
  });

  /** Runs a module in the project. @returns what it prints */
  const evaluate = async (code) => {
    await writeFile(join(project, 'run.js'), code);
    const { stdout, stderr } = await run(project, process.execPath, ['run.js']);
    return stdout + stderr;
  };

  it('has every file that it exports', async () => {
    for (const { name, file, types = file } of all) {
      for (const each of [file, types]) await access(each).catch(() => ok(false, `${name}: ${each} is missing`));
    }
  });

  it('is imported in Node to no effect: no global, no output, nothing that keeps running', async () => {
    const modules = all.filter(({ file }) => file.endsWith('.js')).map(({ name }) => name);
    const said = await evaluate(`
      const before = Reflect.ownKeys(globalThis);
      for (const name of ${JSON.stringify(modules)}) await import(name);
      const added = Reflect.ownKeys(globalThis).filter((name) => !before.includes(name));
      // What lit itself leaves there: its versions, and the registry that server rendering looks elements up in.
      const own = added.filter((name) => !/^lit|^reactiveElement|^customElements$/.test(String(name)));
      if (own.length) console.log(own);`);
    same(said, '');
  });

  it('gives nothing but what it exports', async () => {
    const inner = ['locales/add', 'dist/relbutton.min.js', 'dist/cdn.js', 'server/store'];
    const said = await evaluate(`
      for (const name of ${JSON.stringify(inner)}) {
        await import(\`relbutton/\${name}\`).then(() => console.log(name), ({ code }) => console.log(code));
      }`);
    same(said.trim().split('\n'), Array(inner.length).fill('ERR_PACKAGE_PATH_NOT_EXPORTED'));
  });

  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    it(`is typed throughout, as ${moduleResolution} resolves it`, async () => {
      const lines = all.flatMap(({ name, file, types }, i) => {
        if (types) return [`import * as m${i} from '${name}';`, `void m${i};`];
        return file.endsWith('.json') ? [`import m${i} from '${name}' with { type: 'json' };`, `void m${i};`] : [];
      });
      await writeFile(
        join(project, 'all.ts'),
        [
          ...lines,
          "import 'relbutton/relbutton.css';",
          "import { VERSION } from 'relbutton';",
          '// @ts-expect-error: it is no number, and not `any` either.',
          'export const version: number = VERSION;',
        ].join('\n'),
      );
      const compilerOptions = {
        ...{ module, moduleResolution, target: 'es2022', lib: ['es2024', 'dom', 'dom.iterable'], types: ['node'] },
        ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, resolveJsonModule: true, skipLibCheck: false },
      };
      await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['all.ts'] }));
      await run(project, process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc')]);
    });
  }
});
