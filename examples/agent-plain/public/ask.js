/** The agent's own window: it asks the person, signs with a key for this vendor alone, and keeps what both sides signed. */
const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);
const readPart = (part) => JSON.parse(new TextDecoder().decode(decode(part)));
const sha256 = async (bytes) => encode(await crypto.subtle.digest('SHA-256', bytes));
const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** The relationships by the vendor's origin, in IndexedDB, which keeps keys that nobody can read. */
const stored = (mode, run) =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open('plain-agent', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('relationships');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const request = run(opening.result.transaction('relationships', mode).objectStore('relationships'));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    };
  });
const load = (origin) => stored('readonly', (all) => all.get(origin));
const save = (origin, relationship) => stored('readwrite', (all) => all.put(relationship, origin));

const makeRelationship = async () => {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(ES256, false, ['sign']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  return { key: privateKey, jwk: { kty, crv, x, y }, iss: await sha256(utf8(JSON.stringify({ crv, kty, x, y }))), records: [] };
};

/** Signs a record, and stores it before anybody gets it. */
const sign = async (origin, relationship, claims) => {
  const { key, jwk, iss, records } = relationship;
  const last = records.at(-1);
  const prev = last && { prev: await sha256(decode(JSON.parse(last.record).payload)) };
  const iat = Math.floor(Date.now() / 1_000);
  const payload = encode(
    utf8(JSON.stringify({ iss, aud: origin, jti: crypto.randomUUID(), iat, exp: iat + 600, ...prev, ...claims })),
  );
  const header = encode(utf8(JSON.stringify({ alg: 'ES256', jwk })));
  const signature = encode(await crypto.subtle.sign(ES256, key, utf8(`${header}.${payload}`)));
  const record = JSON.stringify({ payload, signatures: [{ protected: header, signature }] });
  await save(origin, { ...relationship, waiting: record });
  return record;
};

/** Returns whether a record of these claims awaits its answer, and can be sent again. */
const isWaiting = (record, claims) => {
  const said = record && readPart(JSON.parse(record).payload);
  return said?.exp > Date.now() / 1_000 && Object.entries(claims).every(([name, value]) => said[name] === value);
};

const MAX_FILE = 65_536;
const getJson = async (url) => {
  const response = await fetch(url, { credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(20_000) });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let [text, length] = ['', 0];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > MAX_FILE) throw new Error('The vendor’s file is too long.');
    text += decoder.decode(part.value, { stream: true });
  }
  return JSON.parse(text);
};
const fetchKeys = async (origin) => {
  const { jwks, endpoint } = await getJson(`${origin}/.well-known/relbutton.json`);
  for (const url of [jwks, endpoint])
    if (new URL(url).origin !== origin) throw new Error(`The vendor names an address at another origin: ${url}`);
  const { keys } = await getJson(jwks);
  return keys.filter((one) => typeof one?.kid === 'string' && one.kty === 'EC' && one.crv === 'P-256');
};

/** Checks the record of an `accept`. @returns the record with the key that signed it @throws Error if it does not hold */
const check = async (origin, sent, record) => {
  if (typeof record !== 'string' || record.length > 16_384) throw new Error('The vendor sent no record.');
  const [mine, both] = [JSON.parse(sent), JSON.parse(record)];
  if (both.payload !== mine.payload) throw new Error('The vendor answered by another record.');
  const [own, theirs] = both.signatures;
  if (
    both.signatures.length !== 2 ||
    own.signature !== mine.signatures[0].signature ||
    own.protected !== mine.signatures[0].protected
  )
    throw new Error('The record does not have the two signatures.');
  const { alg, kid, crit } = readPart(theirs.protected);
  if (alg !== 'ES256' || crit !== undefined || theirs.header !== undefined)
    throw new Error('The vendor’s signature has another form.');
  const jwk = (await fetchKeys(origin)).find((one) => one.kid === kid);
  if (!jwk) throw new Error('The vendor does not publish the key that signed.');
  const key = await crypto.subtle.importKey('jwk', { ...jwk, use: undefined }, ES256, false, ['verify']);
  if (!(await crypto.subtle.verify(ES256, key, decode(theirs.signature), utf8(`${theirs.protected}.${both.payload}`))))
    throw new Error('The vendor’s signature does not fit.');
  return { record, jwk };
};

const show = (text) => (document.querySelector('#question').textContent = text);
/** Asks the person. */
const confirmed = (question) =>
  new Promise((resolve) => {
    show(question);
    const buttons = document.querySelectorAll('button');
    for (const button of buttons) {
      button.hidden = false;
      button.onclick = () => {
        for (const one of buttons) one.hidden = true;
        resolve(button.className === 'yes');
      };
    }
  });

/** Takes the person and the vendor through one flow. @returns its outcome */
const flow = async (origin, { act, name, accepts, challenge }, propose) => {
  const relationship = (await load(origin)) ?? (await makeRelationship());
  const isNew = !relationship.records.length;
  if (act !== 'relate' && isNew) return 'dismissed';
  let agreement = act === 'relate' ? accepts[0] : undefined;
  for (let tries = 0; tries < 2; tries++) {
    const words = agreement ? `${act} under ${agreement}` : act;
    if (!(await confirmed(`Sign “${words}” with ${name} at ${origin}?`))) return 'declined';
    show(`Waiting for ${name}.`);
    const claims = { act, agreement, challenge };
    const sent = isWaiting(relationship.waiting, claims) ? relationship.waiting : await sign(origin, relationship, claims);
    const { answer, record, agreement: other } = await propose(sent);
    if (answer === 'pending') return 'asked';
    if (answer === 'accept') {
      const kept = await check(origin, sent, record);
      await save(origin, { ...relationship, waiting: undefined, records: [...relationship.records, kept] });
      return 'agreed';
    }
    await save(origin, { ...relationship, waiting: undefined });
    relationship.waiting = undefined;
    if (answer !== 'counter') return 'dismissed';
    agreement = other;
  }
  return 'dismissed';
};

window.addEventListener('message', function welcome({ source, origin, data, ports: [port] }) {
  if (source !== opener || data?.rel !== 'welcome' || !port) return;
  window.removeEventListener('message', welcome);
  let heard;
  const end = (outcome) => port.postMessage({ type: 'done', outcome });
  window.addEventListener('pagehide', () => end('dismissed'));
  const propose = (record) =>
    new Promise((resolve) => {
      heard = resolve;
      port.postMessage({ type: 'propose', record });
    });
  port.onmessage = async ({ data: message }) => {
    if (message.type === 'answer') return heard?.(message);
    const outcome = await flow(origin, message, propose).catch((error) => (show(error.message), 'dismissed'));
    if (outcome === 'agreed') show('Both sides hold the same record.');
    return end(outcome);
  };
});
opener?.postMessage({ rel: 'hello' }, '*');
