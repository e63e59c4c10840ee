import { executeServerCommand, setViewport } from '@web/test-runner-commands';
import { expect, oneEvent } from '@open-wc/testing';
import { isRightToLeft, wordsOf } from '../../.storybook/languages.js';
import { words as pseudo } from '../../.storybook/pseudo.js';
import { STATUSES } from '../../src/contract/statuses.js';
import { APPEARANCES, SIZES } from '../../src/elements/options.js';
import { fill } from '../../src/locales/en.js';
import { click, inside, PageAgent, panelOf, press, put, rowNamed, until } from '../support/page.js';

/** The languages with the longest words, the one that is half as long again as English among them, and one from right to left. */
const LANGUAGES = ['de', pseudo.lang, 'ar'];
const NAME = 'Kaffeerösterei Möllendorff-Schwarzenberg';
const LINKS = '<a href="#relate">Beziehungsaufnahme</a><a href="mailto:a@acme.example">Mail</a>';

const inLanguage = (lang: string, markup: string): string =>
  `<div lang="${lang}" dir="${isRightToLeft(lang) ? 'rtl' : 'ltr'}">${markup}</div>`;
const everyLook = (lang: string): string => {
  const label = fill(wordsOf(lang).relate, NAME);
  const looks = SIZES.flatMap((size) => APPEARANCES.map((appearance) => `size="${size}" appearance="${appearance}"`));
  const rows = looks.map(
    (look) =>
      `<p><rel-button ${look} label="${label}"></rel-button></p>${STATUSES.map((status) => `<rel-badge ${look} status="${status}"></rel-badge>`).join(' ')}`,
  );
  const balance = `<rel-balance vendor-name="${NAME}" initiated="12 9" shared="20 7" stored="1300 1300"></rel-balance>`;
  return inLanguage(lang, rows.join('') + balance);
};

const page = document.documentElement;
/** The elements of a part of the page, and what is rendered in them by a selector: all but what is hidden from sight. */
const boxesOf = (part: ParentNode, selector = ':not(svg, svg *, .sign span, [role=status])'): HTMLElement[] =>
  [...part.querySelectorAll('rel-button, rel-badge, rel-balance')].flatMap((host) => [
    host as HTMLElement,
    ...(host.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
  ]);
/** What does not fit its box, or the page's; a pixel is lost in rounding. */
const overflows = (part: ParentNode): string[] =>
  [page, ...boxesOf(part, '.look, [popover]')]
    .filter((box) => box.clientWidth && box.scrollWidth > box.clientWidth + 1)
    .map(
      (box) =>
        `${box.localName}.${box.className} "${box.textContent?.trim().slice(0, 40)}": ${box.scrollWidth} > ${box.clientWidth}`,
    );

/** Doubles what is written, and nothing else, as a browser does that zooms text alone. */
const doubleText = (part: ParentNode): void => {
  const written = boxesOf(part).filter(({ childNodes }) => [...childNodes].some((node) => node instanceof Text));
  const sizes = written.map((box) => parseFloat(getComputedStyle(box).fontSize));
  written.forEach((box, i) => (box.style.fontSize = `${2 * (sizes[i] ?? 0)}px`));
};

/** How large text is: as it comes, twice as large with all that is measured by it, or by itself. */
const TEXT: Readonly<Record<string, (part: ParentNode) => void>> = {
  'as it comes': () => undefined,
  'at 200 %': () => (page.style.fontSize = '200%'),
  'at 200 %, by itself': doubleText,
};

/** What the page's colours are. Of the three only Chromium lets a test force them. */
const COLOURS: Readonly<Record<string, () => unknown>> = {
  light: () => (page.style.colorScheme = 'light'),
  dark: () => (page.style.colorScheme = 'dark'),
  ...(/Chrome/.test(navigator.userAgent) && {
    forced: async () => {
      await executeServerCommand('force-colors', 'active');
      expect(matchMedia('(forced-colors: active)').matches).to.equal(true);
    },
  }),
};

/** What of an open panel is off the screen. */
const offScreen = (panel: HTMLElement): string[] => {
  const { left, top, right, bottom } = panel.getBoundingClientRect();
  const beyond = { left: -left, top: -top, right: right - page.clientWidth, bottom: bottom - window.innerHeight };
  return Object.entries(beyond).flatMap(([side, by]) => (by > 0.5 ? `${Math.round(by)} px beyond the ${side}` : []));
};

describe('at any width', () => {
  afterEach(async () => {
    page.style.cssText = '';
    if (COLOURS['forced']) await executeServerCommand('force-colors', 'none');
    await setViewport({ width: 800, height: 600 });
  });

  for (const width of [320, 768, 1280]) {
    const cases = Object.entries(TEXT).flatMap(([size, enlarge]) =>
      Object.entries(COLOURS).map(([colours, colour]) => ({ size, enlarge, colours, colour })),
    );
    for (const { size, enlarge, colours, colour } of cases) {
      it(`of ${width} px, with text ${size} and ${colours} colours, everything fits`, async () => {
        await setViewport({ width, height: 640 });
        await colour();
        await put(LANGUAGES.map(everyLook).join(''));
        enlarge(document);
        expect(overflows(document)).to.deep.equal([]);
        for (const lang of LANGUAGES) {
          const host = await put(
            inLanguage(lang, `<rel-button vendor-name="${NAME}" accepts="SD-BASE-ATP-S3P-DP">${LINKS}</rel-button>`),
          );
          await press(host);
          const panel = panelOf(host) as HTMLElement;
          panel.querySelectorAll('details').forEach((details) => (details.open = true));
          enlarge(document);
          expect([...overflows(document), ...offScreen(panel)], lang).to.deep.equal([]);
          host.cancel();
          page.style.fontSize = '';
        }
      });
    }
  }
});

describe('what is not seen', () => {
  const LOOKS = [
    '<rel-button appearance="sign" label="A label that is longer than the sign"></rel-button>',
    '<rel-badge appearance="sign" status="offered"></rel-badge>',
  ];
  for (const markup of LOOKS) {
    it(`makes nothing scroll: ${markup}`, async () => {
      const host = await put(
        `<div style="overflow:auto;position:relative;width:fit-content">${markup}</div><div style="overflow:auto;height:6rem">${`<p>${markup}</p>`.repeat(40)}</div>`,
      );
      const box = host.parentElement as HTMLElement;
      expect([box.scrollWidth, box.scrollHeight]).to.deep.equal([box.clientWidth, box.clientHeight]);
      expect(page.scrollHeight).to.be.at.most(window.innerHeight);
    });
  }

  it('makes nothing scroll when it says what goes on', async () => {
    const host = await put(
      `<div style="overflow:auto;position:relative;width:fit-content"><rel-button label="Relate" vendor-name="${NAME}"></rel-button></div>`,
    );
    const box = host.parentElement as HTMLElement;
    new PageAgent('Agent');
    await press(host);
    await click(rowNamed(host, 'Agent'));
    await until(() => inside(host, '[role=status]').textContent);
    expect([box.scrollWidth, box.scrollHeight]).to.deep.equal([box.clientWidth, box.clientHeight]);
  });

  it('is an element that is hidden, under the style sheet for before upgrade too', async () => {
    const sheet = document.head.appendChild(document.createElement('link'));
    Object.assign(sheet, { rel: 'stylesheet', href: '/src/relbutton.css' });
    await oneEvent(sheet, 'load');
    await put('<rel-button hidden></rel-button><rel-badge hidden></rel-badge><rel-balance hidden></rel-balance>');
    expect(boxesOf(document).filter((box) => box.getClientRects().length)).to.deep.equal([]);
    sheet.remove();
  });
});
