/**
 * Counts what a vendor does, and writes the numbers as Prometheus reads them (text format 0.0.4). Each label has a closed set of values,
 * whatever clients send.
 *
 * @module
 */
import { REFUSALS } from '../records/errors.js';
import type { AnswerEvent, DeliveryEvent, StoreEvent } from './events.js';

type Labels = Readonly<Record<string, string>>;

/** Writes labels: their values need no escaping. */
const written = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join();
const sample = (name: string, labels: string, value: number): string => `${name}${labels && `{${labels}}`} ${value}`;
const head = (name: string, type: string, help: string): string[] => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];

interface Metric {
  /** Returns its lines. */
  lines(): string[];
}

interface Counter extends Metric {
  /** @param by default: 1; 0 shows a counter before its first event, as rates of it need */
  add(labels: Labels, by?: number): void;
}
const counter = (name: string, help: string): Counter => {
  const counts = new Map<string, number>();
  return {
    add(labels, by = 1) {
      const key = written(labels);
      counts.set(key, (counts.get(key) ?? 0) + by);
    },
    lines: () => [...head(name, 'counter', help), ...[...counts].map(([labels, count]) => sample(name, labels, count))],
  };
};

/** The upper bounds of the buckets, in seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

interface Histogram extends Metric {
  observe(labels: Labels, milliseconds: number): void;
}
const histogram = (name: string, help: string): Histogram => {
  const known = new Map<string, { readonly buckets: number[]; sum: number }>();
  const linesOf = (labels: string, buckets: readonly number[], sum: number): string[] => {
    let count = 0;
    const rows = buckets.map((inBucket, i) => {
      count += inBucket;
      return sample(`${name}_bucket`, `${labels && `${labels},`}le="${BUCKETS[i] ?? '+Inf'}"`, count);
    });
    return [...rows, sample(`${name}_sum`, labels, sum), sample(`${name}_count`, labels, count)];
  };
  return {
    observe(labels, milliseconds) {
      const key = written(labels);
      const series = known.get(key) ?? { buckets: new Array<number>(BUCKETS.length + 1).fill(0), sum: 0 };
      known.set(key, series);
      const seconds = milliseconds / 1_000;
      const i = BUCKETS.findIndex((bound) => seconds <= bound);
      const place = i < 0 ? BUCKETS.length : i;
      series.buckets[place] = (series.buckets[place] as number) + 1;
      series.sum += seconds;
    },
    lines: () => [
      ...head(name, 'histogram', help),
      ...[...known].flatMap(([labels, { buckets, sum }]) => linesOf(labels, buckets, sum)),
    ],
  };
};

export interface Metrics {
  answer(event: AnswerEvent): void;
  delivery(event: DeliveryEvent): void;
  store(event: StoreEvent): void;
  /** @param underWay the number of requests that are not answered yet */
  text(underWay: number): string;
}

export const createMetrics = (): Metrics => {
  const requests = counter('relbutton_requests_total', 'Requests that were answered.');
  const refusals = counter('relbutton_refusals_total', 'Requests that were refused or failed.');
  const requestTimes = histogram('relbutton_request_duration_seconds', 'Time from a request to its answer.');
  const storeTimes = histogram('relbutton_store_duration_seconds', 'Time of a call of the store.');
  const storeErrors = counter('relbutton_store_errors_total', 'Calls of the store that failed.');
  const deliveries = counter('relbutton_deliveries_total', 'Attempts to deliver a change, or to erase.');
  const deliveryTimes = histogram('relbutton_delivery_duration_seconds', 'Time of an attempt to deliver a change, or to erase.');
  const all: Metric[] = [requests, refusals, requestTimes, storeTimes, storeErrors, deliveries, deliveryTimes];
  for (const code of Object.keys(REFUSALS)) refusals.add({ code }, 0);
  for (const kind of ['change', 'erase'])
    for (const outcome of ['delivered', 'failed', 'dead']) deliveries.add({ kind, outcome }, 0);
  return {
    answer({ act, outcome, code, milliseconds }) {
      requests.add({ act, outcome });
      if (code !== undefined) refusals.add({ code });
      requestTimes.observe({}, milliseconds);
    },
    delivery({ kind, outcome, milliseconds }) {
      deliveries.add({ kind, outcome });
      deliveryTimes.observe({}, milliseconds);
    },
    store({ method, outcome, milliseconds }) {
      storeTimes.observe({ method }, milliseconds);
      storeErrors.add({ method }, outcome === 'failed' ? 1 : 0);
    },
    text(underWay) {
      const name = 'relbutton_requests_under_way';
      const gauge = [...head(name, 'gauge', 'Requests that are not answered yet.'), sample(name, '', underWay)];
      return `${[...all.flatMap((metric) => metric.lines()), ...gauge].join('\n')}\n`;
    },
  };
};
