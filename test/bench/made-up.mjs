/**
 * Measures an extension's time for forged events on a button, as a multiple of the same on another element: a page that could tell the
 * two apart could detect the extension.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtension } from '../../examples/extension/build.mjs';
import { isUpgraded, withExtensions } from '../e2e/driver.mjs';
import { HEAD, serve } from '../e2e/serve.mjs';
import { compare } from './least.mjs';

const [[, open]] = withExtensions;
const PAGE = `${HEAD}<rel-button vendor-name="Acme"><a href="/relate">Relate with Acme</a></rel-button><p>None</p>`;

/** Runs in the page. @returns how many milliseconds it takes to send an element what looks like a press and an ask, often */
const time = (selector) => {
  const target = document.querySelector(selector);
  if (!target.shadowRoot) target.attachShadow({ mode: 'open' }).append(document.createElement('button'));
  const detail = JSON.stringify({ v: [1], id: crypto.randomUUID(), type: 'ask', acts: ['relate'], lang: 'en' });
  const init = { bubbles: true, composed: true, detail };
  const begun = performance.now();
  for (let i = 0; i < 10_000; i++) {
    target.dispatchEvent(new PointerEvent('click', init));
    target.dispatchEvent(new CustomEvent('rel-message', init));
  }
  return performance.now() - begun;
};

/** The time as a multiple, as `compare` returns it. */
export const compareMadeUp = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relbutton-'));
  const server = await serve({ '/': PAGE });
  const browser = await open(await buildExtension(join(folder, 'one')));
  try {
    const page = await browser.newPage();
    await page.goto(server.origin);
    await page.page.waitForFunction(isUpgraded);
    return await compare(
      () => page.evaluate(time, 'rel-button'),
      () => page.evaluate(time, 'p'),
      20,
    );
  } finally {
    await browser.close();
    server.close();
    await rm(folder, { recursive: true });
  }
};
