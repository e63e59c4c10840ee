import { cpSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Files that builds and work in a clone create: they are not copied. */
const MADE = ['node_modules', '.git', 'dist', 'storybook-static', '.data'];

/** Makes a fresh clone after `npm ci`, with nothing built. It uses this project's installed packages. */
export const cloneInto = (folder) => {
  cpSync(root, folder, { recursive: true, filter: (path) => !MADE.includes(basename(path)) });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
};
