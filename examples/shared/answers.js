/** Describes what vendors answer. */
import { RecordError } from 'relbutton/agent/ledger';

/**
 * Says what became of the person's data, once they left and asked to erase it.
 *
 * @param {import('relbutton/agent/ledger').Erasure} erasure
 * @param {string} name the vendor's
 */
export const erasureIn = ({ pending, erased, kept, why, until }, name) => {
  if (pending) return `${name} is erasing what it held.`;
  return erased ? `${name} has erased what it held.` : `${name} keeps ${kept}: ${why}, until ${until}.`;
};

/**
 * @param {import('relbutton/agent/ledger').Heard} heard
 * @param {string} name the vendor's
 * @param {string} done the sentence if the vendor took it
 */
export const answerOf = ({ answer, code, agreement, erasure }, name, done) => {
  if (answer === 'pending') return `${name} answers later.`;
  if (answer === 'counter') return `${name} suggests ${agreement}. Nothing is agreed.`;
  if (answer === 'refuse') return `${name} did not take it (${code}). ${new RecordError(code).message}`.trim();
  return erasure ? `${done} ${erasureIn(erasure, name)}` : done;
};
