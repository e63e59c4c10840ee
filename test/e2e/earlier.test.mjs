/**
 * Hosts and agents of version 1 of the contract, as they were before passkeys and later acts, with those of today (contract,
 * "Messages": additions do not change the version). `earlier/` has their built files.
 */
import { deepStrictEqual as same } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { createKey, createVendor } from 'relbutton/server';
import { nodeHandler } from 'relbutton/server/node';
import { available, eventually, isUpgraded } from './driver.mjs';
import { bundle, HEAD, serve } from './serve.mjs';
import { allOf } from '../support/all-of.mjs';

const BUTTON =
  '<rel-button vendor-name="Acme" accepts="SD-BASE" endpoint="/relbutton" challenge="c"><a href="/relate">Relate with Acme</a></rel-button>';
/** A button that names acts that were not there before. */
const WITH_ACTS = BUTTON.replace(' accepts', ' acts="relate intentcast pledge share" accepts');
const EARLIER = HEAD.replace('/relbutton.min.js', '/earlier/relbutton.min.js');
const earlier = (name) => readFile(new URL(`earlier/${name}`, import.meta.url), 'utf8');

/**
 * An agent in the page.
 *
 * @param imports where it has `onAsk` and `signRecord` from
 * @param acts that it offers. Default: all that it is asked for
 */
const agent = (imports, acts) => `
  ${imports}
  addEventListener('rel-outcome', ({ outcome }) => { window.outcome = outcome; });
  onAsk(async (ask) => {
    window.asked = ask.acts;
    const { act, vendor, accepts, challenge, propose } = await ask.offer(${JSON.stringify({ label: 'Agent', acts })});
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const record = await signRecord({ aud: vendor.origin, act, agreement: accepts[0], challenge }, keys);
    const { answer } = await propose(record);
    return answer === 'accept' ? 'agreed' : 'asked';
  });`;

for (const [engine, open] of available) {
  describe(`hosts and agents of then and now in ${engine}`, () => {
    let browser;
    let server;
    let vendor;
    let answer;
    before(async () => {
      const now = "import { onAsk } from './src/agent/index.js'; import { signRecord } from './src/records/sign.js';";
      const then = "import { onAsk, signRecord } from '/earlier/agent.js';";
      server = await serve({
        '/host': `${EARLIER}<script type="module" src="/now.js"></script>${BUTTON}`,
        '/agent': `${HEAD}<script type="module" src="/then.js"></script>${BUTTON}`,
        '/both': `${EARLIER}<script type="module" src="/then.js"></script>${BUTTON}`,
        '/host-later': `${EARLIER}<script type="module" src="/now-later.js"></script>${WITH_ACTS}`,
        '/agent-later': `${HEAD}<script type="module" src="/then-relates.js"></script>${WITH_ACTS}`,
        '/earlier/relbutton.min.js': await earlier('relbutton.min.js'),
        '/earlier/agent.js': await earlier('agent.min.js'),
        '/now.js': await bundle(agent(now)),
        '/now-later.js': await bundle(agent(now, ['relate', 'intentcast', 'pledge', 'share'])),
        '/then.js': agent(then),
        '/then-relates.js': agent(then, ['relate']),
        '/relbutton': (request, response) => answer(request, response),
      });
      vendor = createVendor({ origin: server.origin, name: 'Acme', accepts: ['SD-BASE'], key: await createKey() });
      // Every answer has a form of `erasure` that those of then do not know.
      const handler = async (request, client) => {
        const response = await vendor.handler(request, client);
        if (request.method !== 'POST') return response;
        const { status, headers } = response;
        return new Response(JSON.stringify({ ...(await response.json()), erasure: { pending: true } }), { status, headers });
      };
      answer = nodeHandler({ ...vendor, handler }, server.origin);
      browser = await open();
    });
    after(async () => {
      await browser.close();
      server.close();
    });

    const relate = ['relate'];
    for (const [what, path, asked = relate] of [
      ['an earlier host and an agent of today', '/host'],
      ['an earlier agent and a host of today', '/agent'],
      ['an earlier host and agent, and a server of today', '/both'],
      ['an earlier host, and an agent of today that offers later acts', '/host-later'],
      ['an earlier agent, and a host of today that names later acts', '/agent-later', ['relate', 'intentcast']],
    ]) {
      it(`agree: ${what}`, async () => {
        const before = (await allOf(vendor.relationships())).length;
        const page = await browser.newPage();
        await page.goto(`${server.origin}${path}`);
        await eventually(() => page.evaluate(isUpgraded));
        await page.click('rel-button', '[part=button]');
        await page.click('rel-button', '.row with text "Agent"');
        await eventually(() => page.evaluate(() => window.outcome === 'agreed'));
        same(await page.evaluate(() => window.asked), asked);
        same(
          (await allOf(vendor.relationships())).map(({ status, counts }) => [status, counts.customer]),
          Array(before + 1).fill(['related', 1]),
        );
      });
    }
  });
}
