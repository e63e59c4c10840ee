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

/** The name of the event that carries messages (contract, "Messages"). */
export const MESSAGE_EVENT = 'rel-message';
/** The maximum length of a message or of a vendor's reply, in UTF-16 units. */
export const MAX_TEXT = 65_536;
/** The maximum length of an origin or an endpoint, in UTF-16 units. */
export const MAX_URL = 2_048;
/** The maximum length of a challenge, in UTF-16 units. */
export const MAX_CHALLENGE = 1_024;
/** The maximum length of a vendor's name, in characters. */
export const MAX_NAME = 200;
/** The maximum number of offers that a host hears for one ask. */
export const MAX_OFFERS = 32;

/** The answers that an agent hears to a proposal (contract, "Negotiation"). */
export const ANSWERS = ['accept', 'counter', 'refuse', 'pending'] as const;
/** The outcomes that an agent can end a flow with (contract, "Messages"). */
export const AGENT_OUTCOMES = ['agreed', 'asked', 'declined', 'dismissed'] as const;
/**
 * The outcome that an agent ends a flow with. `declined` is only for a person who said no; an agent that stays quiet, or a person who
 * closed it, is `dismissed`.
 */
export type AgentOutcome = (typeof AGENT_OUTCOMES)[number];

const head = { v: 1, id: uuid } as const;
const acts = [act] as const;

/** The messages of agents to a host: the fields of each, by type (contract, "Messages"). */
export const FROM_AGENT = {
  offer: { ...head, offer: uuid, acts, 'label?': plainText(64) },
  ack: { ...head, offer: uuid },
  propose: { ...head, offer: uuid, record },
  done: { ...head, offer: uuid, outcome: oneOf(AGENT_OUTCOMES) },
} as const;

/** The messages of a host to agents: the fields of each, by type (contract, "Messages"). */
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

/** Any message of a table, as `parseMessage` returns it. */
export type MessageOf<T> = { [K in keyof T]: { type: K } & Value<T[K]> }[keyof T];
/** The message of one type. */
export type Message<T extends string> = Extract<MessageOf<typeof FROM_AGENT> | MessageOf<typeof FROM_HOST>, { type: T }>;

/**
 * Parses a message.
 *
 * @param detail the event's `detail`, any value
 * @param rows the messages that are addressed to the reader: `FROM_AGENT` or `FROM_HOST`
 * @returns the message; `undefined` for a message of another type; `null` for a malformed one, to be dropped and counted
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

/** The fields of a message without version, id and type. A key whose value is `undefined` is left out. */
export type MessageBody<T extends string> = Omit<Message<T>, 'v' | 'id' | 'type'>;

/**
 * Writes the JSON text of a message, the `detail` of its event.
 *
 * @param id of the ask, a UUID
 */
export const writeMessage = <T extends keyof typeof FROM_AGENT | keyof typeof FROM_HOST>(
  type: T,
  id: string,
  body: MessageBody<T>,
): string => writeJson({ v: type === 'ask' ? [1] : 1, id, type, ...body });
