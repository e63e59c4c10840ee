/** The plugin in a real WordPress: installed from its zip, inserted in the editor, pressed, decided, paused and erased. */
import { deepStrictEqual as same, match, ok, strictEqual as is } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClaims, REFUSALS, signedBy, verifyRecord } from 'relbutton/server';
import { startWebAgent } from '../../examples/web-agent/server.mjs';
import { payloadHash } from '../../src/contract/record.js';
import { en } from '../../src/locales/en.js';
import { openAuthenticator } from '../e2e/authenticator.mjs';
import { eventually, gatherOutcomes, isUpgraded, openChromium, unfold } from '../e2e/driver.mjs';
import { Customer } from '../support/customer.js';
import { OWNER, startWordpress, THEMES } from '../support/wordpress.mjs';

const READER = { name: 'reader', password: 'another long password' };
/** The folder in which pictures are kept, to be looked at. Default: none is taken. */
const PICTURES = process.env.RELBUTTON_PICTURES;

describe('WordPress', () => {
  let site;
  let agent;
  let browser;
  let page;
  let authenticator;
  let address;
  let log = '';
  before(async () => {
    site = await startWordpress();
    agent = await startWebAgent();
    browser = await openChromium();
    page = await browser.newPage();
    authenticator = await openAuthenticator('Chromium', page);
    await authenticator.add();
  });
  after(async () => {
    await browser?.close();
    agent?.close();
    site?.stop();
  });

  const raw = () => page.page;
  const php = (code) => JSON.parse(site.php(`echo json_encode( ${code} );`));
  const submit = (selector) => Promise.all([raw().waitForNavigation(), raw().$eval(selector, (button) => button.click())]);
  const forget = async () => {
    const context = raw().browserContext();
    await context.deleteCookie(...(await context.cookies()));
  };
  const signIn = async ({ name, password }) => {
    await forget();
    await page.goto(`${site.url}/wp-login.php`);
    await raw().$eval('#user_login', (field, value) => (field.value = value), name);
    await raw().$eval('#user_pass', (field, value) => (field.value = value), password);
    await submit('#wp-submit');
  };
  const picture = async (name) => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await raw().screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  };
  const visit = async () => {
    await page.goto(address);
    await eventually(() => page.evaluate(isUpgraded));
    await page.evaluate(gatherOutcomes);
  };
  const agreed = async () => {
    await eventually(() => page.evaluate(() => window.outcomes.length));
    same(await page.evaluate(() => window.outcomes), ['agreed']);
  };
  const pressByPasskey = async () => {
    await visit();
    await page.click('rel-button', '[part=button]');
    await page.click('rel-button', `button with text "${en.sign}"`);
    await page.click('rel-button', `button with text "${en.done}"`);
    await agreed();
  };
  const jwks = async () => (await fetch(`${site.url.replace('localhost', '127.0.0.1')}/.well-known/jwks.json`)).json();
  const relationships = () =>
    php(`array_map( function ( $one ) {
      return array( 'iss' => $one['iss'], 'status' => Relbutton\\State::status( $one['state'] ),
        'records' => array_column( ( new Relbutton\\Reading( Relbutton\\Plugin::store() ) )->chain( $one['iss'] ), 'record' ) );
    }, iterator_to_array( Relbutton\\Plugin::store()->relationships(), false ) )`);

  it('installs the zip', async () => {
    const zip = join(site.site, 'relbutton.zip');
    execFileSync(process.execPath, ['integrations/wordpress/zip.mjs', zip], { stdio: 'ignore' });
    await signIn(OWNER);
    await page.goto(`${site.url}/wp-admin/plugin-install.php?tab=upload`);
    await (await raw().$('#pluginzip')).uploadFile(zip);
    await submit('#install-plugin-submit');
    await submit('a.button-primary');
    ok(
      php(
        `is_plugin_active( 'relbutton/relbutton.php' )`.replace(
          'is_plugin',
          `(require_once ABSPATH . 'wp-admin/includes/plugin.php') && is_plugin`,
        ),
      ),
    );
    await page.goto(`${site.url}/wp-admin/admin.php?page=relbutton-settings`);
    const health = () => raw().$$eval('#relbutton-health span', (spans) => spans.map(({ textContent }) => textContent));
    await eventually(async () => (await health()).every((text) => text === '– found'), 'the well-known files');
    await picture('settings');
  });

  it('inserts the block in the editor', async () => {
    await page.goto(`${site.url}/wp-admin/post-new.php?post_type=page`);
    await eventually(() => page.evaluate(() => Boolean(window.wp?.data?.select('core/editor')?.getCurrentPostId())));
    await page.evaluate(() => {
      const { select, dispatch } = window.wp.data;
      if (select('core/edit-post').isFeatureActive('welcomeGuide')) dispatch('core/edit-post').toggleFeature('welcomeGuide');
    });
    await raw().click('.editor-post-title__input');
    await raw().keyboard.type('Contact');
    await raw().keyboard.press('Enter');
    await raw().keyboard.type('We answer every letter.');
    await raw().keyboard.press('Enter');
    await raw().keyboard.type('/relbutton');
    await eventually(() => raw().$('.components-autocomplete__result'));
    await raw().keyboard.press('Enter');
    await eventually(() => raw().$('.wp-block-relbutton-button rel-button'), 'the preview');
    const colour = () => raw().$eval('.wp-block-relbutton-button a', (link) => getComputedStyle(link).color);
    await eventually(async () => (await colour()) === 'rgb(255, 255, 255)', 'the colour of the button');
    await raw().click('.editor-post-publish-button__button');
    await eventually(() => raw().$('.editor-post-publish-panel .editor-post-publish-button:not([aria-disabled=true])'));
    await raw().click('.editor-post-publish-panel .editor-post-publish-button');
    address = await eventually(() =>
      page.evaluate(() => {
        const editor = window.wp.data.select('core/editor');
        return editor.isCurrentPostPublished() && editor.getPermalink();
      }),
    );
    match(address, /\/contact\/$/);
    await picture('editor');
  });

  it('takes a record by passkey, of a visitor who is signed in nowhere', async () => {
    await forget();
    await pressByPasskey();
    const [{ status, records }] = relationships();
    is(status, 'related');
    is(signedBy(records[0]), 'passkey');
    is((await verifyRecord(records[0], await jwks())).aud, site.url);
  });

  it('takes a record by an agent in a window of its own', async () => {
    await forget();
    await visit();
    await page.click('rel-button', '[part=button]');
    await page.evaluate(unfold);
    await page.click('rel-button', '[inputmode=url]');
    await page.type(new URL(agent.origin).host);
    const asking = await page.opened(() => page.click('rel-button', 'button with text "Open"'));
    await asking.click('button.yes');
    await agreed();
    await eventually(async () => (await asking.text('main'))?.includes('Both sides hold the same record.'));
    await asking.close();
    const [, { records }] = relationships();
    is(signedBy(records[0]), 'agent');
    await verifyRecord(records[0], await jwks());
  });

  it('has the owner pause, and answer', async () => {
    await signIn(OWNER);
    const [{ iss }] = relationships();
    await page.goto(`${site.url}/wp-admin/admin.php?page=relbutton`);
    await picture('relationships');
    await submit(`a[href*="${iss}"]`);
    await raw().$eval('[name=reason]', (field) => (field.value = 'Stocktaking'));
    await submit('button[value=pause]');
    is(await page.text('.relbutton-status'), 'paused');
    await submit('button[value=resume]');
    await raw().$eval('textarea[name=text]', (field) => (field.value = 'Welcome!\n=1+1 <b>'));
    await submit('button[value=converse]');
    await picture('relationship');
    const [{ status, records }] = relationships();
    is(status, 'related');
    const said = records.map(readClaims);
    same(
      said.map(({ act }) => act),
      ['relate', 'pause', 'resume', 'converse'],
    );
    is(said[1].body.reason, 'Stocktaking');
    is(said[3].body.text, 'Welcome!\n=1+1 <b>');
    for (const record of records) await verifyRecord(record, await jwks());
  });

  it('has the owner confirm a pledge, and hears why a wrong amount is none', async () => {
    const customer = await Customer.create();
    const post = async (claims) => {
      const body = await customer.sign({ aud: site.url, ...claims });
      const headers = { 'content-type': 'application/jose+json' };
      return (
        await (await fetch(`${site.url.replace('localhost', '127.0.0.1')}/relbutton`, { method: 'POST', headers, body })).json()
      ).record;
    };
    const prev = await payloadHash(await post({}));
    const pledge = await post({ act: 'pledge', agreement: undefined, prev, body: { amount: '12.50', currency: 'EUR' } });
    await page.goto(`${site.url}/wp-admin/admin.php?page=relbutton&iss=${customer.iss}`);
    await raw().$eval('[name=amount]', (field) => (field.value = '-5'));
    await submit('button[value=receipt]');
    is(await page.text('.notice-error p'), REFUSALS.invalid_amount);
    await submit('button[value=receipt]');
    await raw().select('[name=feels]', 'unsure');
    await submit('button[value=regard]');
    const { records } = relationships().at(-1);
    const [receipt, regard] = records.slice(-2).map(readClaims);
    same([receipt.body.re, receipt.body.amount, regard.body.feels], [await payloadHash(pledge), '12.50', 'unsure']);
  });

  it('lets nobody act without permission or with another nonce', async () => {
    const [{ iss }] = relationships();
    const before = relationships();
    const post = (fields) =>
      raw().evaluate(
        async (url, body) => (await fetch(url, { method: 'POST', body: new URLSearchParams(body), redirect: 'manual' })).status,
        `${site.url}/wp-admin/admin-post.php`,
        { action: 'relbutton_say', iss, act: 'leave', ...fields },
      );
    is(await post({}), 403);
    is(await post({ _wpnonce: '0123456789' }), 403);
    const nonce = await raw().$eval('form [name=_wpnonce]', ({ value }) => value);
    site.php(`wp_create_user( '${READER.name}', '${READER.password}', 'reader@shop.example' );`);
    await signIn(READER);
    is(await post({ _wpnonce: nonce }), 403);
    await forget();
    ok((await post({ _wpnonce: nonce })) !== 302);
    same(relationships(), before);
  });

  it('ties a relationship to an account, by its challenge, and exports and erases it with the account’s data', async () => {
    await signIn(READER);
    await pressByPasskey();
    const user = php(`get_user_by( 'login', '${READER.name}' )->ID`);
    const [iss, ...more] = php(`Relbutton\\Accounts::customers_of( ${user} )`);
    same(more, []);
    await page.goto(address);
    is(await raw().$eval('rel-button', (button) => button.getAttribute('customer')), iss);
    const tool = (name, kind) =>
      php(
        `call_user_func( apply_filters( 'wp_privacy_personal_data_${kind}', array() )['relbutton']['callback'], '${name}', 1 )`,
      );
    const { data, done } = tool('reader@shop.example', 'exporters');
    same([data.length, done], [1, true]);
    is(tool('reader@shop.example', 'erasers').items_removed, true);
    const { status, records } = relationships().find((one) => one.iss === iss);
    is(status, 'ended');
    same(
      records.map((record) => readClaims(record).act),
      ['leave'],
    );
    same(php(`Relbutton\\Accounts::customers_of( ${user} )`), []);
    is(tool('nobody@shop.example', 'erasers').items_removed, false);
  });

  for (const theme of THEMES)
    it(`stands in the column of the text: ${theme}`, async () => {
      await forget();
      site.php(`switch_theme( '${theme}' );`);
      await visit();
      const left = (selector) => raw().$eval(selector, (element) => Math.round(element.getBoundingClientRect().left));
      is(await left('rel-button'), await left('.entry-content p, .wp-block-post-content p'));
      await picture(theme);
    });

  it('writes nothing of its own into the log', () => {
    log = readFileSync(site.log, 'utf8');
    same(
      log.split('\n').filter((line) => /relbutton/i.test(line.replaceAll(site.site, ''))),
      [],
    );
  });
});
