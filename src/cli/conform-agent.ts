import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve as absolute } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { conformAgent, type Deed, type Person } from '../conformance/agent.js';
import { type Engine, ENGINES } from '../conformance/engines.js';
import { NoAnswer, type Result, UnreachableError } from '../conformance/report.js';
import { runShell } from '../conformance/shell.js';
import { inTime } from '../server/in-time.js';
import { UsageError } from './command.js';
import { importDefault } from './import-default.js';

/** Reads the script of an in-page agent, or takes its address. */
const readScript = async (script: string): Promise<string | { readonly text: string }> => {
  if (/^https?:/.test(script)) return script;
  try {
    return { text: await readFile(script, 'utf8') };
  } catch {
    throw new UsageError(`The script ${script} cannot be read.`);
  }
};

/** The deeds that the page does not show: the person says when they are done. */
const isOwnPlace = ({ do: what }: Deed): boolean => !['open', 'press', 'yes', 'no'].includes(what);

/** Has a person at the screen do it. */
const askPerson: Person = async (deed) => {
  process.stderr.write(`${deed.says}\n`);
  if (!isOwnPlace(deed)) return undefined;
  if (!process.stdin.isTTY) return false;
  const dialog = createInterface({ input: process.stdin, output: process.stderr });
  const said = await dialog.question('Then press Enter. If your agent has no way to do it, type "none". ');
  dialog.close();
  return said.trim() !== 'none';
};

/** The time that a command has, in milliseconds: the kit's vendor lets it wait for at most 25 s. */
const PATIENCE = 120_000;
/** The exit codes of a shell that cannot run a command (POSIX, "Exit Status for Commands"). */
const NOT_RUN = [126, 127];
/** Runs a command for each deed but `link`. It has this terminal, where the person answers. */
const runFor =
  (command: string): Person =>
  async ({ do: what, says, origin }) => {
    if (what === 'link') return false;
    process.stderr.write(`${says}\n`);
    const isNo = what === 'refuse';
    const values: Readonly<Record<string, string>> = {
      '{do}': isNo ? 'relate' : what,
      '{vendor}': origin,
      '{answer}': isNo ? 'no' : 'yes',
    };
    const line = command.replace(/\{\w+\}/g, (name) => values[name] ?? name);
    const { child, kill } = runShell(line, ['inherit', process.stderr, 'inherit'], !process.stdin.isTTY);
    const ended = once(child, 'exit') as Promise<[number | null]>;
    const late = (): Error => new NoAnswer(`The command ${line} had not ended after ${PATIENCE / 1_000} s.`);
    const [code] = await inTime(() => ended, PATIENCE, late).catch((error: unknown) => {
      kill();
      throw error;
    });
    if (code !== null && NOT_RUN.includes(code)) throw new UnreachableError(`The shell cannot run the command ${line}.`);
    return undefined;
  };

interface AgentFlags {
  readonly script?: string | undefined;
  readonly 'web-agent'?: string | undefined;
  readonly extension?: string | undefined;
  readonly command?: string | undefined;
  readonly driver?: string | undefined;
  readonly engine?: string | undefined;
  readonly browser?: string | undefined;
  readonly rules?: readonly string[] | undefined;
}

const engineOf = ({ engine: name, driver, browser }: AgentFlags): Engine | undefined => {
  const engine = ENGINES.find((one) => one === name);
  if (name !== undefined && !engine) throw new UsageError(`--engine ${name}: it is one of ${ENGINES.join(', ')}.`);
  return engine ?? (driver === undefined && browser === undefined ? undefined : 'chromium');
};

/** Tries an agent. A driver or a command does the person's part; without one, a person at the screen does what each page says. */
export const tryAgent = async (flags: AgentFlags): Promise<readonly Result[]> => {
  const { script, 'web-agent': webAgent, extension, command, driver, browser, rules } = flags;
  if ([script, webAgent, extension, command].filter((one) => one !== undefined).length !== 1)
    throw new UsageError(
      'Name the agent: relbutton conform agent --script agent.js, --web-agent http://localhost:8081, --extension folder or --command "agent {do} {vendor}"',
    );
  if (webAgent !== undefined && !(/^https?:/.test(webAgent) && URL.canParse(webAgent)))
    throw new UsageError(`--web-agent ${webAgent} is no origin, such as http://localhost:8081.`);
  if (command !== undefined && driver !== undefined)
    throw new UsageError('--command does the person’s part itself: leave out --driver.');
  for (const name of ['engine', 'browser'] as const)
    if (command !== undefined && flags[name] !== undefined)
      throw new UsageError(`--command needs no browser: leave out --${name}.`);
  if (extension !== undefined && !existsSync(join(extension, 'manifest.json')))
    throw new UsageError(`The folder ${extension} has no manifest.json: name that of an extension.`);
  let onask = askPerson;
  if (command !== undefined) onask = runFor(command);
  if (driver !== undefined) onask = await importDefault<Person>('driver', driver);
  return conformAgent({
    script: script === undefined ? undefined : await readScript(script),
    webAgent: webAgent && new URL(webAgent).origin,
    extension: extension === undefined ? undefined : absolute(extension),
    isPageless: command !== undefined,
    engine: engineOf(flags),
    browser,
    hasWindow: driver === undefined,
    rules,
    onask,
  });
};
