import { spawn } from 'node:child_process';
import { resolve as absolute } from 'node:path';
import { createInterface } from 'node:readline';
import { createInterface as createDialog } from 'node:readline/promises';
import { pathToFileURL } from 'node:url';
import { writeJson } from '../contract/write-json.js';
import { conformPage } from '../conformance/page.js';
import { ENGINES } from '../conformance/page/driver.js';
import { conformRecords, type Verdict } from '../conformance/records.js';
import { readRules } from '../conformance/rules.js';
import { type Result, UnreachableError } from '../conformance/report.js';
import { conformVendor } from '../conformance/vendor.js';
import { countResults, type ReportFormat, writeReport } from '../conformance/write-report.js';
import { type Command, readOptions, UsageError } from './command.js';
import { tryAgent } from './conform-agent.js';

const HELP = `Usage: relbutton conform vendor <origin> [options]
       relbutton conform page <url> [options]
       relbutton conform records --verifier <command> [options]
       relbutton conform store <module> [options]
       relbutton conform agent --script <file> | --web-agent <origin> | --extension <folder> | --command <command> [options]

Tries a vendor at its address, a host in its page, an agent, a verifier of records, or a store, by the numbered rules of
docs/contract.md. For each broken rule it prints what was sent, what came, and what the text asks.

  vendor <origin>       such as https://shop.example or http://localhost:8080: it relates as customers of its own, and leaves at the end
  page <url>            such as https://shop.example/: a browser opens the page for each case and presses the host. It needs
                        npm install puppeteer-core. The kit answers in place of the vendor: no record goes to the endpoint
  records               sends each vector as a line of JSON, {"id", "record", "jwks", …}, to a command, which answers each by a line
                        {"id", "ok": true} or {"id", "ok": false, "code"}. Where "aud" and "now" are given, it is the endpoint of
                        "aud" at the time "now"; else it checks a record that both sides hold
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
  --with-person         asks you to decide proposals in the vendor's desk; without it those cases are not tried
  --rules <C-1,C-2>     tries only the cases of these rules
  --engine <name>       of a page or an agent: chromium or firefox. Default: chromium
  --browser <path>      the browser's program. Default: found on the PATH and in the usual places
  --verifier <command>  the verifier's command, run by the shell
  --tap                 prints TAP 14
  --json                prints one JSON object
  --help                prints this

It ends with 0 if no rule is broken, 1 if one is, 2 if what is tried cannot be reached.
`;

const OPTIONS = {
  'with-person': { type: 'boolean' },
  rules: { type: 'string' },
  verifier: { type: 'string' },
  script: { type: 'string' },
  'web-agent': { type: 'string' },
  extension: { type: 'string' },
  command: { type: 'string' },
  driver: { type: 'string' },
  engine: { type: 'string' },
  browser: { type: 'string' },
  tap: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;
type Options = ReturnType<typeof readOptions<typeof OPTIONS>>;

const askPerson = async (question: string): Promise<void> => {
  const dialog = createDialog({ input: process.stdin, output: process.stderr });
  await dialog.question(`${question} Then press Enter. `);
  dialog.close();
};

const tryVendor = async (origin: string | undefined, options: Options): Promise<readonly Result[]> => {
  if (origin === undefined || !/^https?:/.test(origin) || !URL.canParse(origin))
    throw new UsageError('Name the address of the vendor: relbutton conform vendor http://localhost:8080');
  const { results, stuck } = await conformVendor(origin, {
    ask: options['with-person'] ? askPerson : undefined,
    rules: options.rules?.split(','),
  });
  for (const iss of stuck) process.stderr.write(`The relationship of the customer ${iss} could not be ended.\n`);
  return results;
};

const tryPage = (url: string | undefined, { engine: name = 'chromium', browser, rules }: Options): Promise<readonly Result[]> => {
  if (url === undefined || !/^https?:/.test(url) || !URL.canParse(url))
    throw new UsageError('Name the address of the page: relbutton conform page http://localhost:8080/');
  const engine = ENGINES.find((one) => one === name);
  if (!engine) throw new UsageError(`--engine ${name}: it is one of ${ENGINES.join(', ')}.`);
  return conformPage(url, { engine, browser, rules: rules?.split(',') });
};

/** The time in which a verifier has to answer a line, in milliseconds. */
const PATIENCE = 20_000;
const inTime = <T>(work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const late = (): void => reject(new UnreachableError('The verifier has not answered a line within 20 s.'));
    const timer = setTimeout(late, PATIENCE);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** Tries a verifier by its standard input and output. */
const tryVerifier = async (command: string | undefined): Promise<readonly Result[]> => {
  if (!command)
    throw new UsageError('Name the command of the verifier: relbutton conform records --verifier "python3 verify.py"');
  const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // A verifier that ends early has no next line: that is said below.
  child.stdin.on('error', () => undefined);
  const ask = async (line: object): Promise<Verdict> => {
    child.stdin.write(`${writeJson(line)}\n`);
    const next = await inTime(lines.next());
    if (next.done) throw new UnreachableError('The verifier ended before it had answered each line.');
    return JSON.parse(next.value) as Verdict;
  };
  try {
    return await conformRecords(ask);
  } finally {
    child.stdin.end();
    child.kill();
  }
};

/** Tries a store that a module opens. */
const tryStore = async (file: string | undefined): Promise<readonly Result[]> => {
  if (file === undefined) throw new UsageError('Name the module that opens the store: relbutton conform store ./my-store.mjs');
  const { conformStore } = await import('../conformance/store.js');
  const { default: open } = (await import(pathToFileURL(absolute(file)).href)) as {
    default?: Parameters<typeof conformStore>[0];
  };
  if (typeof open !== 'function') throw new UsageError(`The module ${file} has no function as its default export.`);
  return conformStore(open);
};

const run = async ([subject = '', ...rest]: string[]): Promise<number> => {
  if (!['vendor', 'page', 'records', 'store', 'agent'].includes(subject))
    throw new UsageError(`Name what to try: vendor, page, records, store or agent.\n\n${HELP}`);
  const isNamed = ['vendor', 'page', 'store'].includes(subject) && rest[0]?.startsWith('-') === false;
  const [given] = isNamed ? rest.splice(0, 1) : [];
  const options = readOptions(rest, OPTIONS);
  let results: readonly Result[];
  if (subject === 'vendor') results = await tryVendor(given, options);
  else if (subject === 'page') results = await tryPage(given, options);
  else if (subject === 'store') results = await tryStore(given);
  else if (subject === 'agent') results = await tryAgent(options);
  else results = await tryVerifier(options.verifier);
  let format: ReportFormat = 'lines';
  if (options.tap) format = 'tap';
  if (options.json) format = 'json';
  process.stdout.write(writeReport(results, format, await readRules()));
  return countResults(results).broken > 0 ? 1 : 0;
};

export const conformCommand: Command = {
  about: 'tries a vendor, a host, an agent, a verifier or a store by the rules of the contract',
  help: HELP,
  run,
};
