/** The kit's server in front of a page, for browsers that are driven by a WebDriver. */
import { deepStrictEqual as same, strictEqual as is } from 'node:assert';
import { proxyWith } from '../../src/conformance/page/proxy.js';
import { serve } from '../e2e/serve.mjs';

describe('the server in front of a page', () => {
  let site: Awaited<ReturnType<typeof serve>>;
  let proxy: Awaited<ReturnType<typeof proxyWith>>;
  before(async () => {
    site = await serve({
      '/': { body: '<!DOCTYPE html>\n<meta charset="utf-8">“A” 👍', headers: { 'content-security-policy': "script-src 'none'" } },
      '/bare': '<title>No doctype</title>',
      '/data.json': '{"page":"<!doctype html>"}',
      '/moved': (_: unknown, response: { writeHead(status: number, headers: object): { end(): void } }) => {
        response.writeHead(302, { location: `${site.origin}/bare`, 'set-cookie': ['a=1', 'b=2'] }).end();
      },
      '/posted': async (request: AsyncIterable<Buffer> & { method: string }) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        return { body: `${request.method} ${Buffer.concat(chunks).toString()}`, headers: { 'content-type': 'text/plain' } };
      },
    });
    proxy = await proxyWith(site.origin, 'kit();');
  });
  after(() => {
    proxy.close();
    site.close();
  });

  it('puts the script before the page’s own, after the doctype, and changes no other byte', async () => {
    const response = await fetch(proxy.origin);
    const [, src = ''] =
      /^<!DOCTYPE html><script src="([^"]+)"><\/script>\n<meta charset="utf-8">“A” 👍$/.exec(await response.text()) ?? [];
    is(await (await fetch(proxy.origin + src)).text(), 'kit();');
    is(response.headers.get('content-security-policy'), null);
    is((await (await fetch(`${proxy.origin}/bare`)).text()).startsWith('<script '), true);
  });

  it('passes on everything else as it is: data, requests with a body, cookies and redirects to the page', async () => {
    is(await (await fetch(`${proxy.origin}/data.json`)).text(), '{"page":"<!doctype html>"}');
    is(await (await fetch(`${proxy.origin}/posted`, { method: 'POST', body: 'é' })).text(), 'POST é');
    const { status, headers } = await fetch(`${proxy.origin}/moved`, { redirect: 'manual' });
    same([status, headers.get('location'), headers.getSetCookie()], [302, `${proxy.origin}/bare`, ['a=1', 'b=2']]);
    is((await fetch(`${proxy.origin}/none`)).status, 404);
  });

  it('answers 502 where the page’s server is gone', async () => {
    const gone = await proxyWith('http://localhost:1', '');
    is((await fetch(gone.origin)).status, 502);
    gone.close();
  });
});
