/**
 * Six themes, made of the elements' public tokens and text colour, as in a brand's own style sheet. The toolbar, the stories, the embed
 * builder and the contrast tests use them.
 *
 * @module
 */

/** Colours as six hexadecimal digits, which the contrast test can read. */
type Colour = `#${string}`;

/** The colours of the sign, by token. */
interface Sign {
  readonly '--rel-color-customer': Colour;
  readonly '--rel-color-vendor': Colour;
  readonly '--rel-color-idle': Colour;
}

/** A theme in one scheme. */
export interface Scheme {
  /** The background of the pages that the theme is made for. Not a token. */
  readonly page: Colour;
  readonly '--rel-color-focus': Colour;
  /** The text colour of `outline`, `plain` and `sign`, which have no ground of their own. Default: the page's text colour. */
  readonly bare: Sign & { readonly color: Colour };
  /** The colours of `solid`, which has a ground of its own. No other appearance reads its text token. */
  readonly solid: Sign & { readonly '--rel-color-surface': Colour; readonly '--rel-color-text': Colour };
}

export interface Theme {
  /** A description in one line. */
  readonly about: string;
  /** The tokens that are the same in light and dark. */
  readonly shape: Partial<Readonly<Record<'--rel-radius' | '--rel-font' | '--rel-gap', string>>>;
  readonly light: Scheme;
  readonly dark: Scheme;
}

type Colours = readonly [text: Colour, sign: Sign];
const colours = (text: Colour, customer: Colour, vendor: Colour, idle: Colour): Colours => [
  text,
  { '--rel-color-customer': customer, '--rel-color-vendor': vendor, '--rel-color-idle': idle },
];

const scheme = (page: Colour, focus: Colour, [color, bare]: Colours, surface: Colour, [text, solid]: Colours): Scheme => ({
  page,
  '--rel-color-focus': focus,
  bare: { color, ...bare },
  solid: { '--rel-color-surface': surface, '--rel-color-text': text, ...solid },
});

export const THEMES = {
  quiet: {
    about: 'Stands beside the text and waits. Greys with a breath of colour, a surface hardly off the page.',
    shape: { '--rel-radius': '0.375rem' },
    light: scheme(
      '#ffffff',
      '#4f6178',
      colours('#33363b', '#4f6178', '#4a6b5d', '#7d828a'),
      '#f0f0ee',
      colours('#33363b', '#4f6178', '#4a6b5d', '#777c84'),
    ),
    dark: scheme(
      '#17181a',
      '#a9b9cd',
      colours('#d6d7d9', '#a9b9cd', '#a5c4b6', '#84898f'),
      '#26282b',
      colours('#d6d7d9', '#a9b9cd', '#a5c4b6', '#8e9399'),
    ),
  },
  loud: {
    about: 'A poster. Square, yellow and black, and seen from across the street.',
    shape: { '--rel-radius': '0', '--rel-font': "'Arial Black', 'Archivo Black', Impact, system-ui, sans-serif" },
    light: scheme(
      '#ffffff',
      '#c2005b',
      colours('#111111', '#111111', '#c2005b', '#7a7a7a'),
      '#ffd60a',
      colours('#111111', '#111111', '#b00053', '#77690f'),
    ),
    dark: scheme(
      '#0d0d0d',
      '#ffd60a',
      colours('#ffffff', '#ffd60a', '#ff5ca8', '#8a8a8a'),
      '#ffd60a',
      colours('#111111', '#111111', '#b00053', '#77690f'),
    ),
  },
  red: {
    about:
      "The original's red and grey. The magnets are red and the ground is not: a solid red button reads as an error to many.",
    shape: { '--rel-radius': '0.5rem' },
    light: scheme(
      '#ffffff',
      '#c8202f',
      colours('#241f1f', '#c8202f', '#c8202f', '#858080'),
      '#f6efee',
      colours('#241f1f', '#c8202f', '#c8202f', '#7f7a7a'),
    ),
    dark: scheme(
      '#191616',
      '#ff7a7f',
      colours('#f3eded', '#ff6b72', '#ff6b72', '#8f8989'),
      '#2e2727',
      colours('#f3eded', '#ff7a7f', '#ff7a7f', '#9a9393'),
    ),
  },
  'public-radio': {
    about: 'On air, warm and awake: deep blue, an amber lamp, and a serif for people who read to the end.',
    shape: { '--rel-radius': '99rem', '--rel-font': "Charter, 'Bitstream Charter', Georgia, serif", '--rel-gap': '0.75rem' },
    light: scheme(
      '#fffdf8',
      '#b45309',
      colours('#14304f', '#b45309', '#1d5f94', '#7b838d'),
      '#14304f',
      colours('#fffdf8', '#ffb454', '#8fd0ff', '#8b9bae'),
    ),
    dark: scheme(
      '#0f1722',
      '#ffb454',
      colours('#f1ece2', '#ffb454', '#8fd0ff', '#7e8a98'),
      '#f4e9d4',
      colours('#14304f', '#a84c06', '#1d5f94', '#717576'),
    ),
  },
  bank: {
    about: 'Kept hours since 1870: bottle green, brass, and a serif in small doses.',
    shape: { '--rel-radius': '0.1875rem', '--rel-font': "'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, serif" },
    light: scheme(
      '#ffffff',
      '#0e4434',
      colours('#12332a', '#8a6414', '#14624a', '#7d8682'),
      '#0e4434',
      colours('#ffffff', '#e6c473', '#9fdcc2', '#85a399'),
    ),
    dark: scheme(
      '#101513',
      '#e6c473',
      colours('#e9efec', '#e6c473', '#8fd3b6', '#7f8a85'),
      '#1b5241',
      colours('#ffffff', '#f0d085', '#a8e5cb', '#94b3a8'),
    ),
  },
  'craft-shop': {
    about: 'Fired clay and unbleached paper, corners as a hand cuts them.',
    shape: {
      '--rel-radius': '1.25rem 0.875rem 1.375rem 0.75rem',
      '--rel-font': "ui-rounded, 'Hiragino Maru Gothic ProN', Quicksand, Nunito, system-ui, sans-serif",
    },
    light: scheme(
      '#fbf6ec',
      '#9c4325',
      colours('#3b2a20', '#9c4325', '#56692f', '#877c70'),
      '#9c4325',
      colours('#fff8ec', '#ffe3b3', '#e2efb4', '#e3b49d'),
    ),
    dark: scheme(
      '#1e1915',
      '#f0a07f',
      colours('#f4e9da', '#f0a07f', '#b9cf86', '#94887b'),
      '#eab595',
      colours('#33201a', '#7d2f14', '#42541f', '#775746'),
    ),
  },
} as const satisfies Readonly<Record<string, Theme>>;

export type ThemeName = keyof typeof THEMES;
export const THEME_NAMES = Object.keys(THEMES) as readonly ThemeName[];

/** Returns a theme's name for people. */
export const themeTitle = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1).replace('-', ' ')}`;

/** Returns each property that differs between the schemes, with both values. */
const pairs = <T extends object>(light: T, dark: T): [property: string, value: string][] =>
  Object.entries(light).map(([property, value]) => [property, `light-dark(${value}, ${String(dark[property as keyof T])})`]);

const rule = (selector: string, declarations: Iterable<readonly [string, string]>): string =>
  `${selector} {\n${[...declarations].map(([property, value]) => `  ${property}: ${value};\n`).join('')}}\n`;

/**
 * Returns a theme as a style sheet.
 *
 * @param within a selector of the elements that it applies to. Default: the whole page
 */
export const themeCss = ({ shape, light, dark }: Theme, within = ''): string => {
  const at = (...selectors: string[]): string => selectors.map((selector) => `${within} ${selector}`.trim()).join(',\n');
  const focus = `light-dark(${light['--rel-color-focus']}, ${dark['--rel-color-focus']})`;
  const all = [...Object.entries(shape), ['--rel-color-focus', focus] as const, ...pairs(light.bare, dark.bare)];
  return (
    rule(at('rel-button', 'rel-badge', 'rel-balance'), all) +
    rule(at('rel-button:not([appearance])', "[appearance='solid']"), pairs(light.solid, dark.solid))
  );
};
