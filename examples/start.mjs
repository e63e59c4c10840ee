/** Runs the shop, an agent that answers in its page, one in a window of its own, and Storybook, and prints where they are. Stops with Ctrl-C. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { startAgent } from './agent-in-page/server.mjs';
import { openData } from './shop/data.mjs';
import { startShop } from './shop/server.mjs';
import { startWebAgent } from './web-agent/server.mjs';

/** The first free port from `first` on. */
const freePort = (first) =>
  new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(freePort(first + 1)))
      .once('listening', () => server.close(() => resolve(first)))
      .listen(first, 'localhost');
  });

const agent = await startAgent({ port: await freePort(4711) });
const webAgent = await startWebAgent({ port: await freePort(4712) });
const shop = await startShop({ port: await freePort(4700), agent: agent.script, ...(await openData()) });
const port = await freePort(6006);
const parameters = ['storybook', 'dev', '--port', String(port), '--exact-port', '--ci', '--quiet', '--disable-telemetry'];
const storybook = spawn('npx', parameters, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
storybook.once('exit', (code) => process.exit(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => storybook.kill());

for (;;) {
  if (
    await fetch(`http://localhost:${port}`).then(
      ({ ok }) => ok,
      () => false,
    )
  )
    break;
  await new Promise((resolve) => setTimeout(resolve, 200));
}
console.log(`
  Shop        ${shop.origin}
  Check page  ${shop.origin}/check.html
  Agent       ${agent.origin}
  Web agent   ${webAgent.origin}, at the shop: "I use an agent", ${new URL(webAgent.origin).host}
  Storybook   http://localhost:${port}
`);
