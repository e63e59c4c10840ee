import type { Checked } from './checked.js';
import { allowsLit, lacksInSandbox } from './csp.js';

/** Headers of a page that cut off agents or passkeys. */
const checkOpener = ({ page, findings }: Checked): void => {
  const opener = page.headers.get('cross-origin-opener-policy')?.split(';')[0]?.trim() ?? 'unsafe-none';
  findings.expect(
    /^(same-origin-allow-popups|unsafe-none)$/.test(opener),
    'headers',
    'Agents in windows of their own can be reached.',
    `Cross-Origin-Opener-Policy: ${opener} cuts off agents in windows of their own. Send same-origin-allow-popups.`,
  );
};

/** Reads a feature of Permissions-Policy, such as `publickey-credentials-get=()`. @returns its list; `undefined` if it is not named */
const featureOf = (policy: string, name: string): string | undefined =>
  new RegExp(`(?:^|,)\\s*${name}\\s*=\\s*(\\([^)]*\\)|[^,;\\s]+)`).exec(policy)?.[1];

const checkPasskeys = ({ page, findings }: Checked): void => {
  const policy = page.headers.get('permissions-policy') ?? '';
  const off = ['publickey-credentials-create', 'publickey-credentials-get'].filter((name) => {
    const list = featureOf(policy, name);
    return list !== undefined && !/self|\*/.test(list) && !list.includes(page.url.origin);
  });
  findings.expect(
    off.length === 0,
    'headers',
    'Passkeys are allowed.',
    `Permissions-Policy forbids passkeys: it has to say ${off.map((name) => `${name}=(self)`).join(', ')}.`,
  );
};

const checkEmbedder = ({ page, findings, tags }: Checked): void => {
  if (!/^(require-corp|credentialless)/.test(page.headers.get('cross-origin-embedder-policy') ?? '')) return;
  for (const tag of tags('link')) {
    const url = tag.url('href');
    if (url && url.origin !== page.url.origin && /relbutton/.test(url.href) && tag.get('crossorigin') === undefined)
      findings.fail('headers', `Cross-Origin-Embedder-Policy keeps ${url.href} out. Write crossorigin into its tag.`);
  }
};

/** Checks the headers of the page. */
export const checkHeaders = (checked: Checked): void => {
  const { findings, policies } = checked;
  checkOpener(checked);
  checkPasskeys(checked);
  checkEmbedder(checked);
  findings.expect(
    allowsLit(policies),
    'headers',
    'The content security policy lets the button render.',
    'The content security policy lacks lit-html in trusted-types: the button cannot render.',
  );
  const lacks = lacksInSandbox(policies);
  if (lacks.length > 0) findings.fail('headers', `The sandbox of the content security policy lacks ${lacks.join(', ')}.`);
};
