/** The tests that run in a page, in every engine there is. `--browser Firefox` picks one. */
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { a11ySnapshotPlugin } from '@web/test-runner-commands/plugins';
import { fileURLToPath } from 'node:url';
import { chromiumArgs, engines } from './support/engines.mjs';
import { countReporter } from './support/reporter.mjs';
import { webkitLauncher } from './support/webdriver.mjs';

const launchers = {
  Chromium: () => chromeLauncher({ launchOptions: { executablePath: engines.Chromium, args: chromiumArgs } }),
  Firefox: () =>
    Object.assign(
      chromeLauncher({ concurrency: 1, launchOptions: { browser: 'firefox', executablePath: engines.Firefox, headless: true } }),
      { name: 'Firefox' },
    ),
  WebKit: webkitLauncher,
};

/** Forces colours, or not, in Chromium: the driver's own command does not know that. They stay so for as long as the session lives. */
const sessions = new WeakMap();
const forcing = {
  name: 'forcing',
  async executeCommand({ command, payload, session }) {
    if (command !== 'force-colors') return undefined;
    const page = session.browser.getPage(session.id);
    if (!sessions.has(page)) sessions.set(page, await page.createCDPSession());
    await sessions.get(page).send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: payload }] });
    return true;
  },
};

const wanted = process.env.ENGINE ? [process.env.ENGINE] : Object.keys(launchers);

export default {
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  files: ['test/{contract,handoff,elements,agent,webmcp}/**/*.test.ts'],
  nodeResolve: { exportConditions: ['browser', 'production'] },
  plugins: [
    a11ySnapshotPlugin(),
    forcing,
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) }),
  ],
  browsers: wanted.filter((name) => engines[name]).map((name) => launchers[name]()),
  concurrentBrowsers: 2,
  testFramework: { config: { timeout: 10_000, ...(process.env.GREP && { grep: process.env.GREP }) } },
  testsFinishTimeout: 120_000,
  reporters: [defaultReporter({ reportTestProgress: false }), countReporter()],
};
