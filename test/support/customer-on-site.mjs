/** A customer without a browser, who talks to an example site over HTTP as an agent does. */
import { linkOf } from 'relbutton/server';
import { Customer } from './customer.js';

/**
 * @param {{ origin: string, vendor: import('relbutton/server').Vendor }} site as `startShop` returns it
 * @param {object} [beginning] the claims of the record that begins. Default: a relate under SD-BASE
 */
export const relateOn = async ({ origin, vendor }, beginning = {}) => {
  const customer = await Customer.create();
  const { iss } = customer;
  let cookie = '';
  /** Fetches a page as the customer's browser does. */
  const visit = async (path) => (await fetch(origin + path, { headers: { cookie } })).text();

  const send = async (claims) => {
    const { challenge } = JSON.parse(await visit('/status.json'));
    const { records } = await vendor.relationship(iss);
    const prev = records.length ? (await linkOf(records.at(-1))).hash : undefined;
    const response = await fetch(`${origin}/relbutton`, {
      method: 'POST',
      headers: { 'content-type': 'application/jose+json' },
      body: await customer.sign({ aud: origin, agreement: undefined, challenge, prev, ...claims }),
    });
    if (!response.ok) throw new Error(`${claims.act}: ${await response.text()}`);
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  };
  await send({ act: 'relate', agreement: 'SD-BASE', ...beginning });
  /** Returns the links of all records. */
  const links = async () => Promise.all((await vendor.relationship(iss)).records.map(linkOf));
  /** Says an act. @returns the hash of its record */
  const say = async (act, body) => {
    await send({ act, body, ...(act === 'intentcast' && { agreement: 'PDC-INTENT' }) });
    return (await links()).findLast(({ claims }) => claims.act === act && claims.iss === iss)?.hash;
  };
  return { iss, say, visit, links, cookie: () => cookie };
};

/**
 * Posts a form of the desk, as its own page does.
 *
 * @param fields in place of those of the form
 * @param headers in place of those of a browser
 */
export const postForm = async ({ origin }, { iss, ...fields }, headers = { origin }) => {
  const address = `${origin}/desk/${iss}`;
  const [, token] = /name="token" value="([^"]*)"/.exec(await (await fetch(address)).text()) ?? [];
  return fetch(address, { method: 'POST', headers, body: new URLSearchParams({ token, ...fields }), redirect: 'manual' });
};
