/**
 * Takes an agent into a relationship with the vendor that the kit plays.
 *
 * @module
 */
import { decodeText, edit, encode } from '../customer.js';
import { check } from '../report.js';
import type { AgentProbe, ChosenFlow, Made } from './probe.js';
import { CHALLENGE } from './signed.js';
import { Vendor } from './vendor.js';

/** Presses, chooses the agent and has the person say yes. */
export const propose = async (probe: AgentProbe): Promise<{ flow: ChosenFlow; record: string }> => {
  const before = probe.all('propose').length;
  const flow = await probe.chosen({ challenge: CHALLENGE });
  await probe.next('ack');
  return { flow, record: await probe.proposed(before + 1) };
};
/** Has the person relate with no page. @returns the record that was posted */
const post = async (probe: AgentProbe, vendor: Vendor): Promise<string> => {
  const before = vendor.of('relate').length;
  await probe.does('relate');
  const posted = vendor.of('relate')[before];
  check(posted, 'The agent posted no relate.');
  return posted.record;
};

/** The record of one proposal, which several cases look at. */
export const aProposal = (probe: AgentProbe): Promise<Made> => {
  const make = async (one: AgentProbe): Promise<string> =>
    one.play.kind === 'endpoint' ? post(one, new Vendor(one.stage)) : (await propose(one)).record;
  return probe.once('proposal', make, probe.stage);
};

/** Accepts a proposal in the page. @param make makes the record that the vendor answers */
export const accepting = async (
  probe: AgentProbe,
  make: (record: string) => string = (record) => probe.stage.key.countersign(record),
): Promise<{ outcome: unknown; record: string }> => {
  const { flow, record } = await propose(probe);
  await probe.answer(flow, 'accept', { record: make(record) });
  return { outcome: await probe.outcome(), record };
};

/** Begins a relationship: in the page, or at the endpoint by an agent that has none. @returns the record of the customer */
export const relating = async (probe: AgentProbe, vendor: Vendor): Promise<string> => {
  if (probe.play.kind === 'endpoint') return post(probe, vendor);
  const { outcome, record } = await accepting(probe, (sent) => vendor.keep(sent));
  check(outcome === 'agreed', `The agent says ${String(outcome)}.`);
  return record;
};

/** Changes the claims of a record, which its signature then does not fit. */
export const changed = (record: string, claims: object): string =>
  edit(record, (jws) => {
    jws.payload = encode(JSON.stringify({ ...(JSON.parse(decodeText(String(jws.payload))) as object), ...claims }));
  });
