import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createInterface as createDialog } from 'node:readline/promises';
import { writeJson } from '../contract/write-json.js';
import { conformRecords, type Verdict } from '../conformance/records.js';
import { readRules } from '../conformance/rules.js';
import type { Result } from '../conformance/report.js';
import { conformVendor } from '../conformance/vendor.js';
import { countResults, type ReportFormat, writeReport } from '../conformance/write-report.js';
import { type Command, readOptions, UsageError } from './command.js';

const HELP = `Usage: relbutton conform vendor <origin> [options]
       relbutton conform records --verifier <command> [options]

Tries a vendor at its address, or a verifier of records, by the numbered rules of docs/contract.md. For each broken rule it prints what
was sent, what came, and what the text asks.

  vendor <origin>       such as https://shop.example or http://localhost:8080: it relates as customers of its own, and leaves at the end
  records               sends each vector as a line of JSON, {"id", "record", "jwks", …}, to a command, which answers each by a line
                        {"id", "ok": true} or {"id", "ok": false, "code"}

Options:
  --with-person         asks you to decide proposals in the vendor's desk; without it those cases are not tried
  --rules <C-1,C-2>     tries only the cases of these rules
  --verifier <command>  the verifier's command, run by the shell
  --tap                 prints TAP 14
  --json                prints one JSON object
  --help                prints this

It ends with 0 if no rule is broken, 1 if one is, 2 if the vendor or the verifier cannot be reached.
`;

const OPTIONS = {
  'with-person': { type: 'boolean' },
  rules: { type: 'string' },
  verifier: { type: 'string' },
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
    const next = await lines.next();
    if (next.done) throw new UsageError('The verifier ended before it had answered each line.');
    return JSON.parse(next.value) as Verdict;
  };
  try {
    return await conformRecords(ask);
  } finally {
    child.stdin.end();
    child.kill();
  }
};

const run = async ([subject = '', ...rest]: string[]): Promise<number> => {
  const isVendor = subject === 'vendor';
  if (!isVendor && subject !== 'records') throw new UsageError(`Name what to try: vendor or records.\n\n${HELP}`);
  const [origin] = isVendor && rest[0]?.startsWith('-') === false ? rest.splice(0, 1) : [];
  const options = readOptions(rest, OPTIONS);
  const results = isVendor ? await tryVendor(origin, options) : await tryVerifier(options.verifier);
  let format: ReportFormat = 'lines';
  if (options.tap) format = 'tap';
  if (options.json) format = 'json';
  process.stdout.write(writeReport(results, format, await readRules()));
  return countResults(results).broken > 0 ? 1 : 0;
};

export const conformCommand: Command = { about: 'tries a vendor or a verifier by the rules of the contract', help: HELP, run };
