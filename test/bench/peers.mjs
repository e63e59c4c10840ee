/**
 * Mounts 1,000 of each of a few well-known buttons and badges beside ours, to the next frame, in one page of Chromium: in turns, the
 * least of each, as multiples of a bare Lit button. `npm run bench:peers`; it installs the others from npm into a temporary folder.
 * They get no network: what one of them loads from elsewhere does not come. Ends with 2 where the machine is too noisy to judge.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines, missingEngines } from '../support/engines.mjs';
import { leastOf, MOST_NOISE } from './least.mjs';
import { openStage } from './stage.mjs';

const PACKAGES = {
  '@google-pay/button-element': '4.1.0',
  '@spectrum-web-components/button': '1.12.2',
  '@shoelace-style/shoelace': '2.20.1',
  '@vaadin/button': '25.3.0',
  '@awesome.me/webawesome': '3.14.0',
  '@github/relative-time-element': '5.3.1',
};
const SCRIPT = `
  import '@google-pay/button-element';
  import '@spectrum-web-components/button/sp-button.js';
  import '@shoelace-style/shoelace/dist/components/button/button.js';
  import '@shoelace-style/shoelace/dist/components/badge/badge.js';
  import '@vaadin/button';
  import '@awesome.me/webawesome/dist/components/button/button.js';
  import '@awesome.me/webawesome/dist/components/badge/badge.js';
  import '@github/relative-time-element';
`;
const BARE = 'bare Lit button';
const BARE_MARKUP = '<bare-button label="Relate with Acme"></bare-button>';
/** The mounted elements, by name; `control` is the bare button once more. */
const BUTTONS = {
  [BARE]: BARE_MARKUP,
  control: BARE_MARKUP,
  'rel-button':
    '<rel-button vendor-name="Acme" accepts="SD-BASE" status="offered"><a href="/relate">Relate with Acme</a></rel-button>',
  'Google Pay': '<google-pay-button environment="TEST" button-type="buy"></google-pay-button>',
  Spectrum: '<sp-button>Relate with Acme</sp-button>',
  Shoelace: '<sl-button>Relate with Acme</sl-button>',
  Vaadin: '<vaadin-button>Relate with Acme</vaadin-button>',
  'Web Awesome': '<wa-button>Relate with Acme</wa-button>',
};
const BADGES = {
  [BARE]: BARE_MARKUP,
  control: BARE_MARKUP,
  'rel-badge': '<rel-badge status="related">Related</rel-badge>',
  Shoelace: '<sl-badge>Related</sl-badge>',
  'Web Awesome': '<wa-badge>Related</wa-badge>',
  'relative-time': '<relative-time datetime="2026-01-01T00:00:00Z">Related</relative-time>',
};
const ROUNDS = 25;

const install = (folder) => {
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=0'];
  console.log(`Installing ${wanted.join(', ')} into ${folder}`);
  execFileSync('npm', ['install', ...quiet, ...wanted], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 300_000,
    shell: process.platform === 'win32',
  });
};

/** Prints how long each takes as a multiple of the bare button. @returns by which part the control differs from itself */
const table = async (stage, title, markup) => {
  const works = Object.entries(markup).map(([name, one]) => [name, () => stage.mount(name, one)]);
  const { [BARE]: bare, control, ...others } = await leastOf(Object.fromEntries(works), ROUNDS);
  const rows = Object.entries(others).sort(([, a], [, b]) => a - b);
  console.log(`\n1,000 of each ${title}, to the next frame     times   ms`);
  for (const [name, time] of [[BARE, bare], ...rows])
    console.log(`  ${name.padEnd(38)} ${(time / bare).toFixed(2).padStart(8)} ${time.toFixed(0).padStart(4)}`);
  return Math.abs(control / bare - 1);
};

if (!engines.Chromium) {
  console.error(missingEngines().find((line) => line.startsWith('Chromium')));
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'relbutton-peers-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
try {
  install(folder);
} catch {
  console.error('npm could not install the elements to compare with. This needs access to the npm registry: check `npm ping`.');
  process.exit(1);
}
const stage = await openStage({ script: SCRIPT, folder });
const noise = [await table(stage, 'button', BUTTONS), await table(stage, 'badge', BADGES)];
await stage.close();
const most = Math.max(...noise);
console.log(`\nNoise: the bare button timed twice differs by ${(100 * most).toFixed(0)} %.`);
if (most > MOST_NOISE) {
  console.log(`More than ${100 * MOST_NOISE} % is too much to judge by: try again on a quiet machine.`);
  process.exit(2);
}
