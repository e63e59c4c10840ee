/** The pictures by which a change of look is noticed: few, small, and of what differs. */
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** The folder of the baselines. */
export const folder = new URL('screenshots/', import.meta.url);

const MATRIX = { story: 'design-themes--matrix', part: '.matrix' };
const openPanel = async ({ click, page }) => {
  await click('rel-button', '[part=button]');
  await page.waitForSelector('rel-button >>> :popover-open');
  // Neither hovered nor focused by the pointer: how either looks is no matter of this picture.
  await page.mouse.move(1, 1);
};

/** Opens the panel, and presses the row by which a passkey signs. */
const agree = async (opened) => {
  await openPanel(opened);
  await opened.click('rel-button', 'form .row');
  await opened.page.waitForSelector('rel-button >>> .agreed');
  await opened.page.mouse.move(1, 1);
};
const panel = (story, changes = {}) => ({
  story: `elements-rel-button-behaviours--${story}`,
  size: [640, 900],
  before: openPanel,
  ...changes,
});
const PANELS = {
  panel: panel('no-agent'),
  'panel-passkey': panel('passkey'),
  'panel-agents': panel('several-acts'),
  'panel-agreed': panel('passkey', { before: agree }),
  'panel-related': panel('related'),
  'panel-narrow-dark': panel('passkey', { size: [320, 640], globals: { scheme: 'dark' } }),
  'panel-rtl': panel('passkey', { globals: { language: 'ar' } }),
  'panel-forced-colors': panel('several-acts', { features: [{ name: 'forced-colors', value: 'active' }] }),
};

const balance = (changes = {}) => ({ story: 'elements-rel-balance--playground', part: 'rel-balance', ...changes });
const BALANCES = {
  balance: balance(),
  'balance-dark': balance({ globals: { scheme: 'dark' } }),
  'balance-rtl': balance({ globals: { language: 'ar' } }),
  'balance-forced-colors': balance({ features: [{ name: 'forced-colors', value: 'active' }] }),
  'balance-narrow': balance({ story: 'elements-rel-balance-options--narrow', size: [320, 640] }),
};

/** A story each, with what the toolbars say, the part that is pictured (the window, if none is named), and what is done before. */
export const SHOTS = {
  'matrix-light': { ...MATRIX },
  'matrix-dark': { ...MATRIX, globals: { scheme: 'dark' } },
  'matrix-rtl': { ...MATRIX, globals: { direction: 'rtl' } },
  'matrix-contrast': { ...MATRIX, globals: { contrast: 'more' } },
  'matrix-forced-colors': { ...MATRIX, features: [{ name: 'forced-colors', value: 'active' }] },
  'long-label': { story: 'elements-rel-button-options--long-label', part: '.narrow' },
  ...PANELS,
  ...BALANCES,
};

/** Takes one of the pictures. @param change done to the page last, as a fault would */
export const take = async (
  storybook,
  { story, globals, part, size = [1280, 1100], features = [], before },
  change = () => {},
) => {
  const opened = await storybook.openStory(story, { ...globals, motion: 'reduce' });
  const { page } = opened;
  const [width, height] = size;
  await page.setViewport({ width, height });
  await page.evaluate(() => document.fonts.ready);
  await before?.(opened);
  // Last: in forced colours Chromium does not always draw anew what the pointer has left.
  const session = await page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', { features });
  await page.evaluate(change);
  const target = part ? await page.waitForSelector(part) : page;
  const picture = await target.screenshot();
  await page.close();
  return Buffer.from(picture);
};

/** So many pixels may differ, as edges do from one release of a browser to the next. A shift of 2 px is more, of the smallest sign too. */
export const MOST = 24;

/** @returns how many pixels differ, all where the sizes do, and a picture of which */
export const difference = (one, other) => {
  const [a, b] = [one, other].map((png) => PNG.sync.read(png));
  const { width, height } = a;
  if (b.width !== width || b.height !== height) return { count: width * height };
  const diff = new PNG({ width, height });
  return { count: pixelmatch(a.data, b.data, diff.data, width, height), picture: PNG.sync.write(diff) };
};
