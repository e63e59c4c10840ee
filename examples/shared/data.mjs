/** Keeps a vendor's records and key between starts: an SQLite file, and a key file that only its owner can read. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createKey } from 'relbutton/server';
import { createSqliteStore } from 'relbutton/server/sqlite';

const folder = new URL('../.data/', import.meta.url);
const path = (file) => fileURLToPath(new URL(file, folder));

/** @param {string} recordsFile @param {string} keyFile both in `examples/.data/`; made where they are missing */
export const openData = async (recordsFile, keyFile) => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const key = await readFile(path(keyFile), 'utf8').then(JSON.parse, async () => {
    const made = await createKey();
    await writeFile(path(keyFile), JSON.stringify(made), { mode: 0o600 });
    return made;
  });
  return { key, store: createSqliteStore(path(recordsFile)) };
};
