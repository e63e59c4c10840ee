/** Tells whose browser a request comes from. */
import { randomUUID } from 'node:crypto';

/** The lifetime of a challenge, in milliseconds. */
const CHALLENGE_LIFETIME = 30 * 60_000;

const WORDS = { offered: 'Open to relate', asked: 'Asked', related: 'Related', paused: 'Paused', ended: 'Ended' };

/** Returns the cookies of a request, by name. */
export const cookiesOf = ({ headers }) =>
  Object.fromEntries((headers.cookie ?? '').split(/;\s*/).map((cookie) => cookie.split('=', 2)));

/**
 * Knows visitors by a cookie. A record with a challenge of the site's own page signs its customer in, a `sync` too.
 *
 * @param {string} name of the cookie: sites on one host, as on several ports of this machine, share their cookies
 */
export const createVisitors = (name) => {
  /** The challenges given to pages, with the time at which each expires. Each can be answered once. */
  const challenges = new Map();
  /** The customer whose record used up a challenge, by its request. */
  const arrivals = new WeakMap();
  /** The customer who is signed in, by the cookie of their browser. */
  const visitors = new Map();
  return {
    giveChallenge() {
      const challenge = randomUUID();
      challenges.set(challenge, Date.now() + CHALLENGE_LIFETIME);
      return challenge;
    },
    /** The option `checkChallenge` of `createVendor`. */
    checkChallenge(challenge, request, { iss }) {
      const until = challenges.get(challenge) ?? 0;
      challenges.delete(challenge);
      if (Date.now() >= until) return false;
      arrivals.set(request, iss);
      return true;
    },
    /** Wraps the handler of a vendor, so that its answers sign customers in. */
    signIn: (vendor) => async (request, client) => {
      const response = await vendor.handler(request, client);
      const iss = arrivals.get(request);
      if (!iss || !response.ok) return response;
      const visitor = randomUUID();
      visitors.set(visitor, iss);
      response.headers.append('set-cookie', `${name}=${visitor}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000`);
      return response;
    },
    /**
     * Reads from the vendor's records what a page shows to a visitor.
     *
     * @returns `relationship` of the customer who is signed in; `values` for the button and the badge of the page
     */
    async visit(vendor, request) {
      const iss = visitors.get(cookiesOf(request)[name]);
      const relationship = iss ? await vendor.relationship(iss) : { status: 'offered', records: [] };
      const { status } = relationship;
      return { relationship, values: { status, word: WORDS[status], customer: iss ?? '', challenge: this.giveChallenge() } };
    },
  };
};
