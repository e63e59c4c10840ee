import { writeJson } from '../../contract/write-json.js';
import { type Command, readArguments, UsageError } from '../command.js';
import { isLoopback } from '../config-fields.js';
import { print } from '../output.js';
import { shownLine } from '../shown.js';
import type { Checked, Tag } from './checked.js';
import { policiesOf } from './csp.js';
import { checkElements } from './elements.js';
import { checkEndpoints } from './endpoint.js';
import { type Fetched, get, hasType, redirectOf } from './fetching.js';
import { checkFiles } from './files.js';
import { createFindings, type Finding, type Findings } from './findings.js';
import { checkHeaders } from './headers.js';
import { tagsOf, type Token, tokensOf } from './html.js';
import { checkPublished } from './published.js';

const HELP = `Usage: relbutton check <url> [options]

Checks a page with a relbutton, as a browser without script and as agents see it: its files and headers, the button, the endpoint, and
the offer and keys at /.well-known/. It posts to the endpoint what is no record.

Options:
  --json               prints each finding, {"level", "about", "text"}, and then the numbers, as a line of JSON
  --help               prints this

It ends with 0 if nothing fails, 1 if something does, 2 if it could not do its work.
`;

const MAX_REDIRECTS = 5;

const readAddress = (given: string): URL => {
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(given)
    ? given
    : `${/^(localhost|127\.|\[)/i.test(given) ? 'http' : 'https'}://${given}`;
  const url = URL.canParse(full) && /^https?:/i.test(full) ? new URL(full) : undefined;
  if (url?.username || url?.password)
    throw new UsageError('Leave user and password out of the address: browsers and agents do not send them.');
  if (url) return url;
  throw new UsageError(`${given} is not the address of a page: write it as browsers show it, such as https://shop.example/.`);
};

/** Opens the page, and follows its redirects. @returns `undefined` if there is none */
const openPage = async (start: URL, findings: Findings): Promise<Fetched | undefined> => {
  let url = start;
  for (let i = 0; i <= MAX_REDIRECTS; i++) {
    const page = await get(url);
    if ('why' in page) {
      findings.fail('page', `${url.href} ${page.why}`);
      return undefined;
    }
    const next = redirectOf(page);
    if (!next) {
      if (page.status !== 200) findings.fail('page', `${url.href} answers ${page.status}.`);
      else if (!hasType(page, /^(text\/html|application\/xhtml\+xml)$/i))
        findings.fail('page', `${url.href} is not HTML: nothing there can be checked.`);
      else return page;
      return undefined;
    }
    if (next.origin !== url.origin && !(next.host === url.host && next.protocol === 'https:'))
      findings.warn('page', `${url.href} leads on to ${next.href}: your origin for records is ${next.origin}.`);
    url = next;
  }
  findings.fail('page', `${start.href} leads on more than ${MAX_REDIRECTS} times.`);
  return undefined;
};

/** Makes the functions that read the tags of a page. */
const readPage = (page: Fetched, findings: Findings): Checked => {
  const tokens = tokensOf(page.text);
  const href =
    tagsOf(tokens, 'base')
      .find(({ attributes }) => attributes.has('href'))
      ?.attributes.get('href') ?? '';
  const base = URL.canParse(href, page.url.href) ? new URL(href, page.url) : page.url;
  const tagOf = (token: Token): Tag => {
    const read = (name: string): string | undefined => token.attributes.get(name);
    const url = (name: string): URL | undefined => {
      const value = read(name)?.trim();
      return value !== undefined && URL.canParse(value, base.href) ? new URL(value, base) : undefined;
    };
    return { token, get: read, url };
  };
  const made = new Map(
    tagsOf(tokens, 'script', 'link', 'meta', 'a', 'rel-button', 'rel-badge', 'rel-balance').map((token) => [token, tagOf(token)]),
  );
  const tags = (...names: string[]): Tag[] => [...made.values()].filter(({ token }) => names.includes(token.value));
  const metas = tags('meta').filter((tag) => tag.get('http-equiv')?.toLowerCase() === 'content-security-policy');
  const written = [page.headers.get('content-security-policy'), ...metas.map((tag) => tag.get('content'))];
  return { page, tokens, findings, tags, policies: policiesOf(written.filter((text) => typeof text === 'string')) };
};

/** Checks a page. @returns the findings */
const check = async (address: URL): Promise<readonly Finding[]> => {
  const findings = createFindings();
  const page = await openPage(address, findings);
  if (!page) return findings.all;
  const { origin, href, protocol } = page.url;
  findings.ok('page', `${href} is there.`);
  findings.expect(
    protocol === 'https:' || isLoopback(origin),
    'page',
    'The page is secure.',
    'The page is not secure: the button stays a link. Serve it by https.',
  );
  const checked = readPage(page, findings);
  checkHeaders(checked);
  const hasScript = await checkFiles(checked);
  const buttons = await checkElements(checked, hasScript);
  await checkPublished(checked, buttons, await checkEndpoints(checked, buttons));
  return findings.all;
};

const SIGNS = { ok: '✓', warn: '!', fail: '✗' } as const;

const run = async (args: string[]): Promise<number> => {
  const { options, given } = readArguments(args, { json: { type: 'boolean' } }, ['page']);
  const { json = false } = options;
  const [address = ''] = given;
  const found = await check(readAddress(address));
  const count = (level: Finding['level']): number => found.filter((one) => one.level === level).length;
  const [ok, warn, fail] = [count('ok'), count('warn'), count('fail')];
  for (const one of found) await print(`${shownLine(json ? writeJson(one) : `${SIGNS[one.level]} ${one.text}`)}\n`);
  await print(json ? `${writeJson({ ok, warn, fail })}\n` : `Fine: ${ok}. Warnings: ${warn}. Failures: ${fail}.\n`);
  return fail > 0 ? 1 : 0;
};

export const checkCommand: Command = { about: 'checks a page with a button, its server and its keys', help: HELP, run };
