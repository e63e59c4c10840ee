/** Verifiers with one fault each, named by the rule that it breaks. */
import { createHash } from 'node:crypto';
import type { Verdict } from '../../../src/conformance/records.js';
import { type Json, parse, payloadOf } from './change.js';

/** What a verifier gets, of any kind. */
interface Line {
  readonly record: string;
  readonly payloads: readonly string[];
  readonly detail: string;
}
export interface VerifierMutant {
  readonly rule: string;
  readonly name: string;
  /** Changes the word of a right verifier. */
  readonly change: (verdict: Verdict, line: object) => Verdict;
}
/** A verifier that takes what it has to refuse as `code`. */
const forgets = (code: string, rule: string): VerifierMutant => ({
  rule,
  name: `does not refuse as ${code} (${rule})`,
  change: (verdict) => (verdict.code === code ? { ok: true } : verdict),
});
/** A verifier that refuses some records that it has to take. */
const refuses = (rule: string, code: string, name: string, isRefused: (line: Line) => boolean): VerifierMutant => ({
  rule,
  name: `refuses ${name}`,
  change: (verdict, line) => (verdict.ok && isRefused(line as Line) ? { ok: false, code } : verdict),
});
/** A verifier that changes what it says of chains and messages. */
const says = (rule: string, name: string, change: (verdict: Verdict, line: Line) => Verdict | undefined): VerifierMutant => ({
  rule,
  name,
  change: (verdict, line) => change(verdict, line as Line) ?? verdict,
});

const FORGOTTEN: readonly (readonly [code: string, rules: string])[] = [
  ['malformed', 'C-97 C-99 C-103 C-188 C-249 C-256'],
  ['too_deep', 'C-187'],
  ['duplicate_key', 'C-187'],
  ['unsupported_algorithm', 'C-91'],
  ['private_key', 'C-92 C-192'],
  ['invalid_key', 'C-92 C-252 C-259'],
  ['invalid_signature', 'C-193 C-257 C-258'],
  ['wrong_issuer', 'C-93'],
  ['wrong_audience', 'C-11 C-95'],
  ['unknown_key', 'C-98'],
  ['expired', 'C-196'],
  ['valid_too_long', 'C-107'],
  ['unprotected_header', 'C-100 C-191'],
  ['wrong_crit', 'C-131'],
  ['wrong_hash', 'C-136'],
  ['no_gesture', 'C-141'],
  ['no_room', 'C-105'],
  ['unreadable_text', 'C-253 C-255'],
];

const actsIn = ({ payloads }: Line): readonly unknown[] => payloads.map((payload) => parse(payload).act);
const actOf = ({ record }: Line): string => String(payloadOf(record).act);
const hashOf = (payload: string): string => createHash('sha256').update(payload).digest('base64url');

const RECORDS: readonly VerifierMutant[] = [
  { rule: 'C-107', name: 'refuses everything', change: () => ({ ok: false, code: 'expired' }) },
  {
    rule: 'C-131',
    name: 'refuses a passkey’s crit as unknown',
    change: (verdict) => (verdict.code === 'wrong_crit' ? { ok: false, code: 'malformed' } : verdict),
  },
  refuses('C-102', 'malformed', 'members that it does not know', ({ record }) => record.includes('"more"')),
  refuses('C-104', 'malformed', 'acts that it does not know', (line) => actOf(line).includes('.')),
  refuses('C-106', 'too_large', 'kept records of 16,385 units', ({ record }) => record.length > 16_384),
  refuses('C-254', 'too_large', 'kept records of 16,385 units, by the endpoint’s limit', ({ record }) => record.length > 16_384),
  refuses('C-109', 'wrong_side', 'kept records of the wrong side', (line) => actOf(line) === 'receipt'),
  refuses('C-116', 'unreadable_text', 'a kept text that cannot be read', (line) => actOf(line) === 'converse'),
  refuses('C-250', 'malformed', 'times with a point', ({ record }) => {
    const payload = Buffer.from(String(parse(record).payload), 'base64url').toString();
    return /"iat":\d+\./.test(payload);
  }),
  refuses('C-251', 'broken_chain', 'a prev that is not canonical', ({ record }) => {
    const { prev } = payloadOf(record);
    return typeof prev === 'string' && Buffer.from(prev, 'base64url').toString('base64url') !== prev;
  }),
];

const CHAINS: readonly VerifierMutant[] = [
  says('C-110', 'takes no chain with an act that it does not know', (_, line) =>
    line.payloads.some((payload) => payload.includes('com.example')) ? { ok: false, fault: 'wrong_side' } : undefined,
  ),
  says('C-157', 'takes no leave whose prev is not there', ({ status }) =>
    status === 'ended' ? { ok: false, fault: 'missing' } : undefined,
  ),
  says('C-160', 'says of what is paused that it is related', (verdict) =>
    verdict.status === 'paused' ? { ...verdict, status: 'related' } : undefined,
  ),
  says('C-160', 'reads records in the order in which they come', (verdict, { payloads }) =>
    verdict.ok ? { ...verdict, order: payloads.map(hashOf) } : undefined,
  ),
  says('C-161', 'lets a resume end the pause of the other side', (verdict, line) =>
    actsIn(line).at(-1) === 'resume' ? { ...verdict, status: 'related' } : undefined,
  ),
  says('C-162', 'keeps the agreement of the first record', (verdict, { payloads }) => ({
    ...verdict,
    agreement: parse(payloads[0] ?? '').agreement,
  })),
  says('C-163', 'takes records that are no chain', (verdict) => (verdict.ok ? undefined : { ok: true, status: 'related' })),
  says('C-163', 'says of every fault that a record is missing', (verdict) =>
    verdict.ok ? undefined : { ok: false, fault: 'missing' },
  ),
  says('C-164', 'lets every share stand', (verdict, line) => ({
    ...verdict,
    shares: line.payloads.filter((_, i) => actsIn(line)[i] === 'share').map(hashOf),
  })),
  says('C-166', 'leaves out the receipts', (verdict) => ({
    ...verdict,
    pledges: (verdict.pledges as Json[]).map((one) => ({ ...one, receipts: [] })),
  })),
  says('C-167', 'makes a conversation of each text', (verdict) => ({
    ...verdict,
    conversations: (verdict.conversations as { records: string[] }[]).flatMap(({ records }) =>
      records.map((one) => ({ records: [one], awaits: null })),
    ),
  })),
  says('C-168', 'takes each side’s regard for the other’s', (verdict) => {
    const { customer, vendor } = verdict.regards as Json;
    return { ...verdict, regards: { customer: vendor, vendor: customer } };
  }),
  says('C-169', 'counts an answer as begun', (verdict) => {
    const { customer, vendor } = verdict.balance as Record<string, Json>;
    return { ...verdict, balance: { customer, vendor: { ...vendor, initiated: vendor?.stored } } };
  }),
];

const MESSAGES: readonly VerifierMutant[] = [
  says('C-6', 'takes a message of nine levels', ({ result }, { detail }) =>
    result === 'dropped' ? { result: 'taken', message: parse(detail) } : undefined,
  ),
  says('C-25', 'copies members that it does not know', ({ result }, { detail }) =>
    result === 'taken' ? { result, message: parse(detail) } : undefined,
  ),
  says('C-26', 'takes a message that lacks a member', ({ result }, { detail }) =>
    result === 'dropped' ? { result: 'taken', message: parse(detail) } : undefined,
  ),
  says('C-27', 'drops a type that it does not know', ({ result }) => (result === 'ignored' ? { result: 'dropped' } : undefined)),
  says('C-30', 'takes a label as it is sent', ({ result, message }, { detail }) =>
    result === 'taken' ? { result, message: { ...(message as Json), label: parse(detail).label } } : undefined,
  ),
  says('C-32', 'ignores an ask of more versions than its own', (_, { detail }) =>
    detail.includes('"v":[1,2]') ? { result: 'ignored' } : undefined,
  ),
];

export const VERIFIER_MUTANTS: readonly VerifierMutant[] = [
  ...FORGOTTEN.flatMap(([code, rules]) => rules.split(' ').map((rule) => forgets(code, rule))),
  ...RECORDS,
  ...CHAINS,
  ...MESSAGES,
];
