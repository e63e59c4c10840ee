import { a11ySnapshot, findAccessibilityNode, setViewport } from '@web/test-runner-commands';
import { aTimeout, expect } from '@open-wc/testing';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';
import { WITH_MAIL } from '../support/acme.js';
import { expectAccessible } from '../support/axe.js';
import { buttonOf, click, key, PageAgent, panelOf, press, put, rowNamed, rowsOf, until } from '../support/page.js';

const page = (markup: string): Promise<RelButton> => put(`<h1>Shop</h1>${markup}`);
const isChromium = /Chrome/.test(navigator.userAgent);

interface Node {
  role: string;
  name: string;
  description?: string;
  children?: Node[];
}
/** The accessibility tree as role and name by line; asked for in Chromium, which alone gives it. */
const treeOf = async (selector: string): Promise<string[]> => {
  const lines: string[] = [];
  const walk = ({ role, name, description, children = [] }: Node): void => {
    if (role !== 'StaticText' && role !== 'InlineTextBox') lines.push([role, name, description].filter(Boolean).join(' | '));
    children.forEach(walk);
  };
  walk((await a11ySnapshot({ selector })) as unknown as Node);
  return lines;
};

describe('accessibility', () => {
  it('has no finding of axe in the panel, in each of its states', async () => {
    const agent = new PageAgent('One', 'Two');
    const host = await page(WITH_MAIL);
    const replies: unknown[] = [{ counter: 'SD-BASE' }, { refused: true, code: 'no', message: 'Not today.' }];
    host.addEventListener('rel-propose', (event) =>
      event.respondWith(replies.length ? Promise.resolve(replies.shift()) : Promise.reject(new Error())),
    );
    await press(host);
    await expectAccessible();
    panelOf(host)
      ?.querySelectorAll('details')
      .forEach((details) => (details.open = true));
    await expectAccessible();
    await click(rowNamed(host, 'One'));
    await until(() => rowsOf(host).length === 1);
    await expectAccessible();
    await aTimeout(2_050);
    await until(() => rowsOf(host).length === 2);
    await expectAccessible();
    for (const said of ['suggests another agreement', 'does not agree']) {
      agent.sayChosen('propose', { record: 'r' });
      await until(() => panelOf(host)?.textContent?.includes(said), said);
      await expectAccessible();
    }
    await key('Escape');
    await press(host);
    await click(rowNamed(host, 'Two'));
    agent.sayChosen('propose', { record: 'r' });
    await until(() => panelOf(host)?.textContent?.includes('Acme Coffee is not responding'));
    await expectAccessible();
    await key('Escape');
    await expectAccessible();
  });

  it('has none on a narrow screen, where the panel is a sheet that fits', async () => {
    // In the page before it narrows: WebKit keeps the media queries of a style sheet that no element uses meanwhile.
    const host = await page(WITH_MAIL);
    await setViewport({ width: 320, height: 640 });
    try {
      await press(host);
      await expectAccessible();
      const { left, right, bottom } = (panelOf(host) as HTMLElement).getBoundingClientRect();
      expect([left, right, Math.round(bottom)]).to.deep.equal([0, document.documentElement.clientWidth, window.innerHeight]);
      expect(document.documentElement.scrollWidth).to.be.at.most(320);
      expect(panelOf(host)?.scrollWidth).to.be.at.most(320);
    } finally {
      await setViewport({ width: 800, height: 600 });
    }
  });

  it('wraps a long label, at 200 % of the text too', async () => {
    const long = 'Beziehungsaufnahme mit der Kaffeerösterei Möllendorff-Schwarzenberg';
    const host = await page(`<div style="width:16rem"><rel-button label="${long}"></rel-button></div>`);
    document.documentElement.style.fontSize = '200%';
    try {
      const button = buttonOf(host);
      expect(button.scrollWidth).to.be.at.most(button.clientWidth);
      expect(button.getBoundingClientRect().width).to.be.at.most(16 * 32);
      expect(button.getBoundingClientRect().height).to.be.above(80);
    } finally {
      document.documentElement.style.fontSize = '';
    }
  });

  it('is operated by the keyboard alone, with the focus where it belongs', async () => {
    const agent = new PageAgent('Agent');
    const host = await page(WITH_MAIL);
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record: 'r' })));
    const focused = (): string | undefined => host.shadowRoot?.activeElement?.textContent?.trim();
    await key('Tab');
    await until(() => host.shadowRoot?.activeElement === buttonOf(host));
    await key('Enter');
    await until(() => focused() === 'Agent');
    for (const next of ['Without an agent', 'What is this?']) {
      await key('Tab');
      expect(focused()).to.equal(next);
    }
    rowNamed(host, 'Agent').focus();
    await key('Enter');
    await until(() => focused() === 'Cancel');
    agent.sayChosen('propose', { record: 'r' });
    await until(() => agent.last('answer'));
    agent.sayChosen('done', { outcome: 'agreed' });
    expect(host.shadowRoot?.activeElement).to.equal(buttonOf(host));
    expect(host.currentStatus).to.equal('related');
  });

  if (isChromium) {
    it('gives assistive technology the button with its label and its status', async () => {
      await page(WITH_MAIL);
      expect(await treeOf('rel-button')).to.deep.equal(['button | Relate with Acme Coffee | Open to relate']);
      await page(WITH_MAIL.replace('<rel-button', '<rel-button appearance="sign" status="related"'));
      expect(await treeOf('rel-button')).to.deep.equal(['button | Relate with Acme Coffee | Related']);
    });

    it('gives it the panel as a dialog with its rows', async () => {
      new PageAgent('Agent');
      const host = await page(WITH_MAIL);
      await press(host);
      const snapshot = (await a11ySnapshot({})) as unknown as Node;
      const dialog = findAccessibilityNode(
        snapshot as never,
        (node) => (node as unknown as Node).role === 'dialog',
      ) as unknown as Node;
      const names = (dialog.children ?? [])
        .filter(({ role }) => role !== 'StaticText')
        .map(({ role, name }) => `${role} ${name}`);
      expect(`${dialog.role} ${dialog.name}`).to.equal('dialog Relate with Acme Coffee');
      expect(names).to.deep.equal([
        'heading Relate with Acme Coffee',
        'button Close',
        'heading Your agents',
        'button Agent',
        'DisclosureTriangle Without an agent',
        'DisclosureTriangle What is this?',
      ]);
    });
  }
});
