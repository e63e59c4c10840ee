/** Writes the hashes of the script-tag files into the documents that show them, as part of `npm run pin`. */
import { readFileSync, writeFileSync } from 'node:fs';

const hashes = JSON.parse(readFileSync('dist/sri.json', 'utf8'));
for (const file of ['README.md', 'docs/embedding.md', 'docs/vendors.md']) {
  const text = readFileSync(file, 'utf8');
  const pinned = text.replace(/(\/([\w.]+)"\s+integrity=")[^"]*/g, (_, before, name) => before + hashes[name]);
  writeFileSync(file, pinned);
}
