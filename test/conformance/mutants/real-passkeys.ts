/** Hosts with one fault each in the records that a real passkey signs. */
import { type HostMutant, replacing } from './replacing.js';

/** Changes the claims `c` of a record before the passkey signs them, or its protected header `h`. */
const signing = (change: string): string =>
  replacing(
    'JSON',
    'stringify',
    `const [value] = given; const c = value?.jti && value.act ? value : {}; const h = value?.crit ? value : {}; ${change}`,
  );
/** Changes the signature `s` of the record `r` that is posted; `der` is as the browser gave it. */
const posting = (change: string): string =>
  `let der; const { get } = Object.getOwnPropertyDescriptor(AuthenticatorAssertionResponse.prototype, 'signature');
  Object.defineProperty(AuthenticatorAssertionResponse.prototype, 'signature', { get() { return der = get.call(this); } });
  const from64 = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  const to64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const inBytes = (text, run) => { const bytes = from64(text); return to64(run(bytes) ?? bytes); };
  const inJson = (text, from, to) => to64(new TextEncoder().encode(new TextDecoder().decode(from64(text)).replace(from, to)));
  ${replacing(
    'window',
    'fetch',
    `if (given[1]?.method === 'POST') {
      const r = JSON.parse(given[1].body);
      const [s] = r.signatures;
      ${change};
      given[1] = { ...given[1], body: JSON.stringify(r) };
    }`,
  )}`;
const inClient = (from: string, to: string): string =>
  posting(`s.header.clientDataJSON = inJson(s.header.clientDataJSON, '${from}', '${to}')`);

export const REAL_PASSKEYS: readonly HostMutant[] = [
  { rule: 'C-131', name: 'claims no passkey', script: signing('delete h.crit; delete h.webauthn') },
  { rule: 'C-131', name: 'has another version of webauthn', script: signing(`if (h.crit) h.webauthn = '1'`) },
  { rule: 'C-132', name: 'names an algorithm of WebAuthn', script: signing('if (h.alg) h.alg = -7') },
  { rule: 'C-133', name: 'posts the user handle', script: posting(`s.header.userHandle = ''`) },
  {
    rule: 'C-134',
    name: 'posts clientDataJSON as its text',
    script: posting(`s.header.clientDataJSON = atob(s.header.clientDataJSON)`),
  },
  { rule: 'C-135', name: 'posts the client data of a creation', script: inClient('webauthn.get', 'webauthn.create') },
  {
    rule: 'C-136',
    name: 'has the passkey sign a random challenge',
    script: replacing(
      'CredentialsContainer.prototype',
      'get',
      `given[0].publicKey.challenge = crypto.getRandomValues(new Uint8Array(32))`,
    ),
  },
  {
    rule: 'C-136',
    name: 'posts another agreement than was signed',
    script: posting(`r.payload = inJson(r.payload, '"SD-BASE"', '"SD-BASE-DP"')`),
  },
  { rule: 'C-137', name: 'signs for another origin', script: signing(`if (c.aud) c.aud = 'https://other.example'`) },
  { rule: 'C-137', name: 'signs for its domain, without the port', script: signing(`if (c.aud) c.aud = 'http://localhost'`) },
  { rule: 'C-138', name: 'posts client data of a frame', script: inClient('"crossOrigin":false', '"crossOrigin":true') },
  {
    rule: 'C-139',
    name: 'posts the hash of the host alone',
    script: posting('s.header.authenticatorData = inBytes(s.header.authenticatorData, (one) => one.slice(0, 32))'),
  },
  {
    rule: 'C-140',
    name: 'posts the data of another host',
    script: posting('s.header.authenticatorData = inBytes(s.header.authenticatorData, (one) => void one.fill(1, 0, 32))'),
  },
  {
    rule: 'C-141',
    name: 'posts data without a gesture',
    script: posting('s.header.authenticatorData = inBytes(s.header.authenticatorData, (one) => void (one[32] = 0))'),
  },
  { rule: 'C-142', name: 'has a list as its curve', script: signing(`if (h.jwk) h.jwk = { ...h.jwk, crv: ['P-256'] }`) },
  { rule: 'C-143', name: 'posts the signature in DER', script: posting('s.signature = to64(der)') },
  {
    rule: 'C-144',
    name: 'posts another key than that of the passkey',
    script: `const other = crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']).then(({ publicKey }) => crypto.subtle.exportKey('spki', publicKey));
    let spki; other.then((bytes) => (spki = bytes));
    ${replacing('AuthenticatorAttestationResponse.prototype', 'getPublicKey', 'return spki')}`,
  },
  { rule: 'C-145', name: 'has another iss than that of its key', script: signing(`if (c.iss) c.iss = 'b'.repeat(43)`) },
  { rule: 'C-146', name: 'signs an act that needs an agent', script: signing(`if (c.act) { c.act = 'grant'; c.body = {}; }`) },
  { rule: 'C-148', name: 'leaves out the credential', script: signing('if (c.act) delete c.body') },
  { rule: 'C-148', name: 'names another credential', script: signing(`if (c.body) c.body.credential = 'b'.repeat(43)`) },
  { rule: 'C-154', name: 'names no last record', script: signing('delete c.prev') },
];
