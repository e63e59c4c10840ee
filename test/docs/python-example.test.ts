/** The vendor's server in Python stays short enough to read beside the contract. */
import { ok } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../examples/python/', import.meta.url);
const lines = readdirSync(folder)
  .filter((name) => name.endsWith('.py'))
  .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split('\n'));

describe('the example in Python', () => {
  it('has at most 500 lines of code, none of more than 140 characters', () => {
    const isCode = (line: string): boolean => !/^\s*($|#|""".*"""$)/.test(line);
    const { length } = lines.filter(isCode);
    ok(length > 300 && length <= 500, `It has ${length} lines of code.`);
    ok(lines.every((line) => line.length <= 140));
  });
});
