import { once } from 'node:events';
import { createServer } from 'node:net';

/** The range of ports: below the ephemeral ones, which begin at 32,768 in Linux and at 49,152 elsewhere. */
const [FIRST, LAST] = [20_000, 32_000];

/** @returns {Promise<number>} a port of this machine that nothing listens on, outside the range of ephemeral ports */
export const freePort = async () => {
  const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
  const probe = createServer().listen(port);
  const isFree = await Promise.race([once(probe, 'listening'), once(probe, 'error')]).then(([error]) => !error);
  if (!isFree) return freePort();
  await new Promise((resolve) => probe.close(resolve));
  return port;
};
