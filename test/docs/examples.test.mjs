/**
 * Every exported function has an example in its doc comment, and every example runs and shows what it says: those of the server
 * and of the contract in Node, the others in a page.
 */
import { deepStrictEqual as same, strictEqual as is } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, readExamples } from '../support/examples.mjs';
import { runInNode } from '../support/examples-in-node.mjs';
import { openExamplePages } from '../support/examples-in-page.mjs';
import { engines } from '../support/engines.mjs';
import { missingMariadb } from '../support/mariadb.mjs';
import { missingPostgres } from '../support/postgres.mjs';

const { examples, missing } = await readExamples();
const isOfNode = ({ file }) => /^(contract|records|server|conformance|agent\/(ledger-file|public-fetch))\b/.test(file);
const isScript = ({ language }) => language !== 'html';

/** @param run runs a body, and gives what it showed by number */
const check = async ({ code }, run) => {
  const { body, said } = compile(code);
  const shown = await run(body, said.length);
  same(
    said.map((_, number) => shown[number]),
    said.map((value) => String(JSON.stringify(value))),
  );
};

describe('The public entries', () => {
  it('have an example of every function', () => same(missing, []));
});

describe('The examples in Node', () => {
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'relbutton-examples-'));
  after(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  for (const example of examples.filter(isOfNode)) {
    const needs = {
      pg: missingPostgres,
      mysql: missingMariadb,
      conformPage: engines.Chromium ? '' : 'Chromium is missing',
    };
    const missing = Object.keys(needs).find((name) => needs[name] && new RegExp(`\\b${name}\\b`).test(example.code));
    const skip = missing ? needs[missing] : false;
    it(`run: ${example.name}`, { skip }, () => {
      process.chdir(folder);
      return check(example, runInNode);
    });
  }
});

describe('The examples in a page', () => {
  let pages;
  before(async () => (pages = await openExamplePages()));
  after(() => pages?.close());

  for (const example of examples.filter((one) => !isOfNode(one))) {
    if (isScript(example)) {
      const run = example.file === 'agent/web.ts' ? 'runAsAgent' : 'run';
      it(`run: ${example.name}`, () => check(example, (body, count) => pages[run](body, count)));
    } else {
      it(`work as markup: ${example.name}`, async () => {
        const { names, warnings } = await pages.show(example.code);
        same(warnings, []);
        is(names.length > 0 && names.every(Boolean), true, names);
      });
    }
  }
});
