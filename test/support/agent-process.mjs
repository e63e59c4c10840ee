/**
 * Does one thing with a ledger file, and kills itself at a step: before or after a call of the store, a request or its answer. Its first
 * argument has `{file, passphrase, origin, act, killAt}` as JSON.
 */
import { openLedger } from 'relbutton/agent/ledger';
import { openFileStore } from '../../dist/agent/ledger-file/store.js';

const { file, passphrase, origin, act, killAt } = JSON.parse(process.argv[2]);
let steps = 0;
const step = () => {
  if (++steps === killAt) process.kill(process.pid, 'SIGKILL');
};
/** Makes a function whose beginning and end are steps. */
const stepping =
  (work) =>
  async (...given) => {
    step();
    const result = await work(...given);
    step();
    return result;
  };
const { close, inTurn, ...calls } = await openFileStore(file, passphrase);
const store = { ...Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, stepping(call)])), inTurn };
const ledger = await openLedger(store, { fetch: stepping((...request) => fetch(...request)) });

const vendor = { origin, name: 'Shop' };
const [known] = await ledger.list();
steps = 0;
const ACTS = {
  relate: () => ledger.say({ vendor, act: 'relate', agreement: 'SD-BASE' }),
  converse: () => ledger.converse(known.iss, 'Hello'),
  sync: () => ledger.sync(known.iss),
  leave: () => ledger.say({ vendor, act: 'leave', body: { erase: true } }),
};
await ACTS[act]();
close();
