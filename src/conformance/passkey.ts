/**
 * A customer with a passkey, made by software: it signs as a browser and an authenticator do, validly or not.
 *
 * @module
 */
import { randomBytes, sign } from 'node:crypto';
import { type AnyClaims, Customer, encode, sha256, signRaw } from './customer.js';

/** Changes to a passkey's signature. */
export interface Twist {
  /** Members of the protected header; `undefined` removes one. */
  readonly header?: object;
  /** Members of `clientDataJSON`; `undefined` removes one. */
  readonly client?: object;
  /** Changes the text or the bytes of `clientDataJSON` before they are signed. */
  readonly clientText?: (text: string) => string | Uint8Array;
  /** The host that the passkey belongs to. Default: that of the vendor. */
  readonly host?: string;
  /** The byte of flags. Default: a gesture of a person who is known, `0x05`. */
  readonly flags?: number;
  /** Changes the authenticator's data before they are signed. */
  readonly data?: (data: Buffer) => Uint8Array;
  /** Changes the signature before it is sent. `der` is as the browser gives it. */
  readonly signature?: (raw: Buffer, der: Buffer) => Uint8Array;
  /** Changes the unprotected header after it is signed. */
  readonly unprotected?: (header: { authenticatorData: string; clientDataJSON: string }) => unknown;
}

export class PasskeyCustomer extends Customer {
  readonly credential = encode(randomBytes(32));

  /** Signs claims as a passkey does. @returns the record's text */
  signClaims(claims: AnyClaims, twist: Twist = {}): string {
    const { header, client, clientText = (text) => text, flags = 0x05 } = twist;
    const payload = encode(JSON.stringify(claims));
    const part = encode(JSON.stringify({ alg: this.alg, jwk: this.jwk, crit: ['webauthn'], webauthn: 1, ...header }));
    const challenge = encode(sha256(`${part}.${payload}`));
    const said = { type: 'webauthn.get', challenge, origin: claims.aud, crossOrigin: false, ...client };
    const clientData = Buffer.from(clientText(JSON.stringify(said)));
    const host = twist.host ?? new URL(this.origin).hostname;
    const built = Buffer.concat([sha256(host), Buffer.from([flags, 0, 0, 0, 1])]);
    const data = Buffer.from(twist.data?.(built) ?? built);
    const signed = Buffer.concat([data, sha256(clientData)]);
    const der = this.alg === 'ES256' ? sign('sha256', signed, this.keys.privateKey) : Buffer.alloc(0);
    const raw = this.alg === 'ES256' ? rawOf(der) : signRaw(this.alg, signed, this.keys.privateKey);
    const unprotected = { authenticatorData: encode(data), clientDataJSON: encode(clientData) };
    const signature = {
      protected: part,
      header: twist.unprotected ? twist.unprotected(unprotected) : unprotected,
      signature: encode(twist.signature?.(raw, der) ?? raw),
    };
    return JSON.stringify({ payload, signatures: [signature] });
  }

  override sign(changes: object = {}, twist: Twist = {}): string {
    return this.signClaims(this.claims(changes), twist);
  }
}

/** Reads R and S, 32 bytes each, from a signature in DER (RFC 3279, section 2.2.3). */
const rawOf = (der: Buffer): Buffer => {
  const integers: Buffer[] = [];
  for (let at = 2; at < der.length; at += 2 + Number(der[at + 1]))
    integers.push(Buffer.concat([Buffer.alloc(32), der.subarray(at + 2, at + 2 + Number(der[at + 1]))]).subarray(-32));
  return Buffer.concat(integers);
};
