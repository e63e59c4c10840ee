import type { Browser, LaunchOptions } from 'puppeteer-core';
import { type Engine, findBrowser } from './engines.js';
import { UnreachableError } from './report.js';

/**
 * Opens a browser by `puppeteer-core`, without a window.
 *
 * @param browser the path of its program. Default: the first of that engine that is found
 * @param options more options of puppeteer's `launch`
 * @throws UnreachableError if there is no browser, or no `puppeteer-core`
 */
export const launch = async (
  engine: Engine = 'chromium',
  browser = findBrowser(engine),
  options: LaunchOptions = {},
): Promise<Browser> => {
  const { default: puppeteer } = await import('puppeteer-core').catch((cause: unknown) => {
    throw new UnreachableError('puppeteer-core is missing: npm install puppeteer-core', { cause });
  });
  // Chromium has no sandbox for root.
  const args = engine === 'chromium' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const name = engine === 'chromium' ? 'chrome' : engine;
  return puppeteer.launch({ browser: name, executablePath: browser, args, ...options }).catch((cause: unknown) => {
    throw new UnreachableError(`${browser} does not start: ${(cause as Error).message}`, { cause });
  });
};
