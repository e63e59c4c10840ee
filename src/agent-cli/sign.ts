/**
 * Shows the person what is to be signed, and says it after their yes.
 *
 * @module
 */
import type { Heard, Proposal } from '../agent/ledger.js';
import { vendorLine } from '../agent/vendor-text.js';
import { print } from '../cli/output.js';
import { inFull, jsonLine, termsOf, titleOf } from './in-words.js';
import type { Opened } from './open.js';
import { counterOf, type Proposed, signAgreed } from './proposals.js';
import { askYes } from './terminal.js';

const erasureOf = ({ erasure }: Heard): string => {
  if (!erasure) return '';
  if ('pending' in erasure) return ' It is erasing what it holds about you.';
  return 'erased' in erasure
    ? ' It has erased what it held about you.'
    : ` It keeps ${erasure.kept} until ${erasure.until}: ${erasure.why}.`;
};

const answerOf = (heard: Heard): string => {
  const { answer, agreement = '', code = '' } = heard;
  if (answer === 'accept') return `Both of you hold this record.${erasureOf(heard)}`;
  if (answer === 'pending') return 'It will answer later: see "relbutton-agent inbox".';
  if (code === 'too_many_proposals') return 'It has not decided on your first proposal yet: see "relbutton-agent inbox".';
  return answer === 'counter' ? `It suggests ${termsOf(agreement)}` : `It does not agree (${code}).`;
};

/** One line on a vendor's answer. @param about whom and what, in words that no vendor chooses */
export const heardInWords = (about: string, heard: Heard): string => `${vendorLine(`${about}: ${answerOf(heard)}`)}\n`;

/** Prints a vendor's answer. @returns the exit code: 1 if nothing came of it */
const report = async ({ vendor, act }: Proposal, heard: Heard, json: boolean): Promise<number> => {
  const line = json ? jsonLine({ vendor: vendor.origin, act, ...heard }) : heardInWords(vendor.origin, heard);
  await print(line);
  return heard.answer === 'accept' || heard.answer === 'pending' ? 0 : 1;
};

/** Prints that the person did not say yes. */
export const reportNo = async (json: boolean): Promise<number> => {
  await print(json ? jsonLine({ answer: 'dismissed' }) : 'Nothing was signed.\n');
  return 1;
};

/**
 * Signs and sends a proposal after the person's yes. If the vendor suggests other terms, asks about those too.
 *
 * @returns the exit code
 */
export const signAfterYes = async (opened: Opened, proposed: Proposed, json: boolean): Promise<number> => {
  const { proposal, terms, about } = proposed;
  const { vendor, act, body } = proposal;
  if (!(await askYes(titleOf(act), inFull({ to: [vendor], act, agreement: terms, body, about })))) return reportNo(json);
  const heard = await signAgreed(opened, proposed);
  const counter = counterOf(heard, proposed);
  if (!counter) return report(proposal, heard, json);
  process.stderr.write(heardInWords(vendor.origin, heard));
  return signAfterYes(opened, counter, json);
};
