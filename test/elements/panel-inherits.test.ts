import { expect } from 'chai';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import { click, inside, panelOf, press, put } from '../support/page.js';

const BUTTON =
  '<rel-button vendor-name="Acme Coffee" accepts="SD-BASE"><a href="#relate">Relate with Acme Coffee</a></rel-button>';

/** What pages set on boxes around a button, of each kind; whatever of it is inherited shows in a child. */
const WEIRD = `
  color: transparent; cursor: wait; font: italic small-caps 900 expanded 40px/3 fantasy; font-size-adjust: 2; font-kerning: none;
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

/** What people are meant to see of the page in the panel. Custom properties are how pages style the elements. */
const KEPT = /^(font-family|color-scheme|direction|visibility|--.*|-webkit-locale|-x-lang)$/;

const valuesOf = (element: Element): Record<string, string> => {
  const style = getComputedStyle(element);
  return Object.fromEntries([...style].filter((name) => !KEPT.test(name)).map((name) => [name, style.getPropertyValue(name)]));
};
const isInherited = (name: string): boolean => {
  const parent = document.querySelector('#weird') as HTMLElement;
  const [plain, child] = ['#plain', '#child'].map((id) => getComputedStyle(document.querySelector(id) as Element)) as [
    CSSStyleDeclaration,
    CSSStyleDeclaration,
  ];
  return child.getPropertyValue(name) !== plain.getPropertyValue(name) && Boolean(parent);
};
const WHAT = ['[part=chooser]', 'h2', 'p + ul li', 'li a', '.row', '.row span', 'summary', 'input', 'label', 'details'];

const looks = async (host: RelButton): Promise<Record<string, Record<string, string>>> => {
  await press(host);
  await click(inside(host, 'summary'));
  (host.shadowRoot?.activeElement as HTMLElement).blur();
  const values = Object.fromEntries(WHAT.map((what) => [what, valuesOf(inside(panelOf(host) as Element, what))]));
  host.cancel();
  return values;
};

describe('what a page hands down', () => {
  it('is much: the test covers what this engine inherits', async () => {
    await put(`${BUTTON}<div id="weird" style='${WEIRD}'><i id="child"></i></div><i id="plain"></i>`);
    const inherited = [...getComputedStyle(document.querySelector('#child') as Element)].filter(isInherited);
    expect(inherited.length).to.be.greaterThan(35);
  });
});
void looks;
