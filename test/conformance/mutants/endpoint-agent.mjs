/**
 * An agent at the endpoint alone, written from docs/contract.md without the SDK, whose person says yes. It keeps its records in memory. The
 * mutants change its text.
 */
import { createHash, createPublicKey, generateKeyPairSync, randomUUID, sign as signBytes, verify } from 'node:crypto';

const encode = (data) => Buffer.from(data).toString('base64url');
const readPart = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());
const hashOf = (record) =>
  encode(
    createHash('sha256')
      .update(Buffer.from(JSON.parse(record).payload, 'base64url'))
      .digest(),
  );
const claimsOf = (record) => readPart(JSON.parse(record).payload);
const now = () => Math.floor(Date.now() / 1_000);
const KEEPS_KEY = ['broken_chain', 'jti_reused', 'too_many_proposals', 'too_many_requests'];
const OF_VENDOR = ['converse', 'receipt', 'regard', 'pause', 'resume', 'leave'];

/** Reads a body of limited length. */
const read = async (response, limit) => {
  let [text, length] = ['', 0];
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > limit) throw new Error('It is too long.');
    text += decoder.decode(part, { stream: true });
  }
  return JSON.parse(text);
};
const PATIENCE = 20_000;
const request = (url, init = {}) => fetch(url, { redirect: 'error', ...init, signal: AbortSignal.timeout(PATIENCE) });
const find = async (origin) => {
  const file = await read(await request(`${origin}/.well-known/relbutton.json`), 65_536);
  for (const url of [file.endpoint, file.jwks]) if (new URL(url).origin !== origin) throw new Error('Another origin.');
  return file;
};
const keysOf = async (origin) => {
  const { jwks } = await find(origin);
  return (await read(await request(jwks), 65_536)).keys.filter((one) => typeof one?.kid === 'string' && one.kty === 'EC');
};

/** Returns whether an object in a JSON text has a member twice. */
const hasTwice = (text) => {
  const open = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (token.endsWith(':')) {
      const name = JSON.parse(token.slice(0, -1));
      if (open.at(-1).has(name)) return true;
      open.at(-1).add(name);
    }
  }
  return false;
};

/** The published keys, and those of other kids that signed a record before. */
const joined = (published, kept) => [...published, ...kept.filter(({ kid }) => !published.some((one) => one.kid === kid))];

/** Checks the vendor's signature. @returns whether it holds */
const isSigned = (record, at, keys) => {
  const { payload, signatures } = JSON.parse(record);
  if (signatures.length !== at + 1) return false;
  const { protected: part, signature } = signatures[at];
  const fitting = keys.filter(({ kid }) => kid === readPart(part).kid);
  if (fitting.length !== 1) return false;
  const key = createPublicKey({ key: fitting[0], format: 'jwk' });
  return verify('sha256', `${part}.${payload}`, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
};

export const openAgent = () => {
  const all = new Map();
  const begin = () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
    const iss = encode(createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest());
    return { iss, jwk: { kty, crv, x, y }, privateKey, line: [], keys: [] };
  };
  const lastOf = ({ line }) => line.length && hashOf(line.at(-1));

  const sign = (one, origin, claims) => {
    const prev = lastOf(one) ? { prev: lastOf(one) } : {};
    const iat = now();
    const all = { iss: one.iss, aud: origin, jti: randomUUID(), iat, exp: iat + 600, ...prev, ...claims };
    const payload = encode(JSON.stringify(all));
    const header = encode(JSON.stringify({ alg: 'ES256', jwk: one.jwk }));
    const signature = signBytes('sha256', `${header}.${payload}`, { key: one.privateKey, dsaEncoding: 'ieee-p1363' });
    return JSON.stringify({ payload, signatures: [{ protected: header, signature: encode(signature) }] });
  };
  const post = async (origin, body, limit) => {
    const { endpoint } = await find(origin);
    const headers = { 'content-type': 'application/jose+json' };
    return read(await request(endpoint, { method: 'POST', headers, body }), limit);
  };

  /** Takes an answer to the agent's own record. @returns the code of a refusal */
  const settle = async (one, origin, sent, { record, refused, code }) => {
    if (refused) {
      if (code !== 'unavailable' && code !== 'server_error') one.waiting = undefined;
      if (!one.line.length && !KEEPS_KEY.includes(code)) all.delete(origin);
      return code;
    }
    if (typeof record !== 'string' || JSON.parse(record).payload !== JSON.parse(sent).payload) throw new Error('Another record.');
    const keys = await keysOf(origin);
    if (!isSigned(record, 1, keys)) throw new Error('Its signature does not hold.');
    one.waiting = undefined;
    one.keys = joined(keys, one.keys);
    if (claimsOf(sent).act === 'leave') one.hasLeft = true;
    else one.line.push(record);
    return undefined;
  };
  const sendWaiting = async (one, origin) => settle(one, origin, one.waiting, await post(origin, one.waiting, 196_608));

  /** Checks the records of an answer together, and only then takes them. */
  const take = async (one, origin, records) => {
    const keys = joined(await keysOf(origin), one.keys);
    const line = [...one.line];
    for (const record of records) {
      if (hasTwice(record)) throw new Error('A member is twice in it.');
      const { iss, aud, act, prev, body } = claimsOf(record);
      const hash = hashOf(record);
      if (line.some((known) => hashOf(known) === hash)) continue;
      const isOwn = iss === one.iss && aud === origin;
      if (!isOwn && (iss !== origin || aud !== one.iss)) throw new Error('Another relationship.');
      if (!isSigned(record, isOwn ? 1 : 0, keys)) throw new Error('Its signature does not hold.');
      if (!isOwn && !OF_VENDOR.includes(act) && !act.includes('.')) throw new Error('Not its act.');
      if (prev !== hashOf(line.at(-1)) || claimsOf(line.at(-1)).act === 'leave') throw new Error('No chain.');
      const meant = body?.re && line.find((known) => hashOf(known) === body.re);
      if (body?.re && !meant) throw new Error('Its re is not there.');
      if (meant && act === 'converse' && claimsOf(meant).iss === origin) throw new Error('Its re is its own.');
      if (meant && act === 'receipt' && claimsOf(meant).act !== 'pledge') throw new Error('No pledge.');
      line.push(record);
    }
    const isNews = line.length > one.line.length;
    Object.assign(one, { line, keys });
    return isNews;
  };
  const fetchNews = async (one, origin) => {
    for (let more = true; more;) {
      const answer = await post(origin, sign(one, origin, { act: 'sync' }), 12_582_912);
      const isNews = await take(one, origin, answer.records);
      more = answer.more === true && isNews;
    }
  };

  const say = async (origin, claims) => {
    const one = all.get(origin);
    if (!one || one.hasLeft) return;
    const isLeave = claims.act === 'leave';
    if (one.waiting && !isLeave) await sendWaiting(one, origin);
    if (one.waiting && !isLeave) return;
    one.waiting = sign(one, origin, claims);
    const code = await sendWaiting(one, origin);
    if (code !== 'broken_chain') return;
    await fetchNews(one, origin);
    one.waiting = sign(one, origin, claims);
    await sendWaiting(one, origin);
  };
  const deeds = {
    async relate(origin) {
      const { accepts } = await find(origin);
      if (all.get(origin)?.hasLeft) all.delete(origin);
      if (!all.has(origin)) all.set(origin, begin());
      await say(origin, { act: 'relate', agreement: accepts[0] });
    },
    refuse: async () => undefined,
    pause: (origin) => say(origin, { act: 'pause' }),
    leave: (origin) => say(origin, { act: 'leave', body: { erase: true } }),
    async sync(origin) {
      const one = all.get(origin);
      if (!one) return;
      if (one.waiting) await sendWaiting(one, origin);
      await fetchNews(one, origin);
    },
  };
  /** Does what a deed says. @returns `false` if it has no way to do it */
  return ({ do: what, origin }) => (deeds[what] ? deeds[what](origin).catch(() => undefined) : Promise.resolve(false));
};
