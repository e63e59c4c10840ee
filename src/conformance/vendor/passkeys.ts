/** Records of passkeys (contract, "Signed by a passkey"; "Coming back"). */
import { isDeepStrictEqual } from 'node:util';
import { Customer, editFirst, encode } from '../customer.js';
import type { PasskeyCustomer, Twist } from '../passkey.js';
import { type Case, check } from '../report.js';
import type { VendorProbe } from '../probe.js';
import { type Hostile, passkeyRefusals } from './hostile.js';

type Row = Hostile<PasskeyCustomer>;
const twisted = (name: string, rules: string, code: string, twist: Twist): Row => [name, rules, code, (c, r) => c.sign(r, twist)];

const ROWS: readonly Row[] = [
  twisted('crit of two names', 'C-131', 'wrong_crit', { header: { crit: ['webauthn', 'b64'] } }),
  twisted('webauthn 2', 'C-131', 'wrong_crit', { header: { webauthn: 2 } }),
  twisted('webauthn without crit', 'C-131', 'wrong_crit', { header: { crit: undefined } }),
  twisted('another algorithm', 'C-132', 'unsupported_algorithm', { header: { alg: 'RS256' } }),
  twisted('a third member', 'C-133', 'unprotected_header', { unprotected: (one) => ({ ...one, userHandle: 'AAAA' }) }),
  twisted('no clientDataJSON', 'C-134', 'invalid_client_data', {
    unprotected: ({ authenticatorData }) => ({ authenticatorData }),
  }),
  twisted('a clientDataJSON with padding', 'C-134', 'invalid_client_data', {
    unprotected: (one) => ({ ...one, clientDataJSON: `${one.clientDataJSON}=` }),
  }),
  twisted('a clientDataJSON that is a list', 'C-134', 'invalid_client_data', { clientText: () => '[]' }),
  twisted('a clientDataJSON with a byte order mark', 'C-134', 'invalid_client_data', { clientText: (text) => `\ufeff${text}` }),
  twisted('two challenges', 'C-7', 'duplicate_key', { clientText: (text) => text.replace('{', '{"challenge":"AAAA",') }),
  twisted('the making of a passkey', 'C-135', 'wrong_type', { client: { type: 'webauthn.create' } }),
  twisted('another’s challenge', 'C-136', 'wrong_hash', { client: { challenge: encode(Buffer.alloc(32)) } }),
  twisted('a challenge with padding', 'C-136', 'wrong_hash', {
    clientText: (text) => text.replace(/("challenge":"[^"]*)/, '$1='),
  }),
  twisted('the page of another', 'C-137', 'wrong_origin', { client: { origin: 'https://evil.example' } }),
  twisted('no page', 'C-137', 'wrong_origin', { client: { origin: undefined } }),
  ['the page with a slash', 'C-137', 'wrong_origin', (c, r) => c.sign(r, { client: { origin: `${c.origin}/` } })],
  twisted('a frame of another site', 'C-138', 'cross_origin', { client: { crossOrigin: true } }),
  twisted('a frame of another site, in a text', 'C-138', 'cross_origin', { client: { crossOrigin: 'true' } }),
  twisted('no authenticatorData', 'C-139', 'invalid_authenticator_data', {
    unprotected: ({ clientDataJSON }) => ({ clientDataJSON }),
  }),
  twisted('36 bytes of authenticatorData', 'C-139', 'invalid_authenticator_data', { data: (data) => data.subarray(0, 36) }),
  twisted('a passkey of another host', 'C-140', 'wrong_rp', { host: 'evil.example' }),
  ['a passkey of a subdomain', 'C-140', 'wrong_rp', (c, r) => c.sign(r, { host: `www.${new URL(c.origin).hostname}` })],
  twisted('no gesture', 'C-141', 'no_gesture', { flags: 0 }),
  twisted('a person known, but no gesture', 'C-141', 'no_gesture', { flags: 0x04 }),
  twisted('no key', 'C-142', 'invalid_key', { header: { jwk: undefined } }),
  [
    'a private key',
    'C-142',
    'private_key',
    (c, r) => c.sign(r, { header: { jwk: c.keys.privateKey.export({ format: 'jwk' }) } }),
  ],
  twisted('a signature in DER', 'C-143', 'der_signature', { signature: (_, der) => der }),
  twisted('a signature of 63 bytes', 'C-143', 'signature_length', { signature: (raw) => raw.subarray(0, 63) }),
  twisted('a signature of zeros', 'C-144', 'invalid_signature', { signature: () => Buffer.alloc(64) }),
  ['another’s key', 'C-144', 'invalid_signature', (c, r) => c.sign(r, { header: { jwk: new Customer(c.origin).jwk } })],
  ['another’s iss', 'C-145', 'wrong_issuer', (c, r) => c.sign({ ...r, iss: new Customer(c.origin).iss })],
  [
    'another vendor',
    'C-95 C-194',
    'wrong_audience',
    (c, r) => c.sign({ ...r, aud: 'https://other.example' }, { host: 'other.example' }),
  ],
  ...(['pledge', 'share', 'revoke', 'intentcast'] as const).map((act): Row => [
    act,
    'C-146',
    'needs_agent',
    (c) =>
      c.sign({
        act,
        agreement: act === 'intentcast' ? 'PDC-INTENT' : undefined,
        body: {
          pledge: { amount: '5', currency: 'EUR' },
          share: { what: 'a', scope: 'a', purpose: 'a', until: '2999-01-01' },
          revoke: { re: 'r'.repeat(43) },
          intentcast: { need: 'Tea' },
        }[act],
      }),
  ]),
  ['an act of nobody', 'C-146', 'needs_agent', (c) => c.sign({ act: 'example.kit.unknown' })],
  ['the header of an agent beside', 'C-133', 'unprotected_header', (c, r) => editFirst(c.sign(r), { header: { kid: 'a' } })],
];

type LookUp = Readonly<Record<string, unknown>>;

const passkeyKept = (alg: 'ES256' | 'EdDSA'): Case<VendorProbe> => ({
  rules: ['C-147', 'C-96', 'C-91'],
  name: `a record of a passkey is kept as it is, ${alg}`,
  async run(probe) {
    const passkey = probe.passkey(alg);
    const sent = passkey.sign({ ...probe.relate, body: { credential: passkey.credential } });
    const record = await probe.accepts(sent);
    const [before, after] = [sent, record].map((one) => JSON.parse(one) as { signatures: unknown[] });
    check(
      JSON.stringify(after?.signatures[0]) === JSON.stringify(before?.signatures[0]),
      'The signature of the passkey was changed.',
    );
    probe.checkVendorSignature(record, 1);
  },
});

/** Begins a relationship by a passkey. @returns how to look it up */
const begun = async (
  probe: VendorProbe,
): Promise<{ passkey: PasskeyCustomer; find: (by: 'credential' | 'customer') => ReturnType<VendorProbe['get']> }> => {
  const passkey = probe.passkey();
  await probe.begin(passkey, { credential: passkey.credential });
  const find = (by: 'credential' | 'customer') =>
    probe.get(`${probe.site.published.endpoint}?${by}=${by === 'credential' ? passkey.credential : passkey.iss}`);
  return { passkey, find };
};

const BACK: readonly Case<VendorProbe>[] = [
  {
    rules: ['C-149', 'C-148'],
    name: 'a passkey’s relationship is found by its credential and by its customer, alike',
    async run(probe) {
      const { passkey, find } = await begun(probe);
      const [one, two] = [await find('credential'), await find('customer')];
      check(one.status === 200 && isDeepStrictEqual(one.json, two.json), 'The two look-ups differ, or one fails.');
      const { iss, status, credential, jwk, prev, agreement, since } = one.json as LookUp;
      const fits =
        iss === passkey.iss && status === 'related' && credential === passkey.credential && agreement === probe.relate.agreement;
      check(fits && typeof prev === 'string' && typeof since === 'string', 'A member is missing or wrong.');
      check((jwk as { x?: string } | undefined)?.x === passkey.jwk.x, 'jwk is not the passkey’s public key.');
    },
  },
  {
    rules: ['C-152'],
    name: 'a look-up is no-store and private, found or not',
    async run(probe) {
      const { find } = await begun(probe);
      for (const came of [
        await find('credential'),
        await probe.get(`${probe.site.published.endpoint}?customer=${'n'.repeat(43)}`),
      ]) {
        check(/no-store/i.test(came.headers.get('cache-control') ?? ''), 'The answer can be cached.');
        check(!came.headers.has('access-control-allow-origin'), 'Other origins can read the answer.');
      }
    },
  },
  {
    rules: ['C-149'],
    name: 'an unknown credential is 404, and two at once are 400',
    async run(probe) {
      const { endpoint } = probe.site.published;
      probe.isRefusal(await probe.get(`${endpoint}?credential=${'n'.repeat(43)}`), 'unknown_credential');
      probe.isRefusal(await probe.get(`${endpoint}?credential=a&customer=${'n'.repeat(43)}`), 'bad_request');
    },
  },
  {
    rules: ['C-151'],
    name: 'what an agent began is not found',
    async run(probe) {
      const { customer } = await probe.begin();
      probe.isRefusal(await probe.get(`${probe.site.published.endpoint}?customer=${customer.iss}`), 'unknown_credential');
    },
  },
  {
    rules: ['C-151'],
    name: 'what has ended is found as ended, what was erased is not found',
    async run(probe) {
      const { passkey, find } = await begun(probe);
      await probe.accepts(passkey.sign({ act: 'leave' }));
      check(((await find('customer')).json as LookUp | undefined)?.status === 'ended', 'The status is not ended.');
      const { json } = await probe.post(passkey.sign({ act: 'leave', body: { erase: true } }));
      const isErased = (json?.erasure as { erased?: unknown } | undefined)?.erased === true;
      if (isErased) probe.isRefusal(await find('customer'), 'unknown_credential');
    },
  },
];

export const passkeyCases: readonly Case<VendorProbe>[] = [
  ...passkeyRefusals(ROWS),
  passkeyKept('ES256'),
  passkeyKept('EdDSA'),
  ...BACK,
];
