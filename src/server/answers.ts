import { RecordError } from '../records/errors.js';
import type { Entry } from './store.js';

/** The body of the endpoint's answer. */
export type EndpointReply = Entry['answer'] & {
  readonly record?: string;
  readonly records?: readonly string[];
  readonly data?: unknown;
};

/** A refusal as it is sent. */
export const refusalOf = ({ code, message }: RecordError): Entry['answer'] => ({ refused: true, code, message });

/**
 * Answers by an entry that is kept, the same way each time.
 *
 * @throws RecordError if the entry is a refusal
 */
export const answerOf = ({ record, answer }: Entry): EndpointReply => {
  if (answer.refused && answer.code) throw new RecordError(answer.code as RecordError['code']);
  return record === null ? answer : { record, ...answer };
};
