/**
 * Limits what assistants can ask of this agent, so that its memory stays bounded.
 *
 * @module
 */
import { UsageError } from '../../cli/command.js';

/** The maximum length of a message, in bytes. The longest arguments of a tool fit in. */
export const MAX_MESSAGE = 262_144;
/** The most calls of all assistants at work at the same time. */
const MAX_CALLS = 32;

/** Runs a call. @throws UsageError if too many are at work */
export type Limited = <T>(work: () => Promise<T>) => Promise<T>;

export const limitCalls = (): Limited => {
  let atWork = 0;
  return async (work) => {
    if (atWork >= MAX_CALLS) throw new UsageError(`${MAX_CALLS} calls are at work already. Call again once they are answered.`);
    atWork++;
    try {
      return await work();
    } finally {
      atWork--;
    }
  };
};
