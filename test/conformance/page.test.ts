/** `conform page`: our host keeps the rules, and broken ones are caught. Every case, engine and broken host is in test/long. */
import { deepStrictEqual as same, match, ok, strictEqual as is } from 'node:assert';
import { conformPage, UnreachableError } from '../../src/conformance/index.js';
import { engines } from '../support/engines.mjs';
import { rejects } from 'node:assert/strict';
import { HOST_MUTANTS } from './mutants/hosts.js';
import { brokenBy, brokenOf, servePage, untriedOf } from './page-with-host.js';

if (engines.Chromium)
  describe('conform page', () => {
    it('finds no rule of lanes, choices and answers broken by our host', async () => {
      const { origin, close } = await servePage();
      const results = await conformPage(origin, { rules: ['C-1', 'C-36', 'C-45', 'C-47', 'C-86'] });
      close();
      same(brokenOf(results), []);
      ok(results.filter(({ outcome }) => outcome === 'held').length > 4);
    });

    it('leaves rules untried that are younger than the host', async () => {
      const { origin, close } = await servePage();
      const results = await conformPage(`${origin}/earlier`, { rules: ['C-87', 'C-85'], contract: '1.0' });
      close();
      same(brokenOf(results), []);
      const untried = untriedOf(results);
      is(untried.length, 1);
      match(untried.join(), /C-87 is younger than this host: it is in the text since 1\.1, and the host is of 1\.0/);
    });

    for (const mutant of HOST_MUTANTS.filter(({ rule }) => rule === 'C-36'))
      it(`catches a host that ${mutant.name}, by ${mutant.rule}`, async () => {
        ok((await brokenBy(mutant)).length > 0);
      });

    it('says that a page does not open', async () => {
      const { origin, close } = await servePage();
      close();
      await rejects(conformPage(origin, { rules: ['C-36'] }), UnreachableError);
    });
  });
