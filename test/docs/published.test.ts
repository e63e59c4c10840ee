/** The JSON Schemas of records, replies and well-known files take what the library writes, and the JSON-LD context maps every claim. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CONTEXT, recordSchemas } from '../../src/build/record-schemas.js';
import { createMemoryStore, createVendor } from '../../src/server/index.js';
import { claims, ORIGIN, payloadOf, sign, vendorKey } from '../vectors/parties.js';
import type { RecordCase } from '../vectors/records.js';
import { read } from '../vectors/make.js';

const ajv = new Ajv2020({ strict: true, strictRequired: false });
const validators = Object.fromEntries(Object.entries(recordSchemas()).map(([name, schema]) => [name, ajv.compile(schema)]));
const takes = (name: string, value: unknown): boolean => validators[name]?.(value) === true;
const vendor = createVendor({
  origin: ORIGIN,
  name: 'Shop',
  accepts: ['SD-BASE', 'PDC-INTENT'],
  key: vendorKey,
  store: createMemoryStore(),
  terms: `${ORIGIN}/terms`,
});
const ask = async (path: string, init?: RequestInit): Promise<unknown> =>
  (await vendor.handler(new Request(`${ORIGIN}${path}`, init)))?.json();
const send = (body: string): Promise<unknown> =>
  ask('/relbutton', { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body });

describe('the schemas', () => {
  it('take the well-known files of a vendor, and no others', async () => {
    for (const name of ['relbutton', 'myterms', 'jwks']) {
      const file = (await ask(`/.well-known/${name}.json`)) as object;
      ok(takes(name, file), `${name}: ${JSON.stringify(validators[name]?.errors)}`);
      for (const key of Object.keys(file).filter((one) => !/^(terms|tos_url)$/.test(one)))
        ok(!takes(name, { ...file, [key]: undefined, ...{ [key]: 1 } }), `${name} without ${key}`);
    }
  });

  it('take what an endpoint answers', async () => {
    const iat = Math.floor(Date.now() / 1_000);
    const answers = [
      await send(sign({ iat, exp: iat + 600 })),
      await send(sign({ iat, exp: iat + 600, act: 'sync' })),
      await send(sign({ iat, exp: iat + 600, act: 'leave', body: { erase: true } })),
      await send('no record'),
    ];
    for (const answer of answers) ok(takes('reply', answer), JSON.stringify(answer));
    for (const answer of [{}, { record: '{}', counter: 'SD-BASE' }, { pending: false }, { refused: true }])
      ok(!takes('reply', answer));
  });

  it('take every record of the vectors that is valid', () => {
    const { cases } = JSON.parse(read('records')) as { cases: RecordCase[] };
    for (const { name, record, expect } of cases) {
      if (!expect.ok) continue;
      ok(takes('record', JSON.parse(record)), name);
      ok(takes('claims', JSON.parse(payloadOf(record))), name);
    }
    ok(!takes('claims', { ...claims(), jti: '1' }) && !takes('record', { payload: 'e30' }));
  });
});

describe('the JSON-LD context', () => {
  const { '@context': context } = CONTEXT;
  it('maps each claim to an absolute IRI', () => {
    const { properties } = recordSchemas().claims as { properties: object };
    const iriOf = (term: string): string => {
      const found = (context as Record<string, unknown>)[term];
      const id = typeof found === 'string' ? found : (found as { '@id': string })['@id'];
      const [prefix = '', name] = id.split(':');
      const base = (context as Record<string, unknown>)[prefix];
      return typeof base === 'string' ? base + String(name) : id;
    };
    const iris = Object.keys(properties).map(iriOf);
    same(
      iris.filter((iri) => !/^(https?|urn):\S+$/.test(iri)),
      [],
    );
    same(new Set(iris).size, iris.length);
  });
});
