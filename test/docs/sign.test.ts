/** `docs/sign.md`: its pictures draw the sign as the elements do, and it names every status and the colours of the files. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { STATUSES } from '../../src/contract/statuses.js';
import { signFiles } from '../../src/build/sign-files.js';

const folder = new URL('../../docs/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const text = read('sign.md');
const files = Object.values(signFiles()).join('');
const pictures = readdirSync(folder).filter((file) => file.startsWith('sign-'));

describe('docs/sign.md', () => {
  it('shows every picture that is there for it, with words for who cannot see it', () => {
    const shown = [...text.matchAll(/!\[(.+)\]\((.*)\)/g)].map(([, , file]) => file);
    same(shown.sort(), pictures.sort());
  });

  for (const picture of pictures) {
    it(`has magnets of the elements' own shapes in ${picture}`, () => {
      const shapes = [...read(picture).matchAll(/<path id="\w+" d="(.*?)"/g)].map(([, shape = '']) => shape);
      ok(shapes.length >= 2);
      for (const shape of shapes) ok(files.includes(`d="${shape}"`), shape);
    });
  }

  it('says of every status what it means, and in which colours the files are', () => {
    same(
      [...text.matchAll(/^\| `(\w+)` /gm)].map(([, status]) => status),
      STATUSES,
    );
    const colours = new Set(files.match(/#[\da-f]{6}/g));
    same(new Set(text.match(/#[\da-f]{6}/g)), colours);
  });
});
