/**
 * Asks an agent's person, in the agent's own window, sends their decision to the vendor, and stores it in the ledger.
 */
import { AGREEMENT_IDS } from 'relbutton';
import { linkOf, RecordError } from 'relbutton/agent/ledger';
import { ACTS } from './acts/index.js';
import { agree } from './agree.js';
import { answerOf } from './answers.js';
import { carry } from './carry.js';
import { INTENT, statement } from './form.js';
import { askPerson, ended, unsaid } from './window.js';
import { agreementIn, nothingHere } from './words.js';

/** Composes an act other than `relate`. @param known the relationship with the vendor, if there is one */
const compose = async (request, known) => {
  const { vendor, act } = request;
  const { yes, done, fieldsOf, bodyOf } = ACTS[act];
  const links = await Promise.all((known?.records ?? []).map(linkOf));
  const own = act === 'intentcast' ? { agreement: INTENT } : {};
  const { said, outcome } = await askPerson({
    ...request,
    yes,
    fields: fieldsOf({ links }),
    preview: (so) => statement({ to: [vendor], act, body: bodyOf(so), agreement: agreementIn(links), ...own, links }),
  });
  if (outcome) return unsaid(outcome, vendor);
  const body = bodyOf(said);
  const heard = await carry(request, { act, ...own, ...(body && { body }) });
  if (heard.code === 'no_endpoint') {
    // A leave still counts: the ledger sends it to the vendor's server.
    const later = act === 'leave' ? [`You left all the same. Your ledger tells ${vendor.name} when you sync.`] : [];
    return ended('dismissed', nothingHere(vendor.name), ...later);
  }
  const outcomes = { accept: 'agreed', pending: 'asked' };
  return ended(outcomes[heard.answer] ?? 'dismissed', answerOf(heard, vendor.name, `${done} Both sides hold the same record.`));
};

/**
 * Asks the person, proposes their choice, asks once more after a counter, keeps the record that both sides signed, and shows the outcome.
 *
 * @param {object} request
 * @param {import('relbutton/agent/ledger').Ledger} request.ledger
 * @param {{ origin: string, name: string }} request.vendor
 * @param {string} [request.act] `relate`, or a key of `ACTS`. Default: `relate`
 * @param {string[]} request.accepts the agreements that the vendor accepts
 * @param {string} [request.preferred] the agreement that the person usually proposes. Default: the vendor's first
 * @param {string} [request.challenge]
 * @param {string} request.intro the reason for the question, in a sentence
 * @param {string} request.source the source of the vendor's origin, in a sentence
 * @param {boolean} [request.canDecline] `true` if the vendor's page can hear a no. Default: `true`
 * @param {(record: string) => Promise<import('relbutton/agent').Answer>} [request.propose] proposes a record to the vendor's page.
 * Default: the ledger sends it to the vendor's server
 * @returns {Promise<string>} the outcome
 */
export const relate = async (request) => {
  const { ledger, vendor, accepts, act = 'relate' } = request;
  const { origin, name } = vendor;
  try {
    const isCurrent = (one) => one.vendor === origin && one.status !== 'ended';
    const known = (await ledger.list()).find(isCurrent);
    // Fetch the vendor's new records first. If the vendor cannot be reached, go on without them.
    if (known) await ledger.sync(known.iss).catch(() => undefined);
    if (act !== 'relate') {
      if (!Object.hasOwn(ACTS, act)) return ended('dismissed', `This agent cannot do "${act}".`);
      const now = (await ledger.list()).find(isCurrent);
      // A need can begin a relationship.
      return now || act === 'intentcast'
        ? await compose(request, now)
        : ended('dismissed', `There is no relationship with ${name} here.`);
    }
    const understood = accepts.filter((id) => AGREEMENT_IDS.includes(id));
    return understood.length
      ? await agree(request, understood)
      : ended('dismissed', `${name} names no agreement that this agent knows.`);
  } catch (error) {
    const whose =
      error instanceof RecordError ? 'Nothing is kept of it.' : `What ${name} answered does not hold, and is not kept.`;
    return ended('dismissed', `${whose} ${error.message}`);
  }
};
