/** A vendor's own unit tests, of a page with a button: nothing throws, no run fails, and their handlers hear what they dispatch. */
import { install } from './app.mjs';

describe('unit tests', () => {
  for (const environment of ['jsdom', 'happy-dom'])
    it(`run in vitest with ${environment}`, async () => {
      const app = await install('vitest');
      await app.run('npm', ['test', '--', '--environment', environment]);
    });

  it('run in Jest with jsdom', async () => {
    const app = await install('jest');
    await app.run('npm', ['test']);
  });
});
