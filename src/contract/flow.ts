import type { AgentOutcome, Message } from './messages.js';

/**
 * The outcome of a flow. Each flow has exactly one (contract, "A flow").
 *
 * - `agreed`: both sides signed
 * - `asked`: the vendor answers later
 * - `declined`: the person said no to their agent
 * - `by-link`: the person went on by link, mail, copy or app; an export that a passkey asked for is a copy
 * - `dismissed`: everything else
 */
export type Outcome = AgentOutcome | 'by-link';

/**
 * Why a passkey has signed nothing.
 *
 * - `cancelled`: the person closed the browser's dialog, or it timed out
 * - `unavailable`: the browser or the device cannot make or use a passkey
 * - `insecure`: passkeys do not work at this address, such as an IP address
 * - `unknown`: the vendor knows no relationship of the passkey
 * - `elsewhere`: the person is signing in another tab of this site
 */
export type Problem = 'cancelled' | 'unavailable' | 'insecure' | 'unknown' | 'elsewhere';

/**
 * The state of a flow.
 *
 * - `asking`: the ask is being dispatched; `choosing`: the panel shows the ways to go on
 * - `opening`: the window of an agent elsewhere opens; `unheard`: it has not answered for 10 s; `unopened`: the browser opened none
 * - `waiting`: an agent is chosen and has not answered; `silent`: it has not answered for 2 s
 * - `consenting`: the agent asks its person
 * - `signing`: the browser asks for a passkey; `unsigned`: it does so only in one more press
 * - `deciding`: the vendor has the record; `unreached`: the vendor cannot be reached
 * - `accept`, `counter`, `refuse`, `pending`: the vendor's answer
 * - `ended`: the flow has its outcome
 */
export type FlowState =
  | 'asking'
  | 'choosing'
  | 'opening'
  | 'unheard'
  | 'unopened'
  | 'waiting'
  | 'silent'
  | 'consenting'
  | 'signing'
  | 'unsigned'
  | 'deciding'
  | 'unreached'
  | Message<'answer'>['answer']
  | 'ended';
