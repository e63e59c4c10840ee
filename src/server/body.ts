import { MAX_RECORD } from '../contract/fields.js';
import { RecordError } from '../records/errors.js';
import type { Incoming } from './incoming.js';

/** The length of the longest record in bytes: a UTF-16 unit has at most three in UTF-8. */
const MAX_BYTES = 3 * MAX_RECORD;

/**
 * Reads a body up to the length of a record, and nothing of one whose `content-length` is too large. It refuses invalid UTF-8 and keeps
 * a byte order mark, so that a record keeps its bytes.
 *
 * @throws RecordError `too_large`, `malformed`, `incomplete`, `server_error` if the body was read before
 */
export const readText = async (incoming: Incoming): Promise<string> => {
  if (Number(incoming.header('content-length')) > MAX_BYTES) throw new RecordError('too_large');
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const parts = incoming.body();
  let text = '';
  for (let isMore = true; isMore;) {
    const part = await parts.next().catch((cause: unknown) => {
      throw cause instanceof RecordError ? cause : new RecordError('incomplete', { cause });
    });
    isMore = !part.done;
    const value = part.value as string | Uint8Array<ArrayBuffer> | undefined;
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    try {
      text += decoder.decode(bytes, { stream: isMore });
    } catch (cause) {
      throw new RecordError('malformed', { cause });
    }
    if (text.length > MAX_RECORD) throw new RecordError('too_large');
  }
  return text;
};
