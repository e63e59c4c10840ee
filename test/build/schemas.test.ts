import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Act } from '../../src/contract/acts.js';
import { FROM_AGENT, FROM_HOST, parseMessage } from '../../src/contract/messages.js';
import { bodySchemas, messageSchemas } from '../../src/build/schemas.js';
import { readPayload } from '../../src/contract/record.js';
import { ruleFault } from '../../src/contract/rules.js';
import { messages } from '../support/messages.js';

const ajv = new Ajv2020({ strict: true });
/** Values that a field of a body must not have, or need not. */
const ODD: readonly unknown[] = [
  ...['', ' ', 'a\u0000', 'a\u009b', '\u202eab', '\u2066a', 'x'.repeat(4_001), 'x'.repeat(501), 'x'.repeat(201)],
  ...['1e3', '-5', '0.00001', '１２', '1234567890123', 'XXX', 'eur', 'EUR\n', '2026-12-31T24:00:00Z', '2026-12-31t18:00:00Z'],
  ...['2026-12-31T18:00:00', 'week', 'FAIR', 'h'.repeat(42), 5, null, true],
  ...[{}, [], { amount: '5' }, { amount: '5', currency: 'EUR' }],
];
const rows = { ...FROM_AGENT, ...FROM_HOST };

describe('the JSON Schema of', () => {
  for (const [type, schema] of Object.entries(messageSchemas())) {
    const validate = ajv.compile(schema);
    const arbitrary = messages[type];
    if (!arbitrary) throw new Error(`no arbitrary ${type}`);

    it(`${type} takes what is well formed`, () => {
      fc.assert(fc.property(arbitrary, (message) => validate(JSON.parse(JSON.stringify(message)))));
    });

    it(`${type} takes nothing that the parser drops`, () => {
      const broken = fc.tuple(
        arbitrary,
        fc.constantFrom('v', 'id', 'offer', 'acts', 'record', 'answer', 'reason', 'outcome', 'vendor'),
        fc.jsonValue(),
      );
      fc.assert(
        fc.property(broken, ([message, key, value]) => {
          const text = JSON.stringify({ ...message, [key]: value });
          if (validate(JSON.parse(text))) expect(parseMessage(text, rows), text).to.be.an('object');
        }),
      );
    });
  }
});

describe('the JSON Schema of the body of', () => {
  const hash = 'h'.repeat(43);
  const money = { amount: '12.50', currency: 'EUR' };
  const share = { what: 'My address', scope: 'This order', purpose: 'Delivery', until: '2026-12-31' };
  const good: Readonly<Record<Act, object>> = {
    relate: { reach: 'mailto:a@example.com', credential: 'AAAA' },
    converse: { text: 'می\u200cخواهم\n👩\u200d👧', re: hash, reach: 'https://example.com' },
    intentcast: { need: 'Tea', budget: money, by: '2026-12-31T18:00:00+01:00', reach: 'mailto:a@example.com' },
    pledge: { ...money, per: 'month', for: 'news' },
    receipt: { ...money, re: hash, at: '2026-12-31' },
    share,
    revoke: { re: hash },
    regard: { feels: 'fair', note: 'Thank you' },
    pause: { reason: 'A journey' },
    resume: { reason: 'Back' },
    export: {},
    leave: { erase: true },
    sync: {},
  };
  const isRead = (act: string, body: unknown): boolean => {
    const claims = { iss: hash, aud: 'https://shop.example', jti: 'j'.repeat(16), iat: 1, exp: 2, act, body };
    const read = readPayload(JSON.parse(JSON.stringify(claims)) as object);
    return read !== null && ruleFault({ ...read, iss: act === 'receipt' ? read.aud : read.iss }, before) !== 'unreadable_text';
  };
  const before = { claimsOf: () => undefined, isRevoked: () => false };
  const validators = Object.entries(bodySchemas()).map(([act, schema]) => [act as Act, ajv.compile(schema)] as const);

  for (const [act, validate] of validators) {
    it(`${act} takes what is well formed, and needs what the contract needs`, () => {
      const body = good[act];
      expect(validate(body), JSON.stringify(validate.errors)).to.equal(true);
      expect(isRead(act, body)).to.equal(true);
      for (const key of Object.keys(body)) {
        const less = JSON.parse(JSON.stringify({ ...body, [key]: undefined })) as object;
        expect(validate(less), key).to.equal(isRead(act, less));
      }
      for (const other of [null, [], 'text', 1]) expect(validate(other)).to.equal(false);
    });

    it(`${act} takes what the reader takes, and refuses what that refuses`, () => {
      for (const key of ['more', ...Object.keys(good[act])])
        for (const value of ODD) {
          const body = { ...good[act], [key]: value };
          expect(validate(body), JSON.stringify(body)).to.equal(isRead(act, body));
        }
      const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary', maxLength: 60 }));
      fc.assert(
        fc.property(fc.tuple(fc.constantFrom('more', ...Object.keys(good[act])), value), ([key, changed]) => {
          const body: unknown = JSON.parse(JSON.stringify({ ...good[act], [key]: changed }));
          if (isRead(act, body)) expect(validate(body), JSON.stringify(body)).to.equal(true);
        }),
      );
    });
  }
});
