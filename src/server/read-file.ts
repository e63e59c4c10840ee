/**
 * Reads the files that `writeRecords` writes, and those of other programs, part by part: it holds one row or one node at a time.
 *
 * @module
 */
import type { Format } from './portable.js';

/** A file's text, whole or in parts. */
export type Text = string | Iterable<string> | AsyncIterable<string>;

/** The longest row of a table or node of a graph, in UTF-16 units. */
const LONGEST = 1_048_576;

async function* partsOf(text: Text): AsyncGenerator<string> {
  if (typeof text === 'string') yield text;
  else yield* text;
}

/** Adds to what is read of a row or a node. @throws TypeError if that becomes too long */
const more = (before: string, part: string): string => {
  if (before.length + part.length > LONGEST)
    throw new TypeError(`A row or a node of this file is longer than ${LONGEST} characters.`);
  return before + part;
};

/** Reads the rows of a CSV text (RFC 4180). */
async function* csvRows(parts: AsyncIterable<string>): AsyncGenerator<string[]> {
  let row: string[] = [];
  let field = '';
  let isQuoted = false;
  /** Whether the last character was a quotation mark inside a quoted field: its end, unless another one follows. */
  let isClosing = false;
  const end = (): string[] => {
    const ended = [...row, field];
    [row, field] = [[], ''];
    return ended;
  };
  for await (const part of parts)
    for (const [token] of part.matchAll(/"|,|\r|\n|[^",\r\n]+/g)) {
      if (isClosing && token !== '"') [isQuoted, isClosing] = [false, false];
      if (token === '"') {
        if (isClosing) field = more(field, '"');
        isClosing = isQuoted && !isClosing;
        isQuoted = true;
      } else if (isQuoted) field = more(field, token);
      else if (token === ',') [row, field] = [[...row, field], ''];
      else if (token === '\n') yield end();
      else if (token !== '\r') field = more(field, token);
    }
  if (row.length > 0 || field) yield end();
}

async function* recordsInTable(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let column: number | undefined;
  for await (const row of csvRows(parts)) {
    const record = column === undefined ? undefined : row[column];
    if (record) yield record;
    column ??= row.indexOf('record');
    if (column < 0) break;
  }
  if (column === undefined || column < 0) throw new TypeError('This table has no column named record.');
}

/** The tokens of JSON text that give its structure, and all between them. */
const TOKEN = /"|\\|[{}[\],:]|[^"\\{}[\],:]+/g;

/** Reads the nodes in the `@graph` of a JSON-LD text: the texts of the objects in that array. */
async function* nodesOf(parts: AsyncIterable<string>): AsyncGenerator<string> {
  const open: string[] = [];
  let [string, key, node] = ['', '', ''];
  let [isString, isEscaped, isGraph, wasGraph] = [false, false, false, false];
  for await (const part of parts)
    for (const [token] of part.matchAll(TOKEN)) {
      if (isGraph && open.length > 2) node = more(node, token);
      if (isEscaped || (isString && token !== '"')) {
        isEscaped = !isEscaped && token === '\\';
        if (open.length === 1) string = more(string, token);
      } else if (token === '"') {
        isString = !isString;
        if (isString) string = '';
      } else if (token === ':') {
        if (open.length === 1) key = string;
      } else if (token === '{' || token === '[') {
        open.push(token);
        if (open.length === 2) isGraph = token === '[' && open[0] === '{' && key === '@graph';
        wasGraph ||= isGraph;
        if (isGraph && open.length === 3) node = token;
      } else if (token === '}' || token === ']') {
        open.pop();
        if (isGraph && open.length === 2 && node) yield node;
        if (open.length === 2) node = '';
      }
    }
  if (open.length > 0 || isString) throw new TypeError('This is not JSON-LD.');
  if (!wasGraph) throw new TypeError('This JSON-LD has no @graph.');
}

async function* recordsInGraph(parts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const node of nodesOf(parts)) {
    let record: unknown;
    try {
      record = (JSON.parse(node) as { 'rel:record'?: unknown } | null)?.['rel:record'];
    } catch (cause) {
      throw new TypeError('This is not JSON-LD.', { cause });
    }
    if (typeof record === 'string') yield record;
  }
}

/**
 * Reads the records in a file.
 *
 * @returns their JSON texts, unchecked
 * @throws TypeError if the file has another form
 */
export const readRecords = (text: Text, format: Format): AsyncGenerator<string> =>
  format === 'csv' ? recordsInTable(partsOf(text)) : recordsInGraph(partsOf(text));
