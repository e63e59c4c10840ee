import fc from 'fast-check';

/** Arbitrary, well-formed messages of the contract, by type. */
const uuid = fc.uuid({ version: 4 });
const act = fc.constantFrom('relate', 'converse', 'com.example.loyalty');
const acts = fc.array(act, { maxLength: 32 });
const agreement = fc.constantFrom('SD-BASE', 'SD-BASE-ATP-S3P-DP', 'PDC-AI');
const head = { v: fc.constant(1), id: uuid };

const row = (type: string, required: Record<string, fc.Arbitrary<unknown>>, extra: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record(
    { type: fc.constant(type), ...head, ...required, ...extra },
    { requiredKeys: ['type', 'v', 'id', ...Object.keys(required)] as never[] },
  );

export const messages: Readonly<Record<string, fc.Arbitrary<Record<string, unknown>>>> = {
  ask: row('ask', { v: fc.array(fc.nat(), { maxLength: 32 }), acts, lang: fc.string({ maxLength: 64 }) }),
  offer: row('offer', { offer: uuid, acts }, { label: fc.stringMatching(/^[a-z ]{0,64}$/) }),
  choose: row(
    'choose',
    {
      offer: uuid,
      act,
      vendor: fc.record({ origin: fc.webUrl(), name: fc.stringMatching(/^[A-Za-z ]{0,200}$/) }),
      accepts: fc.array(agreement, { maxLength: 32 }),
    },
    { endpoint: fc.webUrl(), challenge: fc.string({ maxLength: 1024 }) },
  ),
  ack: row('ack', { offer: uuid }),
  propose: row('propose', { offer: uuid, record: fc.string() }),
  answer: row(
    'answer',
    { offer: uuid, answer: fc.constantFrom('accept', 'counter', 'refuse', 'pending') },
    { agreement, record: fc.string(), code: fc.string({ maxLength: 64 }) },
  ),
  done: row('done', { offer: uuid, outcome: fc.constantFrom('agreed', 'asked', 'declined', 'dismissed') }),
  cancel: row('cancel', { reason: fc.constantFrom('user', 'page') }, { offer: uuid }),
};
