import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { VERSION } from '../../version.js';
import type { Checked, Tag } from './checked.js';
import { forbids } from './csp.js';
import { type Fetched, get, hasType, redirectOf } from './fetching.js';

const HASH = /^(sha256|sha384|sha512)-(.+)$/;
const LANGUAGE = /relbutton\.[a-z]{2}\.js/;
const JS = /^(text|application)\/(javascript|ecmascript|x-javascript)$/i;

interface File {
  readonly tag: Tag;
  readonly url: URL;
  readonly isScript: boolean;
}

/** Checks that a file matches the hash of its tag: the strongest kind of hash counts (SRI, section 3.3). */
const checkIntegrity = ({ findings }: Checked, { tag, url }: File, text: string): void => {
  const hashes = (tag.get('integrity') ?? '').split(/\s+/).flatMap((hash) => HASH.exec(hash.split('?')[0] ?? '') ?? []);
  const kind = ['sha512', 'sha384', 'sha256'].find((name) => hashes.includes(name));
  if (kind === undefined) return;
  const is = createHash(kind).update(text).digest('base64');
  findings.expect(
    hashes.includes(`${kind}-${is}`),
    'files',
    `The integrity of ${url.pathname} fits.`,
    `The integrity of ${url.pathname} does not fit: browsers refuse the file. It should be ${kind}-${is}.`,
  );
};

/** Says whether a file is one of this version. */
const checkVersion = async ({ findings }: Checked, url: URL, text: string): Promise<void> => {
  const sri = JSON.parse(await readFile(new URL('../../sri.json', import.meta.url), 'utf8')) as Readonly<Record<string, string>>;
  const is = `sha384-${createHash('sha384').update(text).digest('base64')}`;
  const name = Object.keys(sri).find((each) => sri[each] === is);
  if (name !== undefined) findings.ok('files', `${url.pathname} is ${name} of version ${VERSION}.`);
  else
    findings.warn(
      'files',
      `${url.pathname} has other bytes than the file of version ${VERSION}: it is of another version, or something on the way changes it.`,
    );
};

const checkLoading = (checked: Checked, { tag, url, isScript }: File, fetched: Fetched): void => {
  const { page, policies, findings } = checked;
  const names = isScript ? ['script-src-elem', 'script-src', 'default-src'] : ['style-src-elem', 'style-src', 'default-src'];
  const by = forbids(
    policies,
    names,
    { url, nonce: tag.get('nonce'), integrity: isScript ? tag.get('integrity') : undefined },
    page.url,
  );
  if (by !== undefined) findings.fail('headers', `The content security policy keeps ${url.href} out: ${by}.`);
  if (page.url.protocol === 'https:' && url.protocol === 'http:')
    findings.fail('files', `${url.href} is loaded by http into a page of https: browsers block it. Write https.`);
  const isCors = isScript || tag.get('crossorigin') !== undefined || tag.get('integrity');
  if (url.origin !== page.url.origin && isCors) {
    const allowed = fetched.headers.get('access-control-allow-origin');
    if (allowed !== '*' && allowed !== page.url.origin)
      findings.fail(
        'files',
        `${url.href} is of another origin and does not send Access-Control-Allow-Origin: *. Browsers refuse it.`,
      );
    if (!isScript && tag.get('crossorigin') === undefined && tag.get('integrity'))
      findings.fail('files', `The tag of ${url.href} lacks crossorigin: browsers cannot compare its integrity.`);
  }
  if (!hasType(fetched, isScript ? JS : /^text\/css$/i))
    findings.fail(
      'files',
      `${url.href} is sent as ${fetched.headers.get('content-type') ?? 'no type'}: send ${isScript ? 'text/javascript' : 'text/css'}.`,
    );
};

/** Fetches a file of the page, and follows its redirects as a browser does. */
const fetchFile = async ({ findings }: Checked, url: URL): Promise<Fetched | undefined> => {
  let fetched = await get(url);
  for (let i = 0; i < 5 && !('why' in fetched); i++) {
    const next = redirectOf(fetched);
    if (!next) break;
    fetched = await get(next);
  }
  if ('why' in fetched) findings.fail('files', `${url.href} ${fetched.why}`);
  else if (fetched.status !== 200) findings.fail('files', `${url.href} answers ${fetched.status}. Put the file there.`);
  else return fetched;
  return undefined;
};

const checkFile = async (checked: Checked, file: File): Promise<void> => {
  const { tag, url, isScript } = file;
  const fetched = await fetchFile(checked, url);
  if (!fetched) return;
  checked.findings.ok('files', `${url.href} is there.`);
  checkLoading(checked, file, fetched);
  if (isScript)
    checked.findings.expect(
      tag.get('type')?.trim().toLowerCase() === 'module',
      'files',
      `${url.pathname} is loaded as a module.`,
      `The script tag of ${url.pathname} lacks type="module".`,
    );
  checkIntegrity(checked, file, fetched.text);
  await checkVersion(checked, url, fetched.text);
};

/** Checks the scripts and the style sheet of the library in a page. @returns whether the page loads its script */
export const checkFiles = async (checked: Checked): Promise<boolean> => {
  const { findings, tags } = checked;
  const scripts = tags('script').filter((tag) => /relbutton[^/]*\.js/i.test(tag.get('src') ?? ''));
  const styles = tags('link').filter(
    (tag) => /(^|\s)stylesheet(\s|$)/i.test(tag.get('rel') ?? '') && /relbutton[^/]*\.css/i.test(tag.get('href') ?? ''),
  );
  const files = [
    ...scripts.map((tag) => ({ tag, url: tag.url('src'), isScript: true })),
    ...styles.map((tag) => ({ tag, url: tag.url('href'), isScript: false })),
  ];
  for (const file of files) if (file.url) await checkFile(checked, { ...file, url: file.url });
  const isLoaded = scripts.some((tag) => !LANGUAGE.test(tag.get('src') ?? ''));
  const hasOther = tags('script').some((tag) => tag.get('type') === 'module');
  const snippet = '<script type="module" src="/relbutton.min.js"></script>';
  if (!isLoaded && hasOther)
    findings.warn('files', `No script is named relbutton. If none of the page’s modules has the elements, add: ${snippet}`);
  else if (!isLoaded) findings.fail('files', `The page does not load relbutton.min.js. Add: ${snippet}`);
  if (styles.length === 0)
    findings[isLoaded ? 'fail' : 'warn'](
      'files',
      'The page does not load relbutton.css. Add: <link rel="stylesheet" href="/relbutton.css">',
    );
  return isLoaded || hasOther;
};
