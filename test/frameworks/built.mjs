/** The tests of an app that its own tool builds to static files. */
import { match, rejects } from 'node:assert';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { install, serveVendor } from './app.mjs';
import { openVisitor } from './visit.mjs';

// For development: with every warning that a framework has.
const build = (app) => app.run('npm', ['run', 'build'], { NODE_ENV: 'development' });

/**
 * Declares the tests of an app.
 *
 * @param name of its folder
 * @param source the file in its `src/` that has the button
 */
export const testApp = (name, source) =>
  describe(name, () => {
    let app;
    let vendor;
    let visitor;
    before(async () => {
      app = await install(name);
      await build(app);
      vendor = await serveVendor(join(app.folder, 'dist'));
      visitor = await openVisitor();
    });
    after(async () => {
      await visitor?.close();
      vendor?.close();
    });

    it('goes from the press to the record, and renders again, leaves and comes back meanwhile', () =>
      visitor.goThrough(vendor.origin));

    it('is not built where a template takes an event for what it is not', async () => {
      const file = join(app.folder, 'src', source);
      const text = await readFile(file, 'utf8');
      match(text, /event\.outcome/);
      await writeFile(file, text.replace('event.outcome', 'event.result'));
      await rejects(build(app), /Property 'result' does not exist on type '[^']*RelOutcomeEvent/);
    });
  });
