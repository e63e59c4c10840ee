import { RecordError } from '../../records/errors.js';
import { HTTP_STATUS } from '../http.js';
import type { Report } from '../report.js';
import { FormError } from './acting.js';
import { sentenceOf, W } from './words.js';

/** Says a failure to a person, with its HTTP status. If the server is at fault, reports it. */
export const explain = (error: unknown, report: Report): { readonly text: string; readonly status: number } => {
  if (error instanceof FormError) return { text: error.message, status: error.status };
  const [text, status] = error instanceof RecordError ? [sentenceOf(error), HTTP_STATUS[error.code] ?? 400] : [W.failed, 500];
  if (status >= 500) report(error);
  return { text, status };
};
