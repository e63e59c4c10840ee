/**
 * Runs the shop in a process that kills itself at a step of its work with the store: 2n - 1 is right before its nth call, 2n right
 * after. Its first argument has the options as JSON; it prints `ready` when it listens.
 */
import pg from 'pg';
import { createWebhook } from 'relbutton/server';
import { createPostgresStore } from 'relbutton/server/postgres';
import { createSqliteStore } from 'relbutton/server/sqlite';
import { startShop } from '../../examples/shop/server.mjs';

const { port, origin, key, webhook, secret, sqlite, postgres, killAt, erases } = JSON.parse(process.argv[2]);

let step = 0;
const pass = () => {
  step += 1;
  if (step === killAt) process.kill(process.pid, 'SIGKILL');
};
const deadly = (store) =>
  Object.fromEntries(
    Object.entries(store).map(([name, call]) => [
      name,
      async (...parameters) => {
        pass();
        const result = await call(...parameters);
        pass();
        return result;
      },
    ]),
  );

const store = sqlite ? createSqliteStore(sqlite) : await createPostgresStore(new pg.Pool(postgres));
const erase = erases ? () => Promise.resolve({ erased: true }) : undefined;
await startShop({ port, origin, key, secret, store: deadly(store), onchange: createWebhook(webhook), erase });
process.stdout.write('ready\n');
