/**
 * Makes the table of docs/conformance.md: each rule, the cases that try it and the mutants that they catch. Run by itself it writes the
 * table into the page: `node --import tsx test/conformance/table.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRules, VECTOR_KINDS } from '../../src/conformance/index.js';
import { AGENT_CASES } from '../../src/conformance/agent.js';
import { pageCases } from '../../src/conformance/page.js';
import { vectorCases } from '../../src/conformance/records.js';
import { VENDOR_CASES } from '../../src/conformance/vendor.js';
import { AGENT_MUTANTS } from './mutants/agents.js';
import { ENDPOINT_MUTANTS } from './mutants/endpoint-agents.js';
import { EXTENSION_MUTANTS, WEB_MUTANTS } from './mutants/windows.js';
import { HOST_MUTANTS } from './mutants/hosts.js';
import { VENDOR_MUTANTS } from './mutants/vendors.js';
import { VERIFIER_MUTANTS } from './mutants/verifiers.js';

const PAGE = fileURLToPath(new URL('../../docs/conformance.md', import.meta.url));
const BEGIN = '<!-- table -->\n';

/** Why a rule has no case. */
const REASONS: Readonly<Record<string, string>> = {
  'C-121': 'of what a page suggests',
  'C-165': 'a use is not seen from outside',
  'C-170': 'a vendor’s pages and sums are not seen from outside',
  'C-175': 'the limit would shut out this address for others',
  'C-184': 'the limit would shut out this address for others',
  'C-213': 'needs a challenge of the vendor’s page',
  'C-225': 'takes the vendor’s own time',
  'C-244': 'of the texts of later versions',
  'C-245': 'of the texts of later versions',
  'C-247': 'there is no version 2 yet',
  'C-248': 'no vendor has a version 2 yet',
};
interface Row {
  readonly rule: string;
  readonly vendor: number;
  readonly page: number;
  readonly agent: number;
  readonly vectors: number;
  readonly mutants: number;
  readonly reason: string;
}

/** Counts the cases and mutants of each rule. */
export const rowsOfTable = async (): Promise<readonly Row[]> => {
  const vectors = await vectorCases(VECTOR_KINDS);
  const pages = await pageCases();
  const count = (cases: readonly { readonly rules: readonly string[] }[], rule: string): number =>
    cases.filter(({ rules }) => rules.includes(rule)).length;
  return [...(await readRules()).keys()].map((rule) => {
    const row = {
      rule,
      vendor: count(VENDOR_CASES, rule),
      page: count(pages, rule),
      agent: count(AGENT_CASES, rule),
      vectors: count(vectors, rule),
      mutants: [
        ...VENDOR_MUTANTS,
        ...HOST_MUTANTS,
        ...AGENT_MUTANTS,
        ...ENDPOINT_MUTANTS,
        ...WEB_MUTANTS,
        ...EXTENSION_MUTANTS,
        ...VERIFIER_MUTANTS,
      ].filter((mutant) => mutant.rule === rule).length,
    };
    return { ...row, reason: row.vendor + row.page + row.agent + row.vectors ? '' : (REASONS[rule] ?? '') };
  });
};

export const tableOf = (rows: readonly Row[]): string =>
  [
    '| rule | `vendor` | `page` | `agent` | `records` | mutants | no case, because |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ rule, vendor, page, agent, vectors, mutants, reason }) =>
        `| [${rule}](contract.md#${rule}) | ${vendor || ''} | ${page || ''} | ${agent || ''} | ${vectors || ''} | ${mutants || ''} | ${reason} |`,
    ),
    '',
  ].join('\n');

/** Removes what Prettier pads a table with. */
const unpadded = (text: string): string => text.replace(/ +\|/g, ' |').replace(/\| +/g, '| ').replace(/-+/g, '-').trim();
/** Returns whether the page has this table. */
export const isInPage = (table: string): boolean =>
  unpadded(readFileSync(PAGE, 'utf8').split(BEGIN)[1] ?? '') === unpadded(table);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [before = ''] = readFileSync(PAGE, 'utf8').split(BEGIN);
  writeFileSync(PAGE, `${before}${BEGIN}\n${tableOf(await rowsOfTable())}`);
}
