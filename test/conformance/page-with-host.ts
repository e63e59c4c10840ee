/** Serves pages with our host, and with broken ones, to the kit. */
import { readFile } from 'node:fs/promises';
import { conformPage, type Result } from '../../src/conformance/index.js';
import { HEAD, serve } from '../e2e/serve.mjs';
import type { HostMutant } from './mutants/replacing.js';

const BUTTON =
  '<rel-button vendor-name="Acme" accepts="SD-BASE" endpoint="/relbutton"><a href="/contact">Contact</a></rel-button>';
const EARLIER = HEAD.replace('/relbutton.min.js', '/earlier/relbutton.min.js');

/** @param script runs in `/` before the host loads. `/earlier` has the host of version 0.1.0 */
export const servePage = async (script = ''): Promise<{ origin: string; close(): void }> => {
  // Only with this header a module runs in a frame without an origin.
  const headers = { 'access-control-allow-origin': '*' };
  const host = await readFile(new URL('../../dist/relbutton.min.js', import.meta.url), 'utf8');
  const earlier = await readFile(new URL('../e2e/earlier/relbutton.min.js', import.meta.url), 'utf8');
  return serve({
    '/': `${HEAD.replace('<link', `<script>{ ${script} }</script><link`)}${BUTTON}`,
    '/relbutton.min.js': { body: host, headers },
    '/earlier': `${EARLIER}${BUTTON}`,
    '/earlier/relbutton.min.js': { body: earlier, headers },
  });
};

export const brokenOf = (results: readonly Result[]): readonly string[] =>
  results.filter(({ outcome }) => outcome === 'broken').map(({ name, why }) => `${name}: ${why}`);

export const untriedOf = (results: readonly Result[]): readonly string[] =>
  results.filter(({ outcome }) => outcome === 'not tried').map(({ name, why }) => `${name}: ${why}`);

/** Tries a broken host by the cases of the rule that it breaks. @returns the cases that it breaks */
export const brokenBy = async ({ rule, script }: HostMutant): Promise<readonly string[]> => {
  const { origin, close } = await servePage(script);
  try {
    return brokenOf(await conformPage(origin, { rules: [rule] }));
  } finally {
    close();
  }
};
