/** The parties of the vectors, and how they sign. */
import { type FixedKey, b64u, keyOf, sha256, unb64u } from './sign.js';

/** 2027-01-01T00:00:00Z. */
export const NOW = 1_798_761_600;
export const ORIGIN = 'https://shop.example';

export const customer = keyOf('customer');
export const other = keyOf('another customer');
export const ed = keyOf('customer with Ed25519', 'EdDSA');
export const passkey = keyOf('passkey');
export const edPasskey = keyOf('passkey with Ed25519', 'EdDSA');
export const vendor = keyOf('vendor');
/** The vendor's signing key, as `createVendor` takes it, and the set that it publishes. */
export const vendorKey = { ...vendor.secret, alg: 'ES256', kid: vendor.thumbprint };
export const jwks = { keys: [{ ...vendor.jwk, alg: 'ES256', kid: vendor.thumbprint, use: 'sig' }] };

let count = 0;
/** Begins the numbers of records anew, so that the vectors of one file do not depend on another. */
export const restart = (from: number): void => void (count = from);
const nextJti = (): string => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;

export interface Jws {
  payload: unknown;
  signatures: Record<string, unknown>[];
  [key: string]: unknown;
}
export type Json = Readonly<Record<string, unknown>>;

export const claims = (changes: object = {}, key: FixedKey = customer): Json => ({
  iss: key.thumbprint,
  aud: ORIGIN,
  jti: nextJti(),
  iat: NOW,
  exp: NOW + 600,
  act: 'relate',
  agreement: 'SD-BASE',
  ...changes,
});
/** The claims of an act that follows. */
export const following = (act: string, prev: string, body?: object, changes: object = {}): Json =>
  claims({ act, agreement: undefined, prev, body, ...changes });
/** The claims of an act of the vendor. */
export const vendors = (act: string, prev: string, body?: object): Json =>
  claims({ iss: ORIGIN, aud: customer.thumbprint, act, agreement: undefined, prev, body });

const signatureOf = (payload: string, header: object, key: FixedKey): Record<string, string> => {
  const part = b64u(JSON.stringify(header));
  return { protected: part, signature: b64u(key.sign(`${part}.${payload}`)) };
};

/** Signs any bytes as a customer. @param header changes the protected header @returns the record's text */
export const signBytes = (bytes: string | Uint8Array, header: object = {}, key: FixedKey = customer): string => {
  const payload = b64u(bytes);
  return JSON.stringify({ payload, signatures: [signatureOf(payload, { alg: key.alg, jwk: key.jwk, ...header }, key)] });
};
export const sign = (changes: object = {}, header: object = {}, key: FixedKey = customer): string =>
  signBytes(JSON.stringify(claims(changes, key)), header, key);
/** Signs as the vendor alone. */
export const signVendor = (said: object, header: object = {}, key: FixedKey = vendor): string => {
  const payload = b64u(JSON.stringify(said));
  return JSON.stringify({
    payload,
    signatures: [signatureOf(payload, { alg: 'ES256', kid: vendor.thumbprint, ...header }, key)],
  });
};
/** Adds the vendor's signature. */
export const countersign = (record: string, header: object = {}, key: FixedKey = vendor): string =>
  edit(record, (jws) =>
    jws.signatures.push(signatureOf(jws.payload as string, { alg: 'ES256', kid: vendor.thumbprint, ...header }, key)),
  );

export const edit = (record: string, change: (jws: Jws) => unknown): string => {
  const jws = JSON.parse(record) as Jws;
  change(jws);
  return JSON.stringify(jws);
};
/** Changes members of one signature. */
export const at = (index: number, record: string, members: object): string =>
  edit(record, ({ signatures }) => Object.assign(signatures[index] ?? {}, members));
/** Changes a protected header without signing again. */
export const reheader = (index: number, record: string, change: (header: Json) => object): string =>
  edit(record, ({ signatures }) => {
    const one = signatures[index] as Record<string, unknown>;
    one.protected = b64u(JSON.stringify(change(JSON.parse(unb64u(one.protected as string)) as Json)));
  });

export const payloadOf = (record: string): string => unb64u((JSON.parse(record) as { payload: string }).payload);
export const hashOf = (payload: string): string => b64u(sha256(payload));

/** Changes to a passkey's signature. */
export interface Twist {
  readonly header?: object;
  /** Changes the text of the protected header. */
  readonly part?: (text: string) => string;
  readonly client?: object | string;
  readonly host?: string;
  readonly flags?: number;
  readonly data?: (data: Buffer) => Uint8Array;
  readonly signature?: (raw: Buffer) => Uint8Array;
  readonly unprotected?: (header: Json) => unknown;
}

/** Signs as a browser does with a passkey. */
export const signPasskey = (changes: object = {}, twist: Twist = {}, key: FixedKey = passkey): string => {
  const payload = b64u(JSON.stringify(claims(changes, key)));
  const text = JSON.stringify({ alg: key.alg, jwk: key.jwk, crit: ['webauthn'], webauthn: 1, ...twist.header });
  const part = b64u(twist.part?.(text) ?? text);
  const client = { type: 'webauthn.get', challenge: b64u(sha256(`${part}.${payload}`)), origin: ORIGIN, crossOrigin: false };
  const clientData = typeof twist.client === 'string' ? twist.client : JSON.stringify({ ...client, ...twist.client });
  const built = Buffer.concat([sha256(twist.host ?? 'shop.example'), Buffer.from([twist.flags ?? 5, 0, 0, 0, 1])]);
  const data = Buffer.from(twist.data?.(built) ?? built);
  const raw = key.sign(Buffer.concat([data, sha256(clientData)]));
  const header = { authenticatorData: b64u(data), clientDataJSON: b64u(clientData) };
  return JSON.stringify({
    payload,
    signatures: [
      {
        protected: part,
        header: twist.unprotected ? twist.unprotected(header) : header,
        signature: b64u(twist.signature?.(raw) ?? raw),
      },
    ],
  });
};
