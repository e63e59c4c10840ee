/** The numbered rules of docs/contract.md. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/doc.mjs';

export const contract = readFileSync(join(root, 'docs/contract.md'), 'utf8');

/** A rule: its number, as `C-12`, and its text in one line. */
export interface Rule {
  readonly id: string;
  readonly text: string;
}

const MARK = /(?:<a id="C-\d+"><\/a>)?\*\*(C-\d+)\*\*/;
/** Splits a document into blocks: paragraphs, list items and rows of tables. */
const BLOCK = /\n\s*\n|\n(?= *(?:[-*]|\d+\.) )|\n(?=\|)/;

/** Returns the rules of a text, in its order. A rule ends where its block does, or at the next mark. */
export const rulesOf = (text: string): readonly Rule[] =>
  text.split(BLOCK).flatMap((block) => {
    const [, ...parts] = block.split(MARK);
    return Array.from({ length: parts.length / 2 }, (_, i) => ({
      id: parts[2 * i] as string,
      text: (parts[2 * i + 1] as string).replace(/\s+/g, ' ').trim(),
    }));
  });

export const rules = rulesOf(contract);

/** Returns the number of the one rule whose text has these words. */
export const rule = (words: string): string => {
  const found = rules.filter(({ text }) => text.includes(words));
  if (found[1] || !found[0]) throw new Error(`${found.length} rules have the words "${words}".`);
  return found[0].id;
};

export const digestOf = ({ text }: Rule): string => createHash('sha256').update(text).digest('base64url').slice(0, 16);
