/** An agent in a window of its own, at another origin, with the committed bundle, in real browsers. */
import { deepStrictEqual as same, match, ok, strictEqual as is } from 'node:assert';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import puppeteer from 'puppeteer-core';
import { readClaims } from 'relbutton/server';
import { startShop } from '../../examples/shop/server.mjs';
import { startWebAgent } from '../../examples/web-agent/server.mjs';
import { chromiumArgs, engines } from '../support/engines.mjs';
import { available, eventually, gatherOutcomes, isUpgraded, unfold } from './driver.mjs';
import { bundle, HEAD, serve } from './serve.mjs';
import { allOf } from '../support/all-of.mjs';

const AGENT_PATH = '/.well-known/rel-agent';
const BUTTON = '<rel-button vendor-name="Acme"><a href="/relate">Relate with Acme</a></rel-button>';
const hostOf = (origin) => new URL(origin).host;
const outcomes = (page) => page.evaluate(() => window.outcomes);
/** Says hello, and nothing more. */
const HELLO = `<!doctype html><title>Agent</title><script>window.opener?.postMessage({ rel: 'hello', v: [1] }, '*');</script>`;
/** Makes the browser block the agent's window, once: the page opens another one in the same gesture. */
const BLOCKED = {
  Firefox:
    "addEventListener('click', (event) => { if (!window.taken && event.composedPath()[0].closest?.('form button')) { window.taken = window.open('/empty', '_blank', 'popup'); setTimeout(() => window.taken.close(), 500); } }, true);",
  // Under automation the other browsers open any number.
  Automated: '{ const { open } = window; window.open = () => { window.open = open; return null; }; }',
};
const SILENCE = '<!doctype html><title>Agent</title>';

for (const [engine, open] of available) {
  describe(`an agent elsewhere in ${engine}`, () => {
    let agent;
    let shop;
    /** A shop where the person has no relationship. */
    let unmet;
    let browser;
    let page;
    const servers = [];
    const start = async (routes) => servers[servers.push(await serve(routes)) - 1];
    before(async () => {
      agent = await startWebAgent();
      [shop, unmet] = [await startShop(), await startShop()];
      browser = await open();
      page = await browser.newPage();
    });
    after(async () => {
      await browser.close();
      for (const server of [...servers, shop, unmet, agent]) server.close();
    });

    const visit = async (origin, at = page) => {
      await at.goto(origin);
      await eventually(() => at.evaluate(isUpgraded));
      await at.evaluate(gatherOutcomes);
    };
    /** Enters an agent's address in the panel, without the press that opens it. */
    const name = async (address, at = page) => {
      await at.click('rel-button', '[part=button]');
      await at.evaluate(unfold);
      await at.click('rel-button', '[inputmode=url]');
      await at.type(address);
    };
    const openAgent = async (address) => {
      await name(address);
      return page.opened(() => page.click('rel-button', 'button with text "Open"'));
    };
    const says = (text, at = page) =>
      eventually(async () => (await at.text('rel-button', '[popover] p'))?.includes(text), `"${text}" in the panel`);
    const rows = (at = page) =>
      at.evaluate(() =>
        [...document.querySelector('rel-button').shadowRoot.querySelectorAll('.row')].map(({ textContent }) =>
          textContent.trim(),
        ),
      );

    it('goes from press to a record that both sides hold, byte for byte', async () => {
      await visit(shop.origin);
      const asking = await openAgent(hostOf(agent.origin));
      await eventually(() => asking.text('button.yes'));
      match(await asking.text('form'), new RegExp(`Acme Coffee is at ${shop.origin}. Your browser says so.`));
      is(await asking.evaluate(() => location.href), `${agent.origin}${AGENT_PATH}?v=1`);
      await says('Waiting for your answer in the other window.');
      await asking.click('button.yes');
      await eventually(async () => (await page.text('rel-badge', '[part=status]')) === 'Related');
      await eventually(async () => (await outcomes(page)).length);
      same(await outcomes(page), ['agreed']);
      const [{ record }, ...more] = await allOf(shop.vendor.records());
      same(more, []);
      await eventually(async () => (await asking.text('main'))?.includes('Both sides hold the same record.'));
      await asking.goto(agent.origin);
      is(await eventually(() => asking.text('article pre')), record);
      await asking.close();
    });

    it('does for a related person what fits first: it sends a message', async () => {
      await visit(shop.origin);
      const asking = await openAgent(hostOf(agent.origin));
      await asking.click('textarea');
      await asking.type('Is Harbour back?');
      await asking.click('button.yes');
      await eventually(async () => (await outcomes(page)).length);
      same(await outcomes(page), ['agreed']);
      const [, { record }, ...more] = await allOf(shop.vendor.records());
      same(more, []);
      is(readClaims(record).body.text, 'Is Harbour back?');
      await asking.close();
    });

    it('is told of a no, and tells its person when it ended in the page', async () => {
      await visit(unmet.origin);
      const declining = await openAgent(hostOf(agent.origin));
      await declining.click('button with text "Decline, and say so"');
      await eventually(async () => (await outcomes(page)).length);
      same(await outcomes(page), ['declined']);
      await declining.close();

      const asking = await openAgent(hostOf(agent.origin));
      await eventually(() => asking.text('button.yes'));
      await page.click('rel-button', '.row with text "Cancel"');
      await eventually(async () => (await asking.text('main'))?.includes('It ended at Acme Coffee.'));
      same(await outcomes(page), ['declined', 'dismissed']);
      await asking.close();
    });

    it('that is closed by its person is a "not now" where it says so itself, and else a question that waits', async () => {
      await visit(unmet.origin);
      const asking = await openAgent(hostOf(agent.origin));
      await eventually(() => asking.text('button.yes'));
      await asking.close();
      await eventually(async () => (await outcomes(page)).length);
      same(await outcomes(page), ['dismissed']);

      const mute = await start({ [AGENT_PATH]: HELLO });
      await visit(unmet.origin);
      const greeting = await openAgent(hostOf(mute.origin));
      await says('is not responding');
      await greeting.close();
      same(await outcomes(page), []);
      same(await rows(), ['Choose another', 'Cancel']);
      await page.click('rel-button', '.row with text "Cancel"');
      same(await outcomes(page), ['dismissed']);
    });

    it('whose window the browser does not open is said to be so, and opened by the next press', async () => {
      const blocked = await start({
        '/': `${HEAD}<script src="/blocked.js"></script>${BUTTON}`,
        '/blocked.js': BLOCKED[engine] ?? BLOCKED.Automated,
        '/empty': SILENCE,
      });
      await visit(blocked.origin);
      await name(hostOf(agent.origin));
      await page.click('rel-button', 'button with text "Open"');
      await says('Your browser opened no window.');
      same(await rows(), ['Try again', 'Cancel']);
      same(await outcomes(page), []);
      const asking = await page.opened(() => page.click('rel-button', '.row with text "Try again"'));
      await eventually(async () => (await asking.text('main'))?.includes('names no agreement'));
      await eventually(async () => (await outcomes(page)).length);
      same(await outcomes(page), ['dismissed']);
      await asking.close();
    });

    it('says so where nothing can be agreed, and forgets the key', async () => {
      const site = await start({
        '/': `${HEAD}<rel-button vendor-name="Acme" accepts="SD-BASE"><a href="/relate">Relate with Acme</a></rel-button>`,
      });
      await visit(site.origin);
      const asking = await openAgent(hostOf(agent.origin));
      await asking.click('button.yes');
      await eventually(async () => (await asking.text('main'))?.includes('Nothing can be agreed here.'));
      await eventually(async () => (await outcomes(page)).length);
      same(await outcomes(page), ['dismissed']);
      is(await page.text('rel-button', '[role=status]'), 'Nothing can be agreed here.');
      await asking.goto(agent.origin);
      await eventually(async () => (await asking.text('#list'))?.length);
      ok(!(await asking.text('#list')).includes(site.origin));
      await asking.close();
    });

    it('reads no more of a vendor than a limit, whatever that sends', async () => {
      const offer = '/.well-known/relbutton.json';
      const cors = { 'access-control-allow-origin': '*' };
      const headers = { ...cors, 'content-type': 'application/json' };
      const bomb = gzipSync(Buffer.alloc(300_000_000, ' '));
      const packed = await start({ [offer]: { headers: { ...headers, 'content-encoding': 'gzip' }, body: bomb } });
      let sent = 0;
      const endless = await start({
        [offer]: (request, response) => {
          response.writeHead(200, headers);
          const part = Buffer.alloc(65_536, ' ');
          const more = () => {
            while (!response.destroyed && response.write(part)) sent += part.length;
          };
          response.on('drain', more);
          more();
        },
      });
      const tab = await browser.newPage();
      for (const { origin } of [packed, endless]) {
        await tab.goto(`${agent.origin}/link.html?link=${encodeURIComponent(`web+rel:${encodeURIComponent(origin)}`)}`);
        await eventually(async () => (await tab.text('main'))?.includes('answers more than can be read'), origin);
        match(await tab.text('main'), /65,536 bytes/);
      }
      // Bytes that were already in the buffers of both ends.
      ok(sent < 50_000_000, `${sent} bytes were sent`);
    });

    it('that cannot be heard is said to be so after 10 s, and nothing hangs', async () => {
      const coop = { 'cross-origin-opener-policy': 'same-origin' };
      const isolated = await start({ '/': { headers: coop, body: `${HEAD}${BUTTON}` } });
      const open = await start({ '/': `${HEAD}${BUTTON}` });
      const careful = await start({ [AGENT_PATH]: { headers: coop, body: HELLO } });
      const evil = await start({ '/': HELLO });
      const moving = await start({ [AGENT_PATH]: `${SILENCE}<script>location.replace('${evil.origin}');</script>` });
      const cases = [
        ['COOP on the page', isolated, agent],
        ['COOP on the agent', open, careful],
        ['a window that moved elsewhere', open, moving],
      ];
      const tabs = [];
      for (const [what, { origin }, { origin: other }] of cases) {
        const tab = await browser.newPage();
        await visit(origin, tab);
        await name(hostOf(other), tab);
        const begun = Date.now();
        await tab.click('rel-button', 'form button');
        tabs.push([what, tab, other, begun]);
      }
      for (const [what, tab, other, begun] of tabs) {
        await eventually(async () => (await tab.text('rel-button', '[popover] p')) === `${other} is not responding.`, what);
        if (tabs[0][1] === tab) ok(Date.now() - begun >= 10_000, what);
        same(await outcomes(tab), [], what);
        same(await rows(tab), ['Try again', 'Cancel'], what);
        await tab.click('rel-button', '.row with text "Cancel"');
        same(await outcomes(tab), ['dismissed'], what);
      }
    });
  });
}

describe('an agent that handles links, in Chromium', { skip: !engines.Chromium }, () => {
  let agent;
  let shop;
  let browser;
  before(async () => {
    agent = await startWebAgent();
    shop = await startShop();
    browser = await puppeteer.launch({ headless: true, executablePath: engines.Chromium, args: chromiumArgs });
  });
  after(async () => {
    await browser.close();
    shop.close();
    agent.close();
  });
  /** Selectors use `>>>` to enter shadow roots. */
  const click = async (page, selector) => (await page.waitForSelector(selector)).click();
  const relateAt = async (page) => {
    await page.waitForSelector('button.yes');
    match(
      await page.$eval('form', (form) => form.textContent),
      new RegExp(`Acme Coffee is at ${shop.origin}. Its server says so.`),
    );
    await page.click('button.yes');
    await page.waitForFunction(() => document.body.textContent.includes('Both sides hold the same record.'));
  };

  it('gets the link that a person presses, and relates by the vendor’s server alone', async () => {
    const home = await browser.newPage();
    await home.goto(agent.origin);
    // The person agrees in the browser's own dialog.
    const client = await home.createCDPSession();
    await client.send('Page.setRPHRegistrationMode', { mode: 'autoAccept' });
    await home.click('#register');

    const page = await browser.newPage();
    await page.goto(shop.origin);
    await page.evaluate(gatherOutcomes);
    await click(page, 'rel-button >>> [part=button]');
    await page.evaluate(unfold);
    await click(page, 'rel-button >>> [href^="web+rel:"]');
    same(await page.evaluate(() => window.outcomes), ['by-link']);
    const target = await browser.waitForTarget((one) => one.url().startsWith(`${agent.origin}/link.html`));
    const handler = await target.page();
    is(new URL(handler.url()).searchParams.get('link'), `web+rel:${encodeURIComponent(`${shop.origin}/relate.html`)}`);
    await page.close();
    await relateAt(handler);
    const [{ record }] = await allOf(shop.vendor.records());
    await handler.goto(agent.origin);
    await handler.waitForSelector('article pre');
    is(await handler.$eval('article pre', ({ textContent }) => textContent), record);
    await handler.click('article .actions button');
    await handler.close();
    await home.close();
  });

  it('takes a copy that the panel gave, too', async () => {
    const page = await browser.newPage();
    await page.goto(shop.origin);
    await page.evaluate(() => {
      HTMLAnchorElement.prototype.click = function () {
        window.saved = this.href;
      };
    });
    await click(page, 'rel-button >>> [part=button]');
    await page.evaluate(unfold);
    await click(page, 'rel-button >>> ::-p-text(Keep a copy)');
    const copy = decodeURIComponent((await page.evaluate(() => window.saved)).replace('data:application/json,', ''));
    const file = join(await mkdtemp(join(tmpdir(), 'relbutton-')), 'copy.json');
    await writeFile(file, copy);

    await page.goto(agent.origin);
    const before = (await allOf(shop.vendor.records())).length;
    await (await page.$('#copy')).uploadFile(file);
    await relateAt(page);
    is((await allOf(shop.vendor.records())).length, before + 1);
    await page.close();
  });

  it('believes nothing else in a link', async () => {
    const page = await browser.newPage();
    const requested = [];
    page.on('request', (request) => requested.push(request.url()));
    for (const link of ['javascript:alert(1)', 'http://shop.example/', 'data:text/html,x', 'shop.example', '%E0%A4%A']) {
      await page.goto(`${agent.origin}/link.html?link=${encodeURIComponent(`web+rel:${link}`)}`);
      await page.waitForFunction(() => document.body.textContent.includes('This link leads to no vendor'));
    }
    same(
      requested.filter((url) => !url.startsWith(agent.origin) && !url.startsWith('data:')),
      [],
    );
    await page.goto(`${agent.origin}/link.html?link=${encodeURIComponent(`web+rel:${encodeURIComponent(agent.origin)}`)}`);
    await page.waitForFunction(() => document.body.textContent.includes('Nothing was agreed.'));
    await page.close();
  });

  it('is framed by nobody, and its pages have no finding of axe, light and dark', async () => {
    for (const path of [AGENT_PATH, '/', '/link.html']) {
      const { headers } = await fetch(agent.origin + path);
      match(headers.get('content-security-policy'), /frame-ancestors 'none'/);
      is(headers.get('cross-origin-opener-policy'), null);
    }
    const page = await browser.newPage();
    // Even without its headers it says nothing in a frame, nor to a page that has made itself its opener.
    const framing = await serve({
      '/': '<!doctype html><iframe name="inner"></iframe><script src="/frame.js"></script>',
      '/frame.js':
        "window.heard = []; addEventListener('message', ({ data }) => heard.push(data)); window.open('/inner', 'inner');",
      '/inner': '<!doctype html><script type="module" src="/answer.js"></script>',
      '/answer.js': await bundle(
        "import { onChosen } from 'relbutton/agent/web'; onChosen(() => {}); parent.postMessage(Boolean(opener), '*');",
      ),
    });
    try {
      await page.goto(framing.origin);
      await page.waitForFunction(() => window.heard.length);
      same(await page.evaluate(() => window.heard), [true]);
    } finally {
      framing.close();
    }
    const axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
    const link = `/link.html?link=${encodeURIComponent(`web+rel:${encodeURIComponent(shop.origin)}`)}`;
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      for (const [path, shown] of [
        [AGENT_PATH, 'a'],
        ['/', 'article'],
        [link, 'form'],
      ]) {
        await page.goto(agent.origin + path);
        await page.waitForSelector(shown);
        await page.evaluate(axe);
        const found = await page.evaluate(async () => {
          const { violations } = await window.axe.run({ rules: { 'target-size': { enabled: true } } });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
        });
        same(found, [], `${path} ${scheme}`);
      }
    }
    await page.close();
  });
});
