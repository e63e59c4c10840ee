import type { Claims } from '../contract/record.js';
import { isProposal } from '../contract/rules.js';
import { RecordError } from '../records/errors.js';
import type { Hooks } from './hooks.js';
import type { Incoming } from './incoming.js';
import type { Received } from './receiving.js';
import type { Entry, State } from './store.js';

/** The number of records that are remembered as `unkept`. */
const MAX_UNKEPT = 1_000;

/**
 * Returns whether a challenge was already checked, in a proposal that was countered and that this one follows. After any other answer
 * a challenge is used up.
 */
const isAfterCounter = (claims: Claims, { proposals }: State): boolean => {
  const { prev, challenge } = claims;
  const before = proposals.filter((one) => one.challenge === challenge);
  return isProposal(claims) && before.length > 0 && before.every((one) => one.answer === 'countered' && one.prev === prev);
};

interface Challenges {
  /** Checks the challenge of a record, if it has one. @throws RecordError `wrong_challenge`, `server_error` */
  check(said: Received, state: State, incoming: Incoming): Promise<void>;
  /** Forgets a record that is kept or answered: its challenge is used up. */
  forget(entry: Entry): void;
}

export const createChallenges = ({ checkChallenge }: Pick<Hooks, 'checkChallenge'>): Challenges => {
  /** Hashes of records whose check used up a valid challenge, in case a failure then keeps them out of the store. */
  const unkept = new Set<string>();
  return {
    async check({ claims, entry }, state, incoming) {
      const { challenge } = claims;
      if (challenge === undefined || !checkChallenge || unkept.has(entry.hash) || isAfterCounter(claims, state)) return;
      if (!(await checkChallenge(challenge, incoming.request(), claims))) throw new RecordError('wrong_challenge');
      const [oldest] = unkept;
      if (oldest !== undefined && unkept.size >= MAX_UNKEPT) unkept.delete(oldest);
      unkept.add(entry.hash);
    },
    forget: ({ hash }) => void unkept.delete(hash),
  };
};
