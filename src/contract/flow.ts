import type { AgentOutcome, Message } from './messages.js';

/** What one press comes to, exactly once (contract, "A flow"). */
export type Outcome = AgentOutcome | 'by-link';

/**
 * Where a flow stands.
 *
 * - `asking`: the ask is being dispatched; `choosing`: the person looks at the ways there are
 * - `opening`: the window of an agent elsewhere is opening; `unheard`: it has said nothing for 10 s; `unopened`: the browser opened none
 * - `waiting`: an agent is chosen and has said nothing yet; `silent`: for 2 s
 * - `consenting`: the agent asks its person
 * - `deciding`: the vendor has the record; `unreached`: it could not be reached
 * - `accept`, `counter`, `refuse`, `pending`: what the vendor answered
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
  | 'deciding'
  | 'unreached'
  | Message<'answer'>['answer']
  | 'ended';
