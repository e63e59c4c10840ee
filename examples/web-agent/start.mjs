/** Runs the agent alone, to try it out, at the first free port from one on: `node examples/web-agent/start.mjs <port>`. Ctrl-C ends it. */
import { holdPort } from '../shared/hold-port.mjs';
import { startWebAgent } from './server.mjs';

const [, , first = 4712] = process.argv;
const { origin, handOver } = await holdPort(Number(first));
await handOver((port) => startWebAgent({ port }));
console.log(`The agent is at ${origin}`);
