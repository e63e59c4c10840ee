/** A page in Chromium in which elements are mounted: `page.js`, and what else is to be in it. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, engines } from '../support/engines.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * @param {object} [more]
 * @param {string} [more.script] is bundled with the page's own
 * @param {string} [more.folder] from where that script imports
 * @param {string} [more.style]
 * @returns {Promise<{ mount, weigh, close }>} `mount` and `weigh` as in `page.js`
 */
export const openStage = async ({ script = '', folder = here, style = '' } = {}) => {
  const { outputFiles } = await build({
    stdin: { contents: `import ${JSON.stringify(`${here}page.js`)};\n${script}`, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    outdir: '/',
    // The page is all side effects.
    ignoreAnnotations: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    loader: { '.svg': 'dataurl', '.woff2': 'empty' },
    logLevel: 'error',
  });
  const bundled = outputFiles.find(({ path }) => path.endsWith('.js')).text;
  const sheet = await readFile(new URL('../../src/relbutton.css', import.meta.url), 'utf8');
  const browser = await puppeteer.launch({
    executablePath: engines.Chromium,
    args: [...chromiumArgs, '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  // Whatever else is asked for does not come.
  const bodies = {
    '/': [
      'text/html',
      `<!doctype html><style>${sheet}${style}</style><script type="module" src="/page.js"></script><div id="stage"></div>`,
    ],
    '/page.js': ['text/javascript', bundled],
  };
  page.on('request', (request) => {
    const { host, pathname } = new URL(request.url());
    const [contentType, body] = (host === 'bench.example' && bodies[pathname]) || [];
    void (body === undefined ? request.abort() : request.respond({ contentType, body }));
  });
  await page.goto('https://bench.example/');
  await page.waitForFunction(() => globalThis.weigh);
  return {
    mount: (...parameters) => page.evaluate((...given) => globalThis.mount(...given), ...parameters),
    weigh: (name) => page.evaluate((one) => globalThis.weigh(one), name),
    close: () => browser.close(),
  };
};
