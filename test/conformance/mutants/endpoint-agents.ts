/** Agents at the endpoint with one fault each: changed texts of `endpoint-agent.mjs`. */
export interface EndpointMutant {
  readonly rule: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}
const mutant = (rule: string, name: string, from: string, to: string): EndpointMutant => ({ rule, name, from, to });

export const ENDPOINT_MUTANTS: readonly EndpointMutant[] = [
  mutant('C-3', 'relates without a yes', 'refuse: async () => undefined,', 'refuse: (origin) => deeds.relate(origin),'),
  mutant(
    'C-8',
    'refuses unknown members',
    'const hash = hashOf(record);',
    "const hash = hashOf(record);\n      if (claimsOf(record).later) throw new Error('Unknown.');",
  ),
  mutant('C-7', 'takes a member twice', 'if (hasTwice(record))', 'if (false)'),
  mutant('C-13', 'follows an endpoint to another origin', 'if (new URL(url).origin !== origin)', 'if (false)'),
  mutant('C-19', 'reads a published file of any length', 'if (length > limit)', 'if (false)'),
  mutant(
    'C-21',
    'checks what it holds by the published keys alone',
    'if (line.some((known) => hashOf(known) === hash)) continue;',
    `if (line.some((known) => hashOf(known) === hash)) {
        if (!isSigned(record, iss === origin ? 0 : 1, await keysOf(origin))) throw new Error('Its signature does not hold.');
        continue;
      }`,
  ),
  mutant(
    'C-22',
    'keeps the keys that it has fetched first',
    'const keysOf = async (origin) => {',
    'const known = {};\nconst keysOf = async (origin) => (known[origin] ??= await fetchKeys(origin));\nconst fetchKeys = async (origin) => {',
  ),
  mutant(
    'C-94',
    'has one key for all vendors',
    'const begin = () => {',
    'let made;\n  const begin = () => (made ??= beginOne());\n  const beginOne = () => {',
  ),
  mutant(
    'C-105',
    'leaves no room for the vendor’s signature',
    'iat, exp: iat + 600, ...prev',
    "iat, exp: iat + 600, later: 'x'.repeat(12_000), ...prev",
  ),
  mutant('C-109', 'takes any act from the vendor', "if (!isOwn && !OF_VENDOR.includes(act) && !act.includes('.'))", 'if (false)'),
  mutant('C-110', 'refuses an unknown act of the vendor', " && !act.includes('.')", ''),
  mutant('C-127', 'does not look for what is answered', "if (body?.re && !meant) throw new Error('Its re is not there.');", ''),
  mutant('C-128', 'takes an answer to the vendor’s own record', "meant && act === 'converse'", 'false'),
  mutant('C-129', 'takes a receipt for anything', "meant && act === 'receipt'", 'false'),
  mutant('C-154', 'signs each record as the first', 'const prev = lastOf(one) ?', 'const prev = false ?'),
  mutant('C-156', 'stops at broken_chain', "if (code !== 'broken_chain') return;", 'return;'),
  mutant('C-156', 'does not sync after broken_chain', '    await fetchNews(one, origin);\n    one.waiting', '    one.waiting'),
  mutant(
    'C-158',
    'leaves without a prev',
    'one.waiting = sign(one, origin, claims);\n    const code',
    'one.waiting = sign(one, origin, isLeave ? { ...claims, prev: undefined } : claims);\n    const code',
  ),
  mutant(
    'C-159',
    'relates again by the same key',
    'if (all.get(origin)?.hasLeft) all.delete(origin);',
    'if (all.get(origin)?.hasLeft) Object.assign(all.get(origin), { hasLeft: false, line: [] });',
  ),
  mutant(
    'C-163',
    'takes records that are no chain',
    "if (prev !== hashOf(line.at(-1)) || claimsOf(line.at(-1)).act === 'leave')",
    'if (false)',
  ),
  mutant('C-163', 'takes records of another relationship', 'if (!isOwn && (iss !== origin || aud !== one.iss))', 'if (false)'),
  mutant('C-171', 'sends records as JSON', 'application/jose+json', 'application/json'),
  mutant('C-180', 'follows redirects', "redirect: 'error'", "redirect: 'follow'"),
  mutant('C-181', 'reads an answer of any length', 'if (length > limit)', 'if (false)'),
  mutant('C-181', 'waits without end', 'const PATIENCE = 20_000;', 'const PATIENCE = 27_000;'),
  mutant(
    'C-182',
    'takes a 503 as a refusal',
    "if (code !== 'unavailable' && code !== 'server_error') one.waiting",
    'one.waiting',
  ),
  mutant(
    'C-183',
    'sends what was refused again',
    "if (code !== 'unavailable' && code !== 'server_error')",
    "if (code === 'refused')",
  ),
  mutant(
    'C-214',
    'sends a record while one waits',
    'if (one.waiting && !isLeave) await sendWaiting(one, origin);\n    if (one.waiting && !isLeave) return;',
    '',
  ),
  mutant('C-220', 'does not ask for more', 'more = answer.more === true && isNews;', 'more = false;'),
  mutant('C-220', 'asks for more without end', 'more = answer.more === true && isNews;', 'more = answer.more === true;'),
  mutant('C-221', 'takes any signature', "return verify('sha256',", "return true || verify('sha256',"),
  mutant('C-221', 'takes the good part of an answer', 'line.push(record);', 'one.line.push(record);\n      line.push(record);'),
  mutant(
    'C-222',
    'takes another record as the answer to its own',
    ' || JSON.parse(record).payload !== JSON.parse(sent).payload',
    '',
  ),
  mutant(
    'C-222',
    'takes a record that it holds as the answer to the next one',
    'JSON.parse(record).payload !== JSON.parse(sent).payload',
    '(JSON.parse(record).payload !== JSON.parse(sent).payload && !one.line.includes(record))',
  ),
  mutant(
    'C-226',
    'drops an answer with an unknown form of erasure',
    'const settle = async (one, origin, sent, { record, refused, code }) => {',
    "const settle = async (one, origin, sent, { record, refused, code, erasure }) => {\n    if (erasure?.later) throw new Error('Unknown.');",
  ),
  mutant(
    'C-227',
    'sends a leave once',
    'one.waiting = sign(one, origin, claims);\n    const code = await sendWaiting(one, origin);',
    'one.waiting = sign(one, origin, claims);\n    const code = await sendWaiting(one, origin).finally(() => isLeave && (one.waiting = undefined));\n    if (isLeave) one.waiting = undefined;',
  ),
  mutant(
    'C-234',
    'signs anew what got no answer',
    'if (one.waiting) await sendWaiting(one, origin);\n      await',
    'if (one.waiting) one.waiting = sign(one, origin, { act: claimsOf(one.waiting).act });\n      if (one.waiting) await sendWaiting(one, origin);\n      await',
  ),
  ...['broken_chain', 'jti_reused', 'too_many_proposals', 'too_many_requests'].map((code) =>
    mutant(
      'C-236',
      `forgets its key after ${code}`,
      'KEEPS_KEY.includes(code)',
      `KEEPS_KEY.includes(code.replace('${code}', ''))`,
    ),
  ),
  mutant(
    'C-252',
    'writes y with a leading zero byte',
    'jwk: { kty, crv, x, y }',
    "jwk: { kty, crv, x, y: encode(Buffer.concat([Buffer.alloc(1), Buffer.from(y, 'base64url')])) }",
  ),
];
