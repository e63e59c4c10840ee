import type { FlowState, Outcome } from '../contract/flow.js';
import type { Message, MessageBody } from '../contract/messages.js';
import type { PageReply } from '../contract/replies.js';

/** Counts what an agent says came of it only as far as the vendor's answer in this flow bears it out. */
export const outcomeAfter = (state: FlowState, { outcome }: Message<'done'>): Outcome => {
  if (state === 'accept') return 'agreed';
  if (outcome === 'declined') return outcome;
  return state === 'pending' && outcome !== 'dismissed' ? 'asked' : 'dismissed';
};

/**
 * Returns the outcome of a flow that the person or the page ends. A passkey has nobody who says `done`: what the vendor has answered
 * stands.
 *
 * @param data the vendor's answer to an `export`, of which the person keeps a copy
 */
export const outcomeOf = (state: FlowState, isPasskey: boolean, data: string | undefined): Outcome => {
  if (state === 'accept') return data ? 'by-link' : 'agreed';
  return state === 'pending' && isPasskey ? 'asked' : 'dismissed';
};

/** Words the vendor's reply for the agent. A counter that comes too late reads as a refusal. */
export const answerFor = (
  { record, counter, pending, code, data }: PageReply,
  mayCounter: boolean,
): Omit<MessageBody<'answer'>, 'offer'> => {
  if (record || data) return { answer: 'accept', record };
  if (pending) return { answer: 'pending' };
  return counter && mayCounter ? { answer: 'counter', agreement: counter } : { answer: 'refuse', code };
};
