import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** Bundles a worker for workerd, with the package as it is in `src`. @param file its path in the project */
export const bundleWorker = async (file: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, root))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker'],
    external: ['cloudflare:workers'],
    plugins: [
      {
        name: 'relbutton',
        setup({ onResolve }) {
          onResolve({ filter: /^relbutton\/server(\/d1)?$/ }, ({ path }) => ({
            path: fileURLToPath(new URL(`src/${path.slice('relbutton/'.length).replace(/^server$/, 'server/index')}.ts`, root)),
          }));
        },
      },
    ],
  });
  return outputFiles[0]?.text ?? '';
};
