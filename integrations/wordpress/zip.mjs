/**
 * Makes the installable zip: `npm run wordpress`. It has the plugin, and the built files that it serves. The same files give the same
 * bytes.
 *
 * @module
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../', import.meta.url));
const plugin = join(root, 'integrations/wordpress/relbutton');
const target = process.argv[2] ?? join(root, 'integrations/wordpress/relbutton.zip');

/** The CRC-32 of ZIP (ISO 3309). */
const crcOf = (bytes) => {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
};

/** Writes numbers of two or four bytes, as ZIP has them. @param fields each `[bytes, value]` */
const numbers = (...fields) =>
  Buffer.concat(
    fields.map(([length, value]) => {
      const part = Buffer.alloc(length);
      part.writeUIntLE(value, 0, length);
      return part;
    }),
  );

/** The first of January 1980, the earliest day of ZIP. */
const DAY = 33;
/** UTF-8 names, and deflate. */
const [FLAGS, METHOD] = [0x0800, 8];

/** Writes a zip (PKWARE's APPNOTE, section 4.3). @param files each `[name, bytes]` */
const zip = (files) => {
  const [parts, directory] = [[], []];
  let at = 0;
  for (const [name, bytes] of files) {
    const [path, data] = [Buffer.from(name), deflateRawSync(bytes, { level: 9 })];
    const about = [
      [2, 20],
      [2, FLAGS],
      [2, METHOD],
      [2, 0],
      [2, DAY],
      [4, crcOf(bytes)],
      [4, data.length],
      [4, bytes.length],
      [2, path.length],
      [2, 0],
    ];
    const head = numbers([4, 0x04034b50], ...about);
    parts.push(head, path, data);
    // A comment, a disk, and attributes: none.
    directory.push(numbers([4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), path);
    at += head.length + path.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, list.length], [4, at], [2, 0]);
  return Buffer.concat([...parts, list, end]);
};

const own = readdirSync(plugin, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name))
  .map((path) => [`relbutton/${path.slice(plugin.length + 1).replaceAll('\\', '/')}`, path]);
const built = ['sri.json', ...Object.keys(JSON.parse(readFileSync(join(root, 'dist/sri.json'), 'utf8')))];
const served = built.map((name) => [`relbutton/assets/${name}`, join(root, 'dist', name)]);
const files = [...own, ...served].sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(target, zip(files.map(([name, path]) => [name, readFileSync(path)])));
console.log(target);
