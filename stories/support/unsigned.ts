import { toBase64url } from '../../src/contract/base64url.js';

const CUSTOMER = 'c'.repeat(43);
const VENDOR = 'https://acme.example';
let count = 0;

/** Makes a record of one side whose signatures are missing: a story shows it, and no vendor would keep it. */
export const unsigned = (side: 'customer' | 'vendor', act: string, body?: object): string => {
  const [iss, aud] = side === 'customer' ? [CUSTOMER, VENDOR] : [VENDOR, CUSTOMER];
  const iat = 1_800_000_000;
  const jti = `story-${String((count += 1)).padStart(16, '0')}`;
  const payload = new TextEncoder().encode(JSON.stringify({ iss, aud, jti, iat, exp: iat + 300, act, body }));
  return JSON.stringify({ payload: toBase64url(payload), signatures: [] });
};
