/** Records that a passkey of the browser signs, of an authenticator that the driver makes (contract, "Signed by a passkey"). */
import { RecordError } from '../../records/errors.js';
import { verifyCustomer } from '../../records/verify.js';
import { hashOfRecord, type Jwk, unixTime } from '../customer.js';
import { Broken, type Case, check } from '../report.js';
import type { PageAuthenticator } from './driver.js';
import type { PanelInPage } from './panel-in-page.js';
import type { PageProbe } from './probe.js';

/** The answer to a question for a passkey's relationship. */
interface Standing {
  readonly iss: string;
  readonly status: string;
  readonly credential: string;
  readonly jwk: Jwk;
  readonly prev: string;
  readonly agreement: string;
  readonly since: string;
}
/** One visit to the page. */
interface Visit {
  readonly act: string;
  /** The vendor's answer to `?customer=` and `?credential=`. */
  readonly standing?: Standing;
  /** Whether the page knows the customer. */
  readonly isKnown?: boolean;
  /** The vendor's answer to the record. */
  readonly reply?: object;
}
/** A record that came to the endpoint, and the page that sent it. */
interface Posted {
  readonly record: string;
  readonly origin: string;
  /** The dialogs of the browser, oldest first, and the relationship that the page asked for. */
  readonly dialogs: readonly string[];
  readonly asked: string;
}

/** Runs in the page. The person says yes, and the endpoint answers. */
const visit = async (t: PanelInPage, { act, standing, isKnown, reply }: Visit): Promise<Posted> => {
  t.needPasskeys();
  if (/^[\d.]+$|^\[/.test(location.hostname)) t.skip('The page’s host is an address, for which no browser makes a passkey.');
  t.passkeys.isReal = true;
  t.answerBy = 'endpoint';
  await (standing ? t.openRelated(act, isKnown ? standing.iss : undefined) : t.openPanel());
  await t.sign(!standing ? 'create' : isKnown ? 'lookup' : 'get');
  if (standing) (await t.until(() => t.lookups[0], 'It does not ask the endpoint.')).answer(standing);
  const proposal = await t.until(() => t.proposals[0], 'The endpoint does not get the record.');
  if (reply) proposal.answer(reply);
  await t.rest(200);
  const dialogs = t.passkeys.dialogs.map(({ kind }) => kind);
  return { record: proposal.record, origin: location.origin, dialogs, asked: t.lookups[0]?.request?.url ?? '' };
};
const play = async (probe: PageProbe, given: Visit): Promise<Posted> => (await probe.play(visit.toString(), given)) as Posted;

interface Verified {
  readonly claims: Readonly<Record<string, unknown>> & { readonly iss: string; readonly body?: { readonly credential?: string } };
  readonly jwk: Jwk;
}
/** Verifies a record as the vendor of the page does. @throws Broken */
const verify = async ({ record, origin }: Posted, expected: string): Promise<Verified> => {
  const claims = (await verifyCustomer(record).catch((error: unknown) => {
    if (error instanceof RecordError) throw new Broken(`The record is refused as ${error.code}: ${error.message}`);
    throw error;
  })) as unknown as Verified['claims'];
  const { signatures } = JSON.parse(record) as { signatures: { protected: string; header?: object }[] };
  check(signatures.length === 1 && signatures[0]?.header, 'The record is not signed by a passkey alone.');
  const { act, aud, iat, exp } = claims as unknown as { act: string; aud: string; iat: number; exp: number };
  check(act === expected, `The act is ${act}, not ${expected}.`);
  check(aud === origin, `The aud is ${aud}, and not the origin of the page, ${origin}.`);
  check(Math.abs(unixTime() - iat) < 120 && exp > iat && exp - iat <= 600, `The record counts from ${iat} to ${exp}.`);
  return { claims, jwk: (JSON.parse(Buffer.from(signatures[0].protected, 'base64url').toString()) as { jwk: Jwk }).jwk };
};

/** Relates, and verifies the record. @returns what the vendor answers to the next question */
const relate = async (probe: PageProbe, authenticator: PageAuthenticator): Promise<Standing> => {
  const posted = await play(probe, { act: 'relate', reply: { record: '{}' } });
  const { claims, jwk } = await verify(posted, 'relate');
  check(posted.dialogs.join() === 'create,get', `The browser’s dialogs are ${posted.dialogs.join()}.`);
  check(claims['prev'] === undefined, 'The first record has a prev.');
  const credential = claims.body?.credential ?? '';
  const kept = await authenticator.credentials();
  check(kept.join() === credential, `The credential is ${credential}, and the passkeys are ${kept.join()}.`);
  const fixed = { status: 'related', agreement: 'SD-BASE', since: '2026-01-01T00:00:00Z' };
  return { ...fixed, iss: claims.iss, credential, jwk, prev: hashOfRecord(posted.record) };
};

/** Comes back after a first visit, and verifies the record of the second one. */
const comeBack = async (probe: PageProbe, authenticator: PageAuthenticator, isKnown: boolean): Promise<void> => {
  const standing = await relate(probe, authenticator);
  const posted = await play(probe, { act: 'pause', standing, isKnown, reply: { record: '{}' } });
  const { searchParams } = new URL(posted.asked);
  const [name, value] = isKnown ? ['customer', standing.iss] : ['credential', standing.credential];
  check(searchParams.get(name) === value, `It asks the endpoint by ${searchParams}, not ${name}=${value}.`);
  const { claims } = await verify(posted, 'pause');
  check(claims.iss === standing.iss, 'Another key signs than at the first visit.');
  check(claims['prev'] === standing.prev, `The prev is ${String(claims['prev'])}, not the hash of the first record.`);
  check((await authenticator.credentials()).length === 1, 'It makes another passkey.');
};

const realCase = (
  rules: readonly string[],
  name: string,
  run: (probe: PageProbe, authenticator: PageAuthenticator) => Promise<unknown>,
): Case<PageProbe> => ({
  rules,
  name: `by a passkey of the browser: ${name}`,
  run: (probe) => probe.withAuthenticator(async (authenticator) => void (await run(probe, authenticator))),
});

/** The rules of a passkey's signature, in the order in which a verifier checks them. */
const SIGNATURE = Array.from({ length: 16 }, (_, i) => `C-${131 + i}`);

export const realPasskeyCases: readonly Case<PageProbe>[] = [
  realCase(['C-81', ...SIGNATURE, 'C-148'], 'a first relate verifies, with the credential that the browser keeps', relate),
  realCase(
    ['C-81', 'C-144', 'C-145', 'C-154'],
    'at the next visit the passkey of customer signs, after the last record',
    (...at) => comeBack(...at, true),
  ),
  realCase(['C-81', 'C-144', 'C-145', 'C-154'], 'without a customer the passkey that the person chooses signs', (...at) =>
    comeBack(...at, false),
  ),
];
