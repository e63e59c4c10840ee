/** Writes the version of `package.json` into the source and the Dockerfile, as part of `npm run bump`. */
import { readFileSync, writeFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const write = (file, pattern, text) => writeFileSync(file, readFileSync(file, 'utf8').replace(pattern, text));
write('src/version.ts', /'.*'/, `'${version}'`);
write('integrations/docker/Dockerfile', /^ARG VERSION=.*/m, `ARG VERSION=${version}`);
