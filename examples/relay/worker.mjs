/** Takes the changes out of the queue, in a process that knows nothing of relbuttons: `node examples/relay/worker.mjs`. */
import { fileURLToPath } from 'node:url';
import { openRelay, QUEUE } from './relay.mjs';

/** @param {(change: import('relbutton/server').Change) => unknown} work is called again with a change if it fails */
export const workOn = (boss, work) =>
  boss.work(QUEUE, { pollingIntervalSeconds: 0.5 }, async (jobs) => {
    for (const { data } of jobs) await work(data);
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { boss } = await openRelay({ connectionString: process.env.DATABASE_URL });
  await workOn(boss, ({ iss, act, status, sequence }) => console.log(iss, act, status, sequence));
}
