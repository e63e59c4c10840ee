/**
 * What an agent in a window of its own and the page that opened it agree on before they have a port (contract, section 10).
 *
 * @module
 */
import { integer, uuid } from './fields.js';

/** Where an agent answers, at its own origin (RFC 8615). */
export const AGENT_PATH = '/.well-known/rel-agent?v=1';

/** What an agent says when its window is there: the versions that it speaks. */
export const HELLO = { rel: /^hello$/, v: [integer] } as const;
/** What the host answers to a hello, with one end of a channel. `id` is that of every message on it. */
export const WELCOME = { rel: /^welcome$/, v: 1, id: uuid } as const;
