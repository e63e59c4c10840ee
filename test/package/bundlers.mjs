/**
 * Four bundlers, configured no further than they have to be. Each makes a module `name` of the module `entry` of a project.
 *
 * @module
 */
import { join } from 'node:path';
import resolve from '@rollup/plugin-node-resolve';
import { build as esbuild } from 'esbuild';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import webpack from 'webpack';

export const bundlers = {
  Vite: (project, entry, name) =>
    vite({
      root: project,
      configFile: false,
      logLevel: 'error',
      build: {
        emptyOutDir: false,
        modulePreload: false,
        outDir: '.',
        rolldownOptions: { input: join(project, entry), output: { entryFileNames: name } },
      },
    }),
  webpack: (project, entry, filename) =>
    new Promise((resolve, reject) => {
      webpack(
        { mode: 'production', context: project, entry: `./${entry}`, output: { path: project, filename } },
        (error, stats) => {
          if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString()));
          else resolve();
        },
      );
    }),
  async Rollup(project, entry, name) {
    const bundle = await rollup({ input: join(project, entry), plugins: [resolve()] });
    await bundle.write({ file: join(project, name) });
  },
  esbuild: (project, entry, name) =>
    esbuild({ absWorkingDir: project, entryPoints: [entry], outfile: name, bundle: true, minify: true, format: 'esm' }),
};
