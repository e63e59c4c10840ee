import { cpSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What is made on the way, in a clone or by somebody who works in it. */
const MADE = ['node_modules', '.git', 'dist', 'storybook-static', '.data'];

/** Makes a fresh clone after `npm ci`, with nothing built. The packages are those of here. */
export const cloneInto = (folder) => {
  cpSync(root, folder, { recursive: true, filter: (path) => !MADE.includes(basename(path)) });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
};
