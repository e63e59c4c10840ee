/**
 * Tries a vendor at its address, over HTTP, as an agent meets it.
 *
 * @module
 */
import { AGREEMENT_IDS } from '../contract/agreements.js';
import { type Case, pickCases, type Result, runCases, UnreachableError } from './report.js';
import { readRules } from './rules.js';
import { VendorProbe } from './probe.js';
import { type Published, VendorSite } from './site.js';
import { actCases } from './vendor/acts.js';
import { chainCases } from './vendor/chain.js';
import { claimCases } from './vendor/claims.js';
import { httpAndFileCases } from './vendor/files.js';
import { formCases } from './vendor/form.js';
import { laterCases } from './vendor/later.js';
import { parserCases } from './vendor/parsers.js';
import { passkeyCases } from './vendor/passkeys.js';
import { pendingCases } from './vendor/pending.js';
import { questionCases } from './vendor/questions.js';

/** The cases for a vendor, in the order in which they run. */
export const VENDOR_CASES: readonly Case<VendorProbe>[] = [
  ...httpAndFileCases,
  ...chainCases,
  ...questionCases,
  ...laterCases,
  ...pendingCases,
  ...formCases,
  ...parserCases,
  ...claimCases,
  ...passkeyCases,
  ...actCases,
];

export interface ConformOptions {
  /** Gets each result at once. Default: none. */
  readonly onresult?: ((result: Result) => void) | undefined;
  /** Asks a person at the vendor's desk to do something, and resolves once it is done. Default: those cases are not tried. */
  readonly ask?: ((question: string) => Promise<void>) | undefined;
  /** Tries only cases of one of these rules. Default: all. */
  readonly rules?: readonly string[] | undefined;
}

/** The results, and the customers whose relationship could not be ended again. */
export interface VendorReport {
  readonly results: readonly Result[];
  /** Thumbprints of their keys. */
  readonly stuck: readonly string[];
}

/** Makes the function that reads the HTTP status of a refusal from the text of its rule, `C-174`. */
const statusesIn = (rule: string): ((code: string) => number) => {
  const statuses = new Map<string, number>();
  for (const [, status = '', codes = ''] of rule.matchAll(/\b(\d{3}) ((?:`\w+`(?: and )?)+)/g))
    for (const [, code = ''] of codes.matchAll(/`(\w+)`/g)) statuses.set(code, Number(status));
  return (code) => statuses.get(code) ?? 400;
};

const WELL_KNOWN = '/.well-known/relbutton.json';

/** Reads what the vendor publishes, and what it answers to each agreement. @throws UnreachableError */
const discover = async (site: VendorSite): Promise<void> => {
  const { status, headers, json } = await site.request(new URL(WELL_KNOWN, site.origin).href);
  const { endpoint, jwks, accepts } = (json ?? {}) as Partial<Published>;
  const isComplete = [endpoint, jwks].every((url) => typeof url === 'string' && URL.canParse(url)) && Array.isArray(accepts);
  const moved = headers.get('location');
  if (status >= 300 && status <= 399 && moved !== null)
    throw new UnreachableError(
      `${site.origin}${WELL_KNOWN} is redirected to ${moved}, which no agent follows (C-180). Name the origin that answers by itself.`,
    );
  if (status !== 200 || !isComplete)
    throw new UnreachableError(`${site.origin}${WELL_KNOWN} is answered by ${status}, without endpoint, jwks and accepts.`);
  site.published = { ...site.published, ...(json as unknown as Published) };
  const { keys } = ((await site.request(site.published.jwks)).json ?? {}) as { keys?: VendorSite['keys'] };
  site.keys = Array.isArray(keys) ? keys : [];
  const probe = new VendorProbe(site, () => 400);
  for (const agreement of AGREEMENT_IDS) {
    const came = await probe.post(probe.customer().sign({ act: 'relate', agreement }));
    site.decisions.set(agreement, came);
    if (came.json?.record && site.published.accepts.includes(agreement)) site.agreement ??= agreement;
  }
};

/**
 * Tries a vendor. It needs nothing but the address. It begins relationships with customers of its own, and leaves each of them at the end.
 *
 * @param origin such as `https://shop.example` or `http://localhost:8080`
 * @throws UnreachableError if the vendor does not answer, or publishes no endpoint
 * @throws RangeError if one of the rules has no case for a vendor
 * @example
 * const { results } = await conformVendor('http://localhost:8080');
 * countResults(results).broken; // 0
 */
export const conformVendor = async (origin: string, options: ConformOptions = {}): Promise<VendorReport> => {
  const { onresult, ask, rules } = options;
  const texts = await readRules();
  const statusOf = statusesIn(texts.get('C-174') ?? '');
  const site = new VendorSite(new URL(origin).origin, ask);
  const cases = pickCases(VENDOR_CASES, rules);
  try {
    await discover(site);
    const results = await runCases(cases, () => new VendorProbe(site, statusOf), onresult);
    return { results, stuck: await site.leaveAll() };
  } catch (error) {
    const stuck = await site.leaveAll();
    if (stuck.length === 0) throw error;
    const why = `${(error as Error).message} Relationships of these customers may go on: ${stuck.join(', ')}.`;
    const { results = [] } = error as Partial<UnreachableError>;
    throw new UnreachableError(why, { cause: error, results });
  }
};
