/**
 * Measures the time from a trusted click until an extension has `choose`, as a multiple of the same three messages between the same
 * worlds without checks, in the same page and run.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { serve } from '../e2e/serve.mjs';
import { chromiumArgs, engines } from '../support/engines.mjs';
import { compare } from './least.mjs';

/** An agent makes no more offers a minute in a document. */
const PRESSES = 30;
const WARMING = 10;
const CLICKS = 10;
const ROUNDS = 10;

const middleOf = async (time) => {
  const times = [];
  for (let i = 0; i < CLICKS; i++) times.push(await time());
  return times.sort((a, b) => a - b)[CLICKS / 2];
};

/** An agent that takes the time, and one that says the same three messages and checks nothing. */
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
`;
/** Runs on a click on the other button: sends and receives the same messages, without the library. */
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
  <rel-button vendor-name="Acme" accepts="SD-BASE"><a href="#relate">Relate with Acme</a></rel-button> <button id="bare">Bare<i></i></button>
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

/** The time as a multiple of the same three messages without the library, as `compare` returns it. */
export const compareChoice = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relbutton-'));
  await buildAgent(folder);
  const server = await serve({ '/': { headers, body: PAGE }, '/bare.js': BARE });
  const browser = await puppeteer.launch({ executablePath: engines.Chromium, args: chromiumArgs, enableExtensions: [folder] });
  try {
    const page = await browser.newPage();
    let presses = PRESSES;
    /** The middle of a few clicks: one alone is a matter of chance. The page is opened anew before its agent has said too much. */
    const ours = async () => {
      if (presses + CLICKS > PRESSES) {
        await page.goto(server.origin);
        await page.waitForFunction(
          () => crossOriginIsolated && document.querySelector('rel-button')?.shadowRoot?.querySelector('button'),
        );
        for (let i = 0; i < WARMING; i++) await timeClick(page, 'rel-button');
        presses = WARMING;
      }
      presses += CLICKS;
      return middleOf(() => timeClick(page, 'rel-button'));
    };
    await ours();
    return await compare(ours, () => middleOf(() => timeClick(page, '#bare')), ROUNDS);
  } finally {
    await browser.close();
    server.close();
    await rm(folder, { recursive: true });
  }
};
