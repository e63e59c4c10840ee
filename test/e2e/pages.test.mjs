/** The effects of pages on the elements, and of the elements on pages, with the committed bundle. */
import { deepStrictEqual as same, match, ok, strictEqual as is } from 'node:assert';
import { createKey, createVendor } from 'relbutton/server';
import { nodeHandler } from 'relbutton/server/node';
import { chromiumArgs, engines } from '../support/engines.mjs';
import puppeteer from 'puppeteer-core';
import { available, eventually, gatherOutcomes, isUpgraded, unfold } from './driver.mjs';
import { HEAD, pageAgent, serve } from './serve.mjs';
import { allOf } from '../support/all-of.mjs';

const BUTTON =
  '<rel-button vendor-name="Acme" accepts="SD-BASE" endpoint="/relbutton"><a href="/relate">Relate with Acme</a></rel-button>';

const LOOKS = ['small', 'medium', 'large'].flatMap((size) =>
  ['solid', 'outline', 'plain', 'sign'].map((look) => `size="${size}" appearance="${look}"`),
);
const LINK = '<a href="/relate">Relate with Acme</a>';
const MAIL = '<a href="mailto:shop@shop.example">Write to the shop</a>';
/** Links as content management systems and frameworks write them. */
const WRAPPED = [
  `<p style="font:24px/2 serif;margin:1em">${LINK}</p>`,
  `<p>${LINK}<br>\n${MAIL}</p><p></p>`,
  `<astro-island><astro-slot>${LINK}</astro-slot></astro-island><div><p>${MAIL}</p></div>`,
  `<h3><span>${LINK}</span></h3>${MAIL}`,
];
const gallery = (direction) =>
  `${HEAD.replace('<html', `<html dir="${direction}"`)}<style>body { font: 16px/1.5 sans-serif }</style><p>Before <rel-badge status="related">Related</rel-badge> after</p>${LOOKS.map(
    (look) => `<p>Before ${BUTTON.replace('<rel-button', `<rel-button ${look}`)} after</p>`,
  ).join(
    '',
  )}<rel-balance initiated="3 2" shared="2 2" stored="6 6">In words</rel-balance><p>After</p>${WRAPPED.map((inner) => `<section>Before <rel-button style="height:60px">${inner}</rel-button> after</section>`).join('')}<p style="width:12rem">${BUTTON.replace('Relate with Acme', 'Relate with a vendor of a rather long name')}</p>`;
const boxes = () =>
  [...document.querySelectorAll('rel-button, rel-badge, rel-balance, body > p, section')].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x, y, width, height].map((number) => Math.round(number * 100) / 100).join(' ');
  });

for (const [engine, open] of available) {
  describe(`a page in ${engine}`, () => {
    let browser;
    let page;
    const servers = [];
    const start = async (routes) => {
      const server = await serve(routes);
      servers.push(server);
      return server;
    };
    before(async () => {
      browser = await open();
      page = await browser.newPage();
    });
    after(async () => {
      await browser.close();
      for (const server of servers) server.close();
    });

    it('under a strict policy with trusted types has the whole flow and no violation', async () => {
      const policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";
      let answer;
      const server = await start({
        '/': {
          headers: { 'content-security-policy': policy },
          body: `${HEAD}<script src="/violations.js"></script><script type="module" src="/agent.js"></script><h1>Shop</h1>${BUTTON}<rel-badge></rel-badge><rel-balance initiated="3 2"></rel-balance>`,
        },
        '/violations.js':
          'window.violations = []; document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`));',
        '/agent.js': await pageAgent(),
        '/relbutton': (request, response) => answer(request, response),
      });
      const vendor = createVendor({ origin: server.origin, name: 'Acme', accepts: ['SD-BASE'], key: await createKey() });
      answer = nodeHandler(vendor, server.origin);
      await page.goto(server.origin);
      await eventually(() => page.evaluate(isUpgraded));
      await page.click('rel-button', '[part=button]');
      await page.click('rel-button', 'summary');
      await page.click('rel-button', '.row with text "Agent"');
      await eventually(async () => (await page.text('rel-badge', '[part=status]')) === 'Related');
      is((await allOf(vendor.records())).length, 1);
      // The browser itself requests an icon, which this policy forbids.
      same(
        (await page.evaluate(() => window.violations)).filter((one) => !one.includes('favicon')),
        [],
      );
    });

    it('that goes away ends the flow, which its agent hears', async () => {
      const server = await start({
        '/': `${HEAD}<script type="module" src="/agent.js"></script>${BUTTON}`,
        '/next': '<!doctype html><title>Next</title>',
        '/agent.js': await pageAgent(),
      });
      await page.goto(server.origin);
      await eventually(() => page.evaluate(isUpgraded));
      await page.click('rel-button', '[part=button]');
      await eventually(() => page.text('rel-button', '.row'));
      await page.goto(`${server.origin}/next`);
      is(await page.evaluate(() => localStorage.getItem('aborted')), '/');
    });

    it('framed by another origin, or in a sandbox, keeps the link, with one warning', async () => {
      const anywhere = { 'access-control-allow-origin': '*' };
      const report =
        'const warnings = []; console.warn = (text) => warnings.push(text); addEventListener("load", () => setTimeout(() => { const [one] = document.querySelectorAll("rel-button"); const box = one.querySelector("a").getBoundingClientRect(); parent.postMessage({ warnings, buttons: document.querySelectorAll("rel-button").length, hasButton: Boolean(one.shadowRoot?.querySelector("button")), isSlotted: Boolean(one.querySelector("a").assignedSlot), isSeen: box.width > 50 && box.height > 20 }, "*"); }, 200));';
      const dist = await start({});
      const bundle = await (await fetch(`${dist.origin}/relbutton.min.js`)).text();
      const framed = await start({
        '/': `${HEAD.replace('<script', '<script src="/report.js"></script><script')}${BUTTON}${BUTTON}`,
        '/report.js': { body: report, headers: anywhere },
        '/relbutton.min.js': { body: bundle, headers: anywhere },
      });
      const framing = await start({
        '/': `<!doctype html><title>Frames</title><script>window.reports = []; addEventListener('message', ({ data }) => reports.push(data));</script>
          <iframe src="${framed.origin}"></iframe><iframe sandbox="allow-scripts" src="${framed.origin}"></iframe>`,
      });
      await page.goto(framing.origin);
      const reports = await eventually(() => page.evaluate(() => window.reports.length === 2 && window.reports));
      for (const { warnings, ...rest } of reports) {
        same(rest, { buttons: 2, hasButton: false, isSlotted: true, isSeen: true });
        is(warnings.length, 1);
      }
      same(reports.map(({ warnings }) => warnings[0]).sort(), [
        'relbutton: <rel-button> stays a link: the page is framed by another origin.',
        'relbutton: <rel-button> stays a link: the page is without an origin.',
      ]);
    });

    for (const direction of ['ltr', 'rtl']) {
      it(`has the same boxes before and after upgrade, ${direction}`, async () => {
        const server = await start({ '/': gallery(direction).replace(/<script.*?<\/script>/, '') });
        await page.goto(server.origin);
        const before = await page.evaluate(boxes);
        await page.evaluate(() => {
          const script = document.createElement('script');
          Object.assign(script, { type: 'module', src: '/relbutton.min.js' });
          document.head.append(script);
        });
        await eventually(() => page.evaluate(isUpgraded));
        same(await page.evaluate(boxes), before);
      });
    }

    for (const [how, script] of [
      ['without type="module"', '<script defer src="/relbutton.min.js"></script>'],
      ['with a wrong integrity', `<script type="module" src="/relbutton.min.js" integrity="sha384-${'A'.repeat(64)}"></script>`],
    ]) {
      it(`keeps every link in sight where the script is served ${how}`, async () => {
        const server = await start({
          '/': `${HEAD.replace(/<script.*?<\/script>/, script)}${WRAPPED.map((inner) => `<rel-button>${inner}</rel-button>`).join('')}`,
        });
        await page.goto(server.origin);
        const seen = () =>
          [...document.querySelectorAll('a')].map((link) => {
            const { width, height } = link.getBoundingClientRect();
            const { visibility, position } = getComputedStyle(link);
            return width > 50 && height > 20 && visibility === 'visible' && position === 'static';
          });
        await eventually(async () => (await page.evaluate(seen)).every(Boolean), 'every link');
        ok(await page.evaluate(() => !customElements.get('rel-button')));
      });
    }

    for (const path of [['[part=button]'], ['.row with text "Visit Acme’s page"']]) {
      it(`opens the link in a tab of its own by Ctrl on ${path[0]}`, async () => {
        const server = await start({ '/': `${HEAD}${BUTTON}`, '/relate': '<!doctype html><title>Relate by hand</title>' });
        page = await browser.newPage();
        await page.goto(server.origin);
        await eventually(() => page.evaluate(isUpgraded));
        await page.evaluate(gatherOutcomes);
        if (path[0] !== '[part=button]') {
          await page.click('rel-button', '[part=button]');
          await page.evaluate(unfold);
        }
        const before = await browser.count();
        await page.holding('Control', () => page.click('rel-button', ...path));
        await eventually(async () => (await browser.count()) === before + 1, 'another tab');
        await eventually(() => server.requested.includes('GET /relate'));
        same(await page.evaluate(() => [location.pathname, window.outcomes]), ['/', []]);
      });
    }

    it('framed by its own origin works', async () => {
      const server = await start({
        '/': '<!doctype html><title>Frame</title><iframe src="/inner"></iframe>',
        '/inner': `${HEAD}${BUTTON}`,
      });
      await page.goto(server.origin);
      await eventually(() =>
        page.evaluate(() => Boolean(frames[0].document.querySelector('rel-button')?.shadowRoot?.querySelector('button'))),
      );
    });
  });
}

describe('Chromium', { skip: !engines.Chromium }, () => {
  let browser;
  let page;
  let server;
  before(async () => {
    browser = await puppeteer.launch({
      executablePath: engines.Chromium,
      args: [...chromiumArgs, '--host-resolver-rules=MAP shop.test 127.0.0.1'],
      headless: true,
    });
    server = await serve({
      '/ltr': gallery('ltr'),
      '/rtl': gallery('rtl'),
      '/relate': '<!doctype html><title>Relate by hand</title>',
      '/empty': HEAD,
      '/slow': `${HEAD}<script type="module" src="/agent.js"></script>${BUTTON}`,
      '/agent.js': await pageAgent(),
      '/relbutton': () => undefined,
    });
  });
  after(async () => {
    await browser.close();
    server.close();
  });
  beforeEach(async () => {
    page = await browser.newPage();
  });
  afterEach(() => page.close());

  for (const direction of ['ltr', 'rtl']) {
    it(`has the same boxes without script and after upgrade, ${direction}`, async () => {
      await page.setJavaScriptEnabled(false);
      await page.goto(`${server.origin}/${direction}`);
      const before = await page.evaluate(boxes);
      await page.setJavaScriptEnabled(true);
      await page.goto(`${server.origin}/${direction}`);
      await page.waitForFunction(isUpgraded);
      same(await page.evaluate(boxes), before);
    });
  }

  it('has a link that works without script', async () => {
    await page.setJavaScriptEnabled(false);
    await page.goto(`${server.origin}/ltr`);
    const link = await page.$('rel-button a');
    await Promise.all([page.waitForNavigation(), link.click()]);
    is(await page.title(), 'Relate by hand');
  });

  it('shifts nothing through a late upgrade and every status', async () => {
    const late = await serve({
      '/': gallery('ltr'),
      '/relbutton.min.js': { body: await (await fetch(`${server.origin}/relbutton.min.js`)).text(), wait: 600 },
    });
    try {
      await page.evaluateOnNewDocument(() => {
        window.shifts = [];
        new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({
          type: 'layout-shift',
          buffered: true,
        });
      });
      await page.goto(late.origin, { waitUntil: 'domcontentloaded' });
      await page.waitForFunction(isUpgraded);
      const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      await page.evaluate(frames);
      for (const status of ['none', 'offered', 'asked', 'related', 'paused', 'ended']) {
        await page.evaluate(
          (now) => document.querySelectorAll('rel-button, rel-badge').forEach((one) => one.setAttribute('status', now)),
          status,
        );
        await page.evaluate(frames);
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      same(await page.evaluate(() => window.shifts), []);
    } finally {
      late.close();
    }
  });

  it('that is not secure keeps the link, with one warning', async () => {
    const warnings = [];
    page.on('console', (message) => message.type() === 'warn' && warnings.push(message.text()));
    await page.goto(`http://shop.test:${server.port}/ltr`);
    await page.waitForFunction(() => customElements.get('rel-button'));
    is(await page.evaluate(() => isSecureContext), false);
    same(
      await page.evaluate(() => [
        document.querySelector('rel-button').shadowRoot.innerHTML.includes('<button'),
        Boolean(document.querySelector('rel-button a').offsetWidth),
      ]),
      [false, true],
    );
    same(warnings, ['relbutton: <rel-button> stays a link: the page is insecure.']);
  });

  it('can load the bundle twice', async () => {
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${server.origin}/ltr`);
    await page.waitForFunction(isUpgraded);
    await page.evaluate(() => import('/relbutton.min.js?again'));
    same(errors, []);
  });

  it('keeps none of 1,000 elements that were created, used and removed', async () => {
    await page.goto(`${server.origin}/empty`);
    await page.waitForFunction(() => customElements.get('rel-button'));
    let used = 0;
    for (let batch = 0; batch < 20; batch++) {
      await page.evaluate((button) => {
        document.body.innerHTML = `${button}<rel-badge></rel-badge><rel-balance></rel-balance>`.repeat(50);
      }, BUTTON);
      // Return a boolean: a handle on a node in an element would keep the element alive.
      await page.waitForFunction(() => Boolean(document.body.lastElementChild.shadowRoot?.querySelector('svg')));
      // Use each button: press it by keyboard, and close its panel.
      for (let i = 0; i < 50; i++) {
        await page.evaluate((index) => document.querySelectorAll('rel-button')[index].focus(), i);
        await page.keyboard.press('Enter');
        await page.keyboard.press('Escape');
      }
      used += await page.evaluate(
        () => [...document.querySelectorAll('rel-button')].filter((one) => one.shadowRoot.querySelector('[role=status]')).length,
      );
    }
    is(used, 1_000);
    await page.evaluate(() => document.body.replaceChildren());
    const client = await page.createCDPSession();
    const left = async (tag) => {
      const prototype = await page.evaluateHandle((name) => customElements.get(name).prototype, tag);
      const objects = await page.queryObjects(prototype);
      const count = await page.evaluate((list) => list.length, objects);
      await objects.dispose();
      return count;
    };
    await client.send('HeapProfiler.enable');
    await eventually(async () => {
      await client.send('HeapProfiler.collectGarbage');
      return (await left('rel-button')) + (await left('rel-badge')) + (await left('rel-balance')) === 0;
    }, 'no element left');
  });

  it('tells the person after 20 s that the endpoint does not answer, and ends as they say', async () => {
    await page.goto(`${server.origin}/slow`);
    await page.waitForFunction(isUpgraded);
    const row = (text) =>
      page.waitForFunction(
        (label) =>
          [...document.querySelector('rel-button').shadowRoot.querySelectorAll('.row')].find(
            (one) => one.textContent.trim() === label,
          ),
        {},
        text,
      );
    await page.evaluate(() => document.addEventListener('rel-outcome', ({ outcome }) => (window.outcome = outcome)));
    await (await page.waitForSelector('rel-button >>> [part=button]')).click();
    const agent = await row('Agent');
    const begun = Date.now();
    await agent.click();
    await page.waitForFunction(() => document.querySelector('rel-button').shadowRoot.textContent.includes('Waiting for Acme.'));
    await page.waitForFunction(
      () => document.querySelector('rel-button').shadowRoot.textContent.includes('Acme is not responding.'),
      { timeout: 90_000 },
    );
    ok(Date.now() - begun >= 20_000);
    await (await row('Cancel')).click();
    is(await page.evaluate(() => window.outcome), 'dismissed');
    match(await page.evaluate(() => document.querySelector('rel-button').currentStatus), /offered/);
  });
});
