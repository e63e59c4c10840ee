/**
 * The handshake of an agent in a window of its own with the page that opened it, before they have a port (contract, "Agents elsewhere").
 *
 * @module
 */
import { integer, uuid } from './fields.js';

/** The path at which an agent answers, at its own origin (RFC 8615). */
export const AGENT_PATH = '/.well-known/rel-agent?v=1';

/** The hello of an agent's window: the versions that it speaks. */
export const HELLO = { rel: /^hello$/, v: [integer] } as const;
/** The host's answer to a hello. It comes with a port; `id` is the id of every message on that port. */
export const WELCOME = { rel: /^welcome$/, v: 1, id: uuid } as const;
