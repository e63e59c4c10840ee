import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { FROM_AGENT, FROM_HOST, parseMessage } from '../../src/contract/messages.js';
import { messageSchemas } from '../../src/build/message-schemas.js';
import { messages } from '../support/messages.js';

const ajv = new Ajv2020({ strict: true });
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
