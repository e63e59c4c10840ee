/** Writes the version of `package.json` into the source, as part of `npm run bump`. */
import { readFileSync, writeFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const FILE = 'src/version.ts';
writeFileSync(FILE, readFileSync(FILE, 'utf8').replace(/'.*'/, `'${version}'`));
