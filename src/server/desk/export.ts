import type { Report } from '../report.js';
import type { Format } from '../portable.js';
import type { Vendor } from '../vendor.js';
import { answerAs } from './frame.js';

/** The files that the desk exports, by name. */
export const EXPORTS: Readonly<Record<string, readonly [format: Format, type: string]>> = {
  'export.csv': ['csv', 'text/csv'],
  'export.jsonld': ['json-ld', 'application/ld+json'],
};

/** Makes a stream of texts. It asks for the next one only when it is read, and ends the iteration when nobody reads on. */
const streamOf = (texts: AsyncIterable<string>, report: Report): ReadableStream<Uint8Array> => {
  const iterator = texts[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const next = await iterator.next();
          if (next.done) controller.close();
          else controller.enqueue(encoder.encode(next.value));
        } catch (error) {
          report(error);
          controller.error(error);
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
};

/** Answers with a file of all records, part by part. */
export const exportAs = (vendor: Vendor, file: string, report: Report): Response | undefined => {
  const [format, type] = (Object.hasOwn(EXPORTS, file) && EXPORTS[file]) || [];
  if (!format || !type) return undefined;
  const headers = { 'content-disposition': `attachment; filename="relationships.${file.split('.')[1]}"` };
  return answerAs(type, streamOf(vendor.export(format), report), 200, headers);
};
