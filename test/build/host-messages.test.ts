/** Whatever a button's attributes are, what it says to agents keeps to the messages' own form: in the parser, and in the JSON Schemas. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { messageSchemas } from '../../src/build/schemas.js';
import { FROM_HOST, parseMessage, writeMessage } from '../../src/contract/messages.js';

const { window } = new JSDOM('<!doctype html><body>', { url: 'https://shop.example/coffee/' });
// The one thing of a document that this environment lacks.
Object.defineProperty(window.Document.prototype, 'domain', { get: () => window.location.hostname });
for (const name of [
  'window',
  'document',
  'location',
  'navigator',
  'HTMLElement',
  'Element',
  'Document',
  'Node',
  'customElements',
])
  Object.assign(globalThis, { [name]: name === 'window' ? window : (window as unknown as Record<string, unknown>)[name] });
const { RelButton } = await import('../../src/elements/rel-button/rel-button.js');
const { readTerms } = await import('../../src/elements/rel-button/terms.js');
window.customElements.define('rel-button', RelButton);
console.warn = () => undefined;

const ajv = new Ajv2020({ strict: true });
const { ask: isAsk, choose: isChoose } = Object.fromEntries(
  Object.entries(messageSchemas()).map(([type, schema]) => [type, ajv.compile(schema)]),
);
const ID = '00000000-0000-4000-8000-000000000000';

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3_000 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom('\u200b', '\u3164 \u2800', '\ud800', '\u0007', 'é', 'x'.repeat(2_100), '𝒜'.repeat(150), '𝒜'.repeat(201)),
  fc.constantFrom(
    'blob:https://shop.example/1',
    'filesystem:https://shop.example/temporary/1',
    'data:text/plain,',
    '//u:p@shop.example/',
    '..',
  ),
);
const tokens = fc
  .array(
    fc.oneof(
      fc.constantFrom('relate', 'leave', 'SD-BASE', 'PDC-AI', `com.example.${'x'.repeat(128)}`, 'com.example.é', ','),
      fc.nat(99).map((n) => `com.example.act-${n}`),
      fc.string({ maxLength: 12 }),
    ),
    { maxLength: 80 },
  )
  .map((all) => all.join(' '));
const attributes = fc.record(
  { 'vendor-name': odd, endpoint: odd, challenge: odd, lang: odd, acts: tokens, accepts: tokens },
  { requiredKeys: [] },
);

describe('what a host says', () => {
  it('is read by every agent', () => {
    fc.assert(
      fc.property(attributes, (values) => {
        const element = window.document.createElement('rel-button');
        for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
        const { acts, lang, told } = readTerms(element, 'offered');
        const ask = writeMessage('ask', ID, { acts, lang });
        const choose = writeMessage('choose', ID, { offer: ID, act: acts[0] as string, ...told });
        // Read back whole: a key that fails where it may be missing is dropped without a word.
        for (const text of [ask, choose]) expect(JSON.stringify(parseMessage(text, FROM_HOST))).to.have.lengthOf(text.length);
        expect(isAsk?.(JSON.parse(ask)), ask).to.equal(true);
        expect(isChoose?.(JSON.parse(choose)), choose).to.equal(true);
        expect(new Set(acts).size).to.equal(acts.length);
        expect(told.vendor.name.trim()).to.match(/./u);
      }),
      { numRuns: 500, includeErrorInReport: true },
    );
  });
});
