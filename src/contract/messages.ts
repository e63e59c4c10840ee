import { hasOwn } from './captured.js';
import {
  act,
  agreement,
  copy,
  integer,
  MAX_LANG,
  oneOf,
  plainText,
  readJson,
  record,
  type Shape,
  text,
  uuid,
  type Value,
} from './fields.js';
import { writeJson } from './write-json.js';

/** The name of the one event that host and agent speak through. */
export const MESSAGE_EVENT = 'rel-message';
/** In UTF-16 units, of a message or of a vendor's reply. */
export const MAX_TEXT = 65_536;
/** In UTF-16 units, of an origin or an endpoint; of a challenge. */
export const MAX_URL = 2_048;
export const MAX_CHALLENGE = 1_024;
/** In characters, of a vendor's name. */
export const MAX_NAME = 200;
/** At most so many offers of one ask are heard. */
export const MAX_OFFERS = 32;

/** What a vendor's answer to a proposal can be. */
export const ANSWERS = ['accept', 'counter', 'refuse', 'pending'] as const;
/** What an agent says came of a flow. */
export const AGENT_OUTCOMES = ['agreed', 'asked', 'declined', 'dismissed'] as const;
export type AgentOutcome = (typeof AGENT_OUTCOMES)[number];

const head = { v: 1, id: uuid } as const;
const acts = [act] as const;

/** What agents say to a host, a row each (contract, section 4). */
export const FROM_AGENT = {
  offer: { ...head, offer: uuid, acts, 'label?': plainText(64) },
  ack: { ...head, offer: uuid },
  propose: { ...head, offer: uuid, record },
  done: { ...head, offer: uuid, outcome: oneOf(AGENT_OUTCOMES) },
} as const;

/** What a host says to agents, a row each. */
export const FROM_HOST = /* @__PURE__ */ (() =>
  ({
    ask: { v: [integer], id: uuid, acts, lang: text(MAX_LANG) },
    choose: {
      ...head,
      offer: uuid,
      act,
      vendor: { origin: text(MAX_URL), name: plainText(MAX_NAME) },
      accepts: [agreement],
      'endpoint?': text(MAX_URL),
      'challenge?': text(MAX_CHALLENGE),
    },
    answer: {
      ...head,
      offer: uuid,
      answer: oneOf(ANSWERS),
      'agreement?': agreement,
      'record?': record,
      'code?': text(64),
    },
    cancel: { ...head, reason: oneOf(['user', 'page']), 'offer?': uuid },
  }) as const)();

/** Any of the messages of a table, as `parseMessage` returns it. */
export type MessageOf<T> = { [K in keyof T]: { type: K } & Value<T[K]> }[keyof T];
/** The message of one type. */
export type Message<T extends string> = Extract<MessageOf<typeof FROM_AGENT> | MessageOf<typeof FROM_HOST>, { type: T }>;

/**
 * Reads a message.
 *
 * @param detail what the event carried
 * @param rows the messages that are addressed to the reader
 * @returns the message; `undefined` for one of another type, which is none of the reader's business; `null` for one that is
 * malformed, to be dropped and counted
 */
export const parseMessage = <T extends Readonly<Record<string, Shape>>>(
  detail: unknown,
  rows: T,
): MessageOf<T> | null | undefined => {
  const input = readJson(detail, MAX_TEXT) as { type?: unknown } | undefined;
  const type = input && hasOwn(input, 'type') && input.type;
  if (typeof type !== 'string') return null;
  if (!hasOwn(rows, type)) return undefined;
  const copied = copy(rows[type] as Shape, input) as MessageOf<T> | undefined;
  if (copied) copied.type = type;
  return copied ?? null;
};

/** What a message carries beside its version, id and type; a key whose value is `undefined` is left out. */
export type MessageBody<T extends string> = Omit<Message<T>, 'v' | 'id' | 'type'>;

/**
 * Writes a message as the text that an event carries.
 *
 * @param id of the ask
 */
export const writeMessage = <T extends keyof typeof FROM_AGENT | keyof typeof FROM_HOST>(
  type: T,
  id: string,
  body: MessageBody<T>,
): string => writeJson({ v: type === 'ask' ? [1] : 1, id, type, ...body });
