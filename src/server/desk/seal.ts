import { fromBase64url, toBase64url } from '../../contract/base64url.js';
import { writeJson } from '../../contract/write-json.js';

/** Seals: texts that only this server can make, each for one session and one purpose. */
export interface Seals {
  make(session: string, purpose: string): Promise<string>;
  fits(seal: string | null | undefined, session: string, purpose: string): Promise<boolean>;
}

/** Makes seals by HMAC-SHA256. @param secret default: a random one, made at the first use, since workers make none at start */
export const createSeals = (secret?: string): Seals => {
  let importing: Promise<CryptoKey> | undefined;
  const encoder = new TextEncoder();
  const key = (): Promise<CryptoKey> => {
    const raw = secret === undefined ? crypto.getRandomValues(new Uint8Array(32)) : encoder.encode(secret);
    return crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  };
  const messageOf = (...words: string[]): Uint8Array<ArrayBuffer> => encoder.encode(writeJson(words));
  return {
    async make(session, purpose) {
      const mac = await crypto.subtle.sign('HMAC', await (importing ??= key()), messageOf(session, purpose));
      return toBase64url(mac);
    },
    async fits(seal, session, purpose) {
      if (!seal || !/^[\w-]{43}$/.test(seal)) return false;
      return crypto.subtle.verify('HMAC', await (importing ??= key()), fromBase64url(seal), messageOf(session, purpose));
    },
  };
};

/** Makes the token of the forms of one page: each page has another one, so that compression gives none away. */
export const makeToken = async (seals: Seals, session: string): Promise<string> => {
  const page = crypto.randomUUID();
  return `${page}.${await seals.make(session, `form ${page}`)}`;
};
/** Returns whether a form comes from a page of this session. */
export const isToken = (seals: Seals, session: string, token = ''): Promise<boolean> => {
  const [page, seal] = token.split('.');
  return seals.fits(seal, session, `form ${page}`);
};
