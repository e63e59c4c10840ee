import type { Outcome } from '../../../contract/flow.js';
import type { Flow } from '../../../handoff/flow.js';
import { fill, type Words } from '../../../locales/en.js';

/**
 * The sentence for where a flow stands, or for its outcome; empty while the person chooses and nothing went wrong.
 *
 * @param act of the record that both sides signed
 */
export const message = (flow: Flow, words: Words, outcome?: Outcome, act = flow.wish?.act): string => {
  const { state, agent, reply, terms, problem } = flow;
  const { code, message = '' } = reply ?? {};
  const key = outcome ?? (state === 'accept' ? 'agreed' : (state === 'choosing' && problem) || state);
  const { said } = words;
  const sentence = (key === 'agreed' && said[act as 'leave']) || said[code === 'no_endpoint' ? code : key];
  return `${fill(sentence, terms.told.vendor.name, agent || words.agent)} ${message}`.trim();
};
