/** Every pair of colours of every theme, by WCAG's own measure: text 4.5, the sign and the focus ring 3, pointed at and pressed too. */
import { ok } from 'node:assert';
import { entriesOf } from '../../.storybook/manifest.js';
import { sharedStyles } from '../../src/elements/shared.styles.js';
import { buttonStyles } from '../../src/elements/rel-button/rel-button.styles.js';
import { type Scheme, type Theme, THEMES } from '../../stories/themes.js';

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
const luminance = (colour: string): number => {
  const digits = colour.length === 4 ? colour.replace(/[\da-f]/g, '$&$&') : colour;
  const channels = digits.match(/[\da-f]{2}/g) ?? [];
  const [red = 0, green = 0, blue = 0] = channels.map((hex) => {
    const value = parseInt(hex, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
const contrast = (one: string, other: string): number => {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
};

type Colour = Scheme['page'];
type Pair = [what: string, colour: string, ground: string, least: number];

const SIGN = ['--rel-color-customer', '--rel-color-vendor', '--rel-color-idle'] as const;

/** The share of the grey #888 over the ground, by state of the button, as in its style sheet. */
const veilOf = (selector: string): number => {
  const [, alpha = ''] = new RegExp(`${selector}[^}]*linear-gradient\\(#888([0-9a-f]),`).exec(buttonStyles.cssText) ?? [];
  return parseInt(alpha, 16) / 15;
};
const VEILS = { '': 0, ', pointed at': veilOf(':hover'), ', pressed': veilOf(':active') };
const veiled = (ground: string, veil: number): string =>
  ground.replace(/[\da-f]{2}/g, (hex) =>
    Math.round(parseInt(hex, 16) * (1 - veil) + 0x88 * veil)
      .toString(16)
      .padStart(2, '0'),
  );

/** Pairs of colours, with the minimum contrast of each. */
const pairsOf = ({ page, bare, solid, ...rest }: Scheme): Pair[] => {
  const on = (what: string, ground: string, text: string, sign: Readonly<Record<(typeof SIGN)[number], string>>): Pair[] =>
    Object.entries(VEILS).flatMap(([how, veil]) => {
      const under = veiled(ground, veil);
      return [
        [`text on ${what}${how}`, text, under, 4.5],
        ...SIGN.map((token): Pair => [`${token} on ${what}${how}`, sign[token], under, 3]),
      ];
    });
  return [
    ['focus on the page', rest['--rel-color-focus'], page, 3],
    ...on('the page', page, bare.color, bare),
    ...on('the surface', solid['--rel-color-surface'], solid['--rel-color-text'], solid),
  ];
};

/** The elements' default colours, from the manifest and the style sheet, on a browser's own page. */
const ownTheme = (): Pick<Theme, 'light' | 'dark'> => {
  const tokens = entriesOf('rel-button', 'cssProperties');
  const byDefault = (name: string): Colour => tokens.find((token) => token.name === name)?.default as Colour;
  const sign = {
    '--rel-color-customer': byDefault('--rel-color-customer'),
    '--rel-color-vendor': byDefault('--rel-color-vendor'),
    '--rel-color-idle': byDefault('--rel-color-idle'),
  };
  const [surface, text] = ['surface', 'text'].map((token) =>
    new RegExp(`--rel-color-${token}, light-dark\\((#\\w+), (#\\w+)\\)`).exec(sharedStyles.cssText)?.slice(1),
  ) as [[Colour, Colour], [Colour, Colour]];
  const scheme = (page: Colour, canvasText: Colour, i: 0 | 1): Scheme => ({
    page,
    '--rel-color-focus': byDefault('--rel-color-focus'),
    bare: { color: canvasText, ...sign },
    solid: { '--rel-color-surface': surface[i], '--rel-color-text': text[i], ...sign },
  });
  return { light: scheme('#ffffff', '#000000', 0), dark: scheme('#121212', '#ffffff', 1) };
};

for (const [name, { light, dark }] of Object.entries({ default: ownTheme(), ...THEMES })) {
  for (const [scheme, colours] of Object.entries({ light, dark })) {
    it(`${name}, ${scheme}`, () => {
      for (const [what, colour, ground, least] of pairsOf(colours)) {
        const ratio = contrast(colour, ground);
        ok(ratio >= least, `${what}: ${colour} on ${ground} is ${ratio.toFixed(2)}, not ${least}`);
      }
    });
  }
}
