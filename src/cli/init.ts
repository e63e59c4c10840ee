import { basename, join, relative, resolve } from 'node:path';
import { AGREEMENT_IDS } from '../contract/agreements.js';
import { jsonStringify } from '../contract/captured.js';
import { bare } from '../contract/write-json.js';
import { createKey } from '../server/key.js';
import { beginAsking, type Question } from './ask.js';
import { type Command, readOptions, UsageError } from './command.js';
import { type Config, CONFIG_FILE, findConfig } from './config.js';
import { ACCEPTS_HINT, agreementsOf, NAME_HINT, nameOf, ORIGIN_HINT, originOf } from './config-fields.js';
import { pageOf, snippetOf } from './init-page.js';
import { keyText } from './key-file.js';
import { didYouMean } from './nearest.js';
import { ignoreInGit, writeNew } from './new-files.js';
import { toInstall } from './open-store.js';

const HELP = `Usage: relbutton init [options]

Makes in this folder what a vendor needs: ${CONFIG_FILE}, a private key, and a page with a button. It changes no file that is there, but
adds the key and the records to .gitignore if git keeps the folder. At a terminal it asks for what no option says.

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

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const here = (path: string): string => relative('', path) || path;

/** Makes a file, and says whether it did. */
const make = async (file: string, text: string, about: string, mode?: number): Promise<void> => {
  say((await writeNew(file, text, mode)) ? `Made ${here(file)}: ${about}` : `${here(file)} is there: it stays as it is.`);
};

/** Makes the settings, unless there are some. @returns what counts */
const settingsOf = async (given: Given, mayAsk: boolean): Promise<Answers & Partial<Config>> => {
  const found = await findConfig();
  if (found) {
    const ignored = Object.keys(given).map((name) => ` --${name} changes nothing: change it there.`);
    say(`${CONFIG_FILE} is there: it stays as it is.${ignored.join('')}`);
    return found;
  }
  const answers = await answersOf(given, mayAsk);
  const since = new Date().toISOString().slice(0, 10);
  const settings = { ...answers, since, key: KEY_FILE, store: STORE_FILE, pages: PAGES };
  await make(CONFIG_FILE, `${jsonStringify(bare(settings), null, 2)}\n`, 'your settings.');
  return { ...answers, pages: PAGES };
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
  const config = await settingsOf(given, !yes && Boolean(process.stdin.isTTY && process.stdout.isTTY));
  const { key = KEY_FILE, pages } = config;
  const keys = { key: await createKey(), formerKeys: [] };
  await make(key, keyText(keys), 'your private key. Keep it secret: anybody who has it can sign as you.', 0o600);
  if (pages !== undefined) await make(join(pages, 'index.html'), pageOf(config), 'a page with a button.');
  const ignored = await ignoreInGit(resolve(), [here(key), `${STORE_FILE}*`]);
  if (ignored.length > 0) say(`Added to .gitignore: ${ignored.join(', ')}`);
  say(`
To have the button in a page of your own, paste this there, and let the link lead to where people reach you:

${snippetOf(config)}
Next: ${await nextCommand()}`);
  return 0;
};

export const initCommand: Command = { about: 'makes the settings, a key and a page with a button', help: HELP, run };
