import type { Outcome } from '../../../contract/flow.js';
import { isRelated, type Status } from '../../../contract/statuses.js';
import type { Flow } from '../../../handoff/flow.js';
import { fill, SAID_AS, type Words } from '../../../locales/en.js';

/** The title of the panel, and the label of the button: what the person can do, or whose relationship it is. */
export const titleOf = (status: Status, { relate, you }: Words, vendor: string): string =>
  fill(isRelated(status) ? you : relate, vendor);

/** The sentences for a record that both sides hold, by its act. Acts without one have the sentence for `agreed`. */
const afterAct = ({ acts, said, status }: Words): Readonly<Record<string, string | undefined>> =>
  ({
    __proto__: null,
    converse: said.converse,
    regard: said.converse,
    pause: status.paused,
    export: acts.export,
    leave: status.ended,
  }) as never;

/**
 * The sentence for where a flow stands, or for its outcome; empty while the person chooses and nothing went wrong.
 *
 * @param act of the record that both sides signed
 */
export const message = (flow: Flow, words: Words, outcome?: Outcome, act = flow.wish?.act): string => {
  const { state, agent, reply, terms, problem } = flow;
  const { code, message = '' } = reply ?? {};
  const key = outcome ?? (state === 'accept' ? 'agreed' : (state === 'choosing' && problem) || state);
  const said = code === 'no_endpoint' ? code : key;
  const sentence =
    (said === 'agreed' && afterAct(words)[act ?? '']) ||
    words.said[said in SAID_AS ? SAID_AS[said as 'asked'] : (said as 'agreed')];
  return `${fill(sentence, terms.told.vendor.name, agent || words.agent)} ${message}`.trim();
};
