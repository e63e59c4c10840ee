/**
 * Mounts 1,000 of each element and of a Lit element that renders the same DOM, in turns in one page, verifies a record and does
 * its cryptography alone, in turns as well, does a choice and the same messages bare, and prints the ratios.
 * Only ratios count: times are noise on most machines.
 */
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, engines, missingEngines } from '../support/engines.mjs';
import { measureChoice } from './choice.mjs';
import { measureVerify } from './verify.mjs';

/** At most so many times as long as the same DOM by bare Lit; and a record as its cryptography alone. */
const MOST = 1.3;
/** At most so many bytes of JS heap more than that, an element. */
const MOST_HEAP = 1_200;
/** At most so many times as long from a press to the choice as the same three messages take with nothing checked. */
const MOST_CHOICE = 3;
const ROUNDS = 31;

if (!engines.Chromium) {
  console.error(missingEngines().find((line) => line.startsWith('Chromium')));
  process.exit(1);
}

const bundle = async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL('page.js', import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
  });
  return outputFiles[0].text;
};

const browser = await puppeteer.launch({
  executablePath: engines.Chromium,
  args: [...chromiumArgs, '--enable-precise-memory-info', '--js-flags=--expose-gc'],
});
const page = await browser.newPage();
await page.setRequestInterception(true);
const script = await bundle();
const style = await readFile(new URL('../../src/relbutton.css', import.meta.url), 'utf8');
page.on('request', (request) => {
  const isScript = request.url().endsWith('.js');
  const body = isScript
    ? script
    : `<!doctype html><style>${style}</style><script type="module" src="/page.js"></script><div id="stage"></div>`;
  void request.respond({ contentType: isScript ? 'text/javascript' : 'text/html', body });
});
await page.goto('https://bench.example/');
await page.waitForFunction(() => globalThis.measure);

let failed = 0;
for (const [ours, theirs] of [
  ['rel-button', 'lit-button'],
  ['rel-badge', 'lit-badge'],
]) {
  const { ratio, heap } = await page.evaluate((a, b, rounds) => globalThis.measure(a, b, rounds), ours, theirs, ROUNDS);
  const isWithin = ratio <= MOST && heap <= MOST_HEAP;
  if (!isWithin) failed += 1;
  console.log(
    `${isWithin ? '✓' : '✗'} 1,000 ${ours}: ${ratio.toFixed(2)} times ${theirs} (at most ${MOST}), ${Math.round(heap)} bytes of heap more each (at most ${MOST_HEAP})`,
  );
}
await browser.close();

const verifying = await measureVerify();
if (verifying > MOST) failed += 1;
console.log(
  `${verifying <= MOST ? '✓' : '✗'} verifying a record: ${verifying.toFixed(2)} times importing its key and verifying both signatures (at most ${MOST})`,
);

const { choice, bare, trip } = await measureChoice();
const choosing = choice / bare;
if (choosing > MOST_CHOICE) failed += 1;
console.log(
  `${choosing <= MOST_CHOICE ? '✓' : '✗'} from a trusted click to an extension that holds the choice: ${choosing.toFixed(2)} times the same messages bare (at most ${MOST_CHOICE}); in events there and back: ${(choice / trip).toFixed(1)}, bare ${(bare / trip).toFixed(1)}`,
);
console.log(`\n${4 - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
