/** A button whose press a passkey can answer: nothing before a gesture, acts and label by the status, `customer`, and the end. */
import '../support/closed.js';
import { answerDialogs, hasPasskeys, opened } from '../support/dialogs.js';
import { executeServerCommand } from '@web/test-runner-commands';
import { expect } from '@open-wc/testing';
import { ACTS, actsFor } from '../../src/contract/acts.js';
import { STATUSES } from '../../src/contract/statuses.js';
import { statusAfter } from '../../src/elements/rel-button/status-after.js';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import {
  click,
  clickOutside,
  crossOf,
  inside,
  key,
  PageAgent,
  panelOf,
  press,
  put,
  record,
  rowNamed,
  rowsOf,
  until,
  warningsDuring,
} from '../support/page.js';
import { PageVendor } from '../support/page-vendor.js';
import { PrivateAgent } from '../support/private-agent.js';

const button = (attributes = ''): string =>
  `<rel-button vendor-name="Acme Coffee" accepts="SD-BASE" endpoint="/relbutton" ${attributes}></rel-button>`;
const SIGN = 'Agree with a passkey';

describe('the acts of a press', () => {
  for (const [named, status, expected] of [
    ['', 'offered', 'relate'],
    ['', 'none', 'relate'],
    ['', 'asked', 'relate'],
    ['', 'ended', 'relate'],
    ['', 'related', 'converse intentcast pledge share regard pause export leave'],
    ['', 'paused', 'resume export leave'],
    ['converse relate', 'offered', 'relate converse'],
    ['intentcast', 'none', 'intentcast'],
    ['converse relate', 'ended', 'relate'],
    ['intentcast', 'ended', 'relate'],
    ['pledge share regard', 'offered', 'relate'],
    ['revoke', 'related', 'revoke'],
    ['revoke pledge', 'paused', 'revoke'],
    ['regard converse', 'paused', 'regard'],
    ['receipt leave', 'related', 'leave'],
    ['leave relate', 'offered', 'relate'],
    ['relate leave', 'related', 'leave'],
    ['relate leave', 'ended', 'relate'],
    ['converse leave', 'paused', 'leave'],
    ['pause resume', 'related', 'pause'],
    ['pause resume', 'paused', 'resume'],
    ['sync', 'related', 'sync'],
    ['sync relate', 'offered', 'relate sync'],
    ['com.example.x leave', 'offered', 'com.example.x'],
    ['com.example.x', 'paused', 'com.example.x'],
    ['relate', 'related', 'converse intentcast pledge share regard pause export leave'],
    ['pause leave', 'offered', 'relate'],
    ['resume', 'related', 'converse intentcast pledge share regard pause export leave'],
  ] as const)
    it(`are "${expected}" where "${named}" is named and the status is ${status}`, () => {
      expect(actsFor(named.split(' ').filter(Boolean), status).join(' ')).to.equal(expected);
    });

  it('never include leave for a stranger, nor sync unless it is named', () => {
    for (const status of STATUSES) {
      expect(actsFor([], status)).not.to.include('sync');
      if (status !== 'related' && status !== 'paused') expect(actsFor([...ACTS], status)).not.to.include('leave');
    }
  });

  it('are asked for by the status that the button shows at the press', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(button('status="related"'));
    await press(host);
    expect(agent.last('ask')?.['acts']).to.deep.equal([
      'converse',
      'intentcast',
      'pledge',
      'share',
      'regard',
      'pause',
      'export',
      'leave',
    ]);
    host.cancel();
    host.status = 'paused';
    await host.updateComplete;
    await press(host);
    expect(agent.last('ask')?.['acts']).to.deep.equal(['resume', 'export', 'leave']);
  });

  it('are chosen by the person in a relationship that has several, even if one agent answers privately', async () => {
    for (const [attributes, isChosen] of [
      ['', true],
      ['status="related"', false],
      ['status="related" acts="pause"', true],
    ] as const) {
      const host = await put(button(attributes));
      const agent = new PrivateAgent(host, 'Quibble');
      await press(host);
      expect(agent.types().includes('choose'), attributes).to.equal(isChosen);
      host.cancel();
      agent.stop();
    }
  });
});

describe('the label', () => {
  for (const [attributes, expected] of [
    ['', 'Relate with Acme Coffee'],
    ['status="asked"', 'Relate with Acme Coffee'],
    ['status="ended"', 'Relate with Acme Coffee'],
    ['status="related"', 'You and Acme Coffee'],
    ['status="paused"', 'You and Acme Coffee'],
    ['status="related" label="Us"', 'Us'],
  ] as const)
    it(`is "${expected}" with ${attributes || 'nothing'}`, async () => {
      const host = await put(button(attributes));
      expect(inside(host, '[part=label]').textContent).to.equal(expected);
    });

  it('is the link’s text wherever there is one, and changes with the status', async () => {
    const host = await put(button('status="related"').replace('></rel', '><a href="#x">Your account</a></rel'));
    expect(inside(host, '[part=label]').textContent).to.equal('Your account');
    host.innerHTML = '';
    await until(() => inside(host, '[part=label]').textContent === 'You and Acme Coffee');
    host.status = 'ended';
    await host.updateComplete;
    expect(inside(host, '[part=label]').textContent).to.equal('Relate with Acme Coffee');
  });
});

describe('the status after a record', () => {
  for (const [act, before, expected] of [
    ['relate', 'offered', 'related'],
    ['converse', 'related', 'related'],
    ['pause', 'related', 'paused'],
    ['resume', 'paused', 'related'],
    ['relate', 'paused', 'paused'],
    ['com.example.x', 'paused', 'paused'],
    ['leave', 'paused', 'ended'],
    ['relate', 'ended', 'related'],
  ] as const)
    it(`of ${act} is ${expected} if it was ${before}`, () => {
      expect(statusAfter(act, before)).to.equal(expected);
    });
});

describe('the attribute customer', () => {
  const iss = 'Aa0_-'.repeat(9).slice(0, 43);
  it('is a thumbprint, and warned of otherwise', async () => {
    for (const bad of ['x', `${iss}x`, `${iss.slice(1)}!`, `${iss} `, `${iss.slice(1)}\n`]) {
      const warnings = await warningsDuring(async () => {
        const host = await put(button());
        host.customer = bad;
        await host.updateComplete;
      });
      expect(warnings).to.deep.equal([
        `relbutton: <rel-button customer="${bad}"> is left out; allowed: 43 characters of base64url.`,
      ]);
    }
    expect(await warningsDuring(() => put(button(`customer="${iss}"`)))).to.deep.equal([]);
    expect(await warningsDuring(() => put(button('customer=""')))).to.deep.equal([]);
    expect((await put(button(`customer="${iss}"`))).customer).to.equal(iss);
  });

  it('is told to no agent', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(button(`customer="${iss}"`));
    await press(host);
    await click(rowNamed(host, 'Agent'));
    expect(JSON.stringify(agent.heard)).not.to.include(iss);
  });
});

if (!hasPasskeys)
  describe('a browser without passkeys', () => {
    it('shows no row for one', async () => {
      const host = await put(button());
      await press(host);
      expect(rowsOf(host).map(({ textContent }) => textContent?.trim())).not.to.include(SIGN);
    });
  });
else
  describe('a button in a browser with passkeys', () => {
    let shop: PageVendor;
    let vendor: ReturnType<typeof record>;
    beforeEach(async () => {
      await executeServerCommand('authenticator', 'add');
      answerDialogs();
      shop = await PageVendor.open();
      vendor = record();
    });
    afterEach(async () => {
      shop.close();
      await executeServerCommand('authenticator', 'remove');
    });

    const join = async (attributes = ''): Promise<RelButton> => {
      const host = await put(button(attributes));
      await press(host);
      await click(rowNamed(host, SIGN));
      await until(() => panelOf(host)?.textContent?.includes('You and Acme Coffee relate.'));
      return host;
    };

    it('asks nothing and sends nothing until a row is pressed', async () => {
      const seen: string[] = [];
      const real = { locks: navigator.locks.request, fetch: window.fetch };
      navigator.locks.request = (() => seen.push('lock')) as never;
      window.fetch = (() => seen.push('fetch')) as never;
      try {
        const host = await put(`${button('status="related"')}${button(`customer="${'a'.repeat(43)}"`)}`);
        await press(host);
        await key('Escape');
        const [, other] = document.querySelectorAll('rel-button');
        await press(other as RelButton);
        await click(crossOf(other as RelButton));
      } finally {
        Object.assign(window, { fetch: real.fetch });
        delete (navigator.locks as { request?: unknown }).request;
      }
      expect([seen, opened, shop.requests]).to.deep.equal([[], [], []]);
    });

    for (const [how, close] of [
      ['a press on Done', (host: RelButton) => click(rowNamed(host, 'Done'))],
      ['a press on the cross', (host: RelButton) => click(crossOf(host))],
      ['a click outside', () => clickOutside()],
      ['Escape', () => key('Escape')],
      ['the end of the page', () => void window.dispatchEvent(new PageTransitionEvent('pagehide'))],
    ] as const)
      it(`is agreed, and stays so after ${how}`, async () => {
        const host = await join();
        expect(host.currentStatus).to.equal('offered');
        expect(vendor.types()).to.deep.equal(['rel-activate', 'rel-propose']);
        await close(host);
        await until(() => vendor.outcomes()[0]);
        expect(vendor.outcomes()).to.deep.equal(['agreed']);
        expect(vendor.types()).to.deep.equal(['rel-activate', 'rel-propose', 'rel-statuschange', 'rel-outcome']);
        expect(host.currentStatus).to.equal('related');
        expect(inside(host, '[part=label]').textContent).to.equal('You and Acme Coffee');
        expect(panelOf(host)).to.equal(null);
      });

    it('takes one press on the button and one in the panel, two dialogs, and one request', async () => {
      await join();
      expect([opened, shop.requests]).to.deep.equal([['create', 'get'], ['POST /relbutton']]);
    });

    it('proposes to the page’s own code as an agent does', async () => {
      document.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ pending: true })), { once: true });
      const host = await put(button());
      await press(host);
      await click(rowNamed(host, SIGN));
      await until(() => panelOf(host)?.textContent?.includes('Acme Coffee will answer later.'));
      expect(shop.requests).to.deep.equal([]);
      await key('Escape');
      expect(vendor.outcomes()).to.deep.equal(['asked']);
      expect(host.currentStatus).to.equal('asked');
    });

    it('ends quietly when it is removed while the browser asks', async () => {
      const rejections: unknown[] = [];
      const onRejection = (event: PromiseRejectionEvent): void => void rejections.push(event.reason);
      window.addEventListener('unhandledrejection', onRejection);
      let answer: () => void = () => undefined;
      answerDialogs(async (open) => {
        await new Promise<void>((resolve) => (answer = resolve));
        return open();
      });
      const warnings = await warningsDuring(async () => {
        const host = await put(button());
        await press(host);
        await click(rowNamed(host, SIGN));
        await until(() => opened[0]);
        host.remove();
        await until(() => vendor.types().length === 1);
        answer();
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
      window.removeEventListener('unhandledrejection', onRejection);
      expect([rejections, warnings, shop.requests]).to.deep.equal([[], [], []]);
    });
  });
