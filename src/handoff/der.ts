/** Extracts R and S, 32 bytes each, from an ECDSA signature of P-256 in DER (RFC 3279, section 2.2.3). */
export const rawOf = (signature: ArrayBuffer): Uint8Array<ArrayBuffer> => {
  const der = new Uint8Array(signature);
  const raw = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1] as number;
    // A zero byte before the number keeps it positive; the number itself is without leading zeros.
    const kept = Math.min(length, 32);
    at += 2 + length;
    raw.set(der.slice(at - kept, at), end - kept);
  }
  return raw;
};
