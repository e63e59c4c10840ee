/** The plugin on sites of other kinds, and what it sends to the owner: by HTTP, without a browser. */
import { deepStrictEqual as same, match, ok, strictEqual as is } from 'node:assert';
import { createHmac } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { payloadHash } from '../../src/contract/record.js';
import { Customer } from '../support/customer.js';
import { Passkey } from '../support/passkey.js';
import { OWNER, startWordpress } from '../support/wordpress.mjs';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** A site with the plugin. */
class Site {
  constructor(started) {
    Object.assign(this, started);
    this.origin = new URL(this.url).origin;
    this.local = this.origin.replace('localhost', '127.0.0.1');
  }

  static async open(folder) {
    const site = new Site(await startWordpress(folder));
    execFileSync(process.execPath, ['integrations/wordpress/zip.mjs', join(site.site, 'relbutton.zip')], { stdio: 'ignore' });
    site.php(`require 'wp-admin/includes/file.php'; require 'wp-admin/includes/plugin.php'; WP_Filesystem();
      unzip_file( ABSPATH . 'relbutton.zip', WP_PLUGIN_DIR ); activate_plugin( 'relbutton/relbutton.php' );`);
    return site;
  }

  /** Runs an expression in WordPress. @returns its value */
  value(code) {
    return JSON.parse(this.php(`echo json_encode( ${code} );`));
  }

  set(settings) {
    this.php(
      `update_option( 'relbutton_settings', Relbutton\\Settings::sanitized( json_decode( '${JSON.stringify({ accepts: ['SD-BASE', 'SD-BASE-DP'], ...settings })}', true ) + get_option( 'relbutton_settings' ) ) );`,
    );
  }

  /** Runs a test of Site Health. @returns its result */
  health(test) {
    return this.value(`Relbutton\\Health::test_${test}()`);
  }

  /** Signs the owner in. @returns a function that asks for a page of the admin, and posts a form with its nonce */
  async signIn() {
    const login = { log: OWNER.name, pwd: OWNER.password, testcookie: '1' };
    const path = this.url.slice(this.origin.length);
    const ask = (url, init = {}) => fetch(`${this.local}${path}${url}`, { redirect: 'manual', ...init });
    const headers = { cookie: 'wordpress_test_cookie=WP%20Cookie%20check' };
    const response = await ask('/wp-login.php', { method: 'POST', headers, body: new URLSearchParams(login) });
    const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]);
    const signed = (url, init) => ask(url, { ...init, headers: { cookie: cookie.join('; ') } });
    /** Posts a form of a page. @param fields in addition to those of the form */
    const submit = async (page, action, fields) => {
      const html = await (await signed(`/wp-admin/admin.php?page=${page}`)).text();
      const form = html.split('<form').find((one) => one.includes(`?action=relbutton_${action}"`));
      const { pathname, search } = new URL(/ action="([^"]*)"/.exec(form)[1]);
      const body = new FormData();
      body.set('_wpnonce', /name="_wpnonce" value="([^"]*)"/.exec(form)[1]);
      for (const [name, value] of Object.entries(fields)) body.set(name, ...[value].flat());
      return signed(pathname.slice(path.length) + search, { method: 'POST', body });
    };
    return { page: async (name) => (await signed(`/wp-admin/admin.php?page=${name}`)).text(), submit, signed };
  }

  get endpoint() {
    return /endpoint="([^"]*)"/.exec(this.php(`echo do_shortcode( '[relbutton]' );`))[1].replace('&amp;', '&');
  }

  async get(path) {
    const response = await fetch(this.local + path, { redirect: 'manual' });
    return [response.status, response.headers.get('content-type')?.includes('json') ? await response.json() : undefined];
  }

  async post(record, path = this.endpoint) {
    const headers = { 'content-type': 'application/jose+json' };
    const response = await fetch(this.local + path, { method: 'POST', headers, body: record });
    return [response.status, await response.json()];
  }
}

describe('a site at the root', () => {
  let site;
  before(async () => {
    site = await Site.open('');
  });
  after(() => site.stop());

  it('is found with plain permalinks too, by an address with a query', async () => {
    is(site.endpoint, '/relbutton');
    site.php(`update_option( 'permalink_structure', '' );`);
    const { endpoint } = site;
    is(endpoint, '/?relbutton=endpoint');
    is((await site.get('/.well-known/relbutton.json'))[1].endpoint, site.origin + endpoint);
    const passkey = new Passkey();
    const [status, { record }] = await site.post(
      passkey.sign({ aud: site.origin, body: { credential: passkey.credential } }),
      endpoint,
    );
    is(status, 200);
    const [, found] = await site.get(`${endpoint}&credential=${passkey.credential}`);
    same([found.iss, found.prev], [passkey.iss, await payloadHash(record)]);
    site.php(`update_option( 'permalink_structure', '/%postname%/' );`);
  });

  it('leaves other requests to WordPress', async () => {
    same((await site.get('/?relbutton=other'))[0], 200);
    same((await site.get('/.well-known/security.txt'))[0], 404);
    same((await site.get('/.well-known/../relbutton/x'))[0], 404);
  });

  it('escapes what a shortcode is given', () => {
    const html = site.php(
      `echo do_shortcode( '[relbutton label="<img src=x onerror=alert(1)>" size="x\\" onclick=alert(1)" acts="relate\\"><b>" appearance="outline"]' );`,
    );
    ok(!/<img|<b>|onclick=alert\(1\)"? /.test(html), html);
    match(html, /<div class="wp-block-relbutton-button"><rel-button [^>]*><a /);
  });

  it('lets the owner decide, and mails and posts each change in order, again until it is taken', async () => {
    const heard = [];
    let status = 500;
    const server = createServer((request, response) => {
      let body = '';
      request
        .on('data', (part) => (body += part))
        .on('end', () => {
          heard.push({ headers: request.headers, body });
          response.writeHead(status).end();
        });
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address();
      // The mail of the test before.
      site.php(`add_filter( 'pre_wp_mail', '__return_true' ); Relbutton\\Delivery::deliver();`);
      site.set({
        decide: 'ask',
        mail: 'owner@shop.example',
        webhook_url: `http://127.0.0.1:${port}/hook`,
        webhook_secret: SECRET,
      });
      const customer = await Customer.create();
      const asked = await customer.sign({ aud: site.origin, body: { reach: 'mailto:secret@example.com' } });
      same(await site.post(asked), [202, { pending: true }]);
      ok(site.value(`wp_next_scheduled( 'relbutton_deliver' )`));
      site.php(`( new Relbutton\\Negotiation( Relbutton\\Plugin::options() ) )->decide( '${customer.iss}', 'accept' );`);
      const [, { record }] = await site.post(asked);
      const prev = await payloadHash(record);
      await site.post(
        await customer.sign({ aud: site.origin, act: 'converse', agreement: undefined, prev, body: { text: 'Tea, please' } }),
      );
      const deliver = () =>
        site.phpBeside(`add_filter( 'http_request_host_is_external', '__return_true' );
          add_filter( 'http_allowed_safe_ports', fn() => array( ${port} ) );
          add_filter( 'pre_wp_mail', function ( $no, $mail ) { echo json_encode( $mail ), "\\n"; return true; }, 10, 2 );
          Relbutton\\Delivery::deliver();`);
      const mails = (await deliver())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      is(mails.length, 3);
      match(mails[0].message, /awaits your decision/);
      match(mails[2].message, /Tea, please/);
      ok(!JSON.stringify(mails).includes('secret@example.com'));
      is(heard.length, 1, 'the later changes wait');
      status = 200;
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      is(await deliver(), '');
      const told = heard.map(({ body }) => JSON.parse(body));
      same(
        told.map(({ type, data }) => [type, data.act, data.sequence]),
        [
          ['relationship.asked', 'relate', 1],
          ['relationship.asked', 'relate', 1],
          ['relationship.related', 'relate', 2],
          ['relationship.related', 'converse', 3],
        ],
      );
      is(told[0].data.id, told[1].data.id);
      for (const { headers, body } of heard) {
        const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
        const mac = createHmac('sha256', Buffer.alloc(32, 7)).update(signed).digest('base64');
        is(headers['webhook-signature'], `v1,${mac}`);
      }
      is(
        site.value(`Relbutton\\Plugin::store()->database->rows( 'SELECT COUNT(*) AS n FROM wp_relbutton_outbox' )[0]['n']`),
        '0',
      );
    } finally {
      server.close();
    }
  });

  it('asks no receiver within the host’s own network, and takes no secret of another form', async () => {
    same(
      site.value(
        `Relbutton\\Settings::sanitized( array( 'webhook_secret' => 'short', 'mail' => array( 1 ), 'accepts' => 'X' ) )`,
      ),
      {
        ...{ name: '', accepts: [], decide: 'accept', terms: '', link: '', mail: '' },
        ...{ webhook_url: '', webhook_secret: '', delete_records: false },
      },
    );
    site.set({ decide: 'accept', webhook_url: 'http://127.0.0.1:22/', webhook_secret: SECRET, mail: '' });
    const customer = await Customer.create();
    is((await site.post(await customer.sign({ aud: site.origin })))[0], 200);
    site.php(`Relbutton\\Delivery::deliver();`);
    is(
      site.value(`Relbutton\\Plugin::store()->database->rows( 'SELECT attempts FROM wp_relbutton_outbox' )[0]['attempts']`),
      '1',
    );
    is(site.health('delivery').status, 'recommended');
    match(site.health('delivery').description, /A webhook failed 1 times/);
  });

  it('shows what it could not deliver, and sends it again where the owner says so', async () => {
    const { page, submit, signed } = await site.signIn();
    is(site.health('delivery').status, 'recommended', 'the message of the test before is late or fails');
    site.php(`Relbutton\\Plugin::store()->database->run( 'UPDATE wp_relbutton_outbox SET attempts = 83, due = 0' );`);
    match(site.health('delivery').label, /WP-Cron is late/);
    site.php(`Relbutton\\Delivery::deliver();`);
    is(site.health('delivery').status, 'critical');
    match(await page('relbutton'), /could not be delivered/);
    const shown = await page('relbutton-letters');
    match(shown, /Send again/);
    const [, id] = /name="id" value="([0-9a-f-]{36})"/.exec(shown);
    const waiting = () =>
      site.value(`Relbutton\\Plugin::store()->database->rows( 'SELECT id, attempts FROM wp_relbutton_outbox' )`);
    same(waiting(), []);
    const forged = new URLSearchParams({ action: 'relbutton_resend', id, _wpnonce: '0123456789' });
    is((await signed('/wp-admin/admin-post.php', { method: 'POST', body: forged })).status, 403);
    same(waiting(), []);
    is((await submit('relbutton-letters', 'resend', { id })).status, 302);
    same(waiting(), [{ id, attempts: '0' }]);
    ok(!/Send again/.test(await page('relbutton-letters')));
    ok(site.value(`wp_next_scheduled( 'relbutton_deliver' )`));
    site.php(`Relbutton\\Plugin::store()->database->run( 'DELETE FROM wp_relbutton_outbox' );`);
    is(site.health('delivery').status, 'good');
  });

  it('says in Site Health whether it can sign, and be reached', async () => {
    is(site.health('key').status, 'good');
    is(site.health('reach').status, 'good');
    const { page } = await site.signIn();
    site.php(
      `$key = get_option( 'relbutton_key' ); update_option( 'kept', $key ); $key['d'] = substr( $key['d'], 1 ); update_option( 'relbutton_key', $key );`,
    );
    is(site.health('key').status, 'critical');
    for (const name of ['relbutton', 'relbutton-settings']) match(await page(name), /no private key/);
    site.php(`update_option( 'relbutton_key', get_option( 'kept' ) ); delete_option( 'kept' );`);
    ok(!/no private key/.test(await page('relbutton-settings')));
    is((await site.get('/wp-json/relbutton/v1/health'))[0], 401, 'for nobody else');
    same(
      site.value(
        `array_map( 'array_keys', array_map( fn( $tests ) => array_filter( $tests, fn( $name ) => 0 === strpos( $name, 'relbutton' ), ARRAY_FILTER_USE_KEY ), apply_filters( 'site_status_tests', array( 'direct' => array(), 'async' => array() ) ) ) )`,
      ),
      {
        direct: ['relbutton_key', 'relbutton_delivery'],
        async: ['relbutton_reach'],
      },
    );
  });

  it('has nothing personal in a page for visitors, which a cache keeps', async () => {
    site.php(
      `wp_insert_post( array( 'post_title' => 'Cached', 'post_name' => 'cached', 'post_type' => 'page', 'post_status' => 'publish', 'post_content' => '[relbutton]' ) );`,
    );
    const customer = await Customer.create();
    await site.post(await customer.sign({ aud: site.origin }));
    site.php(
      `Relbutton\\Plugin::store()->database->run( 'INSERT INTO wp_relbutton_accounts (iss, account) VALUES (?, 1)', array( '${customer.iss}' ) );`,
    );
    const button = (html) => /<rel-button[^>]*>/.exec(html)[0];
    const visitor = async () => button(await (await fetch(`${site.local}/cached/`)).text());
    const before = await visitor();
    ok(!/challenge|customer|status/.test(before), before);
    is(await visitor(), before, 'the same bytes for each visitor');
    const { signed } = await site.signIn();
    const own = button(await (await signed('/cached/')).text());
    match(own, new RegExp(`challenge="[^"]+".*customer="${customer.iss}" status="(asked|related)"`));
    is((await fetch(`${site.local}${site.endpoint}?customer=${customer.iss}`)).headers.get('cache-control'), 'no-store');
  });

  it('imports by the form, says what the host does not take, and writes no file', async () => {
    const { page, submit } = await site.signIn();
    const file = await (await submit('relbutton-export', 'export', { format: 'csv' })).text();
    match(file, /^customer,vendor,time/);
    const upload = async (text, name = 'relationships.csv') => {
      await submit('relbutton-export', 'import', { file: [new Blob([text]), name] });
      return /notice-info"><p>([^<]*)/.exec(await page('relbutton-export'))[1];
    };
    match(await upload(file), /New records: 0/);
    site.php(
      `foreach ( array( 'records', 'heads' ) as $name ) { Relbutton\\Plugin::store()->database->run( "DELETE FROM wp_relbutton_$name" ); }`,
    );
    match(await upload(file), /New records: [1-9]/);
    match(await upload('a,b\r\n'), /no column named record/);
    // The second one is larger than post_max_size: PHP drops it with all fields of the form.
    for (const size of [3_000_000, 9_000_000]) match(await upload('x'.repeat(size)), /larger than your host takes: 2 MB/);
    const again = await (await submit('relbutton-export', 'export', { format: 'csv' })).text();
    is(
      again,
      file
        .split('\r\n')
        .filter((line, i) => i === 0 || (!line.endsWith(',') && !line.endsWith(',""')))
        .join('\r\n'),
    );
  });

  it('erases a proposal that waits, and has nothing to leave', async () => {
    site.set({ decide: 'ask', mail: '' });
    const customer = await Customer.create();
    const asked = await customer.sign({ aud: site.origin });
    is((await site.post(asked))[0], 202);
    site.php(`Relbutton\\Actions::leave_and_erase( '${customer.iss}' );`);
    const left = `iterator_to_array( Relbutton\\Plugin::store()->read( '${customer.iss}' ), false )`;
    same(site.value(left), []);
    is((await site.post(await customer.sign({ aud: site.origin })))[0], 202, 'they may propose again');
  });

  it('limits the rate of one client', async () => {
    const path = `${site.endpoint}?customer=${'x'.repeat(43)}`;
    const statuses = [];
    for (let i = 0; i < 130; i++) statuses.push((await site.get(path))[0]);
    ok(statuses.includes(429));
    ok(statuses.indexOf(429) >= 100);
  });

  it('keeps its key out of what WordPress exports and shows', async () => {
    const { d } = site.value(`get_option( 'relbutton_key' )`);
    is(d.length, 43);
    const shown = site.php(`require 'wp-admin/includes/export.php'; ob_start(); @export_wp(); echo ob_get_clean();
      echo implode( '', iterator_to_array( Relbutton\\Portable::write( Relbutton\\Plugin::store()->all(), 'csv' ), false ) );`);
    ok(shown.includes('relate') && !shown.includes(d));
    ok(!JSON.stringify(await site.get('/.well-known/jwks.json')).includes(d));
  });

  it('keeps its records when it is deleted, unless the owner says otherwise', () => {
    const tables = () => site.value(`count( $GLOBALS['wpdb']->get_col( "SHOW TABLES LIKE 'wp_relbutton%'" ) )`);
    const uninstall = () =>
      site.php(`require 'wp-admin/includes/plugin.php'; deactivate_plugins( 'relbutton/relbutton.php' );
        uninstall_plugin( 'relbutton/relbutton.php' );`);
    uninstall();
    is(tables(), 8);
    site.php(`require 'wp-admin/includes/plugin.php'; activate_plugin( 'relbutton/relbutton.php' );`);
    site.set({ delete_records: true });
    uninstall();
    is(tables(), 0);
    is(site.value(`get_option( 'relbutton_key' )`), false);
    is(site.value(`get_option( 'relbutton_tables' )`), false);
  });
});

describe('a site in a folder', () => {
  let site;
  before(async () => {
    site = await Site.open('/blog');
  });
  after(() => site.stop());

  it('takes records there, and has the files for a rule at the root', async () => {
    is(site.endpoint, '/blog/relbutton');
    is((await site.get('/.well-known/relbutton.json'))[0], 404, 'the host does not pass it on');
    const { status, actions } = site.health('reach');
    is(status, 'critical');
    ok(actions.includes(`${site.origin}/.well-known/jwks.json`) && !actions.includes('/blog/relbutton<'), actions);
    const { page } = await site.signIn();
    match(await page('relbutton-settings'), /RewriteRule.*\/blog\/index\.php\?relbutton=\$1\.json/);
    for (const path of ['/blog/.well-known/relbutton.json', '/blog/index.php?relbutton=relbutton.json']) {
      const [status, offer] = await site.get(path);
      same([status, offer.endpoint], [200, `${site.origin}/blog/relbutton`]);
    }
    const customer = await Customer.create();
    is((await site.post(await customer.sign({ aud: site.origin })))[0], 200);
    const other = await Customer.create();
    is((await site.post(await other.sign({ aud: site.url })))[1].code, 'wrong_audience');
  });
});
