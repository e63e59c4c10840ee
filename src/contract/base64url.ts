/**
 * Base64url without padding (RFC 4648, section 5).
 *
 * @module
 */

/** Encodes bytes as base64url. */
export const toBase64url = (bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Decodes base64url. @throws DOMException `InvalidCharacterError` if the text is none */
export const fromBase64url = (text: string): Uint8Array<ArrayBuffer> => {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  // Several times as fast as `Uint8Array.from(binary, …)`.
  return new Uint8Array(binary.length).map((_, i) => binary.charCodeAt(i));
};
