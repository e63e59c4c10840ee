/** How a vendor's own page asks for the relationship of a visitor with a passkey (contract, "Coming back"). */
import { expect } from 'chai';
import { payloadHash } from '../../src/contract/record.js';
import { REFUSALS, type RefusalCode, type Vendor, type VendorOptions } from '../../src/server/index.js';
import { Passkey } from './passkey.js';
import { accepted, open, origin, post } from './vendor.js';

export const get = (vendor: Vendor, query: string, init: RequestInit = {}, by?: string): Promise<Response> =>
  vendor.handler(new Request(`${origin}/relbutton?${query}`, init), by) as Promise<Response>;
/** Asks, and checks that only a page of the vendor can read the answer. @returns the body, or the status and the code of a refusal */
export const found = async (vendor: Vendor, query: string): Promise<unknown> => {
  const response = await get(vendor, query);
  expect(response.headers.get('cache-control')).to.equal('no-store');
  expect(response.headers.has('access-control-allow-origin')).to.equal(false);
  const body = (await response.json()) as { code: RefusalCode };
  if (response.status === 200) return body;
  expect(body).to.deep.equal({ refused: true, code: body.code, message: REFUSALS[body.code] });
  return `${response.status} ${body.code}`;
};
export const UNKNOWN = '404 unknown_credential';
export const byCredential = ({ credential }: Passkey): string => `credential=${credential}`;
export const byCustomer = ({ iss }: { iss: string }): string => `customer=${iss}`;
/** Asks by both, which answer alike. */
export const foundByBoth = async (vendor: Vendor, one: Passkey): Promise<unknown> => {
  const answer = await found(vendor, byCredential(one));
  expect(await found(vendor, byCustomer(one))).to.deep.equal(answer);
  return answer;
};
export const relate = (one: Passkey, changes: object = {}): string =>
  one.sign({ body: { credential: one.credential }, ...changes });
export const act = (one: Passkey, name: string, body?: object): string => one.sign({ act: name, agreement: undefined, body });

/** Checks that a passkey finds its relationship, and what the next record needs. @param options of the vendor */
export const comesBack = async (options: Partial<VendorOptions> = {}): Promise<void> => {
  const vendor = open({ ...options, decide: ({ agreement }) => (agreement === 'SD-BASE' ? 'accept' : 'pending') });
  const [one, ed, asking] = [new Passkey(), new Passkey('EdDSA'), new Passkey()];
  expect(await foundByBoth(vendor, one)).to.equal(UNKNOWN);
  const iat = Math.floor(Date.now() / 1_000) - 100;
  const record = await accepted(vendor, relate(one, { iat, exp: iat + 600 }));
  const { iss, credential, jwk } = one;
  const since = new Date(iat * 1_000).toISOString();
  const related = { iss, status: 'related', credential, jwk, agreement: 'SD-BASE', since };
  expect(await foundByBoth(vendor, one)).to.deep.equal({ ...related, prev: await payloadHash(record) });
  const pause = await vendor.pause(iss);
  const paused = { ...related, status: 'paused', prev: await payloadHash(pause) };
  expect(await foundByBoth(vendor, one)).to.deep.equal(paused);
  await accepted(vendor, relate(ed));
  expect(await foundByBoth(vendor, ed)).to.deep.include({ iss: ed.iss, credential: ed.credential, jwk: ed.jwk });
  expect((await post(vendor, relate(asking, { agreement: 'SD-BASE-DP' }))).status).to.equal(202);
  const asked = { iss: asking.iss, status: 'asked', credential: asking.credential, jwk: asking.jwk };
  expect(await foundByBoth(vendor, asking)).to.deep.equal(asked);
  await accepted(vendor, act(one, 'leave'));
  expect(await foundByBoth(vendor, one)).to.deep.equal({ ...paused, status: 'ended' });
  await accepted(vendor, act(ed, 'leave', { erase: true }));
  expect(await foundByBoth(vendor, ed), 'erased').to.equal(UNKNOWN);
};
