import type { Checked, Tag } from './checked.js';
import { forbids } from './csp.js';
import { type Fetched, get, redirectOf } from './fetching.js';

const RECORD = { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body: '{}' };

const replyOf = ({ text }: Fetched): { refused?: unknown; code?: unknown; message?: unknown } => {
  try {
    return (JSON.parse(text) ?? {}) as object;
  } catch {
    return {};
  }
};

/** Returns the endpoint of a button, if it is of the page's origin; says otherwise what is wrong. */
const endpointOf = ({ page, findings, policies }: Checked, button: Tag): URL | undefined => {
  const url = button.get('endpoint')?.trim() ? button.url('endpoint') : undefined;
  if (!url) {
    findings.fail(
      'endpoint',
      'There is no endpoint: nothing is ever agreed, unless your script answers rel-propose. Set endpoint.',
    );
    return undefined;
  }
  if (url.origin !== page.url.origin || url.username) {
    findings.fail(
      'endpoint',
      `The endpoint ${url.href} is not of the page’s origin ${page.url.origin}: it is left out. Serve it there.`,
    );
    return undefined;
  }
  const by = forbids(policies, ['connect-src', 'default-src'], { url }, page.url);
  if (by !== undefined) findings.fail('headers', `The content security policy keeps records from ${url.href}: ${by}.`);
  return url;
};

const checkAnswers = async ({ findings }: Checked, url: URL): Promise<void> => {
  const answer = await get(url, RECORD);
  if ('why' in answer) {
    findings.fail('endpoint', `The endpoint ${url.href} ${answer.why}`);
    return;
  }
  const { status, headers } = answer;
  const { refused, code, message } = replyOf(answer);
  const next = redirectOf(answer);
  if (next)
    findings.fail(
      'endpoint',
      `The endpoint ${url.href} leads on to ${next.href}: records do not follow. Set endpoint to the last address.`,
    );
  else if (status === 404 && refused !== true)
    findings.fail(
      'endpoint',
      `Nothing answers at the endpoint ${url.href}: it says 404. Start your vendor’s server, or mend the path.`,
    );
  else if (status >= 500)
    findings.fail(
      'endpoint',
      `The endpoint ${url.href} fails with ${status}${typeof message === 'string' ? `: ${message}` : '. See the log of your server.'}`,
    );
  else if (status < 400 || refused !== true || typeof code !== 'string' || typeof message !== 'string')
    findings.fail(
      'endpoint',
      `The endpoint ${url.href} answers ${status} to what is no record, where it should refuse it with 4xx and {refused: true, code, message}.`,
    );
  else {
    findings.ok('endpoint', `The endpoint ${url.href} refuses what is no record.`);
    findings.expect(
      headers.get('access-control-allow-origin') === '*',
      'endpoint',
      'Agents of other origins can read its answers.',
      `It does not send Access-Control-Allow-Origin: *, so that agents in pages of their own cannot read its answers.`,
    );
    const form = await get(url, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    const got = 'why' in form ? 'nothing' : form.status;
    findings.expect(
      got === 415,
      'endpoint',
      'It refuses forged form posts.',
      `It answers ${got} to a form post, where it should answer 415.`,
    );
  }
};

/** Checks the endpoints of the buttons. @returns those that are of the page's origin */
export const checkEndpoints = async (checked: Checked, buttons: readonly Tag[]): Promise<ReadonlyMap<Tag, URL>> => {
  const found = new Map<Tag, URL>();
  for (const button of buttons) {
    const url = endpointOf(checked, button);
    if (!url) continue;
    if (![...found.values()].some(({ href }) => href === url.href)) await checkAnswers(checked, url);
    found.set(button, url);
  }
  return found;
};
