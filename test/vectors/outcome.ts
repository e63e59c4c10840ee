/** What the library says of a vector. */
import type { Verdict } from '../../src/conformance/index.js';
import { ChainError } from '../../src/contract/chain.js';
import { FROM_AGENT, FROM_HOST, parseMessage } from '../../src/contract/messages.js';
import { createMemoryStore, createVendor, RecordError, verifyRecord } from '../../src/server/index.js';
import type { ChainCase } from './chains.js';
import { derive, linksOf } from './make.js';
import type { MessageCase } from './messages.js';
import { ORIGIN, vendorKey } from './parties.js';
import type { RecordCase } from './records.js';

/** Sends a record to the endpoint of a vendor who knows nobody, at a time. @returns the code of its refusal */
export const sendAt = async (now: number, body: string): Promise<string | undefined> => {
  const { now: before } = Date;
  Date.now = () => now * 1_000;
  try {
    const vendor = createVendor({
      origin: ORIGIN,
      name: 'Shop',
      accepts: ['SD-BASE', 'PDC-INTENT'],
      key: vendorKey,
      store: createMemoryStore(),
    });
    const headers = { 'content-type': 'application/jose+json' };
    const response = await vendor.handler(new Request(`${ORIGIN}/relbutton`, { method: 'POST', headers, body }));
    return ((await response?.json()) as { code?: string }).code;
  } finally {
    Date.now = before;
  }
};

/** @returns the code of its refusal */
export const outcomeOf = async ({ record, jwks, now }: Pick<RecordCase, 'record' | 'jwks' | 'now'>): Promise<string | undefined> => {
  if (now !== undefined) return sendAt(now, record);
  try {
    await verifyRecord(record, jwks as { keys: [] });
    return undefined;
  } catch (error) {
    if (error instanceof RecordError) return error.code;
    throw error;
  }
};


const plain = (value: object): Verdict => JSON.parse(JSON.stringify(value)) as Verdict;

export const verdictOfChain = async ({ payloads, now }: Pick<ChainCase, 'payloads' | 'now'>): Promise<Verdict> => {
  try {
    return plain({ ok: true, ...derive(await linksOf(payloads), now) });
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    return { ok: false, fault: error.fault };
  }
};

export const verdictOfMessage = ({ to, detail }: Pick<MessageCase, 'to' | 'detail'>): Verdict => {
  const message: object | null | undefined = to === 'host' ? parseMessage(detail, FROM_AGENT) : parseMessage(detail, FROM_HOST);
  if (message) return plain({ result: 'taken', message });
  return { result: message === null ? 'dropped' : 'ignored' };
};

/** Judges a line of `conform records`. */
export const judge = async (line: object): Promise<Verdict> => {
  const { kind } = line as { kind: string };
  if (kind === 'chain') return verdictOfChain(line as ChainCase);
  if (kind === 'message') return verdictOfMessage(line as MessageCase);
  const code = await outcomeOf(line as RecordCase);
  return code === undefined ? { ok: true } : { ok: false, code };
};
