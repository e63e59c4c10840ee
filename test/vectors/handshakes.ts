/** Handshakes: what a host sends and what comes of a flow, for a sequence of messages, presses and answers. */
import type { Json } from './parties.js';
import { rule } from './text.js';

/** One step: a message of an agent, the person's choice or cancel, or the vendor's answer; `null`: not reached. */
export type Step =
  | { readonly agent: Json }
  | { readonly choose: string }
  | { readonly cancel: 'user' | 'page' }
  | { readonly vendor: { readonly status: number; readonly body: Json } | null };
export interface HandshakeCase {
  readonly name: string;
  readonly rules: readonly string[];
  /** Messages of agents during the ask's dispatch, on the public lane. `<id>` stands for the `id` of the ask. */
  readonly offers: readonly Json[];
  readonly steps: readonly Step[];
  /** The messages of the host by type, with its answer, and the outcome; `null` while the flow goes on. */
  readonly expect: { readonly sent: readonly string[]; readonly outcome: string | null };
}

const one = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const two = '16fd2706-8baf-433b-82eb-8c7fada847da';
const say = (type: string, body: object = {}, offer = one): { agent: Json } => ({
  agent: { v: 1, id: '<id>', type, offer, ...body },
});
const offered = (offer = one): Json => say('offer', { acts: ['relate'], label: 'Agent' }, offer).agent;
const propose = say('propose', { record: '{}' });
const done = (outcome: string): Step => say('done', { outcome });
const answer = (status: number, body: Json): Step => ({ vendor: { status, body } });
const begun: readonly Step[] = [{ choose: one }, say('ack')];
const CHOSEN = ['ask', 'choose', 'cancel'];
const accept = answer(200, { record: '{"both":1}' });
const refuse = answer(400, { refused: true, code: 'refused', message: 'No' });
const DONE = 'only after it has answered `accept`';

type Row = readonly [
  name: string,
  words: string,
  steps: readonly Step[],
  sent: readonly string[],
  outcome: string | null,
  offers?: readonly Json[],
];
const rows: readonly Row[] = [
  ['agreed', DONE, [...begun, propose, accept, done('agreed')], [...CHOSEN, 'answer accept'], 'agreed'],
  [
    'no ack, but a proposal',
    'as its `ack`',
    [{ choose: one }, propose, accept, done('agreed')],
    [...CHOSEN, 'answer accept'],
    'agreed',
  ],
  [
    'accepted, and the agent says dismissed',
    'except after `accept`',
    [...begun, propose, accept, done('dismissed')],
    [...CHOSEN, 'answer accept'],
    'agreed',
  ],
  ['agreed, without a proposal', DONE, [...begun, done('agreed')], CHOSEN, 'dismissed'],
  ['agreed, after a refusal', DONE, [...begun, propose, refuse, done('agreed')], [...CHOSEN, 'answer refuse'], 'dismissed'],
  [
    'agreed, while pending',
    DONE,
    [...begun, propose, answer(202, { pending: true }), done('agreed')],
    [...CHOSEN, 'answer pending'],
    'asked',
  ],
  [
    'asked, while pending',
    DONE,
    [...begun, propose, answer(202, { pending: true }), done('asked')],
    [...CHOSEN, 'answer pending'],
    'asked',
  ],
  ['declined', DONE, [...begun, done('declined')], CHOSEN, 'declined'],
  ['dismissed', DONE, [...begun, done('dismissed')], CHOSEN, 'dismissed'],
  [
    'a counter, then agreed',
    'only after a `counter`',
    [...begun, propose, answer(200, { counter: 'SD-BASE' }), propose, accept, done('agreed')],
    [...CHOSEN, 'answer counter', 'answer accept'],
    'agreed',
  ],
  [
    'a second counter',
    '`counter` for the first',
    [...begun, propose, answer(200, { counter: 'SD-BASE' }), propose, answer(200, { counter: 'SD-BASE-DP' })],
    [...CHOSEN, 'answer counter', 'answer refuse'],
    null,
  ],
  [
    'a second proposal without a counter',
    'only after a `counter`',
    [...begun, propose, refuse, propose],
    [...CHOSEN, 'answer refuse'],
    null,
  ],
  ['a vendor who is not reached', 'a vendor who was not reached', [...begun, propose, { vendor: null }], CHOSEN, null],
  [
    'an answer with another status',
    'a vendor who was not reached',
    [...begun, propose, answer(201, { record: '{}' })],
    CHOSEN,
    null,
  ],
  [
    'an answer of two kinds',
    'a vendor who was not reached',
    [...begun, propose, answer(200, { record: '{}', counter: 'SD-BASE' })],
    CHOSEN,
    null,
  ],
  [
    'a server that fails',
    'a vendor who was not reached',
    [...begun, propose, answer(500, { refused: true, code: 'server_error', message: 'No' }), { cancel: 'user' }],
    [...CHOSEN, 'cancel'],
    'dismissed',
  ],
  ['the person cancels', 'a `cancel` with its `offer`', [...begun, { cancel: 'user' }], [...CHOSEN, 'cancel'], 'dismissed'],
  [
    'the page cancels after accept',
    'a `cancel` with its `offer`',
    [...begun, propose, accept, { cancel: 'page' }],
    [...CHOSEN, 'answer accept'],
    'agreed',
  ],
  [
    'an agent that was not chosen',
    'late, out of order or of another flow',
    [{ choose: one }, say('propose', { record: '{}' }, two), say('done', { outcome: 'agreed' }, two)],
    CHOSEN,
    null,
    [offered(), offered(two)],
  ],
  [
    'a message of another flow',
    'late, out of order or of another flow',
    [...begun, { agent: { ...propose.agent, id: two } }],
    CHOSEN,
    null,
  ],
  [
    'an offer that comes late',
    'late, out of order or of another flow',
    [say('offer', { acts: ['relate'] }, two), { choose: two }],
    ['ask'],
    null,
  ],
  ['the same offer twice', 'at most 32 offers', begun, CHOSEN, null, [offered(), offered()]],
  ['a done before a choice', 'late, out of order or of another flow', [done('declined')], ['ask'], null],
];

export const handshakeCases = (): { about: string; cases: readonly HandshakeCase[] } => ({
  about:
    'Flows of a host whose page has an endpoint and the status `offered`, with the act `relate`. Agents offer during the ask on the public lane; then the steps follow, each when all before is done.',
  cases: rows.map(([name, words, steps, sent, outcome, offers = [offered()]]) => ({
    name,
    rules: [rule(words)],
    offers,
    steps,
    expect: { sent, outcome },
  })),
});
