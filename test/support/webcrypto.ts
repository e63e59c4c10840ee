/** Verifies a passkey's record by the contract's text and WebCrypto alone. It shares no code with `src/`. */
interface Parsed {
  payload: string;
  signatures: [{ protected: string; header: { authenticatorData: string; clientDataJSON: string }; signature: string }];
}
const bytesOf = (part: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(part.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const jsonOf = <T>(part: string): T => JSON.parse(new TextDecoder().decode(bytesOf(part))) as T;
const sha256 = async (data: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', typeof data === 'string' ? new TextEncoder().encode(data) : data));
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** @returns `iss` @throws Error with the rule that is broken */
export const verifyByWebCrypto = async (record: string): Promise<string> => {
  const { payload, signatures } = JSON.parse(record) as Parsed;
  const [{ protected: part, header, signature }] = signatures;
  const { alg, jwk, crit, webauthn } = jsonOf<{ alg: string; jwk: JsonWebKey; crit: unknown; webauthn: unknown }>(part);
  const { iss, aud } = jsonOf<{ iss: string; aud: string }>(payload);
  const client = jsonOf<{ type: string; challenge: string; origin: string; crossOrigin?: boolean }>(header.clientDataJSON);
  const data = bytesOf(header.authenticatorData);
  const hash = await sha256(bytesOf(header.clientDataJSON));
  const { crv, kty, x, y } = jwk;
  const name = alg === 'ES256' ? { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } : { name: 'Ed25519' };
  const key = await crypto.subtle.importKey('jwk', jwk, name, false, ['verify']);
  const rules: Record<string, boolean> = {
    crit: JSON.stringify([crit, webauthn]) === '[["webauthn"],1]',
    type: client.type === 'webauthn.get',
    challenge: hex(bytesOf(client.challenge)) === hex(await sha256(`${part}.${payload}`)),
    origin: client.origin === aud && client.crossOrigin !== true,
    rp: hex(data.subarray(0, 32)) === hex(await sha256(new URL(aud).hostname)),
    gesture: ((data[32] as number) & 1) === 1,
    signature: await crypto.subtle.verify(name, key, bytesOf(signature), new Uint8Array([...data, ...hash])),
    iss: hex(bytesOf(iss)) === hex(await sha256(JSON.stringify({ crv, kty, x, ...(y && { y }) }))),
  };
  for (const [rule, holds] of Object.entries(rules)) if (!holds) throw new Error(`The record breaks the rule on ${rule}.`);
  return iss;
};
