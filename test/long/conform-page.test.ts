/** `conform page` whole: every broken host is caught by its rule; ours and that of version 0.1.0 keep all rules, in each engine. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { conformPage, type PageOptions, UnreachableError } from '../../src/conformance/index.js';
import { HOST_MUTANTS } from '../conformance/mutants/hosts.js';
import { brokenBy, brokenOf, servePage, untriedOf } from '../conformance/page-with-host.js';
import { engines } from '../support/engines.mjs';
import { WebDriver } from '../support/webdriver.mjs';

const NO_AUTHENTICATOR = /makes no virtual authenticator/;
const YOUNGER = /is younger than this host/;

/** Tries our host and that of version 0.1.0. @param untried the reason for which cases of ours are not tried */
const tryBoth = (name: string, options: () => PageOptions, untried?: RegExp): void => {
  it(`our host breaks no rule in ${name}`, async () => {
    const { origin, close } = await servePage();
    const results = await conformPage(origin, options());
    close();
    same(brokenOf(results), []);
    same(
      untriedOf(results).filter((why) => !untried?.test(why)),
      [],
    );
    ok(results.filter(({ outcome }) => outcome === 'held').length > 125);
  });

  it(`the host of version 0.1.0 breaks no rule of its text in ${name}`, async () => {
    const { origin, close } = await servePage();
    const results = await conformPage(`${origin}/earlier`, { ...options(), contract: '1.0' });
    close();
    same(brokenOf(results), []);
    same(
      untriedOf(results).filter((why) => !YOUNGER.test(why)),
      [],
    );
    ok(results.filter(({ outcome }) => outcome === 'held').length > 110);
  });
};

if (engines.Chromium) tryBoth('Chromium', () => ({ engine: 'chromium', browser: engines.Chromium as string }));
if (engines.Firefox) tryBoth('Firefox', () => ({ engine: 'firefox', browser: engines.Firefox as string }), NO_AUTHENTICATOR);
if (engines.WebKit)
  describe('by a WebDriver', () => {
    const driver = new WebDriver();
    let webdriver = '';
    before(async () => {
      webdriver = await driver.listen();
    });
    after(() => driver.stop());
    tryBoth('WebKit', () => ({ webdriver }), /no PublicKeyCredential|makes no virtual authenticator/);
  });

if (engines.Chromium)
  it('says of a page without a host that there is none', async () => {
    const { origin, close } = await servePage();
    const error: unknown = await conformPage(`${origin}/relbutton.min.js`).catch((failure: unknown) => failure);
    close();
    ok(error instanceof UnreachableError && error.message.includes('The page has no host'), String(error));
  });

if (engines.Chromium)
  for (const mutant of HOST_MUTANTS)
    it(`a host that ${mutant.name} is caught by ${mutant.rule}`, async () => {
      ok((await brokenBy(mutant)).length > 0);
    });
