import { basename, dirname, join, relative, resolve } from 'node:path';
import { AGREEMENT_IDS } from '../contract/agreements.js';
import { jsonStringify } from '../contract/captured.js';
import { bare } from '../contract/write-json.js';
import { createKey } from '../server/key.js';
import { beginAsking, type Question } from './ask.js';
import { type Command, readOptions, UsageError } from './command.js';
import { type Config, CONFIG_FILE, findConfig } from './config.js';
import { ACCEPTS_HINT, agreementsOf, isFile, NAME_HINT, nameOf, ORIGIN_HINT, originOf } from './config-fields.js';
import { ignoreInGit, isInGit, patternOf } from './git.js';
import { pageOf, snippetOf } from './init-page.js';
import { keyText } from './key-file.js';
import { didYouMean } from './nearest.js';
import { allOrNone, writeNew } from './new-files.js';
import { toInstall } from './open-store.js';
import { print } from './output.js';

const HELP = `Usage: relbutton init [options]

Makes in this folder what a vendor needs: ${CONFIG_FILE}, a private key, and a page with a button; or nothing, if it cannot make all.
It changes no file that is there, but adds the key and the records to .gitignore if git keeps the folder. At a terminal it asks for what no option says.

Options:
  --origin <origin>    your origin, as browsers show it. Default: http://localhost:8080
  --name <name>        your name, as customers know it. Default: the folder's
  --accepts <ids>      the agreements that you accept. Default: SD-BASE SD-BASE-DP
  --yes                asks nothing
  --help               prints this
`;

const KEY_FILE = 'relbutton.key.json';
const STORE_FILE = 'relbutton.db';
const PAGES = 'public';

type Answers = Pick<Config, 'origin' | 'name' | 'accepts'>;
type Given = { readonly [K in keyof Answers]?: string | undefined };

const listIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
const QUESTIONS = {
  origin: { text: 'Your origin, as browsers show it', byDefault: 'http://localhost:8080', hint: ORIGIN_HINT, read: originOf },
  name: {
    text: 'Your name, as customers know it',
    byDefault: nameOf(basename(resolve())) ?? 'My shop',
    hint: NAME_HINT,
    read: nameOf,
  },
  accepts: {
    text: 'The agreements that you accept',
    byDefault: 'SD-BASE SD-BASE-DP',
    hint: ACCEPTS_HINT,
    read: (text: string) => agreementsOf(listIn(text)),
  },
} as const satisfies { readonly [K in keyof Answers]: Question<Answers[K]> };

/** Reads an option, or the default. @throws UsageError */
const readGiven = <K extends keyof Answers>(name: K, given: string): Answers[K] => {
  const { read, hint } = QUESTIONS[name] as Question<Answers[K]>;
  const value = read(given);
  if (value !== undefined) return value;
  const wrong = name === 'accepts' ? listIn(given).find((id) => !agreementsOf([id])) : undefined;
  throw new UsageError(`--${name} is ${given}.${wrong === undefined ? '' : didYouMean(wrong, AGREEMENT_IDS)} ${hint}`);
};

/** Takes the answers from the options, and asks for the others if it may. */
const answersOf = async (given: Given, mayAsk: boolean): Promise<Answers> => {
  const names = Object.keys(QUESTIONS) as (keyof Answers)[];
  for (const name of names) if (given[name] !== undefined) readGiven(name, given[name]);
  const asking = mayAsk && names.some((name) => given[name] === undefined) ? beginAsking() : undefined;
  const answer = async <K extends keyof Answers>(name: K): Promise<Answers[K]> => {
    const question = QUESTIONS[name] as unknown as Question<Answers[K]>;
    if (given[name] !== undefined || !asking) return readGiven(name, given[name] ?? question.byDefault);
    return asking.ask(question);
  };
  try {
    return { origin: await answer('origin'), name: await answer('name'), accepts: await answer('accepts') };
  } finally {
    asking?.close();
  }
};

const here = (path: string): string => relative('', path) || path;

/** What is made, and what is said about it once all is. */
interface Work {
  readonly made: string[];
  readonly lines: string[];
}

/** Makes a file, and says whether it did. */
const make = async ({ made, lines }: Work, file: string, text: string, about: string, mode?: number): Promise<void> => {
  const isNew = await writeNew(file, text, mode, made);
  lines.push(isNew ? `Made ${here(file)}: ${about}` : `${here(file)} is there: it stays as it is.`);
};

type Settings = Answers & Partial<Config>;

/** Makes the settings, unless there are some. @returns what counts */
const makeSettings = async (work: Work, found: Config | undefined, given: Given, answers: Answers): Promise<Settings> => {
  if (found) {
    const ignored = Object.keys(given).map((name) => ` --${name} changes nothing: change it there.`);
    work.lines.push(`${CONFIG_FILE} is there: it stays as it is.${ignored.join('')}`);
    return found;
  }
  const since = new Date().toISOString().slice(0, 10);
  const settings = { ...answers, since, key: KEY_FILE, store: STORE_FILE, pages: PAGES };
  await make(work, CONFIG_FILE, `${jsonStringify(bare(settings), null, 2)}\n`, 'your settings.');
  return { ...answers, pages: PAGES };
};

/** Keeps the key and the records out of git, if git keeps the folder. */
const ignore = async ({ made, lines }: Work, key: string, store: string): Promise<void> => {
  if (!(await isInGit(resolve()))) return;
  // SQLite has files beside its file, whose names begin with its name.
  const all = [
    [key, patternOf(resolve(), key)] as const,
    ...(isFile(store) ? [[store, patternOf(resolve(), store, '*')] as const] : []),
  ];
  const patterns = all.flatMap(([, pattern]) => pattern ?? []);
  const ignored = await ignoreInGit(resolve(), patterns, made);
  if (ignored.length > 0) lines.push(`Added to .gitignore: ${ignored.join(', ')}`);
  for (const [file, pattern] of all)
    if (pattern === undefined && (await isInGit(dirname(resolve(file)))))
      lines.push(`Add ${here(file)} to a .gitignore: git keeps its folder.`);
};

/** Returns the command that comes next. The driver of the store may be missing yet. */
const nextCommand = async (): Promise<string> => {
  const serve = 'npx relbutton serve';
  const isReady = await import('libsql').then(
    () => true,
    () => false,
  );
  if (isReady) return serve;
  return `npm install ${toInstall('libsql')} && ${serve}`;
};

const run = async (args: string[]): Promise<number> => {
  const text = { type: 'string' } as const;
  const { yes = false, ...given } = readOptions(args, { origin: text, name: text, accepts: text, yes: { type: 'boolean' } });
  const found = await findConfig();
  const mayAsk = !yes && Boolean(process.stdin.isTTY && process.stdout.isTTY);
  const answers = found ?? (await answersOf(given, mayAsk));
  const keys = { key: await createKey(), formerKeys: [] };
  const lines: string[] = [];
  const config = await allOrNone(async (made) => {
    const work = { made, lines };
    const settings = await makeSettings(work, found, given, answers);
    const { key = KEY_FILE, store = STORE_FILE, pages } = settings;
    await make(work, key, keyText(keys), 'your private key. Keep it secret: anybody who has it can sign as you.', 0o600);
    if (pages !== undefined) await make(work, join(pages, 'index.html'), pageOf(settings), 'a page with a button.');
    await ignore(work, key, store);
    return settings;
  });
  await print(`${lines.join('\n')}

To have the button in a page of your own, paste this there, and let the link lead to where people reach you:

${snippetOf(config)}
Next: ${await nextCommand()}
`);
  return 0;
};

export const initCommand: Command = { about: 'makes the settings, a key and a page with a button', help: HELP, run };
