/**
 * Writes results: as lines for people, as TAP 14, and as JSON.
 *
 * @module
 */
import type { Result } from './report.js';

export const REPORT_FORMATS = ['lines', 'tap', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

type Rules = ReadonlyMap<string, string>;

const MARKS = { held: 'ok', broken: 'NOT OK', 'not tried': 'not tried' } as const;

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
  const details = outcome === 'broken' ? [...exchangeOf(result), ...asksOf(result, texts)] : [];
  return [
    `${MARKS[outcome]}  ${rules.join(' ')}  ${name}`,
    ...(why ? [`    why: ${why}`] : []),
    ...details.map(([label, value]) => `    ${label}: ${value}`),
  ].join('\n');
};

/** A name or a reason in TAP: on one line, with `#` and `\` escaped (TAP 14, "Escaping"). */
const escaped = (text: string): string => text.replace(/\s*[\r\n]\s*/g, ' ').replace(/[\\#]/g, '\\$&');

const asTap = (result: Result, number: number, texts: Rules): string => {
  const { rules, name, outcome, why = '', sent = [], came = [] } = result;
  const directive = outcome === 'not tried' ? ` # SKIP ${escaped(why)}` : '';
  const point = `${outcome === 'broken' ? 'not ok' : 'ok'} ${number} - ${escaped(`${rules.join(' ')} ${name}`)}${directive}`;
  if (outcome !== 'broken') return point;
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
export const countResults = (results: readonly Result[]): Readonly<Record<Result['outcome'], number>> => {
  const counts = { held: 0, broken: 0, 'not tried': 0 };
  for (const { outcome } of results) counts[outcome]++;
  return counts;
};

/**
 * Writes results.
 *
 * @param format `lines` for people, `tap` for TAP 14, `json` for one JSON object
 * @param texts the rules, as `readRules` returns them
 * @returns the text, with a line break at its end
 * @example
 * writeReport([], 'lines', await readRules()); // "0 cases held, 0 broken, 0 not tried.\n"
 */
export const writeReport = (results: readonly Result[], format: ReportFormat, texts: Rules): string => {
  const { held, broken, 'not tried': skipped } = countResults(results);
  if (format === 'json') {
    const withTexts = results.map((result) => ({
      ...result,
      ...(result.outcome === 'broken' && {
        asks: Object.fromEntries(result.rules.map((rule) => [rule, texts.get(rule) ?? null])),
      }),
    }));
    return `${JSON.stringify({ held, broken, notTried: skipped, results: withTexts })}\n`;
  }
  if (format === 'tap')
    return `${['TAP version 14', `1..${results.length}`, ...results.map((result, i) => asTap(result, i + 1, texts))].join('\n')}\n`;
  const lines = results.filter(({ outcome }) => outcome !== 'held').map((result) => asLines(result, texts));
  return `${[...lines, `${held} ${held === 1 ? 'case' : 'cases'} held, ${broken} broken, ${skipped} not tried.`].join('\n')}\n`;
};
