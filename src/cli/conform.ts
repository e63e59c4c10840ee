import { createInterface } from 'node:readline';
import { conformPage } from '../conformance/page.js';
import { ENGINES } from '../conformance/engines.js';
import { conformRecords, VECTOR_KINDS } from '../conformance/records.js';
import { readRules } from '../conformance/rules.js';
import { type Result, UnreachableError } from '../conformance/report.js';
import { conformVendor } from '../conformance/vendor.js';
import { startVerifier } from '../conformance/verifier.js';
import { countResults, type ReportFormat, whyEmpty, writeReport } from '../conformance/write-report.js';
import { type Command, readOptions, UsageError } from './command.js';
import { tryAgent } from './conform-agent.js';
import { importDefault } from './import-default.js';
import { print } from './output.js';
import { shown } from './shown.js';

const HELP = `Usage: relbutton conform vendor <origin> [options]
       relbutton conform page <url> [options]
       relbutton conform records --verifier <command> [options]
       relbutton conform store <module> [options]
       relbutton conform agent --script <file> | --web-agent <origin> | --extension <folder> | --command <command> [options]

Tries a vendor at its address, a host in its page, an agent, a verifier of records, or a store, by the numbered rules of
docs/contract.md. For each broken rule it prints what was sent, what came, and what the text asks.

  vendor <origin>       such as https://shop.example or http://localhost:8080: it relates as customers of its own, and leaves at the end
  page <url>            such as https://shop.example/: a browser opens the page for each case and presses the host. It needs
                        npm install puppeteer-core, or a browser's own driver (--webdriver). The kit answers in place of the vendor:
                        no record goes to the endpoint
  records               sends each vector as a line of JSON, {"id", "kind": "record", "record", "jwks", …}, to a command, which answers
                        each by a line {"id", "ok": true} or {"id", "ok": false, "code"}. docs/conformance.md has all kinds
  store <module>        such as ./my-store.mjs, whose default export opens the store: it returns a promise of {store, again?, close}
  agent                 serves pages of vendors on this machine, good and hostile ones, and prints the address of the first: open it in the
                        browser that has the agent, and do what each page says. With --extension, --engine or --driver it opens a
                        browser itself, which needs npm install puppeteer-core

Options:
  --script <file>       an in-page agent: its script, or the address of it
  --web-agent <origin>  a web agent, such as http://localhost:8081
  --extension <folder>  an extension, which is loaded into a browser
  --command <command>   an agent without a page, run by the shell for each case: {do} is relate, pause, leave or sync, {vendor} the
                        vendor's origin, {answer} yes or no. It has this terminal, where you answer it
  --driver <module>     does your part in the agent's own windows: its default export is a function of docs/conformance.md. Default: you do
  --with-person         asks you to decide proposals in the vendor's desk, at this terminal; without it those cases are not tried
  --rules <C-1,C-2>     tries only the cases of these rules
  --engine <name>       of a page or an agent: chromium or firefox. Default: chromium
  --browser <path>      the browser's program. Default: found on the PATH and in the usual places
  --webdriver <url>     the address of a browser's driver in place of --engine, such as http://127.0.0.1:4444 of safaridriver -p 4444
  --contract <1.0>      the version of the contract's text that the page's host was written to. Default: this one
  --verifier <command>  the verifier's command, run by the shell
  --kinds <names>       the vectors that the verifier reads: some of records, passkeys, chains and messages, with commas between.
                        Default: records,passkeys
  --tap                 prints TAP 14
  --json                prints one JSON object
  --help                prints this

It ends with 0 if no rule is broken, 1 if one is, 2 if no case was tried or what is tried cannot be reached to the end. A SHOULD
that is not followed is a warning, and ends with 0.
`;

/** Tries one subject. @param name the word after the subject */
type Try = (args: string[], name: string | undefined) => Promise<readonly Result[]>;

/** The options of every subject. */
const SHARED = { rules: { type: 'string' }, tap: { type: 'boolean' }, json: { type: 'boolean' } } as const;

/** Reads the numbers of rules. @throws UsageError if the contract has no such rule */
const rulesIn = async (list: string | undefined): Promise<readonly string[] | undefined> => {
  if (list === undefined) return undefined;
  const known = [...(await readRules()).keys()];
  const rules = list.split(',').map((one) => one.trim());
  const unknown = rules.filter((rule) => !known.includes(rule)).map((rule) => `"${rule}"`);
  if (unknown.length > 0)
    throw new UsageError(
      `--rules: the contract has no rule ${unknown.join(', ')}. Name rules from C-1 to C-${known.length}, as in --rules C-6,C-7.`,
    );
  return rules;
};

/** Asks a person at this terminal. */
const openDialog = (): { ask: (question: string) => Promise<void>; close: () => void } => {
  const input = createInterface({ input: process.stdin });
  const lines = input[Symbol.asyncIterator]();
  return {
    async ask(question) {
      process.stderr.write(`${question} Then press Enter. `);
      const { done } = await lines.next();
      if (done)
        throw new UnreachableError('Nobody has answered: the input has ended. Run conform vendor --with-person in a terminal.');
    },
    close: () => input.close(),
  };
};

/** @throws UsageError unless it is an origin, with or without a slash at its end */
const originIn = (text: string | undefined): string => {
  if (!isAddress(text)) throw new UsageError('Name the address of the vendor: relbutton conform vendor http://localhost:8080');
  const { href, origin } = new URL(text);
  if (href !== `${origin}/`)
    throw new UsageError(
      `${text} is more than an origin. A vendor is an origin, and its endpoint is found from there: ${origin}`,
    );
  return origin;
};
const isAddress = (text: string | undefined): text is string => text !== undefined && /^https?:/.test(text) && URL.canParse(text);

const tryVendor: Try = async (args, address) => {
  const { rules, 'with-person': isWithPerson } = readOptions(args, { ...SHARED, 'with-person': { type: 'boolean' } });
  const origin = originIn(address);
  const wanted = await rulesIn(rules);
  const dialog = isWithPerson ? openDialog() : undefined;
  try {
    const { results, stuck } = await conformVendor(origin, { ask: dialog?.ask, rules: wanted });
    for (const iss of stuck) process.stderr.write(`The relationship of the customer ${iss} could not be ended.\n`);
    return results;
  } finally {
    dialog?.close();
  }
};

/** The options of a page. */
const PAGE = {
  engine: { type: 'string' },
  browser: { type: 'string' },
  webdriver: { type: 'string' },
  contract: { type: 'string' },
} as const;

const tryPage: Try = async (args, url) => {
  const { rules, ...given } = readOptions(args, { ...SHARED, ...PAGE });
  const { engine: name = 'chromium', browser, webdriver, contract } = given;
  if (!isAddress(url)) throw new UsageError('Name the address of the page: relbutton conform page http://localhost:8080/');
  const engine = ENGINES.find((one) => one === name);
  if (!engine) throw new UsageError(`--engine ${name}: it is one of ${ENGINES.join(', ')}.`);
  if (webdriver !== undefined && !/^https?:/.test(webdriver))
    throw new UsageError(`--webdriver ${webdriver}: it is an address such as http://127.0.0.1:4444.`);
  if (contract !== undefined && !/^1\.\d+$/.test(contract))
    throw new UsageError(`--contract ${contract}: it is a version of the text, such as 1.0.`);
  for (const other of ['engine', 'browser'] as const)
    if (webdriver !== undefined && given[other] !== undefined)
      throw new UsageError(`--webdriver has a browser of its own: leave out --${other}.`);
  return conformPage(url, { engine, browser, webdriver, contract, rules: await rulesIn(rules) });
};

/** Tries a verifier by its standard input and output. */
const tryVerifier: Try = async (args) => {
  const options = { ...SHARED, verifier: { type: 'string' }, kinds: { type: 'string' } } as const;
  const { rules, verifier: command, kinds: list } = readOptions(args, options);
  if (!command)
    throw new UsageError('Name the command of the verifier: relbutton conform records --verifier "python3 verify.py"');
  const kinds = list?.split(',').map((name) => {
    const kind = VECTOR_KINDS.find((one) => one === name.trim());
    if (!kind) throw new UsageError(`--kinds ${list}: "${name}" is none of ${VECTOR_KINDS.join(', ')}.`);
    return kind;
  });
  const wanted = await rulesIn(rules);
  const verifier = startVerifier(command);
  try {
    return await conformRecords(verifier.ask, { kinds, rules: wanted });
  } finally {
    verifier.end();
  }
};

/** Tries a store that a module opens. */
const tryStore: Try = async (args, file) => {
  const { rules } = readOptions(args, SHARED);
  if (file === undefined) throw new UsageError('Name the module that opens the store: relbutton conform store ./my-store.mjs');
  const wanted = await rulesIn(rules);
  const { conformStore } = await import('../conformance/store.js');
  const open = await importDefault<Parameters<typeof conformStore>[0]>('module', file);
  return conformStore(open, { rules: wanted });
};

/** The options of an agent. */
const AGENT = {
  script: { type: 'string' },
  'web-agent': { type: 'string' },
  extension: { type: 'string' },
  command: { type: 'string' },
  driver: { type: 'string' },
  engine: { type: 'string' },
  browser: { type: 'string' },
} as const;

const tryThisAgent: Try = async (args) => {
  const { rules, ...agent } = readOptions(args, { ...SHARED, ...AGENT });
  return tryAgent({ ...agent, rules: await rulesIn(rules) });
};

const SUBJECTS: Readonly<Record<string, Try>> = {
  vendor: tryVendor,
  page: tryPage,
  records: tryVerifier,
  store: tryStore,
  agent: tryThisAgent,
};
/** Those that are named by the word after them. */
const NAMED = ['vendor', 'page', 'store'];

const formatOf = (args: readonly string[]): ReportFormat => {
  if (args.includes('--tap') && args.includes('--json'))
    throw new UsageError('Leave out --tap or --json: a report has one form.');
  if (args.includes('--json')) return 'json';
  return args.includes('--tap') ? 'tap' : 'lines';
};

/** Prints what came of it. @param incomplete why not all was tried @returns the exit code */
const tell = async (results: readonly Result[], format: ReportFormat, incomplete: string | undefined): Promise<number> => {
  const text = writeReport(results, format, await readRules(), incomplete);
  await print(format === 'json' ? text : shown(text));
  // A subject can leave something running, such as a pool of connections: the kit ends all the same.
  setTimeout(() => process.exit(), 2_000).unref();
  if (incomplete !== undefined) return 2;
  return countResults(results).broken > 0 ? 1 : 0;
};

const run = async ([subject = '', ...rest]: string[]): Promise<number> => {
  const attempt = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined;
  if (!attempt) throw new UsageError(`Name what to try: ${Object.keys(SUBJECTS).join(', ')}.\n\n${HELP}`);
  const format = formatOf(rest);
  const isNamed = NAMED.includes(subject) && rest[0]?.startsWith('-') === false;
  const [name] = isNamed ? rest.splice(0, 1) : [];
  try {
    const results = await attempt(rest, name);
    return await tell(results, format, whyEmpty(results));
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    if (format !== 'lines' || error.results.length > 0) await tell(error.results, format, error.message);
    throw error;
  }
};

export const conformCommand: Command = {
  about: 'tries a vendor, a host, an agent, a verifier or a store by the rules of the contract',
  help: HELP,
  run,
};
