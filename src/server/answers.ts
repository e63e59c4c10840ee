import { RecordError } from '../records/errors.js';
import type { Entry } from './store.js';

/** The body of the endpoint's answer. */
export type EndpointReply = Entry['answer'] & {
  readonly record?: string;
  readonly records?: readonly string[];
  /** `true` if there are records after these. */
  readonly more?: true;
  readonly data?: unknown;
};

/** Returns the body of a refusal. */
export const refusalOf = ({ code, message }: RecordError): Entry['answer'] => ({ refused: true, code, message });

/**
 * Returns the answer in a stored entry, the same each time: the endpoint is idempotent.
 *
 * @throws RecordError if the entry is a refusal
 */
export const answerOf = ({ record, answer }: Entry): EndpointReply => {
  if (answer.refused && answer.code) throw new RecordError(answer.code as RecordError['code']);
  return record === null ? answer : { record, ...answer };
};
