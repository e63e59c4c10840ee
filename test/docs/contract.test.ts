/** The worked example of docs/contract.md is true to the byte. */
import { deepStrictEqual as same, strictEqual as is } from 'node:assert';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTS, actsFor, ruleOf } from '../../src/contract/acts.js';
import { BODIES, CURRENCIES } from '../../src/contract/bodies.js';
import type { Status } from '../../src/contract/statuses.js';
import { REFUSALS, verifyRecord } from '../../src/server/index.js';
import { blocksOf, root } from '../support/doc.mjs';
import { rawOf, verifyIndependently } from '../support/passkey.js';

const text = readFileSync(join(root, 'docs/contract.md'), 'utf8');
const section = text.slice(text.indexOf('### Signed by a passkey'), text.indexOf('### The chain'));
const { code } = (blocksOf(text) as { name: string; code: string }[]).find(({ name }) => name === 'copy.json') ?? { code: '' };
interface Copy {
  relationships: [{ vendor: string; iss: string; records: [string]; jwks: { keys: [] } }];
}
const [{ vendor, iss, records, jwks }] = (JSON.parse(code) as Copy).relationships;
const [record] = records;
const bytes = (part: string): Buffer => Buffer.from(part, 'base64url');
const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

describe('a passkey’s record in the contract', () => {
  it('verifies, by this library and by Node’s crypto alone', async () => {
    same({ ...(await verifyRecord(record, jwks)) }.iss, iss);
    const claims = verifyIndependently(record);
    same([claims.iss, claims.aud], [iss, vendor]);
  });

  it('has the parts that the list names', () => {
    const { payload, signatures } = JSON.parse(record) as {
      payload: string;
      signatures: [{ protected: string; header: { authenticatorData: string; clientDataJSON: string }; signature: string }];
    };
    const [{ protected: part, header, signature }] = signatures;
    const [authenticatorData, clientData] = [bytes(header.authenticatorData), bytes(header.clientDataJSON)];
    const rows = new Map([...section.matchAll(/^- ([^:]+): `([^`]+)`$/gm)].map(([, name, value]) => [name, value]));
    const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
    const expected: Record<string, string> = {
      payload: bytes(payload).toString(),
      'protected header': bytes(part).toString(),
      clientDataJSON: clientData.toString(),
      'its challenge': sha256(`${part}.${payload}`).toString('base64url'),
      'authenticatorData, in hex': authenticatorData.toString('hex'),
      'what the passkey signs, in hex': signed.toString('hex'),
      'the signature in the record, in hex': bytes(signature).toString('hex'),
    };
    for (const [name, value] of Object.entries(expected)) is(rows.get(name), value, name);
    const der = Buffer.from(rows.get('the signature that the browser gives, in hex') ?? '', 'hex');
    is(rawOf(der).toString('hex'), bytes(signature).toString('hex'));
  });

  it('is refused by codes that there are, for acts that there are', () => {
    const codes = [...section.matchAll(/`([a-z]+_[a-z_]+)`/g)].map(([, name = '']) => name);
    same(
      codes.filter((name) => !(name in REFUSALS)),
      [],
    );
    const acts = /against the\s+person: (.*?)\. Every/s.exec(section)?.[1] ?? '';
    same(
      [...acts.matchAll(/`(\w+)`/g)].map(([, act]) => act),
      ACTS.filter((act) => ruleOf(act)?.passkey),
    );
  });
});

/** The names in a cell of a table. */
const namesIn = (cell = ''): string[] => [...cell.matchAll(/`(\w+\??)/g)].map(([, name = '']) => name);
/** The cells of the table whose head begins with this text. */
const tableOf = (head: string): string[][] => {
  const [table = ''] = text.slice(text.indexOf(head)).split('\n\n');
  return table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').slice(1, -1));
};

describe('the acts in the contract', () => {
  it('are those of the library, in its order, each by its side and with its fields', () => {
    const rows = tableOf('| act               | from').flatMap(([acts, from = '', body]) =>
      namesIn(acts).map((act) => [act, from.trim(), body]),
    );
    same(
      rows.map(([act, from]) => [act, from]),
      ACTS.map((act) => [act, ruleOf(act)?.from]),
    );
    const values = ['once', 'month', 'year', 'fair', 'unsure', 'unfair', 'true', 'prev'];
    for (const [act, , body] of rows)
      same(
        namesIn(body?.replace(/: \{.*?\}/, ''))
          .filter((name) => !values.includes(name))
          .sort(),
        Object.keys(BODIES[act as keyof typeof BODIES]).sort(),
        act,
      );
  });

  it('fit the statuses that the table says', () => {
    const own = 'com.example.own';
    for (const [statuses, fitting, named] of tableOf('| status                     | fits'))
      for (const status of namesIn(statuses) as Status[]) {
        same(actsFor([], status), namesIn(fitting), status);
        const more = actsFor([...ACTS, own], status).filter((act) => !namesIn(fitting).includes(act));
        same(more, [...namesIn(named), 'sync', own], status);
      }
  });

  it('take the currencies that the text lists', () => {
    const [, list = ''] = /in which people pay.*?:\n([\sA-Z]+)\n/s.exec(text) ?? [];
    same(list.trim().split(/\s+/), [...CURRENCIES]);
  });

  it('are refused by codes that there are', () => {
    const rules = text.slice(text.indexOf('### Bodies'), text.indexOf('### Signed by a passkey'));
    const codes = [...rules.matchAll(/(?:\(|Else )`([a-z]+_?[a-z_]+)`(?:\)|\.$)/gm)].map(([, code = '']) => code);
    same(codes.length, 13);
    same(
      codes.filter((code) => !(code in REFUSALS)),
      [],
    );
  });
});
