import type { ListedRelationship } from '../../agent/ledger.js';
import { payloadHash, readClaims } from '../../contract/record.js';
import { timeInWords } from '../in-words.js';
import { type Opened, originOf } from '../open.js';
import { inboxOf } from '../reading.js';
import { NoAnswerYet } from '../syncing.js';
import { string } from './arguments.js';
import { answered, type Related, related } from './telling.js';
import { AFTER, MAX_RELATIONSHIPS, pageAfter, type Tool } from './tool.js';
import { untrusted, untrustedBody } from './untrusted.js';

/** The most records of each vendor that `inbox` tells. */
const MAX_RECORDS = 20;

async function* withVendor({ ledger }: Opened, origin: string): AsyncGenerator<ListedRelationship> {
  for await (const one of ledger.relationships()) if (one.vendor === origin) yield one;
}

export const inbox: Tool = {
  // It keeps what it fetches. A second call fetches nothing more, unless a vendor has said more.
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  description: `Fetches what vendors said since the last time, keeps it in the ledger, and shows the last records of each,
${MAX_RELATIONSHIPS} relationships at a time. It sends what the person has signed and what still waits, and tells the vendor's answer as "answered".
A vendor with "noAnswerYet" is still being asked: call it again later.`,
  properties: {
    vendor: string("the address of one vendor, such as shop.example. Default: all the person's vendors"),
    after: AFTER,
    limit: { type: 'integer', description: `the number of records of each vendor, at most ${MAX_RECORDS}. Default: 5` },
  },
  required: [],
  async run({ opened }, { vendor, after, limit = 5 }) {
    const all =
      vendor === undefined ? opened.ledger.relationships(pageAfter(after)) : withVendor(opened, originOf(vendor as string));
    const vendors: Related[] = [];
    for await (const { one, answered: answer, error, records } of inboxOf(opened, all, Math.min(limit as number, MAX_RECORDS))) {
      const said = records.map(async (record) => {
        const { act = '', body = {}, iat = 0 } = readClaims(record) ?? {};
        const at = timeInWords(iat);
        return { hash: await payloadHash(record), at, act: untrusted(act), body: untrustedBody(body) };
      });
      const failed = error && (error instanceof NoAnswerYet ? { noAnswerYet: true } : { error: untrusted(error.message) });
      const toWhat = answer && { answered: { act: answer.act, ...answered(answer.heard) } };
      vendors.push({ ...related(one), ...toWhat, ...failed, said: await Promise.all(said) });
    }
    return { vendors: vendors.sort((a, b) => (a.relationship < b.relationship ? -1 : 1)) };
  },
};
