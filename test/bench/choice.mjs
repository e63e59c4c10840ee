/**
 * How long it takes from a trusted click until an extension holds `choose`; beside it the same three messages over the same border
 * of worlds with nothing checked, and one event there and back, in the same page and run.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { serve } from '../e2e/serve.mjs';
import { chromiumArgs, engines } from '../support/engines.mjs';

/** An agent makes no more offers a minute in a document. */
const PRESSES = 30;
const WARMING = 10;
const ROUNDS = 4;

/** The mean of the middle half: finer than the clock. */
const middle = (numbers) => {
  const half = numbers.sort((a, b) => a - b).slice(numbers.length / 4, (3 * numbers.length) / 4);
  return half.reduce((sum, one) => sum + one, 0) / half.length;
};

/** An agent that takes the time; one that says the same three messages and checks nothing; and an echo. */
const CONTENT = `
  import { onAsk } from './src/agent/index.js';
  const root = document.documentElement;
  let pressed = 0;
  document.addEventListener('click', () => (pressed = performance.now()), true);
  const took = () => (root.dataset.took = performance.now() - pressed);
  // Right when it holds the choice an agent says so: what its author awaits comes when the page's own task is over.
  const { dispatchEvent } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (event) {
    if (event.detail.includes('"type":"ack"')) took();
    return dispatchEvent.call(this, event);
  };
  onAsk(async (ask) => {
    await ask.offer({ label: 'Agent' });
    return 'dismissed';
  });
  const say = (target, type, detail) => dispatchEvent.call(target, new CustomEvent(type, { detail }));
  const heard = new WeakSet();
  const onBare = ({ target, detail }) => {
    const { type, id, acts } = JSON.parse(detail);
    const offer = { v: 1, id, type: 'offer', offer: crypto.randomUUID(), acts, label: 'Agent' };
    if (type === 'choose') took();
    else say(target, 'offer', JSON.stringify(offer));
  };
  document.addEventListener('click', ({ target }) => {
    const lane = target.querySelector('i');
    if (lane && !heard.has(lane)) heard.add(lane), lane.addEventListener('bare', onBare);
  }, true);
  document.addEventListener('echo', ({ detail }) => say(document, 'back', detail));
`;
/** What the page does on a click on the other buttons: says and hears the same, bare; and something of a choice's length once. */
const BARE = `
  const say = (target, type, detail, init) => target.dispatchEvent(new CustomEvent(type, { detail, ...init }));
  const everywhere = { bubbles: true, composed: true };
  const lane = document.querySelector('#bare i');
  let offer = {};
  lane.addEventListener('offer', ({ detail }) => (offer = JSON.parse(detail)));
  document.querySelector('#bare').onclick = ({ target }) => {
    const id = crypto.randomUUID();
    const ask = JSON.stringify({ v: [1], id, type: 'ask', acts: ['relate'], lang: 'en' });
    say(lane, 'bare', ask);
    say(target, 'public', ask, everywhere);
    const vendor = { origin, name: 'Acme' };
    say(lane, 'bare', JSON.stringify({ v: 1, id, type: 'choose', offer: offer.offer, act: 'relate', vendor, accepts: ['SD-BASE'] }));
  };
  let end = 0;
  document.addEventListener('back', () => (end = performance.now()));
  document.querySelector('#echo').onclick = ({ target }) => {
    const begun = performance.now();
    say(target, 'echo', 'x'.repeat(250), everywhere);
    document.documentElement.dataset.took = end - begun;
  };
`;
const manifest = {
  manifest_version: 3,
  name: 'Bench',
  version: '1',
  content_scripts: [{ matches: ['http://localhost/*'], js: ['content.js'], run_at: 'document_start' }],
};

const buildAgent = async (folder) => {
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await build({
    stdin: { contents: CONTENT, resolveDir: new URL('../..', import.meta.url).pathname },
    outfile: join(folder, 'content.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
  });
};

// Isolated, the page has a clock of 5 microseconds.
const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const PAGE = `<!doctype html><title>Bench</title><link rel="stylesheet" href="/relbutton.css"><script type="module" src="/relbutton.min.js"></script>
  <rel-button vendor-name="Acme" accepts="SD-BASE"><a href="#relate">Relate with Acme</a></rel-button> <button id="bare">Bare<i></i></button> <button id="echo">Echo</button>
  <script type="module" src="/bare.js"></script>`;

/** Clicks in the middle of an element, and takes the milliseconds that were written down. */
const timeClick = async (page, selector) => {
  const [x, y] = await page.evaluate((one) => {
    const box = document.querySelector(one).getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }, selector);
  await page.mouse.click(x, y);
  const took = await page.evaluate(() => {
    const { took: text } = document.documentElement.dataset;
    delete document.documentElement.dataset.took;
    return Number(text);
  });
  if (!(took >= 0)) throw new Error(`Nothing came of a click on ${selector}`);
  return took;
};

/** How long it takes, in milliseconds: to the choice, by the same three messages bare, and there and back once. */
export const measureChoice = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relbutton-'));
  await buildAgent(folder);
  const server = await serve({ '/': { headers, body: PAGE }, '/bare.js': BARE });
  const browser = await puppeteer.launch({ executablePath: engines.Chromium, args: chromiumArgs, enableExtensions: [folder] });
  const times = { choice: [], bare: [], trip: [] };
  try {
    const page = await browser.newPage();
    for (let round = 0; round < ROUNDS; round++) {
      await page.goto(server.origin);
      await page.waitForFunction(
        () => crossOriginIsolated && document.querySelector('rel-button')?.shadowRoot?.querySelector('button'),
      );
      for (let i = 0; i < PRESSES; i++) {
        // In turns, so that whatever slows the machine slows all.
        const took = {
          choice: await timeClick(page, 'rel-button'),
          bare: await timeClick(page, '#bare'),
          trip: await timeClick(page, '#echo'),
        };
        if (i >= WARMING) for (const name of Object.keys(times)) times[name].push(took[name]);
      }
    }
  } finally {
    await browser.close();
    server.close();
    await rm(folder, { recursive: true });
  }
  return { choice: middle(times.choice), bare: middle(times.bare), trip: middle(times.trip) };
};
