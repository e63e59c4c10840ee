/** The look is as it was committed. Where it is meant to be otherwise: `npm run screenshots`. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorybook } from './serve.mjs';
import { difference, folder, MOST, SHOTS, take } from './shots.mjs';

const storybook = await openStorybook();
after(() => storybook.close());

const kept = (name) => readFile(new URL(`${name}.png`, folder));

/** Puts the pictures of a failure where somebody can look at them. */
const show = (name, pictures) => {
  const place = mkdtempSync(join(tmpdir(), `${name}-`));
  for (const [what, picture] of Object.entries(pictures)) if (picture) writeFileSync(join(place, `${what}.png`), picture);
  return place;
};

describe('the look', () => {
  for (const [name, shot] of Object.entries(SHOTS)) {
    it(`of ${name}`, async () => {
      const now = await take(storybook, shot);
      const { count, picture } = difference(await kept(name), now);
      ok(count <= MOST, `${count} pixels differ: ${count > MOST && show(name, { now, difference: picture })}`);
    });
  }

  it('of balance is another where one bar is longer by 4 %', async () => {
    const lengthen =
      "document.querySelector('rel-balance').shadowRoot.querySelector('.vendor rect').setAttribute('width', '38%')";
    const { count } = difference(await kept('balance'), await take(storybook, SHOTS.balance, lengthen));
    ok(count > MOST, `${count} pixels differ`);
  });

  it('is kept in no picture that nothing is compared with', () => {
    same(
      readdirSync(folder).sort(),
      Object.keys(SHOTS)
        .map((name) => `${name}.png`)
        .sort(),
    );
  });

  for (const selector of ['rel-button[size=medium]', 'rel-button[appearance=sign][size=small]', 'rel-badge[appearance=sign]']) {
    it(`of matrix-light is another where one ${selector} is shifted by 2 px`, async () => {
      const shift = `document.querySelector('${selector}').style.translate = '2px'`;
      const { count } = difference(await kept('matrix-light'), await take(storybook, SHOTS['matrix-light'], shift));
      ok(count > MOST, `${count} pixels differ`);
    });
  }
});
