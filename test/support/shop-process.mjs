/**
 * Runs the shop in a process that kills itself at a step of its work with the store: 2n - 1 is right before its nth call, 2n right
 * after. Its first argument has the options as JSON; it prints `ready` when it listens.
 */
import { createWebhook } from 'relbutton/server';
import { startShop } from '../../examples/shop/server.mjs';
import { openTold } from './told-store.mjs';

const { port, origin, key, webhook, secret, killAt, erases, ...told } = JSON.parse(process.argv[2]);

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

const { store } = await openTold(told);
const erase = erases ? () => Promise.resolve({ erased: true }) : undefined;
await startShop({ port, origin, key, secret, store: deadly(store), onchange: createWebhook(webhook), erase });
process.stdout.write('ready\n');
