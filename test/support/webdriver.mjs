/**
 * Drives WebKitGTK through classic WebDriver (https://www.w3.org/TR/webdriver2/), with Node alone, since no npm package does.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines } from './engines.mjs';
import { freePort } from './ports.mjs';
import { descendantsOf, kill } from './processes.mjs';

// https://www.w3.org/TR/webdriver2/#keyboard-actions
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};
const keyOf = (name) => KEYS[name] ?? name;
const BUTTONS = { left: 0, middle: 1, right: 2 };
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A GTK style without which MiniBrowser's toolbar keeps the window at 447 px or wider. */
const writeNarrowStyle = () => {
  const config = mkdtempSync(join(tmpdir(), 'webkit-'));
  mkdirSync(join(config, 'gtk-3.0'));
  const shrunk = 'toolbar, toolbar *, toolitem, toolitem *, entry, entry *, button, button *';
  const style = `${shrunk} { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }`;
  writeFileSync(join(config, 'gtk-3.0/gtk.css'), style);
  return config;
};

export class WebDriver {
  #processes = [];
  #base = '';
  #last = Promise.resolve();

  /** Starts the driver and its display. @returns the driver's address */
  async listen() {
    const env = { ...process.env, XDG_CONFIG_HOME: writeNarrowStyle() };
    // -displayfd lets Xvfb choose a free display; -noreset keeps it when its last client goes.
    const display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1100x24', '-nolisten', 'tcp', '-noreset'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    this.#processes.push(display);
    const [number] = await once(display.stdio[3], 'data');
    env.DISPLAY = `:${String(number).trim()}`;
    // Without a window manager the focus follows the pointer: keep it where every window is.
    await once(spawn('xdotool', ['mousemove', '5', '5'], { env, stdio: 'ignore' }), 'exit');

    const port = await freePort();
    this.#base = `http://127.0.0.1:${port}`;
    this.#processes.push(spawn('WebKitWebDriver', [`--port=${port}`], { env, stdio: 'ignore' }));
    for (let i = 0; ; i++) {
      try {
        await fetch(`${this.#base}/status`);
        break;
      } catch (error) {
        if (i > 600) throw error;
        await sleep(50);
      }
    }
    return this.#base;
  }

  /** Starts the driver, and a browser. */
  async start() {
    await this.listen();
    const browserOptions = { binary: engines.WebKit, args: ['--automation'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': browserOptions } };
    const { sessionId } = await this.command('POST', '/session', { capabilities });
    this.#base += `/session/${sessionId}`;
    return this;
  }

  /** Sends a command, after the previous ones have ended. */
  command(method, path, body = {}) {
    const send = async () => {
      const response = await fetch(this.#base + path, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'POST' && { body: JSON.stringify(body) }),
      });
      const { value } = await response.json();
      if (value?.error) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
      return value;
    };
    this.#last = this.#last.then(send, send);
    return this.#last;
  }

  execute(script, ...args) {
    return this.command('POST', '/execute/sync', { script, args });
  }

  keys(actions) {
    return this.command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  mouse(actions) {
    const pointer = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
    return this.command('POST', '/actions', { actions: [pointer] });
  }

  async setViewport({ width, height }) {
    for (let i = 0; i < 100; i++) {
      const [innerWidth, innerHeight] = await this.execute('return [innerWidth, innerHeight]');
      if (innerWidth === width && innerHeight === height) return;
      const outer = await this.command('GET', '/window/rect');
      const rect = { x: 0, y: 0, width: outer.width + width - innerWidth, height: outer.height + height - innerHeight };
      await this.command('POST', '/window/rect', rect);
      await sleep(50);
    }
    throw new Error(`The viewport did not become ${width} by ${height}.`);
  }

  /** Ends the session, if one was started here, and the processes, even if a page hangs. */
  async stop() {
    if (this.#base.includes('/session/')) await Promise.race([this.command('DELETE', '').catch(() => undefined), sleep(5_000)]);
    const pids = this.#processes.map(({ pid }) => pid);
    kill(...pids.flatMap(descendantsOf), ...pids);
  }

  /** Returns a page with puppeteer's interface, as far as the test runner's commands need it. */
  page() {
    const move = (x, y) => ({ type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0, origin: 'viewport' });
    const down = ({ button = 'left' } = {}) => ({ type: 'pointerDown', button: BUTTONS[button] });
    const up = ({ button = 'left' } = {}) => ({ type: 'pointerUp', button: BUTTONS[button] });
    const keyDown = (name) => ({ type: 'keyDown', value: keyOf(name) });
    const keyUp = (name) => ({ type: 'keyUp', value: keyOf(name) });
    return {
      keyboard: {
        press: (name) => this.keys([keyDown(name), keyUp(name)]),
        down: (name) => this.keys([keyDown(name)]),
        up: (name) => this.keys([keyUp(name)]),
        type: (text) => this.keys([...text].flatMap((character) => [keyDown(character), keyUp(character)])),
      },
      mouse: {
        move: (x, y) => this.mouse([move(x, y)]),
        down: (options) => this.mouse([down(options)]),
        up: (options) => this.mouse([up(options)]),
        click: (x, y, options) => this.mouse([move(x, y), down(options), up(options)]),
      },
      setViewport: (size) => this.setViewport(size),
    };
  }
}

/** A launcher for @web/test-runner: every test file is the top-level page. It reports itself as puppeteer, whose page it imitates. */
export const webkitLauncher = () => {
  let driver;
  let starting;
  const active = new Set();
  return {
    name: 'WebKit',
    type: 'puppeteer',
    concurrency: 1,
    async startSession(id, url) {
      starting ??= new WebDriver().start();
      driver = await starting;
      active.add(id);
      await driver.command('POST', '/url', { url });
    },
    isActive: (id) => active.has(id),
    getBrowserUrl: () => driver.command('GET', '/url'),
    async stopSession(id) {
      active.delete(id);
      // A page whose script hangs no longer answers: start a new browser for the next file.
      const isEmpty = driver.command('POST', '/url', { url: 'about:blank' }).then(() => true);
      if (await Promise.race([isEmpty, sleep(20_000)])) return {};
      starting = undefined;
      await driver.stop();
      return {};
    },
    getPage: () => driver.page(),
    async startDebugSession() {
      throw new Error('WebKit has no debug session here.');
    },
    async stop() {
      if (starting) await (await starting).stop();
    },
  };
};
