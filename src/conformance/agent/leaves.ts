import { claimsIn } from '../probe.js';
import { type Case, check } from '../report.js';
import { atEndpoint } from './posts.js';
import type { AgentProbe } from './probe.js';
import { relating } from './relating.js';
import { NOT_NOW } from './vendor.js';

/** How an agent leaves a vendor (contract, "Leaving and erasing"). */
const cases: readonly Case<AgentProbe>[] = [
  atEndpoint(['C-227'], 'a leave without an answer is sent again', ['leave', 'sync'], async (probe, vendor) => {
    await relating(probe, vendor);
    vendor.answers = ({ claims }) => (claims.act === 'leave' ? NOT_NOW : undefined);
    await probe.does('leave');
    const before = vendor.of('leave').length;
    check(before, 'The agent posted no leave.');
    vendor.answers = () => undefined;
    await probe.does('sync');
    check(vendor.of('leave').length > before, 'The agent did not send it again.');
  }),
  atEndpoint(
    ['C-226'],
    'an unknown form of erasure is left out, and the leave counts',
    ['leave', 'sync'],
    async (probe, vendor) => {
      await relating(probe, vendor);
      vendor.answers = ({ record, claims }) =>
        claims.act === 'leave' ? { body: { record: vendor.keep(record), erasure: { later: true } } } : undefined;
      await probe.does('leave');
      const before = vendor.of('leave').length;
      check(before, 'The agent posted no leave.');
      await probe.does('sync', { posts: false });
      check(vendor.of('leave').length === before, 'The agent sent the leave again.');
    },
  ),
  atEndpoint(['C-158'], 'a leave names the last record', ['leave'], async (probe, vendor) => {
    await relating(probe, vendor);
    await probe.does('leave');
    const [leave] = vendor.of('leave');
    check(leave, 'The agent posted no leave.');
    check(leave.claims.prev === vendor.last, `Its prev is ${String(leave.claims.prev)}, not ${vendor.last}.`);
  }),
  atEndpoint(['C-159'], 'a relationship after a leave has a new key', ['leave'], async (probe, vendor) => {
    const first = claimsIn(await relating(probe, vendor));
    await probe.does('leave');
    check(vendor.of('leave').length, 'The agent posted no leave.');
    vendor.line = [];
    check(claimsIn(await relating(probe, vendor)).iss !== first.iss, 'It has the same key.');
  }),
];
export const leaveCases: readonly Case<AgentProbe>[] = [...cases];
