/** A relationship of a person without an agent, from beginning to end: their passkey signs, in the served shop. */
import { deepStrictEqual as same, ok, strictEqual as is } from 'node:assert';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { readClaims, signedBy } from 'relbutton/server';
import { startShop } from '../../examples/shop/server.mjs';
import { startWebAgent } from '../../examples/web-agent/server.mjs';
import { en, fill } from '../../src/locales/en.js';
import { coseOf, derOf, hashSigned, verifyIndependently } from '../support/passkey.js';
import { openAuthenticator } from './authenticator.mjs';
import { available, eventually, gatherOutcomes, isUpgraded, withPasskeys } from './driver.mjs';
import { allOf } from '../support/all-of.mjs';

/** The texts of the panel that the tests look for. */
const NAME = 'Acme Coffee';
const LABELS = {
  agree: en.sign,
  before: en.before,
  say: en.submit,
  pause: en.acts.pause,
  resume: en.acts.resume,
  data: en.acts.export,
  leave: en.acts.leave,
  save: en.save,
  saveData: en.saveData,
  done: en.done,
  no: en.no,
};
const TEXTS = {
  stranger: fill(en.relate, NAME),
  known: fill(en.you, NAME),
  cancelled: en.said.cancelled,
  elsewhere: en.said.elsewhere,
  counter: fill(en.said.counter, NAME),
  refused: fill(en.said.refuse, NAME),
  pending: fill(en.said.pending, NAME),
  erased: fill(en.erased, NAME),
};

/** Runs in a page. Returns what the panel shows: its texts, and the buttons' in it. */
const readPanel = () => document.querySelector('rel-button').shadowRoot.querySelector('[popover]')?.innerText ?? '';
/** Runs in a page. Keeps the files that it saves, which the browser would write to disk. */
const gatherFiles = () => {
  window.files = [];
  HTMLAnchorElement.prototype.click = function () {
    window.files.push(this.href);
  };
};

/** Runs in a page of an agent. Returns the records that its ledger shows. */
const imported = () => [...document.querySelectorAll('article pre')].map(({ textContent }) => textContent);
/** Runs in a page. Keeps the records that it proposes. */
const gatherProposals = () => {
  window.proposed = [];
  document.addEventListener('rel-propose', ({ record }) => window.proposed.push(record));
};
/** Runs in a page. Returns all that it keeps in the browser, and the addresses that it requested. */
const traces = async () => ({
  stored: [
    Object.keys(localStorage),
    Object.keys(sessionStorage),
    await indexedDB.databases(),
    await caches.keys(),
    document.cookie,
  ],
  requested: performance.getEntriesByType('resource').map(({ name }) => name),
});

/** Has `@simplewebauthn/server` verify the customer's signature of a record. */
const verifyByLibrary = async (record, credential, origin) => {
  const { payload, signatures } = JSON.parse(record);
  const [{ protected: part, header, signature }] = signatures;
  const { jwk } = JSON.parse(Buffer.from(part, 'base64url'));
  const { verified } = await verifyAuthenticationResponse({
    response: {
      id: credential,
      rawId: credential,
      type: 'public-key',
      clientExtensionResults: {},
      response: { ...header, signature: derOf(Buffer.from(signature, 'base64url')).toString('base64url') },
    },
    expectedChallenge: hashSigned(part, payload),
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    credential: { id: credential, publicKey: coseOf({ alg: 'ES256', jwk }), counter: 0 },
  });
  return verified;
};

for (const [engine, open] of withPasskeys) {
  describe(`a passkey in ${engine}`, () => {
    let shop;
    let browser;
    let page;
    let authenticator;
    let presses = 0;
    let dialogs = 0;
    before(async () => {
      shop = await startShop();
      browser = await open();
      page = await browser.newPage();
      // The whole panel fits: what scrolls in a panel that has just changed can move away under a press.
      await page.page.setViewport({ width: 800, height: 1_100 });
      authenticator = await openAuthenticator(engine, page);
    });
    after(async () => {
      await browser.close();
      shop.close();
    });
    beforeEach(() => authenticator.add());
    afterEach(() => authenticator.remove());

    const click = (...path) => {
      presses++;
      return page.click(...path);
    };
    /** Presses a row of the panel. */
    const press = (label) => click('rel-button', `button with text "${LABELS[label]}"`);
    const visit = async () => {
      await page.goto(shop.origin);
      await eventually(() => page.evaluate(isUpgraded));
      await page.evaluate(gatherOutcomes);
      await page.evaluate(gatherFiles);
    };
    /** Loads the page, and opens the panel. */
    const start = async () => {
      await visit();
      presses = 0;
      dialogs = authenticator.dialogs.length;
      await click('rel-button', '[part=button]');
      await eventually(() => page.evaluate(readPanel));
    };
    /** Visits as one who is not signed in. */
    const forget = async () => {
      const context = page.page.browserContext();
      await context.deleteCookie(...(await context.cookies()));
    };
    const shows = async (text) => {
      let panel = '';
      const isShown = async () => (panel = await page.evaluate(readPanel)).includes(text);
      await eventually(isShown).catch(() => {
        throw new Error(`The panel does not say "${text}", but: ${panel}`);
      });
    };
    const badge = () => page.text('rel-badge', '[part=status]');
    const expectBadge = (word) => eventually(async () => (await badge()) === word, `the badge says ${word}`);
    const opened = () => authenticator.dialogs.slice(dialogs);
    /** Closes the panel of what is agreed. @returns the outcomes of this page */
    const finish = async () => {
      await press('done');
      await eventually(() => page.evaluate(() => window.outcomes.length));
      return page.evaluate(() => window.outcomes);
    };
    const join = async () => {
      await forget();
      await start();
      await press('agree');
      await shows(LABELS.save);
    };
    const lastRelationship = async () => shop.vendor.relationship((await allOf(shop.vendor.relationships())).at(-1).iss);
    const savedFile = async (label) => {
      await press(label);
      const href = await eventually(() => page.evaluate(() => window.files[0]));
      return JSON.parse(decodeURIComponent(href.slice(href.indexOf(',') + 1)));
    };

    it('is asked nothing, and nothing is stored or requested, before the person agrees', async () => {
      await forget();
      await visit();
      dialogs = authenticator.dialogs.length;
      const { stored, requested } = await page.evaluate(traces);
      same(stored, [[], [], [], [], '']);
      same(
        requested.filter((name) => !/\.(js|css)$/.test(name)),
        [],
      );
      await page.page.hover('rel-button');
      await page.press('Tab');
      await click('rel-button', '[part=button]');
      await page.click('rel-button', '[name=reach]');
      await page.type('me@example.com');
      same(await page.evaluate(traces), { stored, requested });
      same(opened(), []);
    });

    it('leads a first visitor to a record that both sides hold, by three presses and two dialogs', async () => {
      await forget();
      await start();
      await page.click('rel-button', '[name=reach]');
      await page.type('me@example.com');
      await press('agree');
      await shows(LABELS.save);
      same(opened(), ['create', 'get']);
      const [{ id }, ...more] = await authenticator.credentials();
      same(more, []);

      same(await finish(), ['agreed']);
      ok(presses <= 3, `${presses} presses`);
      await expectBadge('Related');
      const { iss, status, record, records } = await lastRelationship();
      same([status, records, signedBy(record)], ['related', [record], 'passkey']);
      same({ ...readClaims(record).body }, { reach: 'mailto:me@example.com', credential: id });
      is(verifyIndependently(record).iss, iss);
      is(await verifyByLibrary(record, id, shop.origin), true);

      await page.goto(`${shop.origin}/desk/${iss}`);
      const shown = await eventually(() => page.text('.facts'));
      for (const part of [iss.slice(0, 8), 'me@example.com', 'SD-BASE', 'a passkey']) ok(shown.includes(part), part);
    });

    it('is shown after a reload, and then says each act that fits by one dialog', async () => {
      await join();
      const joining = presses + 1;
      await finish();
      await visit();
      is(await badge(), 'Related');
      is(
        await page.evaluate(() => document.querySelector('rel-button').shadowRoot.querySelector('[part=button]').ariaLabel),
        null,
      );
      const { iss } = await lastRelationship();
      is(await page.evaluate(() => document.querySelector('rel-button').getAttribute('customer')), iss);
      for (const [label, word] of [
        ['pause', 'Paused'],
        ['resume', 'Related'],
      ]) {
        await start();
        await shows(TEXTS.known);
        await press(label);
        await shows(LABELS.done);
        same(opened(), ['get']);
        same(await finish(), ['agreed']);
        ok(presses <= joining, `${label} takes ${presses} presses`);
        await expectBadge(word);
      }
      await start();
      await page.click('rel-button', 'textarea');
      await page.type('Hello');
      await press('say');
      await shows(LABELS.done);
      await finish();
      is(readClaims((await lastRelationship()).records.at(-1)).body.text, 'Hello');

      await start();
      await press('data');
      await shows(LABELS.saveData);
      const { records, data } = await savedFile('saveData');
      same([records.length, data.customer], [4, iss]);
    });

    it('comes back where the page does not know who it is', async () => {
      await join();
      const { iss } = await lastRelationship();
      await finish();
      await forget();
      await start();
      is(await badge(), 'Open to relate');
      await shows(TEXTS.stranger);
      await press('before');
      await shows(TEXTS.known);
      await press('pause');
      await shows(LABELS.done);
      same(opened(), ['get', 'get']);
      is(await shop.vendor.status(iss), 'paused');
      await finish();
      await expectBadge('Paused');
    });

    it('signs in by a sync with the challenge of the page', async () => {
      await join();
      const { iss, records } = await lastRelationship();
      await finish();
      await forget();
      await visit();
      is(await badge(), 'Open to relate');
      dialogs = authenticator.dialogs.length;
      await page.click('.sign-in button');
      await eventually(async () => (await page.text('.sign-in [role=status]')) === 'You are signed in.');
      same(opened(), ['get', 'get']);
      await expectBadge('Related');
      same((await shop.vendor.relationship(iss)).records, records, 'a sync is not kept');
      await visit();
      is(await page.evaluate(() => document.querySelector('rel-button').getAttribute('customer')), iss);

      await forget();
      await visit();
      authenticator.refuse();
      await page.click('.sign-in button');
      await eventually(async () => (await page.text('.sign-in [role=status]')) === 'You did not sign in.');
      is(await badge(), 'Open to relate');
    });

    it('leaves, and has everything erased, by no more presses and dialogs than it joined', async () => {
      await join();
      const joining = presses + 1;
      const { iss } = await lastRelationship();
      await finish();
      await start();
      await press('leave');
      await shows(LABELS.done);
      await finish();
      ok(presses <= joining && opened().length <= 2);
      await expectBadge('Ended');
      is((await shop.vendor.relationship(iss)).records.length, 2);

      await join();
      const { iss: other } = await lastRelationship();
      await finish();
      await start();
      await page.click('rel-button', '[type=checkbox]');
      await press('leave');
      await shows(TEXTS.erased);
      await finish();
      const { status, records } = await shop.vendor.relationship(other);
      same([status, records.length], ['ended', 1]);
    });

    it('gives copies that a ledger imports and verifies, one after the other', async () => {
      await join();
      const { iss, record } = await lastRelationship();
      const copy = await savedFile('save');
      same(
        copy.relationships.map((one) => [one.vendor, one.iss, one.records]),
        [[shop.origin, iss, [record]]],
      );
      await finish();
      await start();
      await press('pause');
      await shows(LABELS.save);
      const later = await savedFile('save');
      await finish();
      const { records } = await lastRelationship();
      same(later.relationships[0].records, records.slice(1));
      const agent = await startWebAgent();
      try {
        await page.goto(agent.origin);
        await eventually(() => page.text('#list > *'));
        for (const [file, count] of [
          [copy, 1],
          [later, 2],
        ]) {
          await page.evaluate((text) => {
            const files = new DataTransfer();
            files.items.add(new File([text], 'copy.json', { type: 'application/json' }));
            document.querySelector('#import').elements.file.files = files.files;
          }, JSON.stringify(file));
          await page.click('#import button');
          await eventually(async () => (await page.evaluate(imported)).length === count, `${count} of the records`);
          same(await page.evaluate(imported), records.slice(0, count));
        }
      } finally {
        agent.close();
      }
    });

    it('signs another agreement that the shop suggests, in one press, also after a cancelled dialog', async () => {
      await forget();
      await visit();
      await page.evaluate(gatherProposals);
      await page.evaluate(() => document.querySelector('rel-button').setAttribute('accepts', 'SD-BASE-ATP'));
      dialogs = authenticator.dialogs.length;
      await click('rel-button', '[part=button]');
      await press('agree');
      await shows(TEXTS.counter);
      authenticator.refuse();
      await press('agree');
      await eventually(() => opened().length === 3);
      await shows(TEXTS.counter);
      await press('agree');
      await shows(LABELS.save);
      same(opened(), ['create', 'get', 'get', 'get']);
      is((await lastRelationship()).agreement, 'SD-BASE');
      await finish();
      const proposed = await page.evaluate(() => window.proposed);
      is(proposed.length, 2);
      for (const body of proposed) {
        const headers = { 'content-type': 'application/jose+json' };
        const replayed = await fetch(`${shop.origin}/relbutton`, { method: 'POST', headers, body });
        same([replayed.status, replayed.headers.get('set-cookie')], [200, null], 'a replay signs nobody in');
      }
    });

    it('waits for a person at the shop, who sees what signed, and accepts', async () => {
      await forget();
      await start();
      await page.click('rel-button', '[value=SD-BASE-DP]');
      await press('agree');
      await shows(TEXTS.pending);
      await page.goto(`${shop.origin}/desk/decide`);
      const asked = await eventually(() => page.text('#decide dl'));
      for (const part of ['Asked', 'a passkey of their browser']) ok(asked.includes(part), asked);
      await page.click('#decide button[aria-label^=Accept]');
      await eventually(async () => (await lastRelationship()).status === 'related');
      await visit();
      await expectBadge('Related');
    });

    it('makes one record in two tabs at once', async () => {
      const before = await allOf(shop.vendor.records());
      await forget();
      await start();
      const other = await browser.newPage();
      try {
        await other.goto(shop.origin);
        await eventually(() => other.evaluate(isUpgraded));
        const answer = authenticator.hold();
        await press('agree');
        await eventually(() => opened().length, 'a dialog');
        await other.click('rel-button', '[part=button]');
        await other.click('rel-button', `button with text "${LABELS.agree}"`);
        await eventually(async () => (await other.evaluate(readPanel)).includes(TEXTS.elsewhere), 'the other tab says so');
        await page.page.bringToFront();
        answer();
        await shows(LABELS.save);
        same(await finish(), ['agreed']);
        is((await allOf(shop.vendor.records())).length, before.length + 1);
      } finally {
        await other.close();
      }
    });

    it('has nothing after a counter that the person refuses, and after a refusal', async () => {
      const before = await allOf(shop.vendor.records());
      await forget();
      await visit();
      await page.evaluate(() => document.querySelector('rel-button').setAttribute('accepts', 'SD-BASE-ATP'));
      await click('rel-button', '[part=button]');
      await press('agree');
      await shows(TEXTS.counter);
      await press('no');
      await eventually(() => page.evaluate(() => window.outcomes.length));

      await visit();
      await page.evaluate(() => document.querySelector('rel-button').setAttribute('challenge', 'guessed'));
      await click('rel-button', '[part=button]');
      await press('agree');
      await shows(TEXTS.refused);
      same(await allOf(shop.vendor.records()), before);
      is(await badge(), 'Open to relate');
      // Only Chromium's pages can have a passkey taken out.
      if (engine === 'Chromium') await eventually(async () => !(await authenticator.credentials()).length, 'no passkey is left');
    });

    for (const [nth, what] of [
      [1, 'makes'],
      [2, 'uses'],
    ])
      it(`loses nothing when the person cancels the dialog that ${what} the passkey`, async () => {
        await forget();
        const before = await allOf(shop.vendor.records());
        await start();
        authenticator.refuse(nth);
        await press('agree');
        await shows(TEXTS.cancelled);
        same(await allOf(shop.vendor.records()), before);
        same(await page.evaluate(() => window.outcomes), []);
        if (engine === 'Chromium')
          await eventually(async () => !(await authenticator.credentials()).length, 'no passkey is left');
        await press('agree');
        await shows(LABELS.save);
        same(await finish(), ['agreed']);
      });

    it('loses nothing when the person cancels as they come back', async () => {
      await join();
      const { iss } = await lastRelationship();
      await finish();
      await forget();
      await start();
      authenticator.refuse();
      await press('before');
      await shows(TEXTS.cancelled);
      await press('before');
      await shows(TEXTS.known);
      authenticator.refuse();
      await press('pause');
      await shows(TEXTS.cancelled);
      is(await shop.vendor.status(iss), 'related');
      await press('pause');
      await shows(LABELS.done);
      is(await shop.vendor.status(iss), 'paused');
      await finish();
    });
  });
}

for (const [engine, open] of available.filter(([name]) => name === 'WebKit'))
  describe(`no passkey in ${engine}`, () => {
    it('has all other ways, and no row for it', async () => {
      const [shop, browser] = [await startShop(), await open()];
      try {
        const page = await browser.newPage();
        await page.goto(shop.origin);
        await eventually(() => page.evaluate(isUpgraded));
        is(await page.evaluate(() => document.querySelector('.sign-in').hidden), true);
        await page.click('rel-button', '[part=button]');
        const shown = await eventually(() => page.evaluate(readPanel));
        for (const label of [LABELS.agree, LABELS.before]) ok(!shown.includes(label), label);
        const texts = await page.evaluate(
          () => document.querySelector('rel-button').shadowRoot.querySelector('[popover]').textContent,
        );
        for (const label of [fill(en.visit, NAME), fill(en.write, NAME), en.keep, en.have]) ok(texts.includes(label), label);
      } finally {
        await browser.close();
        shop.close();
      }
    });
  });
