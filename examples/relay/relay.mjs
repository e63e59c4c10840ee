/**
 * Moves the changes of relationships into the queue that a company already has, here pg-boss in PostgreSQL. The outbox delivers a change
 * at least once; the queue takes each `id` once.
 */
import PgBoss from 'pg-boss';

export const QUEUE = 'relationships';
/** How long a done job is remembered, in seconds: longer than the outbox tries to deliver its change, which is three days. */
const REMEMBERED = 4 * 86_400;

/**
 * Opens the queue.
 *
 * @param {import('pg').PoolConfig} connection the database that has the queue: the vendor's own, or another one
 * @returns `onchange`, for the option of `createVendor`: it resolves once the queue has the change; and `boss`, the queue
 */
export const openRelay = async (connection) => {
  const boss = new PgBoss({ ...connection, archiveCompletedAfterSeconds: REMEMBERED });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(QUEUE);
  /** @param {import('relbutton/server').Change} change */
  const onchange = async (change) => {
    // A change that comes a second time has the `id` of a job, and is left out.
    await boss.send(QUEUE, change, { id: change.id });
  };
  return { boss, onchange };
};
