import { importJWK, type JWK } from 'jose';
import { isAct } from '../../contract/acts.js';
import { isAgreement } from '../../contract/agreements.js';
import type { Checked, Tag } from './checked.js';
import { acceptedBy } from './elements.js';
import { type Fetched, get, hasType, redirectOf } from './fetching.js';

/** The longest time for which a cache may keep the keys, in seconds: a new key signs at once. */
const LONGEST = 86_400;
/** The members of private and secret keys (RFC 7518, section 6). */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const checkCaching = ({ findings }: Checked, path: string, { headers }: Fetched): void => {
  const control = headers.get('cache-control') ?? '';
  const [, age = '0'] = /(?:s-maxage|max-age)=(\d+)/.exec(control) ?? [];
  if (Number(age) > LONGEST || /immutable/.test(control))
    findings.warn(
      'well-known',
      `${path} may be kept by caches too long (Cache-Control: ${control}): a new key or offer is not seen. Let them keep it an hour.`,
    );
};

/** Fetches a JSON object that agents read. @returns `undefined` if they cannot read it */
const readObject = async (checked: Checked, url: URL, why: string): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const { findings } = checked;
  const path = url.pathname;
  const fetched = await get(url);
  if ('why' in fetched) findings.fail('well-known', `${path} ${fetched.why}`);
  else if (redirectOf(fetched))
    findings.fail(
      'well-known',
      `${path} leads on to ${redirectOf(fetched)?.href}: agents do not follow. Serve it at its own address.`,
    );
  else if (fetched.status !== 200) findings.fail('well-known', `${path} is missing: it answers ${fetched.status}. ${why}`);
  else {
    if (!hasType(fetched, /^application\/([\w.-]+\+)?json$/i))
      findings.warn(
        'well-known',
        `${path} is sent as ${fetched.headers.get('content-type') ?? 'no type'}: send application/json.`,
      );
    if (fetched.headers.get('access-control-allow-origin') !== '*')
      findings.fail(
        'well-known',
        `${path} does not send Access-Control-Allow-Origin: *. Agents in pages of their own cannot read it.`,
      );
    checkCaching(checked, path, fetched);
    try {
      const value: unknown = JSON.parse(fetched.text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        findings.ok('well-known', `${path} is there.`);
        return value as Record<string, unknown>;
      }
      findings.fail('well-known', `${path} is not a JSON object. ${why}`);
    } catch {
      findings.fail('well-known', `${path} is not JSON. ${why}`);
    }
  }
  return undefined;
};

const checkKeys = async ({ findings }: Checked, path: string, { keys }: Readonly<Record<string, unknown>>): Promise<void> => {
  if (!Array.isArray(keys) || keys.length === 0) {
    findings.fail('keys', `${path} has no key: agents cannot verify your signature. It is {"keys": […]} (RFC 7517).`);
    return;
  }
  const all = keys as readonly (JWK & Readonly<Record<string, unknown>>)[];
  const isPrivate = (key: JWK): boolean => PRIVATE.some((member) => Object.hasOwn(key ?? {}, member));
  const isPublic = !all.some(isPrivate);
  findings.expect(
    isPublic,
    'keys',
    'The keys are public parts only.',
    `${path} gives a private key away. Take it down, and make a new key: relbutton rotate-key.`,
  );
  const kids = all.map((key) => key?.kid);
  if (kids.some((kid, i) => typeof kid !== 'string' || kids.indexOf(kid) !== i))
    findings.fail('keys', `${path} has a key without "kid", or two of the same: records name their key by it.`);
  let usable = 0;
  for (const key of all) {
    const fits = (key?.kty === 'EC' && key.crv === 'P-256') || (key?.kty === 'OKP' && key.crv === 'Ed25519');
    if (fits && !isPrivate(key) && (await importJWK(key, key.kty === 'EC' ? 'ES256' : 'EdDSA').catch(() => undefined))) usable++;
    else
      findings.warn(
        'keys',
        `The key ${key?.kid ?? 'without kid'} in ${path} is no public key for ES256 or EdDSA: agents leave it out.`,
      );
  }
  findings.expect(
    usable > 0,
    'keys',
    `${usable === 1 ? 'One key verifies' : `${usable} keys verify`} your signatures.`,
    `No key in ${path} can verify a record.`,
  );
};

/** An address that is published: it has to be of the same origin. */
const publishedUrl = ({ page, findings }: Checked, name: string, value: unknown): URL | undefined => {
  if (typeof value === 'string' && URL.canParse(value, page.url.origin)) {
    const url = new URL(value, page.url.origin);
    if (url.origin === page.url.origin) return url;
    findings.fail(
      'well-known',
      `/.well-known/relbutton.json names ${name} ${url.href}, of another origin than ${page.url.origin}: agents refuse it. Is the origin of your server right?`,
    );
  } else findings.fail('well-known', `/.well-known/relbutton.json has no "${name}", or no address in it.`);
  return undefined;
};

const listed = (value: unknown, isKnown: (id: string) => boolean): string[] | undefined =>
  Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.filter(isKnown) : undefined;

/** Checks that a button says what is published. */
const checkSame = (
  { findings }: Checked,
  button: Tag,
  endpoint: URL | undefined,
  published: URL | undefined,
  accepts: readonly string[],
): void => {
  if (endpoint && published && endpoint.href !== published.href)
    findings.fail('well-known', `It names the endpoint ${published.href}, the button ${endpoint.href}.`);
  const lacking = acceptedBy(button).filter((id) => !accepts.includes(id));
  if (lacking.length > 0)
    findings.fail(
      'well-known',
      `The button accepts ${lacking.join(', ')}, which /.well-known/relbutton.json does not name: proposals of it are refused.`,
    );
};

/** Checks what agents read with no page open: the offer, and the keys. */
export const checkPublished = async (
  checked: Checked,
  buttons: readonly Tag[],
  endpoints: ReadonlyMap<Tag, URL>,
): Promise<void> => {
  const { page, findings } = checked;
  const at = (path: string): URL => new URL(path, page.url.origin);
  const offer = await readObject(
    checked,
    at('/.well-known/relbutton.json'),
    'Without it agents cannot check your signature: your vendor’s server publishes it.',
  );
  if (!offer) return;
  if (typeof offer.name !== 'string' || !offer.name.trim())
    findings.fail('well-known', '/.well-known/relbutton.json has no "name".');
  const accepts = listed(offer.accepts, isAgreement);
  if (!accepts?.length)
    findings.fail('well-known', '/.well-known/relbutton.json has no list "accepts" with agreements of the roster.');
  if (!listed(offer.acts, isAct)?.length)
    findings.warn('well-known', '/.well-known/relbutton.json has no list "acts" with acts of the contract.');
  const endpoint = publishedUrl(checked, 'endpoint', offer.endpoint);
  for (const button of buttons) {
    checkSame(checked, button, endpoints.get(button), endpoint, accepts ?? []);
    const name = button.get('vendor-name')?.trim();
    if (name && typeof offer.name === 'string' && name !== offer.name)
      findings.warn('well-known', `The button names ${name}, and /.well-known/relbutton.json ${offer.name}.`);
  }
  const jwks = publishedUrl(checked, 'jwks', offer.jwks);
  const keys = jwks && (await readObject(checked, jwks, 'Without it agents cannot check your signature.'));
  if (keys) await checkKeys(checked, jwks.pathname, keys);
  const myterms = await get(at('/.well-known/myterms.json'));
  if ('why' in myterms || myterms.status !== 200)
    findings.warn('well-known', '/.well-known/myterms.json is missing: agents of other makes read it (IEEE 7012).');
};
