/**
 * Writes results: as lines for people, as TAP 14, and as JSON.
 *
 * @module
 */
import { visible } from '../contract/visible.js';
import type { Outcome, Result } from './report.js';

export const REPORT_FORMATS = ['lines', 'tap', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

type Rules = ReadonlyMap<string, string>;

const MARKS = { held: 'ok', broken: 'NOT OK', warning: 'SHOULD', 'not tried': 'not tried' } as const;

/** Whether the rules of a case were not followed: its result then has all that was sent and came. */
const isFault = ({ outcome }: Result): boolean => outcome === 'broken' || outcome === 'warning';

/** What the text asks, by the numbers of the rules. */
const asksOf = ({ rules }: Result, texts: Rules): readonly (readonly [string, string])[] =>
  rules.map((rule) => [rule, texts.get(rule) ?? 'This rule is not in the text.']);

/** What was sent and what came, in turn: there can be more of one than of the other. */
const exchangeOf = ({ sent = [], came = [] }: Result): readonly (readonly [string, string])[] =>
  Array.from({ length: Math.max(sent.length, came.length) }, (_, i) => i).flatMap((i) => [
    ...sent.slice(i, i + 1).map((one) => ['sent', one] as const),
    ...came.slice(i, i + 1).map((one) => ['came', one] as const),
  ]);

const asLines = (result: Result, texts: Rules): string => {
  const { rules, name, outcome, why } = result;
  const details = isFault(result) ? [...exchangeOf(result), ...asksOf(result, texts)] : [];
  const values = [...(why ? [['why', why] as const] : []), ...details];
  return [
    `${MARKS[outcome]}  ${rules.join(' ')}  ${name}`,
    // A line of what came stays inside its result.
    ...values.map(([label, value]) => `    ${label}: ${value.replace(/\r\n|[\r\n]/g, '\n      ')}`),
  ].join('\n');
};

/** A name or a reason in TAP: on one line, with `#` and `\` escaped (TAP 14, "Escaping"). */
const escaped = (text: string): string => text.replace(/\s*[\r\n]\s*/g, ' ').replace(/[\\#]/g, '\\$&');

const directiveOf = ({ outcome, why = '' }: Result): string => {
  if (outcome === 'not tried') return ` # SKIP ${escaped(why)}`;
  // A harness counts a point "not ok" with TODO as no failure (TAP 14, "TODO tests").
  return outcome === 'warning' ? ' # TODO SHOULD' : '';
};

const asTap = (result: Result, number: number, texts: Rules): string => {
  const { rules, name, why = '', sent = [], came = [] } = result;
  const mark = isFault(result) ? 'not ok' : 'ok';
  const point = `${mark} ${number} - ${escaped(`${rules.join(' ')} ${name}`)}${directiveOf(result)}`;
  if (!isFault(result)) return point;
  // A value of JSON is one of YAML.
  const values = [['why', why], ['sent', sent], ['came', came], ...asksOf(result, texts)].map(
    ([label, value]) => `  ${String(label)}: ${JSON.stringify(value)}`,
  );
  return [point, '  ---', ...values, '  ...'].join('\n');
};

/**
 * Counts results by outcome.
 *
 * @example
 * countResults([{ rules: ['C-1'], name: 'names its version', outcome: 'held' }]).held; // 1
 */
export const countResults = (results: readonly Result[]): Readonly<Record<Outcome, number>> => {
  const counts = { held: 0, broken: 0, warning: 0, 'not tried': 0 };
  for (const { outcome } of results) counts[outcome]++;
  return counts;
};

/**
 * Says why results do not show that a subject conforms, even if none is broken.
 *
 * @returns `undefined` if a case was tried
 * @example
 * whyEmpty([]); // "No case was tried."
 */
export const whyEmpty = (results: readonly Result[]): string | undefined => {
  if (results.some(({ outcome }) => outcome !== 'not tried')) return undefined;
  const [first] = results;
  return first ? `No case was tried. The first was not, because: ${first.why ?? ''}` : 'No case was tried.';
};

const write = (results: readonly Result[], format: ReportFormat, texts: Rules, incomplete: string | undefined): string => {
  const { held, broken, warning, 'not tried': skipped } = countResults(results);
  if (format === 'json') {
    const withTexts = results.map((result) => ({
      ...result,
      ...(isFault(result) && { asks: Object.fromEntries(result.rules.map((rule) => [rule, texts.get(rule) ?? null])) }),
    }));
    const counts = { held, broken, warnings: warning, notTried: skipped };
    return JSON.stringify({ ...counts, ...(incomplete !== undefined && { incomplete }), results: withTexts });
  }
  if (format === 'tap') {
    const points = results.map((result, i) => asTap(result, i + 1, texts));
    const end = incomplete === undefined ? [] : [`Bail out! ${escaped(incomplete)}`];
    // A plan of 1..0 would say that all is well (TAP 14, "The Plan").
    const plan = results.length > 0 ? [`1..${results.length}`] : [];
    return ['TAP version 14', ...plan, ...points, ...end].join('\n');
  }
  const lines = results.filter(({ outcome }) => outcome !== 'held').map((result) => asLines(result, texts));
  const count = `${held} ${held === 1 ? 'case' : 'cases'} held, ${broken} broken, ${warning} ${warning === 1 ? 'warning' : 'warnings'}, ${skipped} not tried.`;
  return [...lines, count, ...(incomplete === undefined ? [] : [`Incomplete: ${incomplete.replace(/\s*[\r\n]\s*/g, ' ')}`])].join(
    '\n',
  );
};

/**
 * Writes results. Characters that a terminal would obey are escaped, as in `\u001b`.
 *
 * @param format `lines` for people, `tap` for TAP 14, `json` for one JSON object
 * @param texts the rules, as `readRules` returns them
 * @param incomplete why not all was tried, such as the message of an `UnreachableError`. Default: what `whyEmpty` says
 * @returns the text, with a line break at its end
 * @example
 * writeReport([{ rules: ['C-1'], name: 'is quiet', outcome: 'held' }], 'lines', await readRules());
 * // "1 case held, 0 broken, 0 warnings, 0 not tried.\n"
 */
export const writeReport = (
  results: readonly Result[],
  format: ReportFormat,
  texts: Rules,
  incomplete: string | undefined = whyEmpty(results),
): string => `${visible(write(results, format, texts, incomplete))}\n`;
