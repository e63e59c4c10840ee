import { agreement, copy, plainText, readJson, record, text, type Value } from './fields.js';
import { MAX_TEXT } from './messages.js';

/** Everything that a vendor's endpoint, or `respondWith`, may say to a record (contract, section 8, step 2). */
const REPLY = {
  'record?': record,
  'counter?': agreement,
  'pending?': true,
  'refused?': true,
  'code?': text(64),
  'message?': plainText(500),
} as const;
/** One of four: a countersigned `record`; a `counter`; `pending`; or `refused`, with a `code` and a `message` for the person. */
export type Reply = Value<typeof REPLY>;

/** What goes together: the keys of a reply, and the HTTP status where there is one. */
const IN_ORDER = /^((record|counter):(200)?|pending:(202)?|refused,code,message:(4\d\d)?)$/;

/**
 * Reads a reply.
 *
 * @param status as the endpoint sent it; not given where the vendor's own code answers
 * @returns `undefined` for anything that is not one of the four, or came with another status
 */
export const parseReply = (json: string, status: number | '' = ''): Reply | undefined => {
  const reply = copy(REPLY, readJson(json, MAX_TEXT)) ?? {};
  return IN_ORDER.test(`${Object.keys(reply)}:${status}`) ? reply : undefined;
};
