import { readFile } from 'node:fs/promises';

/** The contract's text in the package: the same path from `src` and from `dist`. */
const CONTRACT = new URL('../../docs/contract.md', import.meta.url);

/** A block of the text ends at an empty line, a list item, a row of a table or a heading. */
const BLOCKS = /\n(?=\n|\s*- |\s*\d+\. |\||#)/;
const MARK = /\*\*(C-\d+)\*\*/;
/** Removes the anchors and the marks of a table from a rule's text. */
const plain = (text: string): string =>
  text
    .replace(/<a id="[^"]*"><\/a>/g, '')
    .replace(/[\s|]+/g, ' ')
    .trim();

/** A row of the table in "Versions": a version of the text, and the rules that are there since then. */
const ROW = /^\| (1\.\d+) +\| (C-[^|]+)\|/gm;

let parsed: Promise<ReadonlyMap<string, string>> | undefined;

const parse = async (): Promise<ReadonlyMap<string, string>> => {
  const rules = new Map<string, string>();
  for (const block of (await readFile(CONTRACT, 'utf8')).split(BLOCKS)) {
    const [, ...parts] = block.split(MARK);
    for (let i = 0; i + 1 < parts.length; i += 2) rules.set(parts[i] ?? '', plain(parts[i + 1] ?? ''));
  }
  return rules;
};

/**
 * Reads the numbered rules of the contract from `docs/contract.md` in the package, once.
 *
 * @returns the text of each rule by its number, such as `C-12`, in the order of the text
 * @example
 * const rules = await readRules();
 * rules.has('C-12'); // true
 */
export const readRules = (): Promise<ReadonlyMap<string, string>> => (parsed ??= parse());

/**
 * Reads which rules are younger than the text 1.0, from the contract's table in "Versions".
 *
 * @returns by the number of a rule the version of the text that has it first, such as `1.1`
 */
export const readYounger = async (): Promise<ReadonlyMap<string, string>> =>
  new Map(
    [...(await readFile(CONTRACT, 'utf8')).matchAll(ROW)].flatMap(([, version = '', rules = '']) =>
      (rules.match(/C-\d+/g) ?? []).map((rule) => [rule, version] as const),
    ),
  );
