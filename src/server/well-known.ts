import type { JWK } from 'jose';
import { ACTS } from '../contract/acts.js';
import { agreementUrl } from '../contract/agreements.js';
import { publicPart } from './key.js';
import type { VendorOptions } from './options.js';

const JWKS_PATH = '/.well-known/jwks.json';
const WELL_KNOWN_PATH = '/.well-known/relbutton.json';
/** The path at which an open project publishes agreements under IEEE 7012. */
const MYTERMS_PATH = '/.well-known/myterms.json';

/** Formats a date as in RFC 2822. */
const mailDate = (date: Date): string => date.toUTCString().replace('GMT', '+0000');

type Published = Pick<VendorOptions, 'origin' | 'name' | 'accepts' | 'key' | 'formerKeys' | 'terms'>;

/** Makes the vendor's JWK set of public keys, with the key in use first. */
export const jwksOf = ({ key, formerKeys = [] }: Published): { keys: JWK[] } => ({ keys: [key, ...formerKeys].map(publicPart) });

/**
 * Makes the documents that agents read with no page open (contract, "The offer").
 *
 * @param endpoint its path
 * @param since the date from which the agreements are in effect
 * @returns the documents by path
 */
export const wellKnown = (options: Published, endpoint: string, since: Date): ReadonlyMap<string, object> => {
  const { origin, name, accepts, terms } = options;
  const url = (path: string): string => new URL(path, origin).href;
  return new Map<string, object>([
    [WELL_KNOWN_PATH, { name, accepts, acts: ACTS, endpoint: url(endpoint), jwks: url(JWKS_PATH), ...(terms && { terms }) }],
    [
      MYTERMS_PATH,
      {
        effective_date: mailDate(since),
        agreements: accepts.map((id) => ({ id, url: agreementUrl(id) })),
        ...(terms && { tos_url: terms }),
      },
    ],
    [JWKS_PATH, jwksOf(options)],
  ]);
};
