/**
 * Signs a returning customer in with the passkey of their relationship: a `sync`, signed with this page's challenge, tells the server
 * who it is. The first dialog finds the passkey, the second signs. See docs/vendors.md, "Tie it to an account".
 */
import { showStatus } from '/status.js';

const button = document.querySelector('rel-button');
const endpoint = button.getAttribute('endpoint');
const row = document.querySelector('.sign-in');
const said = row.querySelector('[role=status]');

const encode = (text) => new TextEncoder().encode(text);
const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const ask = (challenge) => navigator.credentials.get({ publicKey: { challenge, userVerification: 'preferred' } });

/** Reads R and S, 32 bytes each, from a signature in DER (RFC 3279, section 2.2.3). */
const rawOf = (der) => {
  const raw = new Uint8Array(64);
  for (let at = 2, end = 32; end <= 64; at += 2 + der[at + 1], end += 32) {
    const integer = der.subarray(at + 2, at + 2 + der[at + 1]).slice(-32);
    raw.set(integer, end - integer.length);
  }
  return raw;
};

const sign = async (claims, jwk) => {
  const alg = jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
  const header = base64url(encode(JSON.stringify({ alg, jwk, crit: ['webauthn'], webauthn: 1 })));
  const payload = base64url(encode(JSON.stringify(claims)));
  const { response } = await ask(await crypto.subtle.digest('SHA-256', encode(`${header}.${payload}`)));
  const [authenticatorData, clientDataJSON] = [response.authenticatorData, response.clientDataJSON].map(base64url);
  const signature = new Uint8Array(response.signature);
  const one = {
    protected: header,
    header: { authenticatorData, clientDataJSON },
    signature: base64url(alg === 'ES256' ? rawOf(signature) : signature),
  };
  return JSON.stringify({ payload, signatures: [one] });
};

/** @returns a sentence for the person */
const signIn = async () => {
  const { id } = await ask(crypto.getRandomValues(new Uint8Array(32)));
  const found = await fetch(`${endpoint}?credential=${id}`);
  if (!found.ok) return (await found.json()).message;
  const { iss, jwk, prev } = await found.json();
  const iat = Math.floor(Date.now() / 1_000);
  const times = { iat, exp: iat + 600 };
  const claims = {
    iss,
    aud: location.origin,
    jti: crypto.randomUUID(),
    ...times,
    act: 'sync',
    prev,
    challenge: button.getAttribute('challenge'),
  };
  const headers = { 'content-type': 'application/jose+json' };
  const answer = await fetch(endpoint, { method: 'POST', headers, body: await sign(claims, jwk) });
  return answer.ok ? 'You are signed in.' : (await answer.json()).message;
};

row.querySelector('button').addEventListener('click', async () => {
  said.textContent = await signIn().catch(({ name, message }) => (name === 'NotAllowedError' ? 'You did not sign in.' : message));
  await showStatus();
});
row.hidden = !('PublicKeyCredential' in window) || button.hasAttribute('customer');
