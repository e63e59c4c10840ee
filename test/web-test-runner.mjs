/** The tests that run in a page, in every engine there is. `--browser Firefox` picks one. */
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { a11ySnapshotPlugin } from '@web/test-runner-commands/plugins';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { authenticator, firefoxAuthenticator } from './support/authenticator.mjs';
import { chromiumArgs, engines } from './support/engines.mjs';
import { freePort } from './support/ports.mjs';
import { countReporter } from './support/reporter.mjs';
import { webkitLauncher } from './support/webdriver.mjs';

/** Milliseconds that a browser or a page may take to start on a slow machine. */
const START = 120_000;

/** Firefox. A page whose script hangs holds up the others there: the next file gets a new browser. */
const firefoxLauncher = () => {
  let firefox;
  const launcher = chromeLauncher({
    concurrency: 1,
    launchOptions: {
      browser: 'firefox',
      executablePath: engines.Firefox,
      headless: true,
      timeout: START,
      ...firefoxAuthenticator,
      extraPrefsFirefox: {
        ...firefoxAuthenticator.extraPrefsFirefox,
        // The panel of a download would take the keyboard from the tests after it.
        'browser.download.alwaysOpenPanel': false,
      },
    },
    createPage({ browser, context }) {
      firefox = browser;
      return context.newPage();
    },
  });
  const stop = launcher.stopSession.bind(launcher);
  const stopSession = async (id) => {
    const stopped = await Promise.race([stop(id), wait(20_000)]);
    if (stopped) return stopped;
    firefox.process().kill('SIGKILL');
    if (firefox.connected) await once(firefox, 'disconnected');
    return {};
  };
  return Object.assign(launcher, { name: 'Firefox', stopSession });
};

const launchers = {
  Chromium: () => chromeLauncher({ launchOptions: { executablePath: engines.Chromium, args: chromiumArgs, timeout: START } }),
  Firefox: firefoxLauncher,
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

/** Gives Chromium's whole accessibility tree: the driver's own command leaves out tables and their cells. */
const wholeTree = {
  name: 'whole-tree',
  executeCommand({ command, session }) {
    if (command !== 'whole-tree') return undefined;
    return session.browser.getPage(session.id).accessibility.snapshot({ interestingOnly: false });
  },
};

/** Presses an access key as each browser wants it: the driver's own keys leave no trace of it in Chromium. */
const accessKeys = {
  name: 'access-keys',
  async executeCommand({ command, payload: key, session }) {
    if (command !== 'access-key') return undefined;
    const page = session.browser.getPage(session.id);
    if (session.browser.name === 'Chrome') {
      const client = await page.createCDPSession();
      const press = { modifiers: 1, key, text: key, unmodifiedText: key, windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0) };
      await client.send('Input.dispatchKeyEvent', { type: 'keyDown', ...press });
      await client.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press });
      return true;
    }
    const held = session.browser.name === 'Firefox' ? ['Alt', 'Shift'] : ['Alt'];
    for (const one of held) await page.keyboard.down(one);
    await page.keyboard.press(key);
    for (const one of held) await page.keyboard.up(one);
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
    wholeTree,
    accessKeys,
    authenticator,
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) }),
  ],
  browsers: wanted.filter((name) => engines[name]).map((name) => launchers[name]()),
  concurrentBrowsers: 2,
  port: await freePort(),
  testFramework: { config: { timeout: 60_000, ...(process.env.GREP && { grep: process.env.GREP }) } },
  browserStartTimeout: START,
  testsStartTimeout: START,
  testsFinishTimeout: 300_000,
  reporters: [defaultReporter({ reportTestProgress: false }), countReporter()],
};
