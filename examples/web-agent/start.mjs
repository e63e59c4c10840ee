/** Runs the agent alone, to try it out: `node examples/web-agent/start.mjs <port>`. Ctrl-C ends it. */
import { startWebAgent } from './server.mjs';

const [, , port = 0] = process.argv;
const { origin } = await startWebAgent({ port: Number(port) });
console.log(`The agent is at ${origin}`);
