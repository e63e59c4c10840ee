/** `relbutton check`, on pages as they are found in the world. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../support/command.js';
import { open, publicJwks } from '../support/vendor.js';

const root = new URL('../../', import.meta.url);
const [script, style] = ['dist/relbutton.min.js', 'dist/relbutton.css'].map((name) =>
  readFileSync(new URL(name, root), 'utf8'),
) as [string, string];
const hashOf = (text: string): string => `sha384-${createHash('sha384').update(text).digest('base64')}`;

interface Answer {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}
type Site = Readonly<Record<string, Answer | ((origin: string, type: string) => Answer)>>;

const HEAD = '<link rel="stylesheet" href="/relbutton.css"><script type="module" src="/relbutton.min.js"></script>';
const BUTTON =
  '<rel-button vendor-name="Acme" accepts="SD-BASE" endpoint="/relbutton"><a href="#contact">Relate with Acme</a></rel-button>';
const html = (body: string, headers: OutgoingHttpHeaders = {}): Answer => ({
  headers: { 'content-type': 'text/html', ...headers },
  body,
});
const json = (value: object, headers: OutgoingHttpHeaders = {}): Answer => ({
  headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*', ...headers },
  body: JSON.stringify(value),
});

const refusal = { refused: true, code: 'malformed', message: 'No.' };
const offerAt = (origin: string): object => ({
  ...{ name: 'Acme', accepts: ['SD-BASE'], acts: ['relate'] },
  ...{ endpoint: `${origin}/relbutton`, jwks: `${origin}/.well-known/jwks.json` },
});

/** Serves a site in which all is well, but for what is given, and checks it. */
const check = async (changes: Site, path = '/'): Promise<{ code: number; fails: string; warns: string; all: string }> => {
  const site: Site = {
    '/': html(HEAD + BUTTON),
    '/relbutton.min.js': { headers: { 'content-type': 'text/javascript' }, body: script },
    '/relbutton.css': { headers: { 'content-type': 'text/css' }, body: style },
    '/relbutton': (_, type) =>
      type === 'application/jose+json' ? { ...json(refusal), status: 400 } : { ...json(refusal), status: 415 },
    '/.well-known/relbutton.json': (origin) => json(offerAt(origin)),
    '/.well-known/jwks.json': json(await publicJwks(open())),
    '/.well-known/myterms.json': json({}),
    ...changes,
  };
  const server: Server = createServer((request, response) => {
    const found = site[request.url ?? ''] ?? { status: 404 };
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const {
      status = 200,
      headers = {},
      body = '',
    } = typeof found === 'function' ? found(origin, request.headers['content-type'] ?? '') : found;
    response.writeHead(status, headers).end(body);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const address = `localhost:${(server.address() as AddressInfo).port}${path}`;
  const { code, stdout } = await run(['check', address, '--json']);
  server.close().closeAllConnections();
  const findings = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { level?: string; text?: string });
  const texts = (level: string): string =>
    findings
      .filter((one) => one.level === level)
      .map(({ text }) => text)
      .join('\n');
  const fails = texts('fail');
  same(code, fails ? 1 : 0);
  return { code, fails, warns: texts('warn'), all: stdout };
};

/** Checks that exactly this is found to fail, or to be worth a warning. */
const finds = async (changes: Site, level: 'fails' | 'warns', ...patterns: RegExp[]): Promise<void> => {
  const found = await check(changes);
  const lines = found[level].split('\n').filter(Boolean);
  same(lines.length, patterns.length, `${found.fails}\n${found.warns}`);
  for (const pattern of patterns)
    ok(
      lines.some((line) => pattern.test(line)),
      `${pattern} in ${found[level]}`,
    );
  if (level === 'warns') same(found.fails, '');
};
const page = (body: string, headers?: OutgoingHttpHeaders): Site => ({ '/': html(body, headers) });

describe('relbutton check', () => {
  it('finds nothing in a good page, however its HTML is written', async () => {
    const pages = [
      HEAD + BUTTON,
      `<!-- <rel-button> --><HEAD><LINK REL=stylesheet HREF=/relbutton.css><SCRIPT TYPE="Module" SRC='/relbutton.min.js' integrity="${hashOf(script)}"></SCRIPT><script>"<rel-button size=huge>"</script>
       <template><rel-button></rel-button></template><noscript><rel-button></noscript><p title="a > b"><REL-BUTTON Vendor-Name='Acme' ACCEPTS=SD-BASE endpoint="/rel&#98;utton" data-x class="a" @click="x()"><P><A HREF="&#35;contact"><b>Relate</b></A></REL-BUTTON>`,
      `<base href="/"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; trusted-types lit-html">${HEAD}${BUTTON}<rel-badge status="offered"></rel-badge>`,
    ];
    const found = await Promise.all(pages.map((body) => check(page(body.replace('@click="x()"', '')))));
    for (const { fails, warns } of found) same([fails, warns], ['', '']);
    ok(found[0]?.all.includes('of version'));
  });

  it('names what a sanitizer or an editor did to the button', async () => {
    await Promise.all([
      finds(page(`${HEAD}<p><a href="#contact">Relate with Acme</a></p>`), 'fails', /its link is there: a sanitizer removed/),
      finds(
        page(`${HEAD}<rel-button><a>Relate with Acme</a></rel-button>`),
        'fails',
        /no attribute left: a sanitizer/,
        /no endpoint/,
      ),
      finds(page(`${HEAD}&lt;rel-button vendor-name="Acme"&gt;`), 'fails', /as text: the editor escaped it/),
      finds(page(`${HEAD}<p>Hello</p>`), 'fails', /no <rel-button>: nobody wrote it/),
      finds(page(BUTTON), 'fails', /does not load relbutton.min.js/),
      finds(
        page(HEAD + BUTTON.replaceAll('"SD-BASE"', '“SD-BASE”')),
        'fails',
        /typographic quotation marks in accepts/,
        /no agreement of the roster/,
        /accepts no agreement/,
      ),
    ]);
  });

  it('names wrong attributes and links', async () => {
    const changed = (from: string, to: string): Site => page(HEAD + BUTTON.replace(from, to));
    await Promise.all([
      finds(changed('SD-BASE', 'SD-BSAE SD-BASE'), 'fails', /Did you mean SD-BASE\?/),
      finds(changed('vendor-name', 'vendorname'), 'fails', /no vendor-name/),
      finds(
        changed('<rel-button', '<rel-button size="huge" acts="relate realte"'),
        'fails',
        /size="huge"/,
        /Did you mean relate\?/,
      ),
      finds(changed('<rel-button', '<rel-button end-point="/x"'), 'warns', /no attribute end-point.*Did you mean endpoint\?/),
      finds(changed(' href="#contact"', ''), 'fails', /link has no href/),
      finds(changed('#contact', '/away'), 'fails', /link leads to .*\/away, which answers 404/),
    ]);
  });

  it('names what is wrong with files and headers', async () => {
    const good = HEAD + BUTTON;
    await Promise.all([
      finds(
        page(HEAD.replace('src=', 'integrity="sha384-wrong" src=') + BUTTON),
        'fails',
        /integrity of \/relbutton.min.js does not fit.*sha384-/,
      ),
      finds(page(HEAD.replace(' type="module"', '') + BUTTON), 'fails', /lacks type="module"/),
      finds({ '/relbutton.min.js': { status: 404 } }, 'fails', /relbutton.min.js answers 404/),
      finds({ '/relbutton.min.js': { headers: { 'content-type': 'text/plain' }, body: script } }, 'fails', /sent as text\/plain/),
      finds(
        { '/relbutton.css': { headers: { 'content-type': 'text/css' }, body: `${style}\n` } },
        'warns',
        /other bytes than the file of version/,
      ),
      finds(page(good, { 'cross-origin-opener-policy': 'same-origin' }), 'fails', /same-origin cuts off agents/),
      finds(
        page(good, { 'permissions-policy': 'camera=(), publickey-credentials-get=()' }),
        'fails',
        /forbids passkeys.*get=\(self\)/,
      ),
      finds(page(good, { 'content-security-policy': "trusted-types default; script-src 'self'" }), 'fails', /lacks lit-html/),
      finds(
        page(good, { 'content-security-policy': "script-src 'nonce-a'; style-src 'self'" }),
        'fails',
        /keeps .*relbutton.min.js out: script-src/,
      ),
      finds(page(good, { 'content-security-policy': 'connect-src https://api.example' }), 'fails', /keeps records from/),
      finds(
        page(good, { 'content-security-policy': 'sandbox allow-scripts allow-same-origin' }),
        'fails',
        /sandbox .* lacks allow-popups/,
      ),
    ]);
  });

  it('names what is wrong with the endpoint', async () => {
    const endpoint = (value: string): Site => page(HEAD + BUTTON.replace('"/relbutton"', `"${value}"`));
    await Promise.all([
      finds({ '/relbutton': { status: 404 } }, 'fails', /Nothing answers at the endpoint http:.*\/relbutton/),
      finds(page(HEAD + BUTTON.replace(' endpoint="/relbutton"', '')), 'fails', /There is no endpoint/),
      finds(endpoint('https://other.example/relbutton'), 'fails', /not of the page’s origin/),
      finds({ '/relbutton': html('Thank you!') }, 'fails', /answers 200 to what is no record/),
      finds(
        { '/relbutton': { status: 301, headers: { location: '/relbutton/' } } },
        'fails',
        /leads on to .*records do not follow/,
      ),
      finds(
        { '/relbutton': { ...json({ refused: true, code: 'unavailable', message: 'The store is away.' }), status: 503 } },
        'fails',
        /503: The store is away/,
      ),
      finds(
        { '/relbutton': { ...json(refusal, { 'access-control-allow-origin': 'https://a.example' }), status: 415 } },
        'fails',
        /Access-Control-Allow-Origin/,
      ),
    ]);
  });

  it('names what is wrong with the well-known files and the keys', async () => {
    const jwks = (await publicJwks(open())) as { keys: [Record<string, unknown>] };
    const at = (path: string, answer: Site[string]): Site => ({ [`/.well-known/${path}`]: answer });
    const offer = (changes: object): Site => at('relbutton.json', (origin) => json({ ...offerAt(origin), ...changes }));
    const key = (changes: object): Site => at('jwks.json', json({ keys: [{ ...jwks.keys[0], ...changes }] }));
    await Promise.all([
      finds(at('relbutton.json', { status: 404 }), 'fails', /relbutton.json is missing/),
      finds(at('relbutton.json', html('<p>')), 'fails', /Access-Control-Allow-Origin/, /is not JSON/),
      finds(at('jwks.json', { status: 302, headers: { location: '/x' } }), 'fails', /agents do not follow/),
      finds(at('jwks.json', json(jwks, { 'cache-control': 'max-age=31536000' })), 'warns', /kept by caches too long/),
      finds(at('jwks.json', json({ keys: [] })), 'fails', /has no key/),
      finds(key({ d: 'x' }), 'fails', /gives a private key away/, /No key .* can verify/),
      finds(key({ x: 'AAAA' }), 'fails', /No key .* can verify/),
      finds(key({ kid: undefined }), 'fails', /without "kid"/),
      finds(offer({ accepts: ['SD-BASE-A'] }), 'fails', /accepts SD-BASE, which/),
      finds(offer({ endpoint: 'https://other.example/relbutton' }), 'fails', /of another origin/),
      finds(offer({ endpoint: '/other' }), 'fails', /names the endpoint .*\/other, the button/),
      finds(offer({ name: 'Other' }), 'warns', /button names Acme.*Other/),
    ]);
  });

  it('says network errors plainly, and follows redirects', async () => {
    const away = await run(['check', 'http://localhost:9']);
    same([away.code, /✗ http:\/\/localhost:9\/ /.test(away.stdout), away.stderr], [1, true, '']);
    const moved = await check({ '/old': { status: 301, headers: { location: '/' } } }, '/old');
    same([moved.fails, moved.warns], ['', '']);
    const round = await check({ '/round': { status: 302, headers: { location: '/round' } } }, '/round');
    ok(/leads on more than 5 times/.test(round.fails));
    const large = await check({ '/large': html('x'.repeat(5_000_001)) }, '/large');
    ok(/is longer than 5 MB/.test(large.fails));
    const text = await check({ '/text': { headers: { 'content-type': 'text/plain' }, body: BUTTON } }, '/text');
    ok(/is not HTML/.test(text.fails));
  });
});
