/**
 * The browser engines that the tests run in, and their paths on this machine.
 *
 * @module
 */
import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const onPath = (name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
const find = (...files) => files.find((file) => file && isExecutable(file));
/** Returns whether a program is on the `PATH`. */
export const hasProgram = (name) => Boolean(find(...onPath(name)));

const list = (folder) => {
  try {
    return readdirSync(folder).sort().reverse();
  } catch {
    return [];
  }
};
/** The browsers that Puppeteer and Playwright have downloaded: `<cache>/<version>/<folder>/<program>`, the newest first. */
const downloaded = (program, puppeteer, playwright) => {
  const versions = (cache, start) => list(cache).flatMap((name) => (name.startsWith(start) ? [join(cache, name)] : []));
  const folders = [
    ...versions(join(homedir(), '.cache/puppeteer', puppeteer), ''),
    ...versions(process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache/ms-playwright'), `${playwright}-`),
  ];
  return folders.flatMap((folder) => list(folder).map((inner) => join(folder, inner, program)));
};

const chromium = find(
  process.env.CHROMIUM_PATH,
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap(onPath),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ...downloaded('chrome', 'chrome', 'chromium'),
);
const firefox = find(
  process.env.FIREFOX_PATH,
  ...['firefox-esr', 'firefox'].flatMap(onPath),
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ...downloaded('firefox', 'firefox', 'firefox'),
);
// WebKitGTK: its driver, its small browser, and a display for it.
const webkitBrowser = find(
  process.env.WEBKIT_PATH,
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/libexec/webkit2gtk-4.1/MiniBrowser',
);
const webkit = ['WebKitWebDriver', 'Xvfb', 'xdotool'].every((name) => hasProgram(name)) ? webkitBrowser : undefined;

/** The path of each engine's browser; `undefined` if it is missing. */
export const engines = { Chromium: chromium, Firefox: firefox, WebKit: webkit };

const INSTALL = {
  Chromium: 'npm run setup, or set CHROMIUM_PATH',
  Firefox: 'npm run setup, or set FIREFOX_PATH',
  WebKit: "npm run setup (Debian and Ubuntu), or your system's WebKitGTK with its WebKitWebDriver, Xvfb and xdotool",
};

/** A line for each missing engine, with the command that installs it. */
export const missingEngines = () =>
  Object.entries(engines)
    .filter(([, path]) => !path)
    .map(([name]) => `${name} is missing: ${INSTALL[name]}`);

// Headless, quiet, and without the browser's own requests.
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
