/**
 * Measures the cost of verifying a record beyond the cryptography alone: importing the customer's key and verifying both signatures with bare
 * WebCrypto, in turns in one process. The vendor's key is imported once by either.
 */
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { countersignRecord, signRecord } from '../../dist/records/sign.js';
import { verifyRecord } from '../../dist/records/verify.js';
import { compare } from './least.mjs';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };
const ROUNDS = 41;
const EACH = 100;

const generate = () => crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
const bytes = (text) => new TextEncoder().encode(text);
const decode = (part) => new Uint8Array(Buffer.from(part, 'base64url'));

/** The time as a multiple of the cryptography alone, as `compare` returns it. */
export const compareVerify = async () => {
  const vendor = await generate();
  const jwk = await exportJWK(vendor.privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const jwks = { keys: [{ ...(await exportJWK(vendor.publicKey)), alg: 'ES256', kid, use: 'sig' }] };
  const statement = { aud: 'https://shop.example', act: 'relate', agreement: 'SD-BASE', body: { reach: 'mailto:a@example.com' } };
  const record = await countersignRecord(await signRecord(statement, await generate()), { ...jwk, alg: 'ES256', kid });

  const { payload, signatures } = JSON.parse(record);
  const [customers, vendors] = signatures.map(({ protected: header, signature }) => ({
    signature: decode(signature),
    data: bytes(`${header}.${payload}`),
  }));
  const customerJwk = JSON.parse(Buffer.from(signatures[0].protected, 'base64url').toString()).jwk;
  const bare = async () => {
    const key = await crypto.subtle.importKey('jwk', customerJwk, ECDSA, false, ['verify']);
    await crypto.subtle.verify(SIGNING, key, customers.signature, customers.data);
    await crypto.subtle.verify(SIGNING, vendor.publicKey, vendors.signature, vendors.data);
  };
  const ours = () => verifyRecord(record, jwks);

  const time = async (work) => {
    const begun = performance.now();
    for (let i = 0; i < EACH; i++) await work();
    return performance.now() - begun;
  };
  return compare(
    () => time(ours),
    () => time(bare),
    ROUNDS,
  );
};
