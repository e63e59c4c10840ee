/** Vendors whose well-known files or whose HTTP has one fault, named by the rule that it breaks. */
import { actIn, changes, file, isFile, isLookUp, type Json, type Mutant, reply, type Said, withHeaders } from './change.js';

const FILES: readonly Mutant[] = [
  changes('C-12', 'sends relbutton.json as text/html', (said) =>
    isFile(said) ? withHeaders(said, { 'content-type': 'text/html' }) : undefined,
  ),
  changes('C-12', 'sends relbutton.json as another kind of JSON', (said) =>
    isFile(said) ? withHeaders(said, { 'content-type': 'application/json-patch+json' }) : undefined,
  ),
  changes('C-12', 'has no name', (said) => file(said, 'relbutton', (body) => ({ ...body, name: undefined }))),
  changes('C-13', 'has its endpoint at another origin', (said) =>
    file(said, 'relbutton', (body) => ({ ...body, endpoint: String(body.endpoint).replace('localhost', '127.0.0.1') })),
  ),
  changes('C-14', 'has no acts', (said) => file(said, 'relbutton', (body) => ({ ...body, acts: undefined }))),
  changes('C-111', 'lists an act of its own by a plain name', (said) =>
    file(said, 'relbutton', (body) => ({ ...body, acts: [...(body.acts as string[]), 'loyalty'] })),
  ),
  changes('C-15', 'publishes a private key', (said) =>
    file(said, 'jwks', ({ keys }) => ({ keys: (keys as Json[]).map((one) => ({ ...one, d: one.x })) })),
  ),
  changes('C-15', 'publishes a key twice', (said) =>
    file(said, 'jwks', ({ keys }) => ({ keys: [...(keys as Json[]), ...(keys as Json[])] })),
  ),
  ...Object.entries({ use: 'enc', alg: 'ES384', key_ops: ['sign'] }).map(([name, value]) =>
    changes('C-98', `publishes its key with ${JSON.stringify({ [name]: value })}`, (said) =>
      file(said, 'jwks', ({ keys }) => ({ keys: (keys as Json[]).map((one) => ({ ...one, [name]: value })) })),
    ),
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

/** Writes the answers to records in other bytes. */
const rewritten = ({ request, response, body }: Said, write: (body: Json) => BodyInit): Response | undefined =>
  request.method === 'POST' ? new Response(write(body), { status: response.status, headers: response.headers }) : undefined;

const HTTP: readonly Mutant[] = [
  changes('C-174', 'refuses all by 400', ({ body }) => (body.refused ? reply(body, 400) : undefined)),
  changes('C-174', 'refuses all by 422', ({ body }) => (body.refused ? reply(body, 422) : undefined)),
  changes('C-172', 'answers as text/plain', (said) => withHeaders(said, { 'content-type': 'text/plain' })),
  changes('C-5', 'writes a byte order mark', (said) => rewritten(said, (body) => `\ufeff${JSON.stringify(body)}`)),
  changes('C-5', 'writes Latin-1', (said) =>
    rewritten(said, (body) => Uint8Array.from(JSON.stringify({ ...body, more: 'é' }), (sign) => sign.charCodeAt(0))),
  ),
  changes('C-6', 'nests its answers deeper than a client reads', (said) =>
    rewritten(said, (body) => JSON.stringify(body).replace('{', `{"more":${'['.repeat(8)}${']'.repeat(8)},`)),
  ),
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

export const HTTP_MUTANTS: readonly Mutant[] = [...FILES, ...HTTP];
