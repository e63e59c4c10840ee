/** The types of every framework, by its own checker: what is right passes, and what is marked as wrong fails. */
import { install } from './app.mjs';

describe('the types', () => {
  let app;
  before(async () => {
    app = await install('types');
  });

  for (const framework of ['react', 'preact'])
    it(`are right for ${framework}, and with it for Solid, Vue and Svelte`, () =>
      app.run('npx', ['vue-tsc', '-p', '.', '--jsxImportSource', framework, '--types', `relbutton/types/${framework}`]));
});
