import { expect } from '@open-wc/testing';
import { en, type Words } from '../../src/locales/en.js';
import { english as englishBalance } from '../../src/elements/rel-balance/english.js';
import type { RelBadge } from '../../src/elements/rel-badge/rel-badge.js';
import '../../src/elements/rel-badge/rel-badge.define.js';
import { words as ar } from '../../src/locales/ar.js';
import { words as de } from '../../src/locales/de.js';
import { words as es } from '../../src/locales/es.js';
import { words as fr } from '../../src/locales/fr.js';
import { words as ja } from '../../src/locales/ja.js';
import { words as pt } from '../../src/locales/pt.js';
import { words as zh } from '../../src/locales/zh.js';
import { inside, panelOf, press, put, until } from '../support/page.js';

/** Every text in it by its path. */
const textsOf = (value: object, path = ''): [path: string, text: string][] =>
  Object.entries(value).flatMap(([key, one]: [string, string | object]) =>
    typeof one === 'string' ? [[`${path}${key}`, one] as [string, string]] : textsOf(one, `${path}${key}.`),
  );
const english = new Map(textsOf({ ...en, balance: englishBalance }));
const placesIn = (text = ''): string => [...new Set(text.match(/{\d}/g))].sort().join();

describe('the words', () => {
  for (const words of [ar, de, es, fr, ja, pt, zh] as Words[]) {
    it(`of ${words.lang} have every key, each translated, and name whom English names`, () => {
      const texts = textsOf(words);
      expect(texts.map(([path]) => path).sort()).to.deep.equal([...english.keys()].sort());
      for (const [path, text] of texts) {
        expect(text, path).not.to.equal(english.get(path));
        expect(placesIn(text), path).to.equal(placesIn(english.get(path)));
      }
    });

    it(`of ${words.lang} keep the badge as wide in every status`, async () => {
      const badge = await put<RelBadge>(`<div lang="${words.lang}"><rel-badge></rel-badge></div>`);
      const widths = new Set<number>();
      for (const status of Object.keys(words.status) as (keyof Words['status'])[]) {
        badge.status = status;
        await badge.updateComplete;
        expect(inside(badge, '[part=status]')).to.have.text(words.status[status]);
        widths.add(badge.getBoundingClientRect().width);
      }
      expect(widths.size).to.equal(1);
    });
  }

  it('follow the nearest lang, with its region, through shadow roots, and when it changes', async () => {
    const badge = await put<RelBadge>('<div lang="de-AT"><rel-badge></rel-badge></div>');
    const word = (): string | null => inside(badge, '[part=status]').textContent;
    expect(word()).to.equal(de.status.offered);
    (badge.parentElement as HTMLElement).lang = 'fr';
    await until(() => word() === fr.status.offered);
    const host = document.createElement('div');
    host.lang = 'es';
    badge.parentElement?.append(host);
    host.attachShadow({ mode: 'open' }).append(badge);
    badge.requestUpdate();
    await until(() => word() === es.status.offered);
  });

  it('fall back to English for a language that is not there', async () => {
    const badge = await put<RelBadge>('<div lang="fi"><rel-badge></rel-badge></div>');
    expect(inside(badge, '[part=status]')).to.have.text(en.status.offered);
  });

  it('that come later are shown', async () => {
    const badge = await put<RelBadge>('<div lang="en-x-test"><rel-badge></rel-badge></div>');
    (badge.constructor as typeof RelBadge).addWords({ ...en, lang: 'en-x-test', status: { ...en.status, offered: 'Later' } });
    await until(() => inside(badge, '[part=status]').textContent === 'Later');
  });

  it('are those of the panel too', async () => {
    const host = await put('<div lang="de"><rel-button vendor-name="Acme" accepts="SD-BASE"></rel-button></div>');
    await press(host);
    expect(panelOf(host)?.lang).to.equal('de');
    expect(panelOf(host)?.querySelector('h2')).to.have.text('Mit Acme verbinden');
  });
});
