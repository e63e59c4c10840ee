/** Describes what vendors answer. */
import { RecordError } from 'relbutton/agent/ledger';

/**
 * @param {import('relbutton/agent/ledger').Heard} heard
 * @param {string} name the vendor's
 * @param {string} done the sentence if the vendor took it
 */
export const answerOf = ({ answer, code, agreement, erasure }, name, done) => {
  if (answer === 'pending') return `${name} answers later.`;
  if (answer === 'counter') return `${name} suggests ${agreement}. Nothing is agreed.`;
  if (answer === 'refuse') return `${name} did not take it (${code}). ${new RecordError(code).message}`.trim();
  if (!erasure) return done;
  return erasure.erased
    ? `${done} ${name} has erased what it held.`
    : `${done} ${name} keeps ${erasure.kept}: ${erasure.why}, until ${erasure.until}.`;
};
