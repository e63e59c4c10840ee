/** Messages: details that are taken, dropped or ignored. */
import type { Json } from './parties.js';
import { rule } from './text.js';

export interface MessageCase {
  readonly name: string;
  readonly rules: readonly string[];
  /** The reader. */
  readonly to: 'host' | 'agent';
  readonly detail: string;
  /** `taken` with the message as it is read, `dropped` as malformed, or `ignored` as of another type. */
  readonly expect: { readonly result: 'taken' | 'dropped' | 'ignored'; readonly message?: Json };
}

const id = '0f8fad5b-d9cb-4469-a165-70867728950e';
const offer = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const FORM = 'in which a required member is missing';
const head = { v: 1, id };
const ask = { v: [1], id, type: 'ask', acts: ['relate'], lang: 'en' };
const offered = { ...head, type: 'offer', offer, acts: ['relate'], label: 'Agent' };
const choose = {
  ...head,
  type: 'choose',
  offer,
  act: 'relate',
  vendor: { origin: 'https://shop.example', name: 'Shop' },
  accepts: ['SD-BASE'],
};
const propose = { ...head, type: 'propose', offer, record: '{}' };
const answer = { ...head, type: 'answer', offer, answer: 'accept', record: '{}' };
const deep = (levels: number): object => (levels ? { a: deep(levels - 1) } : {});

type Row = readonly [name: string, to: MessageCase['to'], detail: object | string, rules: string];
const taken: readonly (readonly [...Row, message?: Json])[] = [
  ['an ask', 'agent', ask, FORM],
  ['an ask of more versions', 'agent', { ...ask, v: [1, 2] }, 'only if its `v` contains 1'],
  ['an ask of 32 acts', 'agent', { ...ask, acts: Array<string>(32).fill('relate') }, FORM],
  ['an ask with an act of a vendor’s own', 'agent', { ...ask, acts: ['com.example.loyalty'] }, FORM],
  ['an offer', 'host', offered, FORM],
  ['an offer without label', 'host', { ...offered, label: undefined }, FORM],
  [
    'a label with characters that do not show',
    'host',
    { ...offered, label: 'A\u200bg\u0000e\u0301\u202ent' },
    'then in NFC',
    { ...offered, label: 'Agént' },
  ],
  ['a label of 65 characters', 'host', { ...offered, label: 'x'.repeat(65) }, 'then in NFC', { ...offered, label: undefined }],
  ['a label of 64 characters, 128 units', 'host', { ...offered, label: '👍'.repeat(64) }, 'then in NFC'],
  ['an unknown member', 'host', { ...offered, more: 1 }, 'copy only the members it knows', offered],
  [
    '__proto__ as a member',
    'host',
    `{"__proto__":{"label":"x"},${JSON.stringify({ ...offered, label: undefined }).slice(1)}`,
    'copy only the members it knows',
    { ...offered, label: undefined },
  ],
  ['an ack', 'host', { ...head, type: 'ack', offer }, FORM],
  ['a proposal', 'host', propose, FORM],
  ['a done', 'host', { ...head, type: 'done', offer, outcome: 'declined' }, FORM],
  ['a choice', 'agent', { ...choose, endpoint: 'https://shop.example/relbutton', challenge: 'c' }, FORM],
  ['a challenge of 1,025 units', 'agent', { ...choose, challenge: 'c'.repeat(1_025) }, FORM, choose],
  ['an answer', 'agent', answer, FORM],
  ['a refusal', 'agent', { ...head, type: 'answer', offer, answer: 'refuse', code: 'refused' }, FORM],
  ['a cancel of all', 'agent', { ...head, type: 'cancel', reason: 'user' }, FORM],
  ['a cancel of one', 'agent', { ...head, type: 'cancel', reason: 'page', offer }, FORM],
  ['eight levels', 'host', { ...offered, more: deep(6) }, 'deeper than 8 levels', offered],
];
const dropped: readonly Row[] = [
  ['no JSON', 'host', 'offer', FORM],
  ['an array', 'host', '[]', FORM],
  ['no type', 'host', { ...offered, type: undefined }, FORM],
  ['a type that is no text', 'host', { ...offered, type: ['offer'] }, FORM],
  ['no id', 'host', { ...offered, id: undefined }, FORM],
  ['an id in capitals', 'host', { ...offered, id: id.toUpperCase() }, FORM],
  ['an id of another version', 'host', { ...offered, id: id.replace('-4469', '-1469') }, FORM],
  ['another version', 'host', { ...offered, v: 2 }, FORM],
  ['a version in words', 'host', { ...offered, v: '1' }, FORM],
  ['33 acts', 'host', { ...offered, acts: Array<string>(33).fill('relate') }, FORM],
  ['an act in capitals', 'host', { ...offered, acts: ['Relate'] }, FORM],
  ['an act of 129 units', 'host', { ...offered, acts: ['a'.repeat(129)] }, FORM],
  ['a record that is an object', 'host', { ...propose, record: {} }, FORM],
  ['an optional record that fails', 'agent', { ...answer, record: 1 }, FORM],
  ['an optional agreement that fails', 'agent', { ...answer, agreement: 'sd-base' }, FORM],
  ['an answer of another kind', 'agent', { ...answer, answer: 'maybe' }, FORM],
  ['an outcome that agents do not have', 'host', { ...head, type: 'done', offer, outcome: 'by-link' }, FORM],
  ['a choice without vendor', 'agent', { ...choose, vendor: undefined }, FORM],
  ['a vendor without name', 'agent', { ...choose, vendor: { origin: 'https://shop.example' } }, FORM],
  ['an ask of version 1, not in a list', 'agent', { ...ask, v: 1 }, FORM],
  ['nine levels', 'host', { ...offered, more: deep(7) }, 'deeper than 8 levels'],
];
const ignored: readonly Row[] = [
  ['a type of later', 'host', { ...head, type: 'greet', offer }, 'ignore a message of a type'],
  ['a message for agents', 'host', ask, 'ignore a message of a type'],
  ['a message for hosts', 'agent', offered, 'ignore a message of a type'],
  ['constructor as a type', 'host', { ...head, type: 'constructor' }, 'ignore a message of a type'],
];

const textOf = (detail: object | string): string => (typeof detail === 'string' ? detail : JSON.stringify(detail));
export const messageCases = (): { about: string; cases: readonly MessageCase[] } => ({
  about: 'Details of `rel-message`, and how a host or an agent reads each.',
  cases: [
    ...taken.map(([name, to, detail, words, message = detail as Json]) => ({
      name,
      rules: [rule(words)],
      to,
      detail: textOf(detail),
      expect: { result: 'taken' as const, message: JSON.parse(JSON.stringify(message)) as Json },
    })),
    ...dropped.map(([name, to, detail, words]) => ({
      name,
      rules: [rule(words)],
      to,
      detail: textOf(detail),
      expect: { result: 'dropped' as const },
    })),
    ...ignored.map(([name, to, detail, words]) => ({
      name,
      rules: [rule(words)],
      to,
      detail: textOf(detail),
      expect: { result: 'ignored' as const },
    })),
  ],
});
