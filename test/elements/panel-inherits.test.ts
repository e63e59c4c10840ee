import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import { buttonOf, inside, key, panelOf, put, until } from '../support/page.js';

const BUTTON =
  '<rel-button vendor-name="Acme Coffee" accepts="SD-BASE"><a href="#relate">Relate with Acme Coffee</a></rel-button>';

/** What pages set on boxes around a button, of each kind; whatever of it is inherited shows in a child. */
const WEIRD = `
  color: transparent; cursor: wait; font: italic small-caps 900 expanded 40px/3 sans-serif; font-size-adjust: 2; font-kerning: none;
  font-feature-settings: "smcp"; font-variation-settings: "wght" 900; font-variant-numeric: slashed-zero; font-synthesis: none;
  font-optical-sizing: none; font-palette: dark; letter-spacing: 9px; word-spacing: 40px; line-height: 0; text-align: end;
  text-align-last: center; text-indent: -999px; text-transform: uppercase; text-shadow: 4px 4px red; text-emphasis: "x" red;
  text-emphasis-position: under; text-decoration: line-through red; text-decoration-skip-ink: none; text-underline-offset: 9px;
  text-underline-position: under; text-orientation: upright; text-combine-upright: all; text-rendering: geometricPrecision;
  text-wrap: nowrap; text-size-adjust: none; -webkit-text-size-adjust: none; white-space: pre; word-break: break-all;
  overflow-wrap: anywhere; hyphens: auto; hyphenate-character: "="; line-break: anywhere; tab-size: 1; writing-mode: vertical-rl;
  list-style: square inside; quotes: "x" "y"; orphans: 9; widows: 9; caption-side: bottom; border-collapse: collapse;
  border-spacing: 9px; empty-cells: hide; caret-color: red; accent-color: red; pointer-events: none; user-select: none;
  -webkit-user-select: none; -webkit-user-modify: read-write; image-rendering: pixelated; image-orientation: none;
  print-color-adjust: exact; forced-color-adjust: none; paint-order: stroke; stroke: red; stroke-width: 5px; fill: red;
  fill-opacity: 0.1; stroke-opacity: 0.1; stroke-dasharray: 1; stroke-linecap: round; clip-rule: evenodd; color-interpolation: linearRGB;
  shape-rendering: crispEdges; text-anchor: end; dominant-baseline: hanging; ruby-align: start; ruby-position: under; math-style: compact;
  math-depth: 3; speak: none; interpolate-size: allow-keywords; hanging-punctuation: first; scrollbar-color: red red;
  -webkit-text-fill-color: transparent; -webkit-text-stroke: 4px red; -webkit-text-security: disc; -webkit-tap-highlight-color: red;
  -webkit-font-smoothing: none; -webkit-box-direction: reverse; -webkit-rtl-ordering: visual; -webkit-line-break: anywhere;
  -webkit-nbsp-mode: space; -webkit-hyphenate-limit-before: 9; -webkit-text-combine: horizontal; -webkit-touch-callout: none;
  -moz-osx-font-smoothing: grayscale; -moz-text-size-adjust: none; --own: 1px`;

/** What is meant to reach the panel; custom properties are how pages style the elements. Where it stands depends on its button,
 * and in WebKit its height on how much room there is. */
const KEPT =
  /^(font-family|color-scheme|direction|--.*)$|inset|margin|position-area|block-size|height|-origin|grid-template-rows|^(top|left|right|bottom)$/;
const WHAT = [
  '[part=chooser]',
  'header',
  'h2',
  '.close',
  '.term',
  '.term a',
  '.row',
  '.row span',
  'summary',
  'label',
  'input',
  'details',
];

const stylesOf = (element: Element): Record<string, string> => {
  const style = getComputedStyle(element);
  const names = [...style, 'user-select', '-webkit-user-select', '-webkit-text-security'].filter((name) => !KEPT.test(name));
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
};
/** The styles of what is in the panel, by selector. */
const looks = async (markup: string): Promise<Record<string, Record<string, string>>> => {
  const host = await put<RelButton>(markup);
  // By key: a page can hand down that nothing is pointed at.
  buttonOf(host).focus();
  await key('Enter');
  await until(() => panelOf(host), 'the panel');
  for (const details of panelOf(host)?.querySelectorAll('details') ?? []) details.open = true;
  (host.shadowRoot?.activeElement as HTMLElement).blur();
  const styles = Object.fromEntries(WHAT.map((what) => [what, stylesOf(inside(host, what))]));
  host.cancel();
  return styles;
};

describe('what a page hands down', () => {
  // So high that the panel has room wherever its button makes it stand.
  before(() => setViewport({ width: 1000, height: 1000 }));
  after(() => setViewport({ width: 800, height: 600 }));

  it('is much of what this engine inherits', async () => {
    await put(`${BUTTON}<div style='${WEIRD}'><i></i></div><b style="font-weight:400"></b>`);
    const [weird, plain] = ['i', 'b'].map((one) => getComputedStyle(document.querySelector(`main ${one}`) as Element)) as [
      CSSStyleDeclaration,
      CSSStyleDeclaration,
    ];
    expect([...plain].filter((name) => weird.getPropertyValue(name) !== plain.getPropertyValue(name)).length).to.be.above(40);
  });

  const at = (style = ''): string =>
    `<div style="position:fixed;inset:0 auto auto 0;font-family:sans-serif"><div style='${style}'>${BUTTON}</div></div>`;
  for (const [by, markup] of [
    ['a box around the button', at(WEIRD)],
    ['the button itself', at().replace('<rel-button', `<rel-button style='${WEIRD}'`)],
  ] as const)
    it(`does not reach the panel by ${by}`, async () => {
      const before = await looks(at());
      const after = await looks(markup);
      for (const what of WHAT)
        for (const [name, value] of Object.entries(before[what] ?? {}))
          expect(after[what]?.[name], `${name} of ${what}`).to.equal(value);
    });

  it('leaves the words of button, badge and balance to be read', async () => {
    const style = '-webkit-text-fill-color:transparent;text-indent:-999px;-webkit-text-security:disc';
    const host = await put(
      `<div style="${style}">${BUTTON}<rel-badge status="related"></rel-badge><rel-balance></rel-balance></div>`,
    );
    const [badge, balance] = ['rel-badge', 'rel-balance'].map((tag) => document.querySelector(tag) as HTMLElement) as [
      HTMLElement,
      HTMLElement,
    ];
    for (const text of [inside(host, '[part=label]'), inside(badge, '[part=status]'), inside(balance, 'caption')]) {
      const { color, webkitTextFillColor, textIndent } = getComputedStyle(text);
      expect([webkitTextFillColor, textIndent]).to.deep.equal([color, '0px']);
    }
  });
});
