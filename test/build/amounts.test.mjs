/** Nobody but the person names an amount: nothing in the elements or in their words does (contract, "Records"). */
import { deepStrictEqual as same, ok } from 'node:assert';
import { readFile } from 'node:fs/promises';

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const MONEY = /amount|price|pledge|budget|currency|money|donat|pay/i;

describe('an amount', () => {
  it('is no attribute, property, event, slot, part, state or style of an element', async () => {
    const { modules } = JSON.parse(await read('custom-elements.json'));
    const elements = modules.flatMap(({ declarations }) => declarations).filter(({ customElement }) => customElement);
    ok(elements.length > 1);
    const named = elements.flatMap((element) =>
      ['attributes', 'members', 'events', 'slots', 'cssParts', 'cssStates', 'cssProperties']
        .flatMap((kind) => element[kind] ?? [])
        .map(({ name }) => `${element.tagName} ${name}`),
    );
    same(
      named.filter((name) => MONEY.test(name)),
      [],
    );
  });

  it('is in no word of any language', async () => {
    for (const lang of ['ar', 'de', 'en', 'es', 'fr', 'ja', 'pt', 'zh']) {
      const source = await read(`src/locales/${lang}.ts`);
      const texts = [...source.matchAll(/'([^'\n]*)'/g)].map(([, text]) => text.replaceAll(/\{\d\}|\\u[\da-f]{4}/g, ''));
      ok(texts.length > 50);
      same(
        texts.filter((text) => /[\p{Sc}\p{Nd}]/u.test(text)),
        [],
        lang,
      );
    }
  });
});
