/**
 * `npm start`: prints all addresses, builds, and serves a shop, a public radio, an agent that answers in the shop's page once it is
 * switched on there, one in a window of its own, and Storybook. Ctrl-C ends it, and all processes that it started.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { holdPort } from './shared/hold-port.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const isWindows = process.platform === 'win32';

/** The child processes. Each leads a process group, and ends with this process. */
const children = new Set();
const start = (command, parameters, stdout) => {
  const options = { cwd: root, stdio: ['ignore', stdout, 'inherit'], detached: !isWindows, shell: isWindows };
  const child = spawn(command, parameters, options);
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
};
const killAll = () => {
  for (const child of children) {
    if (isWindows) child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  }
};
/** The vendors' servers in this process. They end without loss. */
const sites = [];
const stop = async () => {
  killAll();
  await Promise.all([...[...children].map((child) => once(child, 'exit')), ...sites.map((site) => site.close())]);
  process.exit();
};
process.once('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
// The parent, npm or its shell, may be killed without a signal to this process.
const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
if (process.env.npm_lifecycle_event && !isWindows) {
  const npm = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(process.ppid)], { encoding: 'utf8' }));
  const shell = process.ppid;
  setInterval(() => (process.ppid === shell && isAlive(npm)) || stop(), 500).unref();
}

const shop = await holdPort(4700);
const radio = await holdPort(4705);
const agent = await holdPort(4711);
const webAgent = await holdPort(4712);
const storybook = await holdPort(6006);
console.log(`
  Shop        ${shop.origin}
  Check page  ${shop.origin}/check.html
  Radio       ${radio.origin}
  Agent       ${agent.origin}
  Web agent   ${webAgent.origin}, at the shop: "I use an agent", ${new URL(webAgent.origin).host}
  Storybook   ${storybook.origin}

Building. The pages come when that is done, in some seconds; Storybook follows.`);

const [code] = await once(start('npm', ['run', 'build', '--silent'], 'inherit'), 'exit');
if (code !== 0) {
  console.error('The build failed: what it says stands above.');
  process.exit(1);
}
// These need the built files.
const [{ startAgent }, { startWebAgent }, { startShop }, { startRadio }, { openData }] = await Promise.all([
  import('./agent-in-page/server.mjs'),
  import('./web-agent/server.mjs'),
  import('./shop/server.mjs'),
  import('./radio/server.mjs'),
  import('./shared/data.mjs'),
]);
const { script } = await agent.handOver((port) => startAgent({ port }));
await webAgent.handOver((port) => startWebAgent({ port }));
const [shopData, radioData] = [await openData('shop.db', 'key.json'), await openData('radio.db', 'radio-key.json')];
sites.push(await shop.handOver((port) => startShop({ port, agent: script, ...shopData })));
sites.push(await radio.handOver((port) => startRadio({ port, ...radioData })));
console.log('The shop, the radio and both agents are ready.');

await storybook.handOver(async (port) => {
  const bin = fileURLToPath(import.meta.resolve('storybook/package.json').replace('package.json', 'dist/bin/dispatcher.js'));
  const ending = isWindows ? [] : ['--import', new URL('shared/end-with-parent.mjs', import.meta.url).href];
  const parameters = ['dev', '--port', String(port), '--exact-port', '--ci', '--quiet', '--disable-telemetry'];
  const running = start(process.execPath, [...ending, bin, ...parameters], 'ignore');
  let hasEnded = false;
  running.once('exit', () => {
    hasEnded = true;
    console.error('Storybook has ended; `npm run storybook` says why. The rest goes on.');
  });
  const answers = () =>
    fetch(`http://localhost:${port}`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!hasEnded && !(await answers())) await new Promise((resolve) => setTimeout(resolve, 200));
  if (!hasEnded) console.log('Storybook is ready. Stop everything with Ctrl-C.');
});
