/**
 * Drives every engine from Node by one interface: pages, trusted clicks and keys, and windows that pages open.
 *
 * @module
 */
import puppeteer from 'puppeteer-core';
import { chromiumArgs, engines } from '../support/engines.mjs';
import { WebDriver } from '../support/webdriver.mjs';
import { PASSKEY_PREFERENCES } from './authenticator.mjs';

export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The time limit for a page, a window or a browser on a slow machine, in milliseconds. */
const PATIENCE = 60_000;

/** Settles as `promise` does, and rejects if that takes longer than `limit` milliseconds. */
const within = async (limit, promise, what) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, limit, new Error(`No answer within ${limit} ms: ${what}`));
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Runs in the page: opens everything that is folded in the panel. */
export const unfold = () =>
  document
    .querySelector('rel-button')
    .shadowRoot.querySelectorAll('details')
    .forEach((details) => (details.open = true));

/**
 * Polls until `get` returns a truthy value, for 30 s at most. A rejection means "not yet": a window that is loading or closing
 * answers with an error, or never.
 */
export const eventually = async (get, what = String(get)) => {
  let cause;
  for (const end = Date.now() + 30_000; Date.now() < end; await wait(50)) {
    const got = await within(10_000, Promise.resolve().then(get), what).catch((error) => void (cause = error));
    if (got) return got;
  }
  throw new Error(`Never came: ${what}`, { cause });
};

/** Runs in a page. Returns whether its first button works. */
export const isUpgraded = () => Boolean(document.querySelector('rel-button')?.shadowRoot?.querySelector('button'));
/** Runs in a page. Collects the outcomes from now on. */
export const gatherOutcomes = () => {
  window.outcomes = [];
  document.addEventListener('rel-outcome', ({ outcome }) => window.outcomes.push(outcome));
};

/** Runs in a page. Returns the centre of the element at the end of a path of selectors through open shadow roots. */
const locate = (path) => {
  let scope = document;
  let found;
  for (const selector of path) {
    const [, css, text] = /^(.*?)(?: with text "(.*)")?$/.exec(selector);
    found = [...(scope.shadowRoot ?? scope).querySelectorAll(css)].find((one) => !text || one.textContent.trim() === text);
    if (!found) return null;
    scope = found;
  }
  found.scrollIntoView({ block: 'nearest' });
  const { left, top, width, height } = found.getBoundingClientRect();
  // What is folded in a `<details>` has a box too.
  const panel = document.querySelector('rel-button')?.shadowRoot?.querySelector('[popover]');
  return found.checkVisibility() && width && { x: left + width / 2, y: top + height / 2, scrolled: panel?.scrollTop ?? 0 };
};

/**
 * Runs in a page. Resolves once some frames were drawn; in a page that is hidden, which draws none, after a while. Chromium can undo
 * the scrolling of a panel that has just opened when it finds its place once more, some frames later.
 */
const nextFrames = () =>
  new Promise((resolve) => {
    const panel = document.querySelector('rel-button')?.shadowRoot?.querySelector('[popover]');
    let left = panel?.scrollTop > 0 ? 8 : 2;
    const draw = () => (left-- > 0 ? requestAnimationFrame(draw) : resolve());
    draw();
    setTimeout(resolve, 400);
  });

class Page {
  /** Clicks as a person does. `path` leads through open shadow roots: `'rel-button', '[part=button]'`. */
  async click(...path) {
    const what = `${path.join(' > ')} on ${await this.evaluate(() => location.href)}`;
    // A panel that has just opened or scrolled finds its place in the next frames.
    const find = () =>
      eventually(async () => {
        const before = await this.evaluate(locate, path);
        await this.evaluate(nextFrames);
        const after = await this.evaluate(locate, path);
        return before && after && before.x === after.x && before.y === after.y && after;
      }, what);
    let { x, y, scrolled } = await find();
    const last = this.lastClick;
    const isNear = last && [0, scrolled - last.scrolled].some((moved) => Math.hypot(x - last.x, y - last.y + moved) < 12);
    if (isNear) {
      // A person's second press on one place, of the window or of what is scrolled in it, is slower than a double tap, which presses once.
      await wait(Math.max(last.at + 600 - Date.now(), 0));
      ({ x, y, scrolled } = await find());
    }
    await this.clickAt(x, y);
    this.lastClick = { x, y, scrolled, at: Date.now() };
  }

  /** Runs something while a key is held. */
  async holding(key, run) {
    const { keyboard } = await this.input();
    await keyboard.down(key);
    await run();
    await keyboard.up(key);
  }

  /** Returns the text of an element, or `null` if it is missing. */
  text(...path) {
    return this.evaluate((selectors) => {
      let scope = document;
      for (const selector of selectors)
        scope = (scope.shadowRoot ?? scope).querySelector(selector) ?? { querySelector: () => null, isMissing: true };
      return scope.isMissing ? null : scope.textContent.trim();
    }, path);
  }
}

class PuppeteerPage extends Page {
  constructor(page) {
    super();
    this.page = page;
  }
  goto(url) {
    return this.page.goto(url);
  }
  reload() {
    return this.page.reload();
  }
  evaluate(run, ...parameters) {
    return this.page.evaluate(run, ...parameters);
  }
  /** Returns a PNG of the window. */
  screenshot() {
    return this.page.screenshot();
  }
  async input() {
    await this.page.bringToFront();
    return this.page;
  }
  async clickAt(x, y) {
    await this.page.bringToFront();
    await this.page.mouse.click(x, y);
  }
  async press(key) {
    await this.page.bringToFront();
    await this.page.keyboard.press(key);
  }
  async type(text) {
    await this.page.bringToFront();
    await this.page.keyboard.type(text);
  }
  /** Runs a function that makes this page open a window. @returns that window */
  async opened(run) {
    const popup = new Promise((resolve) => this.page.once('popup', resolve));
    await run();
    return new PuppeteerPage(await within(PATIENCE, popup, 'a window'));
  }
  close() {
    return this.page.close();
  }
}

class WebDriverPage extends Page {
  constructor(driver, handle) {
    super();
    this.driver = driver;
    this.handle = handle;
  }
  async command(method, path, body) {
    await this.driver.command('POST', '/window', { handle: this.handle });
    return this.driver.command(method, path, body);
  }
  goto(url) {
    return this.command('POST', '/url', { url });
  }
  reload() {
    return this.command('POST', '/refresh');
  }
  async evaluate(run, ...parameters) {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve((${run})(...[...arguments].slice(0, -1))).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await this.command('POST', '/execute/async', { script, args: parameters });
    if (error) throw new Error(error);
    return value;
  }
  async screenshot() {
    return Buffer.from(await this.command('GET', '/screenshot'), 'base64');
  }
  async input() {
    await this.command('GET', '/url');
    return this.driver.page();
  }
  async clickAt(x, y) {
    await this.command('GET', '/url');
    await this.driver.page().mouse.click(x, y);
  }
  async press(key) {
    await this.command('GET', '/url');
    await this.driver.page().keyboard.press(key);
  }
  async type(text) {
    await this.command('GET', '/url');
    await this.driver.page().keyboard.type(text);
  }
  async opened(run) {
    const before = await this.driver.command('GET', '/window/handles');
    await run();
    const handle = await eventually(async () =>
      (await this.driver.command('GET', '/window/handles')).find((one) => !before.includes(one)),
    );
    return new WebDriverPage(this.driver, handle);
  }
  close() {
    return this.command('DELETE', '/window');
  }
}

const openPuppeteer = async (options) => {
  const browser = await puppeteer.launch({ headless: true, timeout: PATIENCE, protocolTimeout: PATIENCE, ...options });
  return {
    browser,
    async newPage() {
      const page = await browser.newPage();
      page.setDefaultTimeout(PATIENCE);
      return new PuppeteerPage(page);
    },
    /** Counts the open pages. */
    count: async () => (await browser.pages()).length,
    /** Closes the browser, and kills it if it does not close. */
    close: () => within(10_000, browser.close(), 'close').catch(() => browser.process()?.kill('SIGKILL')),
  };
};
const FIREFOX = { browser: 'firefox', executablePath: engines.Firefox };
/** Lets a test run code in Firefox's own windows. */
const SYSTEM_ACCESS = '--remote-allow-system-access';
const openers = {
  Chromium: (...flags) => openPuppeteer({ executablePath: engines.Chromium, args: [...chromiumArgs, ...flags] }),
  Firefox: () => openPuppeteer({ ...FIREFOX, extraPrefsFirefox: { 'dom.disable_open_during_load': true } }),
  async WebKit() {
    const driver = await new WebDriver().start();
    const [first] = await driver.command('GET', '/window/handles');
    let isFirstFree = true;
    return {
      async newPage() {
        // The window of the last command may be closed.
        await driver.command('POST', '/window', { handle: first });
        const { handle } = isFirstFree ? { handle: first } : await driver.command('POST', '/window/new', { type: 'window' });
        isFirstFree = false;
        return new WebDriverPage(driver, handle);
      },
      count: async () => (await driver.command('GET', '/window/handles')).length,
      close: () => driver.stop(),
    };
  },
};

/** The installed engines, by name, each with a function that opens a browser. */
export const available = Object.entries(openers).filter(
  ([name]) => engines[name] && (!process.env.ENGINE || process.env.ENGINE === name),
);
export const openChromium = openers.Chromium;

/** The installed engines that puppeteer drives. */
const puppeteers = ['Chromium', 'Firefox'].filter((name) => available.some(([one]) => one === name));

/**
 * Milliseconds after which an extension's background script sleeps in Firefox; the default is half a minute. With less, it would sleep
 * while a slow machine still handles an event.
 */
export const IDLE = 5_000;

/**
 * The engines that load extensions from a folder, each with a function that opens a browser with some. These browsers can also find an
 * open page of an extension, by a part of its address.
 */
export const withExtensions = puppeteers.map((name) => [
  name,
  async (...folders) => {
    const firefox = {
      browser: 'firefox',
      // Only Firefox's own code can read the accessibility tree.
      args: [SYSTEM_ACCESS],
      extraPrefsFirefox: { 'extensions.background.idle.timeout': IDLE },
    };
    const chromium = { args: chromiumArgs };
    const opened = await openPuppeteer({
      executablePath: engines[name],
      enableExtensions: folders,
      ...(name === 'Firefox' ? firefox : chromium),
    });
    // Firefox does not report the addresses of these pages. Skip a page that is opening or closing, and does not answer.
    const addressOf = (page) =>
      within(
        5_000,
        page.evaluate(() => location.href),
        'an address',
      ).catch(() => '');
    const extensionPages = async (part) => {
      const pages = await opened.browser.pages();
      const addresses = await Promise.all(pages.map(addressOf));
      const isTheirs = (address) => /^(chrome|moz)-extension:/.test(address) && address.includes(part);
      return pages.filter((_, i) => isTheirs(addresses[i])).map((page) => new PuppeteerPage(page));
    };
    return { ...opened, extensionPages };
  },
]);

/** The engines that have passkeys, each with a function that opens a browser for `openAuthenticator`. */
export const withPasskeys = puppeteers.map((name) => [
  name,
  () =>
    name === 'Chromium'
      ? openers.Chromium()
      : openPuppeteer({ ...FIREFOX, args: [SYSTEM_ACCESS], extraPrefsFirefox: PASSKEY_PREFERENCES }),
]);
