/** Runs the agent by itself, for trying it out: `node examples/web-agent/start.mjs <port>`. Stops with Ctrl-C. */
import { startWebAgent } from './server.mjs';

const [, , port = 0] = process.argv;
const { origin } = await startWebAgent({ port: Number(port) });
console.log(`The agent is at ${origin}`);
