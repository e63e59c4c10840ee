/** The Dockerfile: what it installs is there, and what it runs does so outside of Docker. */
import { deepStrictEqual as same, match, ok } from 'node:assert';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { initFolder, run, serve } from '../support/command.js';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

describe('the Dockerfile', () => {
  const text = read('integrations/docker/Dockerfile');
  const { version, bin, devDependencies } = JSON.parse(read('package.json')) as Manifest;
  /** Returns the words of an instruction in its exec form. */
  const wordsOf = (instruction: string): string[] => {
    const [, list = ''] = new RegExp(`^${instruction} (?:.*CMD )?(\\[.*\\])$`, 'm').exec(text) ?? [];
    return JSON.parse(list) as string[];
  };

  it('installs this version, and each driver that its commands can need, as it is tested', () => {
    match(text, new RegExp(`^ARG VERSION=${version.replaceAll('.', '\\.')}$`, 'm'));
    const sources = ['serve', 'open-store'].map((file) => read(`src/cli/${file}.ts`)).join('\n');
    const drivers = [...sources.matchAll(/ optional\('(.*?)'/g)].map(([, name]) => String(name));
    ok(drivers.length >= 4, drivers.join());
    for (const name of drivers) ok(text.includes(` ${name}@${devDependencies[name]} `), name);
    ok(text.indexOf('USER node') < text.indexOf('ENTRYPOINT'), 'it does not run as root');
  });

  it('runs a command of the package, and its health check tells whether it can take requests', async () => {
    const [entry = '', ...rest] = wordsOf('ENTRYPOINT');
    same([rest, Boolean(bin[entry])], [[], true]);
    const [command, ...options] = wordsOf('CMD');
    const at = options.indexOf('--port');
    const [, port = ''] = options.splice(at, 2);
    same(command, 'serve');
    const serving = await serve(await initFolder(), {}, ...options);
    const [node, ...args] = wordsOf('HEALTHCHECK');
    same(node, 'node');
    ok(args.at(-1)?.includes(`:${port}/`), 'it asks at the port of the server');
    const check = (): Promise<unknown> =>
      promisify(execFile)(process.execPath, [
        ...args.slice(0, -1),
        args.at(-1)?.replace(port, new URL(serving.origin).port) ?? '',
      ]);
    await check();
    serving.signal('SIGKILL');
    await serving.ended();
    ok(
      await check().then(
        () => false,
        () => true,
      ),
    );
    match((await run(['serve', '--help'])).stdout, /--host/);
  });
});
