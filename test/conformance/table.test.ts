/** docs/conformance.md says truly which cases and mutants each rule has. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { isInPage, rowsOfTable, tableOf } from './table.js';
import { pageCases } from '../../src/conformance/page.js';
import { VENDOR_CASES } from '../../src/conformance/vendor.js';
import { AGENT_CASES } from '../../src/conformance/agent.js';
import { AGENT_MUTANTS } from './mutants/agents.js';
import { ENDPOINT_MUTANTS } from './mutants/endpoint-agents.js';
import { EXTENSION_MUTANTS, WEB_MUTANTS } from './mutants/windows.js';
import { HOST_MUTANTS } from './mutants/hosts.js';
import { VENDOR_MUTANTS } from './mutants/vendors.js';

describe('the table of rules', () => {
  it('is as the cases and mutants are: run node --import tsx test/conformance/table.ts, and Prettier', async () => {
    ok(isInPage(tableOf(await rowsOfTable())));
  });

  it('has a case for each rule, or says why there is none', async () => {
    const rows = await rowsOfTable();
    ok(rows.length > 200);
    same(
      rows
        .filter(({ vendor, page, agent, vectors, reason }) => !vendor && !page && !agent && !vectors && !reason)
        .map(({ rule }) => rule),
      [],
    );
  });

  it('has a mutant for each rule that a case of a vendor or a verifier tries', async () => {
    same(
      (await rowsOfTable()).filter(({ vendor, vectors, mutants }) => vendor + vectors && !mutants).map(({ rule }) => rule),
      [],
    );
  });

  it('names only rules of the text, and each case once', async () => {
    const known = new Set((await rowsOfTable()).map(({ rule }) => rule));
    same(
      [
        ...VENDOR_CASES,
        ...(await pageCases()),
        ...AGENT_CASES,
        ...[...VENDOR_MUTANTS, ...HOST_MUTANTS, ...AGENT_MUTANTS, ...ENDPOINT_MUTANTS, ...WEB_MUTANTS, ...EXTENSION_MUTANTS].map(
          ({ rule, name }) => ({ rules: [rule], name }),
        ),
      ]
        .flatMap(({ rules }) => rules)
        .filter((rule) => !known.has(rule)),
      [],
    );
    const names = [...VENDOR_CASES, ...AGENT_CASES].map(({ name }) => name);
    same(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });
});
