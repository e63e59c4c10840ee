import { say } from './window.js';

/**
 * Signs a record, sends it by the page or to the vendor's server, and stores the answer.
 *
 * @param {object} request as `relate` in `consent.js` takes it
 * @param {{ act: string, agreement?: string, body?: object }} statement
 */
export const carry = async ({ ledger, propose, vendor, challenge }, statement) => {
  say(`Waiting for ${vendor.name}.`);
  const proposal = { vendor, ...statement, ...(challenge && { challenge }) };
  if (!propose) return ledger.say(proposal);
  const record = await ledger.sign(proposal);
  const reply = await propose(record);
  await ledger.settle(record, reply);
  return reply;
};
