/** The pages of Storybook that do something. */
import { deepStrictEqual as same, match, ok, strictEqual as is } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { openStorybook } from './serve.mjs';

const root = new URL('../../', import.meta.url);
const hashes = JSON.parse(readFileSync(new URL('dist/sri.json', root), 'utf8'));
const storybook = await openStorybook();
after(() => storybook.close());

describe('the embed builder', () => {
  it('shows and copies the tags of what was chosen, with the hashes of now', async () => {
    const { page, wrong } = await storybook.openStory('use-embed-builder--embed-builder');
    await page
      .browserContext()
      .overridePermissions(storybook.origin, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
    const [head, body] = await page.$$('embed-builder .key');
    const copied = async (copy) => {
      await copy.click();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    for (const box of await page.$$('[name=languages]')) await box.click();
    for (const hash of Object.values(hashes)) ok((await copied(head)).includes(`integrity="${hash}"`));

    await page.$eval('[name=vendorName]', (input) => input.select());
    await page.type('[name=vendorName]', 'Night Train');
    await page.select('[name=appearance]', 'outline');
    await page.select('[name=theme]', 'bank');
    await page.click('#builder-SD-BASE-A');
    const text = await copied(body);
    match(
      text,
      /^<rel-button vendor-name="Night Train" accepts="SD-BASE SD-BASE-DP SD-BASE-A" endpoint="\/relbutton" appearance="outline">/,
    );
    // The tags make the very button that is shown.
    is(
      await page.$eval('.result rel-button', (button) => button.shadowRoot.querySelector('[part=button]').textContent),
      'Relate with Night Train',
    );
    ok(
      (await page.$eval('.result', ({ textContent }) => textContent)).includes(
        '--rel-color-surface: light-dark(#0e4434, #1b5241)',
      ),
    );
    same(wrong, []);
    await page.close();
  });
});

describe('the toolbars', () => {
  const STORY = 'elements-rel-button--playground';
  /** A computed style of a part of the button, with what toolbars say. */
  const styleOf = async (globals, property, part = 'button') => {
    const { page, wrong } = await storybook.openStory(STORY, globals);
    const value = await page.$eval(
      'rel-button',
      (button, name, css) => getComputedStyle(button.shadowRoot.querySelector(`[part=${name}]`))[css],
      part,
      property,
    );
    same(wrong, []);
    await page.close();
    return value;
  };

  it('set theme and scheme', async () => {
    is(await styleOf({ theme: 'bank', scheme: 'light' }, 'backgroundColor'), 'rgb(14, 68, 52)');
    is(await styleOf({ theme: 'bank', scheme: 'dark' }, 'backgroundColor'), 'rgb(27, 82, 65)');
  });

  it('set language and direction', async () => {
    for (const [language, label] of Object.entries({ de: 'Mit Acme Coffee verbinden', 'en-XA': '[Ŕéļåţé ' })) {
      const { page } = await storybook.openStory(STORY, { language });
      const shown = await page.$eval('rel-button', (button) => button.shadowRoot.textContent);
      ok(shown.includes(label), shown);
      await page.close();
    }
    is(await styleOf({ language: 'ar' }, 'direction'), 'rtl');
    is(await styleOf({ language: 'ar', direction: 'ltr' }, 'direction'), 'ltr');
  });

  it("make the elements' own rules for more contrast hold", async () => {
    is(await styleOf({ contrast: 'more' }, 'borderTopColor'), 'rgb(255, 255, 255)');
    is(await styleOf({}, 'borderTopColor'), 'rgba(0, 0, 0, 0)');
  });

  it("make the elements' own rules for less motion hold", async () => {
    is(await styleOf({ motion: 'no-preference' }, 'transitionDuration', 'customer'), '0.15s');
    is(await styleOf({ motion: 'reduce' }, 'transitionDuration', 'customer'), '0s');
  });
});

describe('the texts', () => {
  it('are all pages', () => {
    const files = readdirSync(root).includes('docs')
      ? readdirSync(new URL('docs/', root), { recursive: true }).filter((file) => file.endsWith('.md'))
      : [];
    const pages = storybook.entries.flatMap(({ importPath }) => /^\.\/docs\/(.*)$/.exec(importPath)?.[1] ?? []);
    same(pages.sort(), files.sort());
  });
});

describe('the reference', () => {
  const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const languages = readdirSync(new URL('src/locales/', root)).map((file) => file.replace('.ts', ''));
  /** The public entries that are modules, by the names they are imported by. */
  const entries = Object.entries(exports)
    .filter(([, target]) => target?.default?.endsWith('.js'))
    .map(([path]) => path.replace('.', 'relbutton'))
    .flatMap((path) => (path.includes('*') ? languages.map((language) => path.replace('*', language)) : path))
    .filter((path) => !Object.hasOwn(exports, path.replace('relbutton', '.')) || exports[path.replace('relbutton', '.')]);

  it('has a page of every public entry', () => {
    const pages = storybook.entries.flatMap(({ name, title }) =>
      title.startsWith('Reference/') ? name.replaceAll('∕', '/') : [],
    );
    same(pages.sort(), entries.sort());
  });

  it('shows a function with its example, and leads from page to page', async () => {
    const { page, wrong } = await storybook.openStory('reference-relbutton--page');
    const text = await page.$eval('article', (article) => article.innerText);
    for (const part of ['function agreementUrl(id): string;', "// → 'https://myterms.info/agreements/SD-BASE'"])
      ok(text.includes(part), part);
    const links = await page.$$eval('article a[href*="/story/"]', (found) => found.map(({ href }) => href.split('/story/')[1]));
    ok(links.length > 0);
    for (const id of links)
      ok(
        storybook.entries.some((entry) => entry.id === id),
        id,
      );
    const dead = await page.$$eval('article a[href^="#"]', (found) =>
      found.map((a) => decodeURIComponent(a.hash.slice(1))).filter((id) => !document.getElementById(id)),
    );
    same(dead, []);
    same(wrong, []);
    await page.close();
  });
});
