/** Vendors with one fault each, named by the rule that it breaks: ours, with its requests and answers changed on the way. */
import type { VendorOptions } from '../../../src/server/index.js';
import type { Wrap } from '../serve.js';
import { READER_MUTANTS } from './readers.js';
import {
  actIn,
  answers,
  blurs,
  both,
  changes,
  checksFirst,
  file,
  forgets,
  isLookUp,
  type Json,
  type Mutant,
  parse,
  payloadOf,
  records,
  reply,
} from './change.js';
import { HTTP_MUTANTS } from './http.js';
import { createPrivateKey } from 'node:crypto';
import { encode, signRaw } from '../../../src/conformance/customer.js';
import { key } from '../serve.js';
import { SERVER_MUTANTS } from './servers.js';

/** Signs as the vendor does, by ES256, under another name. */
const signedAs = (alg: string, payload: string): Json => {
  const part = encode(JSON.stringify({ alg, kid: key.kid }));
  const own = createPrivateKey({ key: { ...key } as Record<string, string>, format: 'jwk' });
  return { protected: part, signature: encode(signRaw('ES256', `${part}.${payload}`, own)) };
};

const FORGOTTEN: readonly (readonly [code: string, rules: string])[] = [
  ['malformed', 'C-5 C-9 C-10 C-99 C-101 C-103 C-117 C-119 C-118 C-120 C-187 C-188 C-190 C-249'],
  ['too_deep', 'C-6'],
  ['duplicate_key', 'C-7'],
  ['too_large', 'C-105 C-186'],
  ['no_room', 'C-189'],
  ['unsupported_algorithm', 'C-91 C-132'],
  ['invalid_key', 'C-92 C-142 C-259'],
  ['private_key', 'C-92'],
  ['invalid_signature', 'C-193 C-144'],
  ['wrong_issuer', 'C-93 C-145'],
  ['unprotected_header', 'C-100 C-133'],
  ['wrong_audience', 'C-11 C-95 C-194'],
  ['expired', 'C-196 C-198'],
  ['not_yet_valid', 'C-196'],
  ['valid_too_long', 'C-107'],
  ['unsupported_act', 'C-197'],
  ['unsupported_agreement', 'C-205 C-123 C-23'],
  ['broken_chain', 'C-153 C-154 C-155 C-202'],
  ['not_related', 'C-200'],
  ['ended', 'C-157 C-159 C-199'],
  ['paused', 'C-203'],
  ['jti_reused', 'C-195'],
  ['wrong_side', 'C-109 C-122'],
  ['invalid_amount', 'C-112'],
  ['unknown_currency', 'C-113'],
  ['invalid_time', 'C-114'],
  ['unreadable_text', 'C-4 C-115 C-124'],
  ['until_passed', 'C-125'],
  ['until_too_late', 'C-126'],
  ['unknown_re', 'C-127'],
  ['own_re', 'C-128'],
  ['wrong_re', 'C-129'],
  ['revoked', 'C-130'],
  ['wrong_crit', 'C-131'],
  ['invalid_client_data', 'C-134'],
  ['wrong_type', 'C-135'],
  ['wrong_hash', 'C-136'],
  ['wrong_origin', 'C-137'],
  ['cross_origin', 'C-138'],
  ['invalid_authenticator_data', 'C-139'],
  ['wrong_rp', 'C-140'],
  ['no_gesture', 'C-141'],
  ['der_signature', 'C-143'],
  ['signature_length', 'C-143'],
  ['needs_agent', 'C-146'],
  ['unsupported_media_type', 'C-171 C-185'],
  ['unknown_credential', 'C-149 C-151'],
  ['method_not_allowed', 'C-178'],
];
const BLURRED: readonly (readonly [code: string, rule: string])[] = [
  ['private_key', 'C-92'],
  ['wrong_crit', 'C-131'],
  ['invalid_amount', 'C-112'],
  ['der_signature', 'C-143'],
  ['too_deep', 'C-6'],
  ['unsupported_act', 'C-197'],
  ['unsupported_act', 'C-104'],
  ['unsupported_algorithm', 'C-191'],
  ['invalid_key', 'C-192'],
];

export const PENDING: Partial<VendorOptions> = { decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending') };
export const COUNTERING: Partial<VendorOptions> = {
  decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : { counter: 'SD-BASE' }),
};

const sentBefore = new Set<string>();
const isAgain = (sent: string): boolean => sentBefore.has(sent) || !sentBefore.add(sent);

const RECORDS: readonly Mutant[] = [
  changes('C-96', 'does not sign', (said) => both(said, ({ signatures }) => signatures.pop())),
  changes('C-96', 'signs something else', (said) =>
    both(said, ({ signatures }) => Object.assign(signatures[1] ?? {}, { signature: 'A'.repeat(86) })),
  ),
  changes('C-7', 'writes a member of a record twice', ({ body }) =>
    typeof body.record === 'string' ? reply({ ...body, record: body.record.replace('{', '{"payload":"e30",') }) : undefined,
  ),
  changes('C-91', 'names another algorithm than that of its key', (said) =>
    both(said, ({ payload, signatures }) => (signatures[1] = signedAs('EdDSA', payload))),
  ),
  changes('C-9', 'pads its signature', (said) =>
    both(said, ({ signatures }) => Object.assign(signatures[1] ?? {}, { signature: `${String(signatures[1]?.signature)}==` })),
  ),
  changes('C-108', 'rewrites the payload', (said) =>
    both(
      said,
      (jws) => (jws.payload = Buffer.from(`${Buffer.from(jws.payload, 'base64url').toString()} `).toString('base64url')),
    ),
  ),
  changes('C-108', 'rewrites the customer’s signature', (said) =>
    both(said, ({ signatures }) => Object.assign(signatures[0] ?? {}, { note: 'taken' })),
  ),
  changes('C-147', 'drops the header of a passkey', (said) => both(said, ({ signatures }) => delete signatures[0]?.header)),
  changes('C-195', 'gives each replay a new answer', ({ body }) =>
    typeof body.record === 'string' ? reply({ ...body, at: performance.now() }) : undefined,
  ),
  changes('C-233', 'answers same records at once by turns', ({ body }) =>
    typeof body.record === 'string' ? reply({ ...body, at: performance.now() }) : undefined,
  ),
  changes('C-216', 'answers each sync by the last record alone', (said) => records(said, ['sync'], (all) => all.slice(-1))),
  changes('C-216', 'leaves the last record out of an export', (said) => records(said, ['export'], (all) => all.slice(0, -1))),
  changes('C-154', 'answers a sync newest first', (said) => records(said, ['sync'], (all) => all.reverse())),
  changes('C-217', 'refuses the sync of a stranger', (said) =>
    said.body.records && (said.body.records as []).length === 0
      ? reply({ refused: true, code: 'not_related', message: 'No.' }, 400)
      : undefined,
  ),
  changes('C-218', 'leaves the leave out', (said) =>
    records(said, ['sync'], (all) => all.filter((one) => payloadOf(one).act !== 'leave')),
  ),
  changes('C-223', 'says nothing of what was erased', ({ body }) =>
    body.erasure ? reply({ ...body, erasure: undefined }) : undefined,
  ),
  changes('C-224', 'says of each leave that all is erased', (said) =>
    actIn(said) === 'leave' ? reply({ ...said.body, erasure: { erased: true } }) : undefined,
  ),
  changes('C-157', 'refuses a leave whose prev is not the last', (said) =>
    actIn(said) === 'leave' && payloadOf(said.sent).prev
      ? reply({ refused: true, code: 'broken_chain', message: 'No.' }, 400)
      : undefined,
  ),
  changes('C-161', 'refuses a second pause', (said) =>
    actIn(said) === 'resume' && said.body.record ? reply({ refused: true, code: 'paused', message: 'No.' }, 400) : undefined,
  ),
  ...['C-8', 'C-102'].map((rule) =>
    changes(rule, `refuses members that it does not know (${rule})`, (said) =>
      said.body.record && 'later' in ((payloadOf(said.sent).body as Json | undefined) ?? {})
        ? reply({ refused: true, code: 'malformed', message: 'No.' }, 400)
        : undefined,
    ),
  ),
  { rule: 'C-215', name: 'gives a question sent again its first answer', wrap: remembers('records') },
  checksFirst('C-194', 'wrong_audience', ({ aud }) => typeof aud === 'string' && aud.includes('other.example')),
  checksFirst('C-197', 'unsupported_act', ({ act }) => act === 'constructor'),
  checksFirst('C-202', 'broken_chain', ({ prev }) => prev === 'x'.repeat(43)),
  { ...forgets('too_many_proposals', 'C-208', PENDING), name: 'takes a second proposal while one is pending' },
  checksFirst('C-201', 'broken_chain', ({ act }) => act === 'receipt' || act === 'share' || act === 'converse'),
  changes('C-207', 'accepts an agreement that it does not list', (said) =>
    file(said, 'relbutton', (body) => ({ ...body, accepts: (body.accepts as string[]).slice(0, 1) })),
  ),
  changes('C-162', 'refuses a second relate', (said) =>
    actIn(said) === 'relate' && payloadOf(said.sent).prev && said.body.record
      ? reply({ refused: true, code: 'broken_chain', message: 'No.' }, 400)
      : undefined,
  ),
  changes('C-164', 'ends a share by what it refused', (said) =>
    actIn(said) === 'revoke' && said.body.record ? reply({ refused: true, code: 'revoked', message: 'No.' }, 400) : undefined,
  ),
  changes('C-219', 'answers a sync by objects', ({ body }) =>
    body.records ? reply({ ...body, records: (body.records as string[]).map(parse) }) : undefined,
  ),
  changes('C-97', 'does not sign its own records', (said) =>
    records(said, ['sync'], (all) =>
      all.map((one) => {
        const { payload, signatures } = parse(one);
        const [first, ...others] = signatures as Json[];
        return others[0] ? one : JSON.stringify({ payload, signatures: [{ ...first, signature: 'A'.repeat(86) }] });
      }),
    ),
  ),
  { rule: 'C-210', name: 'answers a proposal for ever as at first', wrap: remembers('pending'), options: PENDING },
  { ...blurs('wrong_challenge', 'C-204'), options: { checkChallenge: () => false } },
  {
    rule: 'C-211',
    name: 'accepts what is pending once it is sent again',
    wrap: answers(({ body, sent }) => (body.pending && isAgain(sent) ? reply({ record: sent }) : undefined)),
    options: PENDING,
  },
  {
    ...changes('C-150', 'says of a pending proposal that it is related', (said) =>
      isLookUp(said) && said.body.iss ? reply({ ...said.body, status: 'related' }) : undefined,
    ),
    options: PENDING,
  },
  { rule: 'C-231', name: 'uses up the jti of what it refused', wrap: uses(({ refused }) => refused === true) },
  { rule: 'C-232', name: 'has one jti for all customers', wrap: uses(({ record }) => record !== undefined) },
  { ...forgets('too_many_proposals', 'C-206', COUNTERING), name: 'takes a third proposal' },
  {
    ...changes('C-209', 'counters twice', ({ body }) =>
      body.code === 'refused' || body.code === 'unsupported_agreement' ? reply({ counter: 'SD-BASE' }) : undefined,
    ),
    options: COUNTERING,
  },
];

/** Answers the same bytes by the first answer. @param member of the answers that are remembered */
function remembers(member: string): Wrap {
  const told = new Map<string, string>();
  return answers(async ({ body, sent, response }) => {
    if (!body[member] && !told.has(sent)) return undefined;
    const before = told.get(sent) ?? (await response.clone().text());
    told.set(sent, before);
    return reply(parse(before));
  });
}
/** Refuses a `jti` that was used in another record. @param isUse whether an answer uses it up */
function uses(isUse: (body: Json) => boolean): Wrap {
  const used = new Map<unknown, string>();
  return answers(({ body, sent }) => {
    const { jti } = payloadOf(sent);
    const isFree = (used.get(jti) ?? sent) === sent;
    if (isUse(body) && isFree) used.set(jti, sent);
    return isFree ? undefined : reply({ refused: true, code: 'jti_reused', message: 'No.' }, 409);
  });
}

export const VENDOR_MUTANTS: readonly Mutant[] = [
  ...FORGOTTEN.flatMap(([code, rules]) => rules.split(' ').map((rule) => forgets(code, rule))),
  ...BLURRED.map(([code, rule]) => blurs(code, rule)),
  ...HTTP_MUTANTS,
  ...RECORDS,
  ...SERVER_MUTANTS,
  ...READER_MUTANTS,
];
