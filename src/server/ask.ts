import type { Claims } from '../contract/record.js';
import { MAX_RECORDS_TEXT } from '../contract/replies.js';
import { writeJson } from '../contract/write-json.js';
import type { EndpointReply } from './answers.js';
import { eachOf, isReadable } from './pages.js';
import type { Receiving } from './receiving.js';
import type { Skip } from './report.js';
import type { Entry, State } from './store.js';

/** The length of `{"records":[],"data":,"more":true,"erasure":}`. */
const FRAME = 64;
const lengthOf = (record: string): number => writeJson(record).length + 1;

/**
 * Returns the records that fit into one answer.
 *
 * @param room in UTF-16 units of JSON
 */
const fitting = async (
  entries: AsyncIterable<Entry>,
  room: number,
  skip: Skip,
): Promise<Pick<EndpointReply, 'records' | 'more'>> => {
  const records: string[] = [];
  let left = room;
  for await (const entry of entries) {
    const { record } = entry;
    if (record === null || !isReadable(entry, skip)) continue;
    left -= lengthOf(record);
    if (left < 0 && records.length > 0) return { records, more: true };
    records.push(record);
  }
  return { records };
};

/**
 * Answers `sync` by the records after the one that it names, or by all, with the outcome of a request to erase, and `export` by all and the vendor's other data: as many as an
 * agent reads in one answer. `more` says that others follow, which a `sync` after the last one gets.
 *
 * @throws RecordError `server_error` if the option `held` fails
 */
export const answerQuestion = async (
  { iss, act, prev }: Claims,
  { head, erasure }: State,
  { store, hooks, skip }: Pick<Receiving, 'store' | 'hooks' | 'skip'>,
): Promise<EndpointReply> => {
  const held = act === 'export' && hooks.held && { data: await hooks.held(iss) };
  // A store of an earlier version can have records that came after the leave: tell the leave wherever it stands.
  const [leave] = head?.status === 'ended' ? await store.read(iss, { isLeave: true, limit: 1 }) : [];
  const left = leave?.record ?? '';
  const room = MAX_RECORDS_TEXT - FRAME - lengthOf(left) - writeJson({ ...held, erasure }).length;
  const begin = act === 'sync' ? prev : undefined;
  const line = eachOf<Entry>((after, limit) => store.read(iss, { after: after?.hash ?? begin, limit }));
  const { records = [], more } = await fitting(line, room, skip);
  const isTold = more || left === '' || records.includes(left);
  return {
    records: isTold ? records : [...records, left],
    ...(more && { more }),
    ...(act === 'sync' && erasure && { erasure }),
    ...held,
  };
};
