/** `conform page` whole: every broken host is caught by its rule; ours and that of version 0.1.0 keep all rules. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { conformPage } from '../../src/conformance/index.js';
import { HOST_MUTANTS } from '../conformance/mutants/hosts.js';
import { brokenBy, servePage } from '../conformance/page-with-host.js';
import { engines } from '../support/engines.mjs';

for (const [engine, browser] of [
  ['chromium', engines.Chromium as string | undefined],
  ['firefox', engines.Firefox as string | undefined],
] as const)
  for (const path of ['/', '/earlier'])
    if (browser)
      it(`${path} breaks no rule in ${engine}`, async () => {
        const { origin, close } = await servePage();
        const results = await conformPage(origin + path, { engine, browser });
        close();
        const rules = new Set(results.filter(({ outcome }) => outcome === 'broken').flatMap((one) => one.rules));
        // The text of 0.1.0 had other acts for each status, and no rule for a host without an endpoint.
        same(
          [...rules].filter((rule) => path === '/' || !['C-69', 'C-78', 'C-79', 'C-87'].includes(rule)),
          [],
        );
        ok(results.filter(({ outcome }) => outcome === 'held').length > 100);
      });

if (engines.Chromium)
  for (const mutant of HOST_MUTANTS)
    it(`a host that ${mutant.name} is caught by ${mutant.rule}`, async () => {
      ok((await brokenBy(mutant)).length > 0);
    });
