/** Changes the requests to a vendor, and its answers, on the way. */
import type { VendorOptions } from '../../../src/server/index.js';
import type { Wrap } from '../serve.js';

export interface Mutant {
  readonly rule: string;
  readonly name: string;
  readonly wrap: Wrap;
  readonly options?: Partial<VendorOptions>;
}

export type Json = Record<string, unknown>;
export const parse = (text: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
};
export const payloadOf = (sent: string): Json => parse(Buffer.from(String(parse(sent).payload), 'base64url').toString());
export const reply = (body: object, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { 'access-control-allow-origin': '*', ...headers } });

/** What is said between a client and the vendor. */
export interface Said {
  readonly request: Request;
  readonly path: string;
  readonly sent: string;
  readonly response: Response;
  readonly body: Json;
}
/** Changes some answers; `undefined` leaves one as it is. */
export const answers =
  (change: (said: Said) => Response | undefined | Promise<Response | undefined>): Wrap =>
  (handler) =>
  async (request) => {
    const sent = request.method === 'POST' ? Buffer.from(await request.clone().arrayBuffer()).toString() : '';
    const response = await handler(request);
    if (!response) return response;
    const body = parse(await response.clone().text());
    return (await change({ request, path: new URL(request.url).pathname, sent, response, body })) ?? response;
  };

/** A vendor that takes what it has to refuse as `code`. */
export const forgets = (code: string, rule: string, options?: Partial<VendorOptions>): Mutant => ({
  rule,
  name: `does not refuse as ${code} (${rule})`,
  wrap: answers(({ body, sent }) => (body.code === code ? reply({ record: sent }) : undefined)),
  ...(options && { options }),
});
/** A vendor that refuses by a code that says too little. */
export const blurs = (code: string, rule: string): Mutant => ({
  rule,
  name: `refuses as malformed what is ${code}`,
  wrap: answers(({ body }) => (body.code === code ? reply({ ...body, code: 'malformed' }, 400) : undefined)),
});
/** A vendor that checks one thing before all others. */
export const checksFirst = (rule: string, code: string, isWrong: (claims: Json) => boolean): Mutant => ({
  rule,
  name: `checks for ${code} before all others`,
  wrap: answers(({ sent, body }) => (body.refused && isWrong(payloadOf(sent)) ? reply({ ...body, code }, 400) : undefined)),
});
export const changes = (
  rule: string,
  name: string,
  change: (said: Said) => Response | undefined | Promise<Response | undefined>,
): Mutant => ({
  rule,
  name,
  wrap: answers(change),
});

/** Sends an answer with other headers. */
export const withHeaders = ({ response }: Said, members: Record<string, string | undefined>): Response => {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, headers });
};
export const isFile = ({ path }: Said): boolean => path.startsWith('/.well-known/');
export const isLookUp = ({ request }: Said): boolean => request.method === 'GET' && request.url.includes('?');
export const actIn = ({ sent }: Said): unknown => payloadOf(sent).act;
export const file = (said: Said, name: string, change: (body: Json) => object): Response | undefined =>
  said.path === `/.well-known/${name}.json` && said.request.method === 'GET' ? reply(change(said.body)) : undefined;
/** Changes the list of records in the answers to some questions. */
export const records = (said: Said, acts: readonly string[], change: (records: string[]) => string[]): Response | undefined =>
  acts.includes(String(actIn(said))) && Array.isArray(said.body.records)
    ? reply({ ...said.body, records: change(said.body.records as string[]) })
    : undefined;
/** Changes the record with both signatures. */
export const both = (said: Said, change: (jws: { payload: string; signatures: Json[] }) => void): Response | undefined => {
  if (typeof said.body.record !== 'string') return undefined;
  const jws = parse(said.body.record) as unknown as { payload: string; signatures: Json[] };
  change(jws);
  return reply({ ...said.body, record: JSON.stringify(jws) });
};
