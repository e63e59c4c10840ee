import { isRightToLeft, LANGUAGES } from '../../.storybook/languages.js';
import { words as pseudo } from '../../.storybook/pseudo.js';
import { STATUSES } from '../../src/contract/statuses.js';
import { APPEARANCES, SIZES } from '../../src/elements/options.js';
import { type Theme, themeCss, THEMES } from '../../stories/themes.js';
import { expectAccessible } from '../support/axe.js';
import { panelOf, press, put } from '../support/page.js';

const BUTTON =
  '<rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-A-DP"><a href="#relate">Relate</a><a href="mailto:a@acme.example">Mail</a></rel-button>';
const button = (attributes: string): string => BUTTON.replace('<rel-button', `<rel-button ${attributes}`);
const badge = (attributes: string): string => `<rel-badge ${attributes}></rel-badge>`;

const BALANCES = [
  '',
  'initiated="3 2" shared="0 0" stored="6 6"',
  'vendor-name="Acme Coffee" initiated="120 7" shared="1 9" stored="wrong"',
]
  .map((attributes) => `<rel-balance ${attributes}></rel-balance>`)
  .join('');

const looks = SIZES.flatMap((size) => APPEARANCES.map((appearance) => `size="${size}" appearance="${appearance}"`));
const everyLook = STATUSES.flatMap((status) =>
  [...looks, 'disabled', 'style="display:block"'].map((look) => {
    const attributes = `status="${status}" ${look}`;
    return `<p>${button(attributes)} ${badge(attributes)}</p>`;
  }),
).join('');

/** Presses the first button, opens all of its panel, and asks of it, busy as it is. */
const expectPanelAccessible = async (host: Element): Promise<void> => {
  await press(host);
  panelOf(host)
    ?.querySelectorAll('details')
    .forEach((details) => (details.open = true));
  await expectAccessible(host);
};

describe('axe finds nothing', () => {
  const themes: Record<string, Theme | undefined> = { default: undefined, ...THEMES };
  for (const [name, theme] of Object.entries(themes)) {
    for (const [scheme, ground, text] of [
      ['light', theme?.light.page ?? '#ffffff', '#000000'],
      ['dark', theme?.dark.page ?? '#121212', '#ffffff'],
    ] as const) {
      it(`in any status, size or appearance: ${name}, ${scheme}`, async function () {
        this.timeout(180_000);
        const page = `color-scheme:${scheme};background:${ground};color:${text}`;
        const css = theme ? `<style>${themeCss(theme)}</style>` : '';
        const host = await put(`${css}<div style="${page}"><h1>Shop</h1><p>${BUTTON}</p>${everyLook}${BALANCES}</div>`);
        await expectAccessible();
        await expectPanelAccessible(host);
      });
    }
  }

  for (const lang of Object.keys(LANGUAGES).filter((each) => each !== pseudo.lang)) {
    it(`in ${lang}`, async () => {
      const all = STATUSES.map(
        (status) =>
          `<p><rel-button vendor-name="Acme Coffee" status="${status}"></rel-button> ${badge(`status="${status}"`)}</p>`,
      );
      const host = await put(
        `<div lang="${lang}" dir="${isRightToLeft(lang) ? 'rtl' : 'ltr'}"><h1>Shop</h1>${BUTTON}${all.join('')}${BALANCES}</div>`,
      );
      await expectAccessible();
      await expectPanelAccessible(host);
    });
  }
});
