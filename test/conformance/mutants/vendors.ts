/** Vendors with one fault each, named by the rule that it breaks: ours, with its requests and answers changed on the way. */
import type { VendorOptions } from '../../../src/server/index.js';
import type { Wrap } from '../serve.js';

import {
  actIn,
  answers,
  blurs,
  both,
  changes,
  checksFirst,
  file,
  forgets,
  isFile,
  isLookUp,
  type Json,
  type Mutant,
  parse,
  payloadOf,
  records,
  reply,
  withHeaders,
} from './change.js';

const FORGOTTEN: readonly (readonly [code: string, rules: string])[] = [
  ['malformed', 'C-5 C-9 C-10 C-99 C-101 C-103 C-117 C-119 C-120 C-187 C-188 C-190'],
  ['too_deep', 'C-6'],
  ['duplicate_key', 'C-7'],
  ['too_large', 'C-186'],
  ['no_room', 'C-189'],
  ['unsupported_algorithm', 'C-91 C-132'],
  ['invalid_key', 'C-92 C-142'],
  ['private_key', 'C-92'],
  ['invalid_signature', 'C-193 C-144'],
  ['wrong_issuer', 'C-93 C-145'],
  ['unprotected_header', 'C-100 C-133'],
  ['wrong_audience', 'C-95 C-194'],
  ['expired', 'C-196'],
  ['not_yet_valid', 'C-196'],
  ['valid_too_long', 'C-107'],
  ['unsupported_act', 'C-197'],
  ['unsupported_agreement', 'C-205 C-123 C-23'],
  ['broken_chain', 'C-153 C-154 C-155 C-202'],
  ['not_related', 'C-200'],
  ['ended', 'C-157 C-159'],
  ['paused', 'C-203'],
  ['jti_reused', 'C-195'],
  ['wrong_side', 'C-122'],
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
  ['unsupported_media_type', 'C-171'],
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
];

export const PENDING: Partial<VendorOptions> = { decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending') };
export const COUNTERING: Partial<VendorOptions> = {
  decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : { counter: 'SD-BASE' }),
};

const FILES: readonly Mutant[] = [
  changes('C-12', 'sends relbutton.json as text/html', (said) =>
    isFile(said) ? withHeaders(said, { 'content-type': 'text/html' }) : undefined,
  ),
  changes('C-12', 'has no name', (said) => file(said, 'relbutton', (body) => ({ ...body, name: undefined }))),
  changes('C-13', 'has its endpoint at another origin', (said) =>
    file(said, 'relbutton', (body) => ({ ...body, endpoint: String(body.endpoint).replace('localhost', '127.0.0.1') })),
  ),
  changes('C-14', 'has no acts', (said) => file(said, 'relbutton', (body) => ({ ...body, acts: undefined }))),
  changes('C-15', 'publishes a private key', (said) =>
    file(said, 'jwks', ({ keys }) => ({ keys: (keys as Json[]).map((one) => ({ ...one, d: one.x })) })),
  ),
  changes('C-15', 'publishes a key twice', (said) =>
    file(said, 'jwks', ({ keys }) => ({ keys: [...(keys as Json[]), ...(keys as Json[])] })),
  ),
  changes('C-16', 'lists fewer agreements in myterms.json', (said) =>
    file(said, 'myterms', (body) => ({ ...body, agreements: (body.agreements as Json[]).slice(1) })),
  ),
  changes('C-17', 'lets no page read its files', (said) =>
    isFile(said) ? withHeaders(said, { 'access-control-allow-origin': undefined }) : undefined,
  ),
  changes('C-17', 'refuses HEAD for its files', (said) =>
    isFile(said) && said.request.method === 'HEAD' ? new Response(null, { status: 405 }) : undefined,
  ),
  changes('C-18', 'finds no file with a query', (said) =>
    isFile(said) && said.request.url.includes('?') ? reply({}, 404) : undefined,
  ),
];

const HTTP: readonly Mutant[] = [
  changes('C-174', 'refuses all by 400', ({ body }) => (body.refused ? reply(body, 400) : undefined)),
  changes('C-174', 'refuses all by 422', ({ body }) => (body.refused ? reply(body, 422) : undefined)),
  changes('C-172', 'answers as text/plain', (said) => withHeaders(said, { 'content-type': 'text/plain' })),
  changes('C-172', 'says of each answer that it is pending', ({ body, request }) =>
    request.method === 'POST' ? reply({ ...body, pending: true }) : undefined,
  ),
  changes('C-173', 'answers a pause without its record', (said) =>
    actIn(said) === 'pause' && said.body.record ? reply({ ok: true }) : undefined,
  ),
  changes('C-176', 'lets no page read its answers', (said) =>
    said.request.method === 'POST' ? withHeaders(said, { 'access-control-allow-origin': undefined }) : undefined,
  ),
  changes('C-176', 'lets no page read its refusals', (said) =>
    said.body.refused ? withHeaders(said, { 'access-control-allow-origin': undefined }) : undefined,
  ),
  changes('C-176', 'asks for cookies', (said) => withHeaders(said, { 'access-control-allow-credentials': 'true' })),
  changes('C-177', 'answers OPTIONS by 200', (said) =>
    said.request.method === 'OPTIONS' ? reply({}, 200, { allow: 'POST' }) : undefined,
  ),
  changes('C-177', 'allows no content-type to pages', (said) =>
    said.request.method === 'OPTIONS' ? withHeaders(said, { 'access-control-allow-headers': 'accept' }) : undefined,
  ),
  changes('C-178', 'names no allowed method', (said) =>
    said.response.status === 405 ? withHeaders(said, { allow: undefined }) : undefined,
  ),
  changes('C-152', 'lets caches keep look-ups', (said) =>
    isLookUp(said) ? withHeaders(said, { 'cache-control': 'max-age=60' }) : undefined,
  ),
  changes('C-152', 'lets other origins look up', (said) =>
    isLookUp(said) ? withHeaders(said, { 'access-control-allow-origin': '*' }) : undefined,
  ),
  changes('C-149', 'leaves the key out of look-ups', (said) =>
    isLookUp(said) && said.body.iss ? reply({ ...said.body, jwk: undefined }) : undefined,
  ),
  changes('C-151', 'says that what has ended is related', (said) =>
    isLookUp(said) && said.body.iss ? reply({ ...said.body, status: 'related' }) : undefined,
  ),
  {
    rule: 'C-171',
    name: 'takes the content type in small letters only',
    wrap: (handler) => (request) =>
      /[A-Z;]/.test(request.headers.get('content-type') ?? '')
        ? Promise.resolve(reply({ refused: true, code: 'unsupported_media_type', message: 'No.' }, 415))
        : handler(request),
  },
  {
    rule: 'C-179',
    name: 'takes records at an address with another slash',
    wrap: (handler) => (request) =>
      handler(request.url.endsWith('/relbutton/') ? new Request(request.url.slice(0, -1), request) : request),
  },
  changes('C-180', 'redirects what it refuses', ({ body }) =>
    body.refused ? new Response(null, { status: 307, headers: { location: '/other' } }) : undefined,
  ),
];

const RECORDS: readonly Mutant[] = [
  changes('C-96', 'does not sign', (said) => both(said, ({ signatures }) => signatures.pop())),
  changes('C-96', 'signs something else', (said) =>
    both(said, ({ signatures }) => Object.assign(signatures[1] ?? {}, { signature: 'A'.repeat(86) })),
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
  changes('C-8', 'refuses members that it does not know', (said) =>
    said.body.record && 'later' in ((payloadOf(said.sent).body as Json | undefined) ?? {})
      ? reply({ refused: true, code: 'malformed', message: 'No.' }, 400)
      : undefined,
  ),
  { rule: 'C-215', name: 'gives a question sent again its first answer', wrap: remembers },
  checksFirst('C-194', 'wrong_audience', ({ aud }) => typeof aud === 'string' && aud.includes('other.example')),
  checksFirst('C-197', 'unsupported_act', ({ act }) => act === 'constructor'),
  checksFirst('C-202', 'broken_chain', ({ prev }) => prev === 'x'.repeat(43)),
  { ...forgets('too_many_proposals', 'C-208', PENDING), name: 'takes a second proposal while one is pending' },
  {
    ...changes('C-209', 'counters twice', ({ body }) =>
      body.code === 'refused' || body.code === 'unsupported_agreement' ? reply({ counter: 'SD-BASE' }) : undefined,
    ),
    options: COUNTERING,
  },
];

/** Answers the same bytes of a question by the first answer. */
function remembers(handler: Parameters<Wrap>[0]): ReturnType<Wrap> {
  const told = new Map<string, string>();
  return answers(async ({ body, sent, response }) => {
    if (!body.records) return undefined;
    const before = told.get(sent) ?? (await response.clone().text());
    told.set(sent, before);
    return reply(parse(before));
  })(handler);
}

export const VENDOR_MUTANTS: readonly Mutant[] = [
  ...FORGOTTEN.flatMap(([code, rules]) => rules.split(' ').map((rule) => forgets(code, rule))),
  ...BLURRED.map(([code, rule]) => blurs(code, rule)),
  ...FILES,
  ...HTTP,
  ...RECORDS,
];
