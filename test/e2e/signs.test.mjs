/** The files of the sign are well formed, look as the elements draw it, differ without colour, and are sharp. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { STATUSES } from '../../src/contract/statuses.js';
import { SIGN_COLOURS, signFile } from '../../src/build/sign-files.js';
import { available, eventually } from './driver.mjs';
import { HEAD, serve } from './serve.mjs';

const folder = new URL('../../dist/signs/', import.meta.url);
const files = readdirSync(folder);
const sourceOf = (file) => readFileSync(new URL(file, folder), 'utf8');

/** The tokens that give the elements the colours of a file. */
const TOKENS = {
  '': 'color: #7b818c',
  '-black': 'color: #000; --rel-color-customer: #000; --rel-color-vendor: #000; --rel-color-idle: #000',
  '-white': 'color: #fff; --rel-color-customer: #fff; --rel-color-vendor: #fff; --rel-color-idle: #fff',
};
const GROUNDS = { '': '#fff', '-black': '#fff', '-white': '#000' };
const HEIGHTS = [16, 20, 24, 32, 48];

/** Each height has a column of boxes: one row of elements, one row of files. */
const lefts = HEIGHTS.map((_, i) => 8 + HEIGHTS.slice(0, i).reduce((sum, height) => sum + 2 * height + 8, 0));
const TOPS = { element: 8, file: 64 };
const at = (i, top) => `position: absolute; left: ${lefts[i]}px; top: ${top}px; height: ${HEIGHTS[i]}px`;
const pageOf = (status, colours) =>
  `${HEAD}<body style="margin: 0; background: ${GROUNDS[colours]}">${HEIGHTS.map(
    (height, i) => `
      <rel-badge appearance="sign" status="${status}" style="${at(i, TOPS.element)}; line-height: 0; --rel-size: ${height}px; ${TOKENS[colours]}"></rel-badge>
      <img src="/${signFile(status, colours)}" alt="" style="${at(i, TOPS.file)}">`,
  ).join('')}`;

/** Crops a picture. */
const crop = (picture, left, top, width, height) => {
  const part = new PNG({ width, height });
  PNG.bitblt(picture, part, left, top, width, height);
  return part;
};
/** Counts pixels that differ by more than an engine's variation of the same edge. */
const difference = ({ data, width, height }, other) => pixelmatch(data, other.data, null, width, height, { threshold: 0.3 });
/** Converts to grey, by the luma of ITU-R BT.601. */
const grey = (picture) => {
  const { data } = picture;
  for (let i = 0; i < data.length; i += 4) {
    data.fill(0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2], i, i + 3);
  }
  return picture;
};

/** Runs in a page. Returns the opacity of a file from top to bottom, through the straight part of its left magnet, at a height in px. */
const throughMagnet = async (file, height) => {
  const image = new Image(2 * height, height);
  image.src = file;
  await image.decode();
  const canvas = new OffscreenCanvas(2 * height, height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, 2 * height, height);
  const { data } = context.getImageData(Math.round((15 / 24) * height), 0, 1, height);
  return [...data].filter((_, i) => i % 4 === 3);
};
const isSharp = (opacities) => opacities.every((opacity) => opacity <= 1 || opacity >= 254);

it('the files are each status in each choice of colours', () => {
  same(files.sort(), STATUSES.flatMap((status) => SIGN_COLOURS.map((colours) => signFile(status, colours))).sort());
});

for (const [engine, open] of available) {
  describe(`the sign as files in ${engine}`, () => {
    let browser;
    let page;
    let server;
    before(async () => {
      browser = await open();
      page = await browser.newPage();
      const routes = { '/': HEAD };
      for (const file of files) routes[`/${file}`] = { body: sourceOf(file), headers: { 'content-type': 'image/svg+xml' } };
      for (const status of STATUSES) for (const colours of SIGN_COLOURS) routes[`/${status}${colours}`] = pageOf(status, colours);
      server = await serve(routes);
    });
    after(async () => {
      await browser.close();
      server.close();
    });

    it('is well formed, with a title', async () => {
      await page.goto(server.origin);
      for (const file of files) {
        const root = await page.evaluate((source) => {
          const { documentElement } = new DOMParser().parseFromString(source, 'image/svg+xml');
          return [
            documentElement.localName,
            documentElement.firstElementChild?.localName,
            Boolean(documentElement.textContent.trim()),
          ];
        }, sourceOf(file));
        same(root, ['svg', 'title', true], file);
      }
    });

    /** Opens a window with the elements and files of a status, and waits until all is painted. */
    const pictureOf = async (status, colours) => {
      await page.goto(`${server.origin}/${status}${colours}`);
      await eventually(() =>
        page.evaluate(
          () =>
            [...document.querySelectorAll('rel-badge')].every((badge) => badge.shadowRoot?.querySelector('svg')) &&
            [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth),
        ),
      );
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      return PNG.sync.read(Buffer.from(await page.screenshot()));
    };

    for (const colours of SIGN_COLOURS) {
      it(`is what the elements draw, each status another without colour: ${signFile('*', colours)}`, async () => {
        const smallest = [];
        for (const status of STATUSES) {
          const picture = await pictureOf(status, colours);
          for (const [i, height] of HEIGHTS.entries()) {
            const [element, file] = Object.values(TOPS).map((top) => crop(picture, lefts[i], top, 2 * height, height));
            is(difference(element, file), 0, `${status} at ${height} px`);
          }
          const sign = grey(crop(picture, lefts[0], TOPS.file, 32, 16));
          for (const other of smallest) {
            const count = difference(sign, other.sign);
            ok(count >= 16, `${status} and ${other.status} differ by ${count} pixels`);
          }
          smallest.push({ status, sign });
        }
      });
    }

    it('has its straight edges between pixels at every usual height and density', async () => {
      await page.goto(server.origin);
      for (const height of HEIGHTS.flatMap((one) => [one, 2 * one, 3 * one])) {
        ok(isSharp(await page.evaluate(throughMagnet, '/asked-black.svg', height)), `solid at ${height} px`);
        if (height % 16 === 0)
          ok(isSharp(await page.evaluate(throughMagnet, '/none-black.svg', height)), `outline at ${height} px`);
      }
      // At 15 px no edge lies between pixels.
      ok(!isSharp(await page.evaluate(throughMagnet, '/asked-black.svg', 15)));
    });
  });
}
