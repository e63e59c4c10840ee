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

/** Lists what was sent, what came, and what the text asks. */
const detailsOf = (
  { rules, why = '', sent = [], came = [], outcome }: Result,
  texts: Rules,
): readonly (readonly [string, string])[] => [
  ...(why ? [['why', why] as const] : []),
  ...(outcome === 'broken'
    ? [
        ...sent.flatMap((one, i): (readonly [string, string])[] => [
          ['sent', one],
          ...(came[i] === undefined ? [] : [['came', came[i]] as const]),
        ]),
        ...rules.map((rule) => [rule, texts.get(rule) ?? 'This rule is not in the text.'] as const),
      ]
    : []),
];

const asLines = (result: Result, texts: Rules): string =>
  [
    `${MARKS[result.outcome]}  ${result.rules.join(' ')}  ${result.name}`,
    ...detailsOf(result, texts).map(([name, value]) => `    ${name}: ${value}`),
  ].join('\n');

/** A name or a value in TAP: `#` and `\` are escaped (TAP 14, "Escaping"). */
const escaped = (text: string): string => text.replace(/[\\#]/g, '\\$&');

const asTap = (result: Result, number: number, texts: Rules): string => {
  const { rules, name, outcome, why = '' } = result;
  const directive = outcome === 'not tried' ? ` # SKIP ${why}` : '';
  const point = `${outcome === 'broken' ? 'not ok' : 'ok'} ${number} - ${escaped(`${rules.join(' ')} ${name}`)}${directive}`;
  if (outcome !== 'broken') return point;
  const values = detailsOf(result, texts).map(
    ([key, value], i) => `  ${key}${key === 'sent' || key === 'came' ? i : ''}: ${JSON.stringify(value)}`,
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
  return `${[...lines, `${held} cases held, ${broken} broken, ${skipped} not tried.`].join('\n')}\n`;
};
