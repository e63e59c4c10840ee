import type { JWK } from 'jose';
import { toBase64url } from '../contract/base64url.js';
import { show } from './hooks.js';
import { inTime } from './in-time.js';
import type { Report } from './report.js';

/** Counts the requests of clients. Each client may use up a minute's requests at once, and gets them back one by one. */
export interface Rates {
  /**
   * Counts a request, unless the client has none left.
   *
   * @param client its id: at most 64 characters
   * @param perMinute the number of requests of one client in a minute, 1 or more
   * @returns whether the request passes
   */
  take(client: string, perMinute: number): boolean | Promise<boolean>;
}

export const MINUTE = 60_000;
/** Milliseconds that rounding may add to a minute. */
export const ROUNDING = 1;
/** The number of clients that are remembered, about 15 MB. Beyond it, those that came last the longest ago are forgotten. */
const MAX_CLIENTS = 100_000;
const MAX_ID = 64;
/** The time limit of shared rates, in milliseconds. */
const PATIENCE = 1_000;

/**
 * Counts in this process alone, by the generic cell rate algorithm (ITU-T I.371): one time for each client, at which it has all its
 * requests back. It reads a clock that nobody sets.
 */
export const createRates = (): Rates => {
  const ends = new Map<string, number>();
  return {
    take(client, perMinute) {
      const now = performance.now();
      const end = Math.max(ends.get(client) ?? 0, now) + MINUTE / perMinute;
      if (end - now > MINUTE + ROUNDING) return false;
      // Last in the map, so that the first one is the one that came last the longest ago.
      ends.delete(client);
      ends.set(client, end);
      for (const [oldest, its] of ends) {
        if (its > now && ends.size <= MAX_CLIENTS) break;
        ends.delete(oldest);
      }
      return true;
    },
  };
};

const IPV4 = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/;
const IPV6 = /^\[?([\da-f:.]*:[\da-f:.]*:[\da-f:.]*)(?:%[^\]]*)?(?:\](?::\d{1,5})?)?$/i;
/** The first 96 bits of addresses that hold one of IPv4: mapped (RFC 4291, section 2.5.5.2), and translated (RFC 6052). */
const HOLDS_IPV4 = ['0:0:0:0:0:ffff', '64:ff9b:0:0:0:0'];

/** Returns the eight groups of an IPv6 address, as numbers. */
const groupsOf = (address: string): number[] => {
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [left = [], right = []] = hex.split('::').map((side) => side.split(':').filter(Boolean));
  const zeros = new Array<string>(Math.max(8 - left.length - right.length, 0)).fill('0');
  return [...left, ...zeros, ...right].map((group) => parseInt(group, 16));
};

/**
 * Returns what one client has of its own: of an IPv6 address its /64, which one line of a provider gets as a whole, and of an IPv4
 * address all, however it is written. A port is left out. Any other id is returned as it is.
 */
export const networkOf = (client: string): string => {
  const [, v4] = IPV4.exec(client) ?? [];
  if (v4 !== undefined) return v4;
  const [, v6] = IPV6.exec(client) ?? [];
  if (v6 === undefined) return client;
  const groups = groupsOf(v6);
  const text = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':');
  const [high = 0, low = 0] = groups.slice(6);
  if (HOLDS_IPV4.includes(text(0, 6))) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${text(0, 4)}::/64`;
};

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const DAY = 86_400_000;

/** Makes a keyed hash of an id that changes with the day (UTC), so that no address leaves the process. */
const hashBy = ({ d = '' }: JWK): ((id: string) => Promise<string>) => {
  let key: Promise<CryptoKey> | undefined;
  return async (id) => {
    key ??= crypto.subtle.importKey('raw', utf8(`relbutton rates ${d}`), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const hash = await crypto.subtle.sign('HMAC', await key, utf8(`${Math.floor(Date.now() / DAY)} ${id}`));
    return toBase64url(hash);
  };
};

interface Limit {
  readonly perMinute: number;
  /** Default: counted in this process alone. */
  readonly rates?: Rates | undefined;
  readonly key: JWK;
  readonly report: Report;
}

/**
 * Makes the rate limit. While shared rates fail, it reports that and counts in this process.
 *
 * @returns a function that counts a request of a client, and says whether it passes
 */
export const limitRate = ({ perMinute, rates, key, report }: Limit): ((client: string) => Promise<boolean>) => {
  const own = createRates();
  const hash = hashBy(key);
  const late = (): Error => new Error(`The option rates of createVendor took longer than ${PATIENCE} ms.`);
  const takeShared = async (shared: Rates, id: string): Promise<boolean> => {
    const passes: unknown = await inTime(() => shared.take(id, perMinute), PATIENCE, late);
    if (typeof passes === 'boolean') return passes;
    throw new Error(`The option rates of createVendor returned ${show(passes)} by take. It has to return true or false.`);
  };
  const takeOwn = async (network: string): Promise<boolean> =>
    own.take(network.length > MAX_ID ? await hash(network) : network, perMinute);

  return async (client) => {
    if (perMinute === Infinity) return true;
    if (!(perMinute >= 1)) return false;
    const network = networkOf(client);
    if (!rates) return takeOwn(network);
    try {
      return await takeShared(rates, await hash(network));
    } catch (error) {
      report(error);
      return takeOwn(network);
    }
  };
};

/** Returns the seconds after which a client has a request back. */
export const secondsToWait = (perMinute: number): number => Math.min(Math.max(Math.ceil(60 / perMinute), 1), 60);
