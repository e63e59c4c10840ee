/** Takes the pictures anew: `npm run screenshots`, where a change of look is meant. Look at them before they are committed. */
import { mkdir, writeFile } from 'node:fs/promises';
import { openStorybook } from './serve.mjs';
import { folder, SHOTS, take } from './shots.mjs';

await mkdir(folder, { recursive: true });
const storybook = await openStorybook();
for (const [name, shot] of Object.entries(SHOTS)) {
  const picture = await take(storybook, shot);
  await writeFile(new URL(`${name}.png`, folder), picture);
  console.log(`${name}.png  ${picture.length} bytes`);
}
await storybook.close();
